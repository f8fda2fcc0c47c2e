"""A database whose disk is full for a while, as each kind of database tells it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

Act = Callable[[], None]
LARGEST = 4_294_967_294  # pages, as SQLite's default
TABLES = ("inbox", "delivery", "comment", "worker", "publication")
REFUSE = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'could not extend file "base/5/1": No space left on device'
    USING ERRCODE = 'disk_full';
END $$
"""


@contextmanager
def full(engine: Engine) -> Iterator[None]:
    """Within the block nothing that takes space can be written through ``engine``."""
    begin, end = _ways(engine)
    begin()
    try:
        yield
    finally:
        end()


def large(text: str) -> str:
    """Words that need a page of their own: what fits into an old one a full disk still takes."""
    return f"{text} {'.' * 12_000}"


def _ways(engine: Engine) -> tuple[Act, Act]:
    if engine.dialect.name == "sqlite":
        return _limit_pages(engine)
    return (lambda: _refuse(engine), lambda: _accept(engine))


def _limit_pages(engine: Engine) -> tuple[Act, Act]:
    def limit(connection: DBAPIConnection, *_: object) -> None:
        connection.cursor().execute("PRAGMA max_page_count = 1")  # as many as there are

    def lift(connection: DBAPIConnection, *_: object) -> None:
        connection.cursor().execute(f"PRAGMA max_page_count = {LARGEST}")

    def end() -> None:
        event.remove(engine, "checkout", limit)
        event.listen(engine, "checkout", lift)

    def begin() -> None:
        with engine.connect() as connection:
            connection.connection.cursor().execute("VACUUM")  # no page is left half empty
        event.listen(engine, "checkout", limit)

    return begin, end


def _refuse(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(REFUSE)
        for table in TABLES:
            trigger = f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {table}"
            connection.exec_driver_sql(f"{trigger} EXECUTE FUNCTION full_disk()")


def _accept(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP FUNCTION full_disk() CASCADE")
