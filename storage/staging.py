"""A file's rows on their way in: beside the store, where they hold up nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Float,
    Integer,
    MetaData,
    Select,
    Table,
    func,
    or_,
    select,
    tuple_,
)

from storage.dialect import append
from storage.engine import named_failures
from storage.intake import Staged

_temporary = MetaData()
# Clustered in the order of the observations, so that merging reads and writes in one direction.
staged = Table(
    "staged",
    _temporary,
    Column("client_id", Integer, primary_key=True, autoincrement=False),
    Column("metric_id", Integer, primary_key=True),
    Column("breakdown_id", Integer, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("value", Float, nullable=False),
    Column("weight", Float),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)
clash = Table(
    "clash",
    _temporary,
    Column("client_id", Integer, primary_key=True, autoincrement=False),
    Column("metric_id", Integer, primary_key=True),
    Column("breakdown_id", Integer, primary_key=True),
    Column("day", Integer, primary_key=True),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)
KEY = (staged.c.client_id, staged.c.metric_id, staged.c.breakdown_id, staged.c.day)
Key = tuple[int, int, int, int]


@contextmanager
def stage(engine: Engine) -> Iterator["Staging"]:
    """A place for one file's rows, gone when the block ends."""
    with named_failures(engine), engine.connect() as connection:
        # Closed instead of returned to the pool: the temporary tables go with it.
        connection.detach()
        with connection.begin():
            _temporary.create_all(connection, checkfirst=False)
        yield Staging(connection)


class Staging:
    """Staged rows of one file."""

    def __init__(self, connection: Connection) -> None:
        """Use a connection that nobody else uses."""
        self.connection = connection

    def add(self, rows: list[Staged]) -> None:
        """Staging rows. No lock on the store is taken."""
        if not rows:
            return
        with self.connection.begin():
            append(self.connection, staged, sorted(rows))

    def take_out_clashes(self, listed: int) -> tuple[int, list[tuple[Key, list[int]]]]:
        """Take out rows that say different things of the same client, metric, breakdown and day.

        How many there were, and the keys of the first ``listed`` with their lines.
        """
        with self.connection.begin():
            columns = [column.name for column in clash.columns]
            self.connection.execute(clash.insert().from_select(columns, _clashing()))
            found = select(*KEY, staged.c.line).where(_clashes()).order_by(*KEY, staged.c.line)
            rows = self.connection.execute(found.limit(listed)).all()
            count = self.connection.execute(staged.delete().where(_clashes())).rowcount
        groups = groupby(rows, key=itemgetter(0, 1, 2, 3))
        return count, [(key, [row[4] for row in group]) for key, group in groups]

    def size(self) -> tuple[int, int]:
        """How many rows are staged, and how many observations they are."""
        observations = select(*KEY).group_by(*KEY).subquery()
        with self.connection.begin():
            rows = self.connection.scalar(select(func.count()).select_from(staged))
            kept = self.connection.scalar(select(func.count()).select_from(observations))
        return rows or 0, kept or 0

    def days(self) -> tuple[int, int] | None:
        """The first and the last day number; None where nothing is staged."""
        with self.connection.begin():
            found = select(func.min(staged.c.day), func.max(staged.c.day))
            first, last = self.connection.execute(found).one()
        return None if first is None else (first, last)

    def client_ids(self) -> list[int]:
        """Whose rows these are."""
        with self.connection.begin():
            return list(self.connection.scalars(select(staged.c.client_id).distinct()))

    def bounds(self, rows: int) -> Iterator[tuple[Key | None, Key | None]]:
        """Ranges of keys, each of about ``rows`` rows: above the first, up to the second."""
        lower: Key | None = None
        while True:
            with self.connection.begin():
                found = self.connection.execute(_key_after(lower, rows)).first()
            upper: Key | None = (found[0], found[1], found[2], found[3]) if found else None
            yield lower, upper
            if upper is None:
                return
            lower = upper


def _key_after(lower: Key | None, rows: int) -> Select[Any]:
    found = select(*KEY).order_by(*KEY, staged.c.line).limit(1).offset(rows - 1)
    return found if lower is None else found.where(tuple_(*KEY) > tuple_(*lower))


def _clashing() -> Select[Any]:
    value, weight = staged.c.value, staged.c.weight
    different = or_(
        func.min(value) != func.max(value),
        func.min(weight) != func.max(weight),
        func.count(weight).between(1, func.count() - 1),
    )
    return select(*KEY).group_by(*KEY).having(func.count() > 1, different)


def _clashes() -> ColumnElement[bool]:
    return tuple_(*KEY).in_(select(*clash.columns))
