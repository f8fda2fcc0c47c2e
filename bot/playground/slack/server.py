"""LoopbackSlack: a Slack workspace on this machine, for the playground and the tests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Self, TypeVar

from bot.playground.slack.admin import Admin
from bot.playground.slack.app import build_app
from bot.playground.slack.control import Control, Hooks
from bot.playground.slack.core import BOT_SCOPES, CommandHint, Core
from bot.playground.slack.faults import Faults
from bot.playground.slack.hub import Hub
from bot.playground.slack.log import Log
from bot.playground.slack.models import Json
from bot.playground.slack.over_http import deliver
from bot.playground.slack.people import People
from bot.playground.slack.rates import Rates
from bot.playground.slack.runner import Runner
from bot.playground.slack.stream import Stream
from bot.playground.slack.tickets import Tickets
from bot.playground.slack.waiting import wait_until
from bot.playground.slack.world import World

T = TypeVar("T")
BOT_TOKEN = "xoxb-playground-bot"  # noqa: S105
APP_TOKEN = "xapp-playground-app"  # noqa: S105
VERIFICATION = "playground-verification"
SIGNING = "playground-signing"


class LoopbackSlack:
    """A strict Slack on 127.0.0.1, in a thread of its own; use it in `with` or by start and stop.

    `clock` gives epoch seconds, from which message times come. `timer` gives seconds that only go
    forward, for rate limits, file readiness and expiry. `ack_timeout`: seconds until an
    unacknowledged envelope is sent again. Stopped and started again it has the same address.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.time,
        port: int = 0,
        *,
        scopes: Iterable[str] = BOT_SCOPES,
        ack_timeout: float = 3.0,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self.bot_token, self.app_token, self.signing_secret = BOT_TOKEN, APP_TOKEN, SIGNING
        self.world = World(clock, timer)
        self.faults = Faults()
        self.log = Log(clock)
        self.core = self._core(timer, set(scopes), ack_timeout)
        self.people = People(self.core)
        self.admin = Admin(self.core)
        self.on_clock_next: Callable[[], Json] = _no_clock
        self.clock_info: Callable[[], Json] = _no_clock_info
        self._port = port
        self._stream = Stream()
        self._runner: Runner | None = None
        self.world.listeners.append(self._stream.push)
        self.log.listeners.append(lambda: self._stream.push("log"))

    def _core(self, timer: Callable[[], float], scopes: set[str], ack_timeout: float) -> Core:
        self.log.hide([BOT_TOKEN, APP_TOKEN, VERIFICATION, SIGNING])
        hub = Hub(self.log, timer, ack_timeout)
        return Core(
            world=self.world,
            faults=self.faults,
            log=self.log,
            rates=Rates(timer),
            hub=hub,
            tickets=Tickets(timer),
            timer=timer,
            scopes=scopes,
            bot_token=BOT_TOKEN,
            app_token=APP_TOKEN,
            verification_token=VERIFICATION,
        )

    @property
    def url(self) -> str:
        """Where the page is; empty before the start."""
        return self.world.url

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL must be."""
        return f"{self.world.url}/api/"

    @property
    def commands(self) -> list[CommandHint]:
        """The slash commands that the composer knows; none means that any is sent."""
        return self.core.commands

    @commands.setter
    def commands(self, commands: Iterable[CommandHint]) -> None:
        self.core.commands = list(commands)

    @property
    def scopes(self) -> set[str]:
        """The bot's scopes; may be changed at any time."""
        return self.core.scopes

    @property
    def listening(self) -> int:
        """How many pages listen to changes."""
        return self._stream.listening

    def start(self) -> None:
        """Serves; returns when it answers."""
        hooks = Hooks(lambda: self.on_clock_next(), lambda: self.clock_info())
        control = Control(self.core, self.people, self._stream, hooks)
        self._runner = Runner(build_app(self.core, control, self._stream), self._port)
        self._port = self._runner.port
        self.core.stopping = asyncio.Event()
        self.world.url = f"http://127.0.0.1:{self._port}"
        loop = self._runner.start()
        self.core.loop = loop
        self.core.hub.attach(loop)
        self._stream.attach(loop)

    def stop(self) -> None:
        """Closes every connection and ends the thread; the state can still be read."""
        if self._runner is not None:
            self._runner.stop(self._detach)
            self._runner = None

    def _detach(self) -> None:
        self.core.loop = None
        self.core.stopping.set()
        self.core.hub.detach()
        self._stream.detach()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def connected(self, timeout: float = 10, count: int = 1) -> None:
        """Waits until a bot's WebSocket is there; raises TimeoutError."""
        if not self.core.hub.wait_connected(timeout, count):
            raise TimeoutError(f"no bot connected within {timeout:g} s")

    def deliver_to(self, url: str) -> None:
        """From now on payloads are posted to that address under a signature, as over HTTP."""
        if self.core.loop is None:
            raise RuntimeError("start the server first")
        posting = deliver(self.core.hub, url, self.signing_secret)
        asyncio.run_coroutine_threadsafe(posting, self.core.loop)

    def disconnect(self, reason: str | None = "refresh_requested") -> None:
        """Closes the bot's connections as Slack does when it refreshes them.

        With `reason` None without Slack's `disconnect` message, as when the network breaks.
        """
        if self.core.loop is not None:
            self.core.loop.call_soon_threadsafe(self.core.hub.disconnect, reason)

    def wait_for(self, predicate: Callable[[], T], timeout: float = 10) -> T:
        """The predicate's first true value; asked again after each change.

        Raises TimeoutError, whose text shows what stands in the channels.
        """
        return wait_until(self.world, predicate, timeout)


def _no_clock() -> dict[str, Any]:
    return {"ok": False, "error": "This clock cannot be moved."}


def _no_clock_info() -> dict[str, Any]:
    return {"offset_seconds": 0, "next": None, "next_label": None}
