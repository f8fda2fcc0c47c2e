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

from bot import run
from bot.clock import Clock
from bot.playground.slack.server import LoopbackSlack
from bot.publisher import Publisher
from storage.errors import DatabaseBusy


class Clumsy:
    """A publisher whose every step fails."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.steps: list[str] = []

    def take_over(self) -> None:
        self.steps.append("take over")
        raise DatabaseBusy(where="here")

    def tick(self) -> None:
        self.steps.append("tick")
        if len(self.steps) > 2:
            self.stop.set()
        raise ZeroDivisionError


def test_a_tick_that_fails_does_not_end_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[schedule.Scheduler] = []

    class Watched(schedule.Scheduler):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(schedule, "Scheduler", Watched)
    stop = threading.Event()
    clumsy = Clumsy(stop)
    run.tick_until(stop, cast("Publisher", clumsy))
    assert clumsy.steps == ["take over", "tick", "tick"]
    assert [len(one.jobs) for one in made] == [1]


def test_it_stops_when_told_to(tmp_path: Path) -> None:
    with LoopbackSlack() as slack:
        process = started(slack, tmp_path)
        slack.connected(timeout=30)
        process.send_signal(signal.SIGTERM)
        words = process.communicate(timeout=10)[0]
    assert process.returncode == 0, words
    assert "stopped" in words
    assert "Traceback" not in words
    assert slack.bot_token not in words


def test_a_slack_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    slack = LoopbackSlack()
    slack.start()
    slack.stop()
    process = started(slack, tmp_path)
    words = process.communicate(timeout=30)[0]
    assert process.returncode == 1
    assert "could not be reached" in words
    assert "Traceback" not in words


def started(slack: LoopbackSlack, folder: Path) -> "subprocess.Popen[str]":
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{folder / 'run.db'}",
        "RAPPORT_RENDER_PROCESSES": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
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
