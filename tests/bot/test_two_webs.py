"""Two `rapport web` beside each other: what one of them is killed over, the other answers, once."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.playground.slack.server import LoopbackSlack
from storage.engine import reading
from storage.store import Store, open_store
from storage.tables import inbox
from tests.bot.cli import environment
from tests.bot.test_processes import PATIENCE, Program, end, is_there, stopped, tokens
from tests.conftest import make_team
from tests.databases import Databases

Web = Program


@pytest.fixture
def databases(postgresql: Databases) -> Databases:
    """PostgreSQL: a file has one process."""
    return postgresql


@contextmanager
def webs(slack: LoopbackSlack, database_url: str, tmp_path: Path) -> Iterator[list[Web]]:
    """Both of them, connected."""
    team = make_team(slack)
    told = environment(tmp_path) | tokens(slack)
    told |= {"DATABASE_URL": database_url, "RAPPORT_SILENT_AFTER": "6"}
    command = [sys.executable, "-m", "bot", "web"]
    started = [Web(slack, team, subprocess.Popen(command, env=told)) for _ in range(2)]
    try:
        slack.connected(timeout=PATIENCE, count=2)
        yield started
    finally:
        for one in started:
            end(one.process)


def whose(store: Store) -> str | None:
    """The name of the process that has the only question."""
    with reading(store.engine) as connection:
        return connection.scalar(select(inbox.c.taken_by).where(inbox.c.kind == "slash"))


@pytest.mark.slow
def test_what_a_killed_one_had_taken_the_other_answers_once(
    database_url: str, tmp_path: Path
) -> None:
    with (
        LoopbackSlack() as slack,
        open_store(database_url) as store,
        webs(slack, database_url, tmp_path) as both,
    ):
        with stopped([pid for one in both for pid in one.renderers()]):
            both[0].ask("/report", "acme 2026-W46")
            slack.wait_for(lambda: whose(store), timeout=PATIENCE)
            name = str(whose(store))
            [had] = [one for one in both if f":{one.process.pid}:" in name]
            had.process.kill()
            had.process.wait(PATIENCE)
        [other] = [one for one in both if one is not had]
        other.wait(lambda: other.reports() and not store.inbox.waiting())
        assert is_there(other.process.pid)
        assert len(other.reports()) == 1
        assert len([one for one in other.said() if not one.ephemeral_for]) == 1
