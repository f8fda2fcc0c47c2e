"""One engine a database, and the two ways to use it: reading and writing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from storage.dialect import arguments, for_each_alone, for_reading, prepare
from storage.errors import DatabaseFailure, DatabaseUnreachable
from storage.failures import failure_of, first_line

NO_DRIVER = "its driver is missing; install rapport-bot[postgres]"
_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}

# A full disk lets everything be read, so that only writes tell of it.
_refused: WeakKeyDictionary[Engine, tuple[float, DatabaseFailure]] = WeakKeyDictionary()


def connect(url: str) -> Engine:
    """An engine for ``url``; nothing is opened yet. Raises DatabaseUnreachable."""
    parsed = _parse(url)
    try:
        # What people wrote is bound to statements, and a failed one goes into the log.
        engine = create_engine(parsed, hide_parameters=True, **arguments(parsed.drivername))
    except ImportError as error:
        raise DatabaseUnreachable(where=shown(parsed), reason=NO_DRIVER) from error
    except (NoSuchModuleError, ArgumentError) as error:
        raise DatabaseUnreachable(where=shown(parsed), reason=first_line(error)) from error
    prepare(engine)
    return engine


def shown(url: URL) -> str:
    """The URL as people may see it: without its password."""
    return url.render_as_string(hide_password=True)


@contextmanager
def reading(engine: Engine, *, one_moment: bool = False) -> Iterator[Connection]:
    """A connection to read with; every statement of it sees ``one_moment`` where that is wanted."""
    with named_failures(engine), engine.connect() as plain:
        connection = for_reading(plain, one_moment=one_moment)
        with connection.begin():
            yield connection


@contextmanager
def writing(
    engine: Engine, wait: float | None = None, *, each_alone: bool = False
) -> Iterator[Connection]:
    """A transaction that holds the write lock from its first moment; all of it or nothing.

    ``each_alone`` where there is one statement, or each may stand without the others.

    Raises DatabaseBusy where another holds the lock for longer than ``wait`` seconds, or than
    the store's usual patience.
    """
    try:
        with named_failures(engine), engine.connect() as plain:
            settled = for_each_alone(plain) if each_alone else plain
            connection = settled.execution_options(writes=True, wait=wait)
            with connection.begin():
                yield connection
    except DatabaseFailure as failure:
        _refused[engine] = (time.monotonic(), failure)
        raise


def refused(engine: Engine, within: float) -> DatabaseFailure | None:
    """Why the last write that failed did, if that was ``within`` so many seconds."""
    at, failure = _refused.get(engine, (0.0, None))
    return failure if failure and time.monotonic() - at < within else None


@contextmanager
def named_failures(engine: Engine) -> Iterator[None]:
    """Turn what the database refuses into one of the DatabaseFailures."""
    try:
        yield
    except Exception as error:
        failure = failure_of(error, shown(engine.url))
        if failure is None:
            raise
        raise failure from error


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
