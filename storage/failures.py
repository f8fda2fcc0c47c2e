"""What the drivers' errors mean: busy, full, away; or a mistake in the code."""

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from storage.errors import DatabaseBusy, DatabaseFailure, DatabaseFull, DatabaseUnreachable

DRIVERS = frozenset({"sqlite3", "psycopg"})
# PostgreSQL's: lock not available, deadlock, serialization failure.
BUSY_STATES = frozenset({"55P03", "40P01", "40001"})
FULL_STATE = "53100"
# Connections, resources, operators, the system, and what the server itself calls internal, such as
# a file that cannot be written.
AWAY_CLASSES = frozenset({"08", "53", "57", "58", "XX"})
READ_ONLY_STATE = "25006"  # so managed servers answer while their disk is full
# "file is not a database" is a bare DatabaseError; its subclasses tell real mistakes apart.
AWAY_NAMES = frozenset({"OperationalError", "InterfaceError", "DatabaseError"})


def failure_of(error: BaseException, where: str) -> DatabaseFailure | None:
    """The failure that an error of the database ``where`` means to people.

    None for a mistake in the code, and for what no driver said.
    """
    if isinstance(error, PoolTimeoutError):  # every connection waits for the database
        return DatabaseBusy(where=where)
    said = _said(error)
    if said is None:
        return None
    reason = first_line(said)
    if _is_busy(said):
        return DatabaseBusy(where=where)
    if _is_full(said):
        return DatabaseFull(where=where, reason=reason)
    return DatabaseUnreachable(where=where, reason=reason) if _is_away(said) else None


def first_line(error: BaseException) -> str:
    """The error in one line."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")


def _said(error: BaseException) -> BaseException | None:
    """The driver's own error; some reach us without SQLAlchemy's around them."""
    if isinstance(error, DBAPIError):
        return error.orig
    return error if type(error).__module__.partition(".")[0] in DRIVERS else None


def _is_busy(said: BaseException) -> bool:
    return _code(said) == sqlite3.SQLITE_BUSY or _state(said) in BUSY_STATES


def _is_full(said: BaseException) -> bool:
    return _code(said) == sqlite3.SQLITE_FULL or _state(said) == FULL_STATE


def _is_away(said: BaseException) -> bool:
    state = _state(said)
    named = type(said).__name__ in AWAY_NAMES
    return named or state[:2] in AWAY_CLASSES or state == READ_ONLY_STATE


def _code(said: BaseException) -> int:
    """SQLite's primary result code; 0 where there is none."""
    return getattr(said, "sqlite_errorcode", 0) & 0xFF


def _state(said: BaseException) -> str:
    """PostgreSQL's SQLSTATE; empty where there is none."""
    return getattr(said, "sqlstate", None) or ""
