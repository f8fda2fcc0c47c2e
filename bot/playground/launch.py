"""`rapport playground`: a pretend Slack, a filled workspace, and the real bot between them."""

import os
import subprocess
import sys
import tempfile
import threading
import time
import webbrowser
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.playground.sample.fill import fill, top_up
from bot.playground.sample.people import WORKSPACE
from bot.playground.slack.core import CommandHint, ShortcutHint
from bot.playground.slack.models import Json
from bot.playground.slack.server import LoopbackSlack
from bot.playground.workspace import settle_in
from bot.signals import on_signal
from bot.slack.manifest import SHORTCUTS
from commands.due import next_due
from commands.registry import all_commands
from reports.errors import Expected
from storage.store import Store, open_store

POSTS_WITHIN = 10  # seconds
RECENT = 20  # deliveries; more are not due at one time here
UNDER_WAY = ("queued", "posting")
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
        self.slack.core.shortcuts = [
            ShortcutHint(str(one["callback_id"]), str(one["name"])) for one in SHORTCUTS
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
        store = open_store(self.database_url)
        fill(store, now.date(), now)
        return store.adopt(self.slack.world.team_id, WORKSPACE)

    def _clock_info(self) -> Json:
        coming = next_due(self.store, self.clock.now())
        offset = self.clock.offset()
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
            offset = (due - Clock().now()).total_seconds() + 1
            self._move_clock(offset)
            self.slack.world.touch("state")
            self._wait_for_delivery(due)
        return {"ok": True, **self._clock_info()}

    def _wait_for_delivery(self, due: datetime) -> None:
        """Let the bot post it before the clock moves on, or the report would be late."""
        end = time.monotonic() + POSTS_WITHIN
        while time.monotonic() < end:
            now_due = [one for one in self.store.deliveries.recent(RECENT) if one.due == due]
            if now_due and all(one.state not in UNDER_WAY for one in now_due):
                return
            time.sleep(0.1)

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
    stop = threading.Event()
    on_signal(stop.set)  # before the bot is there: it would be left behind
    with tempfile.TemporaryDirectory(prefix="rapport-playground-") as folder:
        playground = Playground(Path(folder), port)
        try:
            playground.open()
            with Bot(playground) as bot:
                _announce(playground, open_browser=open_browser)
                while not stop.wait(0.5):
                    bot.revive()
        finally:
            playground.close()


class Bot:
    """The real bot as a program of its own; ended from outside, it can be started again."""

    def __init__(self, playground: Playground) -> None:
        """Run it against that playground's Slack and data."""
        self._playground = playground
        self._process = self._started()

    def __enter__(self) -> Self:
        """Wait until it is connected. Raises BotDidNotStart."""
        try:
            self._wait()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._end()

    def revive(self) -> None:
        """Start it again if it has ended, saying so. Raises BotDidNotStart."""
        if self._process.poll() is None:
            return
        print("The bot has stopped; starting it again.", flush=True)  # noqa: T201
        self._process = self._started()
        self._wait()

    def _started(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "bot", "run"]
        return subprocess.Popen(command, env=self._playground.environment())  # noqa: S603

    def _wait(self) -> None:
        end = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < end and self._process.poll() is None:
            try:
                self._playground.slack.connected(timeout=0.5)
            except TimeoutError:
                continue
            return
        raise BotDidNotStart

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()


def _announce(playground: Playground, *, open_browser: bool) -> None:
    url = playground.slack.url
    print(f"The playground is open at {url}", flush=True)  # noqa: T201
    print("Type /report acme in #acme, then /health all. Press Ctrl-C to stop.", flush=True)  # noqa: T201
    if open_browser and _has_screen():
        webbrowser.open(url)


def _has_screen() -> bool:
    """Whether a browser would open a window; a text browser would take the terminal over."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform != "linux" or any(os.environ.get(name) for name in screens)
