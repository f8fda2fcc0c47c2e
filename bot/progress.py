"""A word to those who wait: after a second, once, and never in the way of the answer."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog

log = structlog.get_logger()
AFTER = 1.0  # seconds
ORDERLY = 3.0  # seconds that an answer waits for the word that is just being said
THREADS = 4


class Progress:
    """One question's wait; it begins now."""

    def __init__(self, tell: Callable[[], None]) -> None:
        """Say it with ``tell``, whose failure is logged and nothing more."""
        self._tell = tell
        self._due = time.monotonic() + AFTER
        self._over = threading.Event()
        self._speaking = threading.Lock()

    def watch(self) -> None:
        """Wait until the answer is there; if that is too long, say so."""
        self._over.wait(max(0.0, self._due - time.monotonic()))
        with self._speaking:
            if not self._over.is_set():
                self._say()

    def over(self) -> None:
        """The answer is there: say nothing any more. What is just being said comes before it."""
        self._over.set()
        if self._speaking.acquire(timeout=ORDERLY):
            self._speaking.release()

    def _say(self) -> None:
        try:
            self._tell()
        except Exception:
            log.exception("could not say that I work on it")


class Watch:
    """Watches all waits on a few threads: all are equally long, so the oldest is the next."""

    def __init__(self) -> None:
        """Start with nothing to watch."""
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="progress")

    def begin(self, tell: Callable[[], None]) -> Progress:
        """A wait that begins now."""
        progress = Progress(tell)
        self._threads.submit(progress.watch)
        return progress

    def close(self) -> None:
        """Stop watching, once every wait is over."""
        self._threads.shutdown(wait=True, cancel_futures=True)


def nobody_waits() -> Progress:
    """A wait that is over: nobody asked, or they were told before."""
    progress = Progress(lambda: None)
    progress.over()
    return progress
