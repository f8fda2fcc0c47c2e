"""The heartbeat: lets the others know that this process lives, from a thread of its own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from bot.clock import machine_now
from reports.errors import Expected
from storage.store import Store

log = structlog.get_logger()
A_SILENCE = 6  # beats in the time after which a process counts as silent


@contextmanager
def beating(
    store: Store, name: str, role: str, silent: float, also: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Beat until the block is left, and do ``also`` each time; then this process is seen off.

    After ``silent`` seconds without a beat others take over from it.
    """
    over = threading.Event()

    def beat() -> None:
        store.workers.beat(name, role, machine_now())
        also()

    def keep_beating() -> None:
        while not over.wait(silent / A_SILENCE):
            _guarded(beat)

    _guarded(beat)
    thread = threading.Thread(target=keep_beating, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        _guarded(lambda: store.workers.gone(name))


def _guarded(act: Callable[[], None]) -> None:
    """A beat that fails is followed by the next."""
    try:
        act()
    except Expected as expected:
        log.warning("no heartbeat", reason=str(expected))
    except Exception:
        log.exception("no heartbeat")
