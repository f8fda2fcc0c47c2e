"""Told to stop while the database is away, the program ends all the same."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.playground.slack.server import LoopbackSlack
from storage.store import open_store
from tests.bot.cli import environment
from tests.bot.test_processes import end, tokens
from tests.conftest import NOW, make_team
from tests.databases import Databases

PATIENCE = 60  # seconds; as long as deploy/rapport.service lets it
LONG_AWAY = 8  # seconds, after which the engine rests for long between two tries


@pytest.fixture
def databases(postgresql: Databases) -> Databases:
    """PostgreSQL: a file is never away."""
    return postgresql


class Line:
    """A TCP port in front of the server's socket, which can be cut."""

    def __init__(self, url: str) -> None:
        """Stand before the database of ``url``."""
        parts = urlsplit(url)
        self._there = f"{parse_qs(parts.query)['host'][0]}/.s.PGSQL.5432"
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = [self._listener]
        port = self._listener.getsockname()[1]
        self.url = f"postgresql://{parts.username}@127.0.0.1:{port}{parts.path}"
        threading.Thread(target=self._take, daemon=True).start()

    def cut(self) -> None:
        """Nobody is connected any more, and nobody will be."""
        for one in self._ends:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._there)
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(1 << 16):
            other.sendall(data)


@pytest.fixture
def line(database_url: str) -> Iterator[Line]:
    """The line, cut at the end."""
    found = Line(database_url)
    yield found
    found.cut()


@pytest.mark.slow
def test_while_the_engine_rests_between_two_tries(
    line: Line, database_url: str, tmp_path: Path
) -> None:
    with LoopbackSlack() as slack, open_store(database_url) as local:
        team = make_team(slack)
        store = local.adopt(slack.world.team_id, "Agency")
        slack.faults.hold("chat.postMessage", 4)
        command = [sys.executable, "-m", "bot", "run"]
        told = environment(tmp_path) | tokens(slack) | {"DATABASE_URL": line.url}
        process = subprocess.Popen(command, env=told)
        try:
            slack.connected(timeout=PATIENCE)
            args = {"verb": "report", "args": "acme 2026-W46", "tell": team.sam}
            store.deliveries.plan("report", "now:1", NOW, team.acme, None, args, now=NOW)
            slack.wait_for(lambda: slack.log.named("chat.postMessage"), timeout=PATIENCE)
            line.cut()
            time.sleep(LONG_AWAY)
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
        finally:
            end(process)
