"""The program as people start it: in a process of its own, or quicker within this one."""

import contextlib
import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from bot import logs
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
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _own_logging():
            status = _status()
    out.seek(0)
    return Done(status, out.read(), err.getvalue())


@contextlib.contextmanager
def _own_logging() -> Iterator[None]:
    """Put back what the program configures for itself: it would log to a stream that is gone."""
    root, style, told = logging.getLogger(), logs.style, structlog.get_config()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        structlog.configure(**told)
        root.handlers, logs.style = handlers, style
        root.setLevel(level)


def _status() -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0
