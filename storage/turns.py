"""Turns: what changes a source's data is done one after the other."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, text

from storage.engine import named_failures
from storage.errors import ImportRunning
from storage.lock import try_to_lock
from storage.store import Store

PATIENCE = 60.0  # seconds; in Slack nobody waits much longer for an answer
LOOK = 0.1  # seconds between two looks


@contextmanager
def turn(store: Store, source: str, wait: float | None = None) -> Iterator[None]:
    """Within the block nobody else imports into the source, or undoes an import of it.

    The system gives the turn back where a program is killed. Raises ImportRunning where others
    need longer than ``wait`` seconds, usually PATIENCE.
    """
    digest = hashlib.sha256(f"{store.workspace_id}:{source}".encode()).digest()
    taking = _on_file if store.engine.dialect.name == "sqlite" else _on_server
    within = PATIENCE if wait is None else wait
    with taking(store, digest, lambda take: _patiently(take, source, within)):
        yield


def _patiently(take: Callable[[], bool], source: str, wait: float) -> None:
    end = time.monotonic() + wait
    while not take():
        if time.monotonic() >= end:
            raise ImportRunning(source=source)
        time.sleep(LOOK)


Until = Callable[[Callable[[], bool]], None]


@contextmanager
def _on_server(store: Store, digest: bytes, until: Until) -> Iterator[None]:
    """A lock of the connection: PostgreSQL lets go of it with whoever had it."""
    key = int.from_bytes(digest[:8], signed=True)
    with named_failures(store.engine), store.engine.connect() as plain:
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        until(lambda: _asked(connection, "pg_try_advisory_lock", key))
        try:
            yield
        finally:
            _asked(connection, "pg_advisory_unlock", key)


def _asked(connection: Connection, function: str, key: int) -> bool:
    return bool(connection.scalar(text(f"SELECT {function}(:key)"), {"key": key}))


@contextmanager
def _on_file(store: Store, digest: bytes, until: Until) -> Iterator[None]:
    """A file beside the database, locked while it is needed and gone afterwards."""
    path = Path(f"{store.engine.url.database}.{digest.hex()[:12]}.turn")
    held: list[IO[str]] = []
    until(lambda: _locked(path, held))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        held[0].close()


def _locked(path: Path, held: list[IO[str]]) -> bool:
    """Whether the file at ``path`` is ours now; then it stands in ``held``, open."""
    file = path.open("a", encoding="ascii")
    mine = try_to_lock(file) and _stands(path, file)
    if mine:
        held.append(file)
    else:
        file.close()
    return mine


def _stands(path: Path, file: IO[str]) -> bool:
    """Whether it is still there: who had the lock before has removed it, and others make anew."""
    try:
        return path.stat().st_ino == os.fstat(file.fileno()).st_ino
    except FileNotFoundError:
        return False
