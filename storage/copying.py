"""A whole database into another one, or into a file beside it, and proof that all is there."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, select

from storage import migrate
from storage.dialect import append_values, restart_counting
from storage.engine import connect, named_failures, reading, shown, writing
from storage.errors import CopyDiffers, DatabaseUnreachable, OlderDatabase, TargetNotEmpty
from storage.tables import metadata

ROWS_AT_ONCE = 10_000
Tell = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """One table as it stands in both databases: its rows, and their SHA-256 in order of key."""

    table: str
    rows: int
    digest: str


def copy(source_url: str, target_url: str, tell: Tell | None = None) -> list[Copied]:
    """Copy every table into an empty database, all or nothing; ``tell`` hears table and rows.

    The source may be in use: what is copied is one moment of it. The target gets its tables
    first. Raises TargetNotEmpty, OlderDatabase, CopyDiffers, DatabaseUnreachable.
    """
    source, target = connect(source_url), connect(target_url)
    try:
        _check_source(source)
        migrate.upgrade(target)
        return _copied(source, target, tell or _quiet)
    finally:
        source.dispose()
        target.dispose()


def backup(source_url: str, file: Path, tell: Tell | None = None) -> list[Copied]:
    """A consistent copy of a running database as a SQLite file, checked against its source.

    Raises TargetNotEmpty where ``file`` exists, and as ``copy`` does.
    """
    if file.exists():
        raise TargetNotEmpty(where=str(file))
    if source_url.startswith("sqlite"):
        return _backed_up(source_url, file)
    try:
        return copy(source_url, f"sqlite:///{file}", tell)
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _check_source(source: Engine) -> None:
    if migrate.current(source) != migrate.HEAD:
        raise OlderDatabase(where=shown(source.url))


def _copied(source: Engine, target: Engine, tell: Tell) -> list[Copied]:
    with _one_moment(source) as old, writing(target) as new:
        _refuse_filled(target, new)
        _empty(new)
        copied = [_copy_table(old, new, table, tell) for table in metadata.sorted_tables]
        restart_counting(new, metadata.sorted_tables)
        for one in copied:
            if one != _fingerprint(new, metadata.tables[one.table]):
                raise CopyDiffers(table=one.table)
    return copied


@contextmanager
def _one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection for which the database stands still, however long it reads."""
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with named_failures(engine), engine.connect() as plain:
        connection = plain.execution_options(**level)
        with connection.begin():
            yield connection


def _refuse_filled(target: Engine, new: Connection) -> None:
    for name in ("client", "inbox", "publication"):
        if new.scalar(select(func.count()).select_from(metadata.tables[name])):
            raise TargetNotEmpty(where=shown(target.url))


def _empty(new: Connection) -> None:
    """Take out what the migrations put in: the source has it too."""
    for table in reversed(metadata.sorted_tables):
        new.execute(table.delete())


def _copy_table(old: Connection, new: Connection, table: Table, tell: Tell) -> Copied:
    count, digest = 0, hashlib.sha256()
    for rows in _batches(old, table):
        append_values(new, table, rows)
        _feed(digest, rows)
        count += len(rows)
        tell(table.name, count)
    return Copied(table.name, count, digest.hexdigest())


def _fingerprint(connection: Connection, table: Table) -> Copied:
    count, digest = 0, hashlib.sha256()
    for rows in _batches(connection, table):
        _feed(digest, rows)
        count += len(rows)
    return Copied(table.name, count, digest.hexdigest())


def _batches(connection: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    found = select(table).order_by(*table.primary_key.columns)
    streamed = connection.execution_options(stream_results=True, yield_per=ROWS_AT_ONCE)
    for rows in streamed.execute(found).partitions(ROWS_AT_ONCE):
        yield [tuple(row) for row in rows]


def _feed(digest: "hashlib._Hash", rows: list[tuple[Any, ...]]) -> None:
    for row in rows:
        digest.update(repr(row).encode())


def _backed_up(source_url: str, file: Path) -> list[Copied]:
    """SQLite's own way: page by page, while others read and write."""
    engine = connect(source_url)
    try:
        _check_source(engine)
        with named_failures(engine), engine.connect() as connection:
            own: Any = connection.connection.driver_connection
            _pages(own, file)
        return _all_of(f"sqlite:///{file}")
    finally:
        engine.dispose()


def _pages(own: sqlite3.Connection, file: Path) -> None:
    try:
        copy_of = sqlite3.connect(file)
    except sqlite3.OperationalError as error:
        raise DatabaseUnreachable(where=str(file), reason=str(error)) from error
    try:
        own.backup(copy_of)
    finally:
        copy_of.close()


def _all_of(url: str) -> list[Copied]:
    engine = connect(url)
    try:
        with reading(engine) as connection:
            return [_fingerprint(connection, table) for table in metadata.sorted_tables]
    finally:
        engine.dispose()


def _quiet(_table: str, _rows: int) -> None:
    """Nobody listens."""
