"""Waiting out a database that somebody else is writing to."""

import threading
from collections.abc import Callable
from itertools import count

import structlog

from storage.errors import DatabaseFailure

log = structlog.get_logger()
REST = 1.0  # seconds between two tries; the store itself has waited before it gave up
NEVER = threading.Event()


def patiently(
    act: Callable[[], None], *, tries: int | None = None, stop: threading.Event = NEVER
) -> None:
    """Do it, again while the database cannot be used: ``tries`` times at most, until ``stop``.

    Raises what the last try raised.
    """
    for left in count(-1, -1) if tries is None else range(tries - 1, -1, -1):
        try:
            act()
        except DatabaseFailure as error:
            log.warning("database cannot be used", reason=str(error))
            if left == 0 or stop.wait(REST):
                raise
        else:
            return
