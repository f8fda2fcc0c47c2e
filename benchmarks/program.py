"""The program's own processes, for measurements of the whole."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.playground.slack.server import LoopbackSlack
from storage.store import upgrade
from tests.databases import server


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a migrated database on a server of its own, gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as name:
        home = Path(name) / "home"
        home.mkdir(mode=0o700)
        with server(home) as url:
            upgrade(url)
            yield url


@contextmanager
def running(roles: Sequence[str], environment: dict[str, str]) -> Iterator[dict[int, str]]:
    """One process for each role, until the block is left; their numbers and roles."""
    started: dict[subprocess.Popen[bytes], str] = {}
    try:
        for role in roles:
            command = [sys.executable, "-m", "bot", role]
            started[subprocess.Popen(command, env=environment)] = role
        yield {process.pid: role for process, role in started.items()}
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(60)


def environment(slack: LoopbackSlack, url: str, **more: str) -> dict[str, str]:
    """What the program is told: that Slack, that database, and ``more``."""
    return {
        **os.environ,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": url,
        **more,
    }
