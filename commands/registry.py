"""Where commands are registered, found and run."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from commands.answer import Answer, say
from commands.request import Request
from reports.errors import Expected
from storage.errors import DatabaseFailure
from storage.store import Store

Handler = Callable[[Request, Store, datetime], Answer]
Check = Callable[[str, Mapping[str, str]], Mapping[str, str]]
_COMMANDS: dict[str, "Command"] = {}


@dataclass(frozen=True)
class Command:
    """One verb: how it is typed, what it does, and whether it needs a render process.

    ``guests`` may use it too; every other command is for the team only. ``check`` says at once,
    by the key of a form's field, what is wrong with the words and the fields that it would send.
    """

    verb: str
    usage: str
    summary: str
    run: Handler
    examples: tuple[str, ...] = ()
    heavy: bool = False
    guests: bool = False
    check: Check | None = None

    @property
    def slash(self) -> str:
        """The slash command: ``/report``; help answers to the product's own name."""
        return "/rapport" if self.verb == "help" else f"/{self.verb}"


class TeamOnly(Expected):
    """Only people of the team can use {slash}; ask the person who manages your account."""


class UnknownVerb(Expected):
    """I do not know the command “{verb}”; type /rapport to see what I can do."""


def command(
    verb: str,
    usage: str,
    summary: str,
    *,
    examples: tuple[str, ...] = (),
    heavy: bool = False,
    guests: bool = False,
    check: Check | None = None,
) -> Callable[[Handler], Handler]:
    """Register the decorated function under ``verb``; a repeated verb raises ValueError."""

    def register(run: Handler) -> Handler:
        if verb in _COMMANDS:
            raise ValueError(f"The command {verb} is registered twice.")
        _COMMANDS[verb] = Command(verb, usage, summary, run, examples, heavy, guests, check)
        return run

    return register


def all_commands() -> dict[str, Command]:
    """Every command by verb, in alphabetical order."""
    _load()
    return dict(sorted(_COMMANDS.items()))


@cache
def _load() -> None:
    """Let every file of this room register its commands; once, for Slack waits on each question."""
    import commands

    for module in pkgutil.iter_modules(commands.__path__):
        importlib.import_module(f"commands.{module.name}")


def answer(request: Request, store: Store, now: datetime) -> Answer:
    """Run the request; an expected failure becomes the sentence that its class declares.

    Raises DatabaseFailure: each door has its own way to wait for a database.
    """
    try:
        return _find(request).run(request, store, now)
    except DatabaseFailure:
        raise
    except Expected as expected:
        return say(str(expected), failed=True)


def _find(request: Request) -> Command:
    found = all_commands().get(request.verb)
    if found is None:
        raise UnknownVerb(verb=request.verb)
    if not (found.guests or request.asker.of_the_team):
        raise TeamOnly(slash=found.slash)
    return found
