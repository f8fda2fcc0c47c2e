"""The program as people start it: in a process of its own, or quicker within this one."""

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main


@dataclass(frozen=True)
class Done:
    """How a command ended and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


def environment(folder: Path) -> dict[str, str]:
    """A clean environment with a database in ``folder``."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "RAPPORT_"))}
    return {**inherited, "DATABASE_URL": f"sqlite:///{folder / 'rapport.db'}", "COLUMNS": "120"}


def program(*words: str, folder: Path, **more: str) -> Done:
    """Run `rapport …` as a process in ``folder``, warnings being errors."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot", *words],
        cwd=folder,
        env={**environment(folder), **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def rapport(*words: str, folder: Path, **more: str) -> Done:
    """Run `rapport …` through its own entry point, without the cost of a new process."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "environ", {**environment(folder), **more})
        patch.setattr(sys, "argv", ["rapport", *words])
        patch.chdir(folder)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = _status()
    out.seek(0)
    return Done(status, out.read(), err.getvalue())


def _status() -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0
