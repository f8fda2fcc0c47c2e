"""What SQLite and PostgreSQL say differently, said once."""

import sqlite3
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MILLISECONDS = 5000
_LOOK_MILLISECONDS = 2
Insert = sqlite.Insert | postgresql.Insert


def prepare(engine: Engine) -> None:
    """Make each SQLite connection of ``engine`` safe beside other processes."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)


def insert_into(connection: Connection, table: Table) -> Insert:
    """An INSERT that knows ON CONFLICT."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def append(connection: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    """Insert full rows, in the table's column order, as fast as the driver can."""
    names = [column.name for column in table.columns]
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        # The table's name is the code's own; every value is bound.
        statement = f"INSERT INTO {table.name} VALUES ({marks})"  # noqa: S608
        connection.exec_driver_sql(statement, rows)
    else:
        connection.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows])


def lock_schema(connection: Connection) -> None:
    """Let one process at a time change the schema, until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7461937)")


def _on_connect(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    del entry
    # Left to itself the driver begins late, and a read that turns into a write then fails at
    # once instead of waiting; so BEGIN is ours.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    _until_free(lambda: cursor.execute("PRAGMA journal_mode=WAL"), sqlite3.OperationalError)
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("writes", False):
        connection.exec_driver_sql("BEGIN")
        return
    # SQLite itself soon looks only every 100 ms, and would miss the gaps that an import leaves.
    connection.exec_driver_sql(f"PRAGMA busy_timeout={_LOOK_MILLISECONDS}")
    try:
        _until_free(
            lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"),
            OperationalError,
            options.get("wait"),
        )
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")


def _until_free(
    act: Callable[[], object], refusal: type[Exception], wait: float | None = None
) -> None:
    """Do what SQLite refuses while another connection writes, for as long as one may wait.

    For some acts, such as changing the journal's mode, SQLite does not wait of itself.
    """
    deadline = time.monotonic() + (BUSY_MILLISECONDS / 1000 if wait is None else wait)
    while True:
        try:
            act()
        except refusal as error:
            if not _is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(_LOOK_MILLISECONDS / 1000)
        else:
            return


def _is_busy(error: Exception) -> bool:
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)
    return bool(code & 0xFF == sqlite3.SQLITE_BUSY)
