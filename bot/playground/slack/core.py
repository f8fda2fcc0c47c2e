"""What every part of the loopback Slack shares."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from bot.playground.slack.faults import Faults
from bot.playground.slack.hub import Hub
from bot.playground.slack.log import Log
from bot.playground.slack.rates import Rates
from bot.playground.slack.tickets import Tickets
from bot.playground.slack.world import World
from bot.slack.manifest import SCOPES

# The app as it is installed: with what its manifest asks for, and nothing else.
BOT_SCOPES = frozenset(SCOPES)


@dataclass(frozen=True)
class CommandHint:
    """A slash command as the composer offers it: `/report`, its usage, what it does."""

    command: str
    usage: str = ""
    description: str = ""


@dataclass(frozen=True)
class ShortcutHint:
    """A shortcut as the menu of a message offers it."""

    callback_id: str
    name: str


@dataclass
class Core:
    """The parts, the secrets and the address. `timer`: seconds that only go forward."""

    world: World
    faults: Faults
    log: Log
    rates: Rates
    hub: Hub
    tickets: Tickets
    timer: Callable[[], float]
    scopes: set[str]
    bot_token: str
    app_token: str
    verification_token: str
    commands: list[CommandHint] = field(default_factory=list)
    shortcuts: list[ShortcutHint] = field(default_factory=list)
    loop: asyncio.AbstractEventLoop | None = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def later(self, seconds: float, action: Callable[[], object]) -> None:
        """Runs `action` in the server's thread after a while; not at all if it stops before."""
        loop = self.loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(loop.call_later, seconds, action)

    async def pause(self, seconds: float) -> None:
        """Waits, but not beyond the end of the server."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)

    @property
    def url(self) -> str:
        """Where the server can be reached, without a slash at the end."""
        return self.world.url
