"""Several processes that answer people: what one of them left undone another answers."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from bot.desk import Desk
from bot.engine.heartbeat import beating
from bot.engine.names import has_ended
from bot.engine.watch import Watch
from bot.office import Office

WEB = "web"
Gone = Callable[[str | None], bool]


@contextmanager
def among_others(office: Office, desk: Desk, silent: float) -> Iterator[None]:
    """Let the others know until the block is left, and take over from those that ended.

    What is under way must be finished before: others take it over then.
    """
    name = desk.name
    if name is None:  # a file's only one: what is left is nobody else's
        desk.take_waiting(lambda _: True)
        yield
        return
    others = Others(office, name, silent)
    with beating(office.store, name, WEB, silent, lambda: desk.take_waiting(others.gone())):
        desk.take_waiting(lambda by: by is None)  # of a version that wrote no names down
        yield


class Others:
    """The other processes that answer people."""

    def __init__(self, office: Office, name: str, silent: float) -> None:
        """As ``name`` sees them, to whom they are gone after ``silent`` seconds."""
        self._workers = office.store.workers
        self._name = name
        self._watch = Watch(timedelta(seconds=silent))

    def gone(self) -> Gone:
        """Who has ended or fell silent, as it is known now."""
        known = [one for one in self._workers.all() if one.role == WEB]
        silent = set(self._watch.silent(known, time.monotonic()))
        names = {one.name for one in known}

        def is_gone(by: str | None) -> bool:
            if by is None or by == self._name:
                return False
            return by not in names or by in silent or has_ended(by)

        return is_gone
