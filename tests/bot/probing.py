"""A small command of the tests' own, for what the bot can show and no command shows yet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from commands import registry
from commands.answer import Answer
from commands.registry import Check, command
from commands.request import Request
from storage.store import Store

Say = Callable[[Request], Answer]


@contextmanager
def probing(say: Say, check: Check | None = None) -> Iterator[None]:
    """While it lasts, ``/probe`` answers what ``say`` says."""

    def run(request: Request, _store: Store, _now: datetime) -> Answer:
        return say(request)

    command("probe", "", "Tries things out.", guests=True, check=check)(run)
    try:
        yield
    finally:
        del registry._COMMANDS["probe"]
