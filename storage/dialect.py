"""What SQLite and PostgreSQL say differently, said once."""

import select as sockets
import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Select, Table, event, func, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

    Insert = sqlite.Insert | postgresql.Insert

BUSY_MILLISECONDS = 5000
_LOOK_MILLISECONDS = 2
_BELIEVED = 10.0  # seconds after its last use in which a quiet connection is taken to stand
_USED = "used"
# Signature, flags and the length of an extension; and no further row.
_COPY_HEAD, _COPY_END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"


def arguments(driver: str) -> dict[str, Any]:
    """How to open an engine: on PostgreSQL a write waits for a lock as long as on SQLite."""
    if driver == "sqlite":
        return {}
    options = f"-c lock_timeout={BUSY_MILLISECONDS} -c timezone=UTC"
    return {"connect_args": {"options": options}}


def prepare(engine: Engine) -> None:
    """Make each connection of ``engine`` safe beside other processes."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    else:
        event.listen(engine, "begin", _limit_wait)
        event.listen(engine, "checkin", _on_checkin)
        event.listen(engine, "checkout", _only_standing(engine))


def for_reading(connection: Connection, *, one_moment: bool) -> Connection:
    """The connection in a transaction that sees ``one_moment``, else without any.

    PostgreSQL shows every statement its own moment in a usual transaction, too.
    """
    if one_moment and connection.dialect.name != "sqlite":
        return connection.execution_options(isolation_level="REPEATABLE READ")
    return for_each_alone(connection)


def for_each_alone(connection: Connection) -> Connection:
    """The connection without a transaction, where each statement is one.

    For PostgreSQL to begin and to commit costs as much as the one statement between them.
    """
    if connection.dialect.name == "sqlite":
        return connection
    return connection.execution_options(isolation_level="AUTOCOMMIT")


def insert_into(connection: Connection, table: Table) -> "Insert":
    """An INSERT that knows ON CONFLICT."""
    # One of the two is never needed, and each takes its time to load.
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def append(connection: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    """Insert full rows of plain numbers and texts, in the table's column order, at full speed."""
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(table.columns))
        # The table's name is the code's own; every value is bound.
        statement = f"INSERT INTO {table.name} VALUES ({marks})"  # noqa: S608
        connection.exec_driver_sql(statement, rows)
    else:
        _copy_in(connection, table, rows)


def copy_in(connection: Connection, table: Table, names: Sequence[str], rows: bytes) -> None:
    """PostgreSQL only: insert rows of these columns that are already in COPY's binary form."""
    columns = ", ".join(f'"{name}"' for name in names)
    cursor = connection.connection.cursor()
    with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN (FORMAT BINARY)') as copy:
        copy.write(_COPY_HEAD + rows + _COPY_END)


def copy_out(connection: Connection, found: Select[Any]) -> bytes:
    """PostgreSQL only: what a query with nothing but numbers finds, in COPY's binary form."""
    literal = {"literal_binds": True}
    query = str(found.compile(dialect=connection.dialect, compile_kwargs=literal))
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)") as copy:
        text = b"".join(copy)
    return text[len(_COPY_HEAD) : -len(_COPY_END)]


def append_values(connection: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    """As ``append``, for rows that also hold times, days and truth values."""
    if connection.dialect.name == "sqlite":
        names = [column.name for column in table.columns]
        connection.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows])
    else:
        _copy_in(connection, table, rows)


def restart_counting(connection: Connection, tables: Sequence[Table]) -> None:
    """Let new rows be numbered after those that were brought in with their numbers."""
    if connection.dialect.name == "sqlite":
        return  # it numbers after the largest there is
    for table in tables:
        if "id" in table.c and table.c.id.autoincrement is not False:
            counter = func.pg_get_serial_sequence(table.name, "id")
            largest = func.coalesce(select(func.max(table.c.id)).scalar_subquery(), 0)
            # A number that is taken is counted on from; where there is none, it begins at 1.
            connection.execute(select(func.setval(counter, func.greatest(largest, 1), largest > 0)))


def _copy_in(connection: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    cursor = connection.connection.cursor()
    with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def take_turns(connection: Connection) -> None:
    """Let one process at a time do what only one may do, until the transaction ends."""
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


def _on_checkin(connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    del connection
    entry.info[_USED] = time.monotonic()


def _only_standing(engine: Engine) -> Callable[..., None]:
    """Replaces the connections that a restarted server has closed before one is used.

    The pool's own way asks the server each time, which costs as much as what is asked next. A
    server that closes a connection says so: who hears nothing need not ask.
    """

    def on_checkout(
        connection: DBAPIConnection, entry: ConnectionPoolEntry, proxy: PoolProxiedConnection
    ) -> None:
        del proxy
        used = entry.info.pop(_USED, None)
        if used is None or (time.monotonic() - used < _BELIEVED and _is_quiet(connection)):
            return
        try:
            engine.dialect.do_ping(connection)
        except Exception as error:
            raise InvalidatePoolError from error

    return on_checkout


def _is_quiet(connection: Any) -> bool:  # noqa: ANN401 - the driver's own
    """Whether the server has said nothing since the last answer."""
    poll = sockets.poll()
    poll.register(connection.fileno(), sockets.POLLIN)
    return not poll.poll(0)


def _limit_wait(connection: Connection) -> None:
    wait = connection.get_execution_options().get("wait")
    if wait is not None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(wait * 1000)}")


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
