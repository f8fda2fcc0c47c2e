"""The program with its processes: stopped, killed or orphaned, nothing is lost or left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.playground.slack.models import Message
from bot.playground.slack.server import LoopbackSlack
from storage.store import open_store
from tests.bot.cli import environment
from tests.conftest import Team, make_team

WORD = "I am working on it: the report comes in a moment."
ACKNOWLEDGED = 1.0  # seconds; Slack itself waits for three
PATIENCE = 60


@dataclass
class Program:
    """`rapport run` in a workspace."""

    slack: LoopbackSlack
    team: Team
    process: "subprocess.Popen[bytes]"

    def renderers(self) -> list[int]:
        """Its render processes."""
        return [pid for pid in children(self.process.pid) if "spawn_main" in command_of(pid)]

    def ask(self, command: str, text: str) -> None:
        """Type it as Sam; it is acknowledged soon."""
        outcome = self.slack.people.command(self.team.sam, self.team.acme, command, text)
        assert outcome.acked
        assert outcome.seconds < ACKNOWLEDGED

    def said(self) -> list[Message]:
        """What Sam reads of the bot in #acme."""
        found = self.slack.world.visible(self.team.acme, self.team.sam)
        return [message for message in found if message.user == self.slack.world.bot_user_id]

    def reports(self) -> list[Message]:
        """The reports that stand with their picture."""
        return [one for one in self.said() if any(b["type"] == "image" for b in one.blocks)]

    def whispers(self) -> list[str]:
        """What Sam alone reads."""
        return [message.text for message in self.said() if message.ephemeral_for]

    def wait(self, until: Callable[[], object]) -> None:
        self.slack.wait_for(until, timeout=PATIENCE)


@pytest.fixture
def program(database_url: str, tmp_path: Path) -> Iterator[Program]:
    """The program with two warm render processes; what is left of it is killed at the end."""
    with LoopbackSlack() as slack:
        team = make_team(slack)
        with open_store(database_url) as store:
            acme = store.clients.find("acme")
            assert acme
            store.clients.link_channel(acme.id, team.acme)
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env=environment(tmp_path) | tokens(slack) | {"DATABASE_URL": database_url},
        )
        try:
            slack.connected(timeout=PATIENCE)
            yield Program(slack, team, process)
        finally:
            end(process)


def tokens(slack: LoopbackSlack) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
    }


def end(process: "subprocess.Popen[bytes]") -> None:
    left = children(process.pid)
    process.kill()
    process.wait(PATIENCE)
    kill(left)


def kill(pids: list[int]) -> None:
    for pid in filter(is_there, pids):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def children(pid: int) -> list[int]:
    """The processes that ``pid`` started and that are no zombies."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(status.parent.name))
    return found


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def is_there(pid: int) -> bool:
    """Whether the process lives; nobody may have asked yet how a dead one ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@contextmanager
def stopped(pids: list[int]) -> Iterator[None]:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in filter(is_there, pids):
            os.kill(pid, signal.SIGCONT)


def test_while_no_report_can_be_drawn_everything_else_goes_on(program: Program) -> None:
    with stopped(program.renderers()):
        for week in range(40, 46):
            program.ask("/report", f"acme 2026-W{week}")
        program.ask("/note", "acme The spring is over")
        program.wait(lambda: any(text.startswith("Noted") for text in program.whispers()))
        program.wait(lambda: program.whispers().count(WORD) == 6)
        assert program.reports() == []
    program.wait(lambda: len(program.reports()) == 6)
    headlines = [message.blocks[0]["text"]["text"] for message in program.reports()]
    assert len(set(headlines)) == 6
    assert program.whispers().count(WORD) == 6


def test_a_report_whose_process_is_killed_arrives_once(program: Program) -> None:
    before = program.renderers()
    with stopped(before):
        program.ask("/report", "acme")
        program.wait(lambda: WORD in program.whispers())
        for pid in before:
            os.kill(pid, signal.SIGKILL)
    program.wait(program.reports)
    program.ask("/report", "acme 2026-W40")
    program.wait(lambda: len(program.reports()) == 2)
    assert len([one for one in program.said() if not one.ephemeral_for]) == 2
    after = program.renderers()
    assert len(after) == len(before) == 2
    assert not set(after) & set(before)


@pytest.mark.parametrize("stop_them", [False, True], ids=["at work", "stopped"])
def test_a_killed_program_leaves_no_process(program: Program, *, stop_them: bool) -> None:
    program.ask("/report", "acme")
    program.wait(program.reports)
    left = children(program.process.pid)
    assert len(left) == 3, "two render processes and what Python keeps beside them"
    if stop_them:
        for pid in program.renderers():
            os.kill(pid, signal.SIGSTOP)
    program.process.kill()
    program.process.wait(PATIENCE)
    deadline = time.monotonic() + 20
    try:
        while any(map(is_there, left)):
            assert time.monotonic() < deadline, "a process is left"
            time.sleep(0.05)
    finally:
        kill(left)
