"""How soon Slack hears from us: ``python -m benchmarks.acks``.

Our program and a minimal Bolt app, each in its own process on a loopback Slack of its own, asked
in turns; then our program alone, idle and with every core drawing reports.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clock import quantile
from benchmarks.filled import filled
from benchmarks.table import Row, show
from bot.playground.slack.server import LoopbackSlack

ASKED = 250
REST = 0.02  # seconds between two questions: the answer to one must not weigh on the next
UNDER_WAY = 2  # reports asked for and not there yet: one for each core


@dataclass
class Asked:
    """A program in a workspace."""

    slack: LoopbackSlack
    user: str
    channel: str

    def ack(self, command: str = "/note", text: str = "") -> float:
        """The seconds until a command is acknowledged."""
        outcome = self.slack.people.command(self.user, self.channel, command, text)
        assert outcome.acked
        time.sleep(REST)
        return outcome.seconds


def measure() -> tuple[list[Row], list[str]]:
    """The median against the minimal app, and the worst hundredth at work against idle."""
    sys.setswitchinterval(0.0005)  # both servers live in this process and must not disturb
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        ours = stack.enter_context(_program("bot", "run", url=filled(Path(folder))))
        minimal = stack.enter_context(_program("benchmarks.minimal"))
        pairs = [(ours.ack(), minimal.ack()) for _ in range(ASKED)]
        idle, least = map(list, zip(*pairs, strict=True))
        with _drawing(ours):
            busy = [ours.ack() for _ in range(ASKED)]
    return _rows(idle, least, busy), _details(idle, least, busy)


def _rows(idle: list[float], least: list[float], busy: list[float]) -> list[Row]:
    p50 = quantile(idle, 0.5) / quantile(least, 0.5)
    p99 = quantile(busy, 0.99) / quantile(idle, 0.99)
    return [
        Row("acknowledging, p50", "a minimal Bolt app", p50, 1.2),
        Row("acknowledging, p99, all cores drawing", "idle", p99, 3.0),
    ]


def _details(idle: list[float], least: list[float], busy: list[float]) -> list[str]:
    kinds = {"idle": idle, "minimal Bolt app": least, "all cores drawing": busy}
    return [
        f"ack, {name}: p50 {quantile(found, 0.5) * 1000:.1f} ms,"
        f" p99 {quantile(found, 0.99) * 1000:.1f} ms"
        for name, found in kinds.items()
    ]


@contextmanager
def _program(*words: str, url: str = "") -> Iterator[Asked]:
    """The program, connected to a Slack where one person asks."""
    with LoopbackSlack() as slack:
        slack.faults.rate_limits = False
        user = slack.world.add_user("sam", "Sam Rivers", role="admin")
        channel = slack.world.add_channel("acme", members=[user])
        environment = os.environ | {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": url,
        }
        process = subprocess.Popen(
            [sys.executable, "-m", *words], env=environment, stderr=subprocess.DEVNULL
        )
        try:
            slack.connected(timeout=60)
            asked = Asked(slack, user, channel)
            for _ in range(20):
                asked.ack()
            yield asked
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def _drawing(asked: Asked) -> Iterator[None]:
    """Somebody keeps asking for reports, so that the render processes never rest."""
    over, log = threading.Event(), asked.slack.log

    def keep_asking() -> None:
        begun, before = 0, log.posted(asked.channel)
        while not over.wait(0.01):
            if begun - (log.posted(asked.channel) - before) < UNDER_WAY:
                begun += 1
                week = f"acme 2026-W{10 + begun % 30} refresh"
                asked.slack.people.begin_command(asked.user, asked.channel, "/report", week)

    thread = threading.Thread(target=keep_asking)
    thread.start()
    time.sleep(2)
    yield
    over.set()
    thread.join()


if __name__ == "__main__":
    show(*measure())
