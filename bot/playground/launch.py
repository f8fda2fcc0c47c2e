"""`rapport playground`: a pretend Slack, a filled workspace, and the real bot between them."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.playground.sample.fill import fill, top_up
from bot.playground.slack.core import CommandHint
from bot.playground.slack.models import Json
from bot.playground.slack.server import LoopbackSlack
from bot.playground.workspace import settle_in
from commands.due import next_due
from commands.registry import all_commands
from reports.errors import Expected
from storage.store import Store, open_store

TEAM = "Rivers & Chen"
STARTS_WITHIN = 60  # seconds; a cold machine loads matplotlib's fonts first


class PortTaken(Expected):
    """Port {port} is in use on this machine; add “--port 0” to take any free one."""


class BotDidNotStart(Expected):
    """The bot did not start; its own lines above say why."""


class Playground:
    """The workspace, its clock and its data."""

    def __init__(self, folder: Path, port: int) -> None:
        """Keep everything in ``folder``; it may be thrown away afterwards."""
        self.database_url = f"sqlite:///{folder / 'playground.db'}"
        self.offset_file = folder / "clock"
        self._port = port
        self.clock = Clock(self.offset_file)
        self.slack = LoopbackSlack(lambda: self.clock.now().timestamp(), port)
        self.store = self._filled()
        self._moving = threading.Lock()

    def open(self) -> None:
        """Start the pretend Slack and let people, channels and schedules move in."""
        try:
            self.slack.start()
        except OSError as error:
            raise PortTaken(port=self._port) from error
        self.slack.commands = [
            CommandHint(found.slash, found.usage, found.summary)
            for found in all_commands().values()
        ]
        self.slack.clock_info = self._clock_info
        self.slack.on_clock_next = self._to_next_delivery
        settle_in(self.slack, self.store, self.clock.now())

    def close(self) -> None:
        """Stop the pretend Slack."""
        self.slack.stop()
        self.store.close()

    def environment(self) -> dict[str, str]:
        """What the bot is told: where its Slack and its data are."""
        return {
            **os.environ,
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_API_URL": self.slack.api_url,
            "DATABASE_URL": self.database_url,
            "RAPPORT_CLOCK_OFFSET_FILE": str(self.offset_file),
        }

    def _filled(self) -> Store:
        now = self.clock.now()
        store = open_store(self.database_url, now=now)
        fill(store, now.date(), now)
        return store.adopt(self.slack.world.team_id, TEAM, now=now)

    def _clock_info(self) -> Json:
        coming = next_due(self.store, self.clock.now())
        offset = (self.clock.now() - datetime.now(UTC)).total_seconds()
        if coming is None:
            return {"offset_seconds": round(offset), "next": None, "next_label": None}
        due, subscription = coming
        local = due.astimezone(ZoneInfo(subscription.tz))
        city = subscription.tz.rpartition("/")[2].replace("_", " ")
        label = f"{local:%a} {local.day} {local:%b, %H:%M} in {city}"
        return {"offset_seconds": round(offset), "next": due.isoformat(), "next_label": label}

    def _to_next_delivery(self) -> Json:
        """Move the clock to the next due time, and let the days in between bring their data."""
        with self._moving:
            now = self.clock.now()
            coming = next_due(self.store, now)
            if coming is None:
                return {"ok": False, "error": "Nothing is scheduled; type /schedule first."}
            due, _ = coming
            self._let_days_pass(now.date(), due)
            offset = (due - datetime.now(UTC)).total_seconds() + 1
            self._move_clock(offset)
        self.slack.world.touch("state")
        return {"ok": True, **self._clock_info()}

    def _move_clock(self, offset: float) -> None:
        """Replace the file whole: the bot may read it at any moment."""
        written = self.offset_file.with_suffix(".new")
        written.write_text(f"{offset:.3f}", encoding="ascii")
        written.replace(self.offset_file)

    def _let_days_pass(self, since: date, due: datetime) -> None:
        today = due.date() + timedelta(days=1)
        if today > since:
            top_up(self.store, since, today, due)


def launch(port: int, *, open_browser: bool) -> None:
    """Run the playground until it is interrupted."""
    with tempfile.TemporaryDirectory(prefix="rapport-playground-") as folder:
        playground = Playground(Path(folder), port)
        try:
            playground.open()
            with _bot(playground):
                _announce(playground, open_browser=open_browser)
                _wait_for_interrupt()
        finally:
            playground.close()


@contextmanager
def _bot(playground: Playground) -> Iterator[None]:
    """The real bot as a program of its own."""
    command = [sys.executable, "-m", "bot", "run"]
    process = subprocess.Popen(command, env=playground.environment())  # noqa: S603
    try:
        _wait_for_bot(playground, process)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for_bot(playground: Playground, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and process.poll() is None:
        try:
            playground.slack.connected(timeout=0.5)
        except TimeoutError:
            continue
        return
    raise BotDidNotStart


def _announce(playground: Playground, *, open_browser: bool) -> None:
    url = playground.slack.url
    print(f"The playground is open at {url}", flush=True)  # noqa: T201
    print("Type /report acme in #acme. Press Ctrl-C to stop.", flush=True)  # noqa: T201
    if open_browser and _has_screen():
        webbrowser.open(url)


def _has_screen() -> bool:
    """Whether a browser would open a window; a text browser would take the terminal over."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform != "linux" or any(os.environ.get(name) for name in screens)


def _wait_for_interrupt() -> None:
    stop = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, handle)
    signal.signal(signal.SIGTERM, handle)
    while not stop.wait(0.5):
        pass
