"""One engine a database, and the two ways to use it: reading and writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from storage.dialect import arguments, is_busy, prepare
from storage.errors import DatabaseBusy, DatabaseUnreachable

NO_DRIVER = "its driver is missing; install rapport-bot[postgres]"
_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}


def connect(url: str) -> Engine:
    """An engine for ``url``; nothing is opened yet. Raises DatabaseUnreachable."""
    parsed = _parse(url)
    try:
        # What people wrote is bound to statements, and a failed one goes into the log.
        engine = create_engine(parsed, hide_parameters=True, **arguments(parsed.drivername))
    except ImportError as error:
        raise DatabaseUnreachable(where=shown(parsed), reason=NO_DRIVER) from error
    except (NoSuchModuleError, ArgumentError) as error:
        raise DatabaseUnreachable(where=shown(parsed), reason=_first_line(error)) from error
    prepare(engine)
    return engine


def shown(url: URL) -> str:
    """The URL as people may see it: without its password."""
    return url.render_as_string(hide_password=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one moment of the database."""
    with named_failures(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, wait: float | None = None) -> Iterator[Connection]:
    """A transaction that holds the write lock from its first moment; all of it or nothing.

    Raises DatabaseBusy where another holds the lock for longer than ``wait`` seconds, or than
    the store's usual patience.
    """
    with named_failures(engine), engine.connect() as plain:
        connection = plain.execution_options(writes=True, wait=wait)
        with connection.begin():
            yield connection


@contextmanager
def named_failures(engine: Engine) -> Iterator[None]:
    """Turn what the database refuses into DatabaseBusy or DatabaseUnreachable."""
    try:
        yield
    except DBAPIError as error:
        raise _failure(engine, error) from error


def _failure(engine: Engine, error: DBAPIError) -> Exception:
    """The failure that ``error`` means to people; a mistake in the code stays itself."""
    reason = _first_line(error.orig or error)
    if is_busy(error):
        return DatabaseBusy(where=shown(engine.url))
    if _is_environment(error):
        return DatabaseUnreachable(where=shown(engine.url), reason=reason)
    return error


def _is_environment(error: DBAPIError) -> bool:
    # "file is not a database" is a bare DatabaseError; its subclasses tell real mistakes apart.
    name = type(error.orig).__name__
    return name in {"OperationalError", "InterfaceError", "DatabaseError"}


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseUnreachable(where="named by the URL", reason="it is not a URL") from error
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise DatabaseUnreachable(
            where=shown(parsed), reason="only sqlite and postgresql are known"
        )
    if driver == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise DatabaseUnreachable(where=shown(parsed), reason="it names no file")
    return parsed.set(drivername=driver)
