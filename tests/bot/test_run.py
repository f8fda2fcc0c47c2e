"""The program itself: its clock, and how it starts and stops."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
import schedule

from bot.clock import Clock
from bot.engine.clockwork import Clockwork
from bot.engine.jobs import Jobs
from bot.office import Office
from bot.playground.slack.server import LoopbackSlack
from storage.errors import DatabaseBusy
from storage.lock import opened, try_to_lock
from tests.conftest import Running


class Clumsy(Clockwork):
    """A clock whose every step fails."""

    def __init__(self, office: Office, stop: threading.Event) -> None:
        super().__init__(office, cast("Jobs", None), 30, "clumsy")
        self.stop = stop
        self.steps: list[str] = []

    def beat(self) -> None:
        self.steps.append("beat")
        if len(self.steps) > 3:
            self.stop.set()
        raise DatabaseBusy(where="here")

    def sweep(self) -> None:
        self.steps.append("sweep")
        raise ZeroDivisionError


def test_a_tick_that_fails_does_not_end_the_clock(
    house: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[schedule.Scheduler] = []

    class Watched(schedule.Scheduler):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(schedule, "Scheduler", Watched)
    stop = threading.Event()
    clumsy = Clumsy(house.office, stop)
    clumsy.run(stop)
    assert clumsy.steps[:2] == ["beat", "sweep"]
    assert clumsy.steps.count("beat") >= 2, "it went on"
    assert [len(one.jobs) for one in made] == [7]


@pytest.mark.parametrize("role", ["web", "worker", "clock"])
def test_a_file_is_for_one_process(role: str, tmp_path: Path) -> None:
    with LoopbackSlack() as slack:
        process = started(slack, tmp_path, role)
        words = process.communicate(timeout=60)[0]
    assert process.returncode == 1
    assert f"“rapport {role}” shares a PostgreSQL database with others" in words
    assert "use “rapport run”" in words
    assert "Traceback" not in words


def test_a_second_program_on_a_file_posts_once_the_first_ends(tmp_path: Path) -> None:
    lock = tmp_path / "x.lock"
    with opened(lock) as first, opened(lock) as second:
        assert try_to_lock(first)
        assert not try_to_lock(second)
        assert try_to_lock(first)
    with opened(lock) as third:
        assert try_to_lock(third)


def test_it_stops_when_told_to(tmp_path: Path) -> None:
    with LoopbackSlack() as slack:
        process = started(slack, tmp_path)
        slack.connected(timeout=60)
        process.send_signal(signal.SIGTERM)
        words = process.communicate(timeout=60)[0]
    assert process.returncode == 0, words
    assert "stopped" in words
    assert "Traceback" not in words
    assert slack.bot_token not in words


def test_a_slack_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    slack = LoopbackSlack()
    slack.start()
    slack.stop()
    process = started(slack, tmp_path)
    words = process.communicate(timeout=60)[0]
    assert process.returncode == 1
    assert "could not be reached" in words
    assert "Traceback" not in words


def started(slack: LoopbackSlack, folder: Path, role: str = "run") -> "subprocess.Popen[str]":
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{folder / 'run.db'}",
        "RAPPORT_RENDER_PROCESSES": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "bot", role],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_the_clock_can_be_moved_by_a_file(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = Clock(file)
    before = datetime.now(UTC)
    assert 0 <= (clock.now() - before).total_seconds() < 60
    file.write_text("86400.5", encoding="ascii")
    assert 86400 < (clock.now() - before).total_seconds() < 86460
