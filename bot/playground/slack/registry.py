"""The methods of the Web API; each is registered where it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.playground.slack.arguments import Argument, declared
from bot.playground.slack.errors import missing_scope
from bot.playground.slack.models import Json, JsonValue

if TYPE_CHECKING:
    from bot.playground.slack.core import Core
    from bot.playground.slack.world import World


@dataclass(frozen=True)
class Call:
    """One call in the bot's name: its arguments in their kinds."""

    core: Core
    arguments: dict[str, Any]

    @property
    def world(self) -> World:
        return self.core.world

    def get(self, name: str, default: JsonValue = None) -> JsonValue:
        return self.arguments.get(name, default)

    def need(self, scope: str) -> None:
        """Raises `missing_scope` unless the bot's token has this scope."""
        if scope not in self.core.scopes:
            raise missing_scope(scope, self.core.scopes)


Handler = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    """A method. `tier` 1–4 as Slack's, 5: hundreds a minute; `by`: bot, app or none."""

    name: str
    handler: Handler
    scope: str
    arguments: dict[str, Argument]
    tier: int
    by: str


METHODS: dict[str, Method] = {}


def method(
    name: str, arguments: str = "", *, scope: str = "", tier: int = 3, by: str = "bot"
) -> Callable[[Handler], Handler]:
    """Registers a handler; a name given twice raises. `by`: whose token, bot, app or none."""

    def register(handler: Handler) -> Handler:
        if name in METHODS:
            raise ValueError(f"{name} is registered twice")
        METHODS[name] = Method(name, handler, scope, declared(arguments), tier, by)
        return handler

    return register
