"""Locks of files: who has one knows that nobody else does, and a process that ends lets go."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import IO


@contextlib.contextmanager
def opened(file: Path) -> "Iterator[IO[str]]":
    """The file that is locked; it stays behind, for to delete it would let two have it."""
    with file.open("a", encoding="ascii") as lock:
        yield lock


def try_to_lock(lock: "IO[str]") -> bool:
    """Whether this process has the lock now; the system takes it back when the process ends."""
    fcntl = _fcntl()
    if fcntl is None:
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _fcntl() -> ModuleType | None:
    try:
        import fcntl
    except ImportError:  # no Unix: one program a file is then the owner's duty
        return None
    return fcntl
