"""Records on their way in: beside the store, then into it in short writes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Select,
    Subquery,
    Table,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    tuple_,
)

from storage.dialect import insert_into
from storage.merge import SLICE_ROWS, Merged
from storage.records_journal import confirm, keep

_OWN = {"id", "client_id", "source_id", "import_id", "ref"}
Key = tuple[int, str]
Range = tuple[Key | None, Key | None]


class Numbered(NamedTuple):
    """A record with the line it was read from, and whose it is: a client's id, or below zero.

    Numbers below zero stand for clients that are yet to be made.
    """

    client: int
    line: int
    record: Any


class Clash(NamedTuple):
    """A record that was taken out, and the lines that told it."""

    ref: str
    lines: list[int]


@dataclass(frozen=True, slots=True)
class Written:
    """How many records there were, and how many of them the store had otherwise or alike."""

    taken: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Written") -> "Written":
        """Both together."""
        return Written(
            self.taken + other.taken,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
        )


class RecordStaging:
    """Staged records of one file, which are rows of ``table`` to be."""

    def __init__(self, connection: Connection, table: Table) -> None:
        """Use a connection that nobody else uses."""
        self.connection = connection
        self.table = table
        self.names = [column.name for column in table.columns if column.name not in _OWN]
        self.staged = _staged(table, self.names)
        with connection.begin():
            self.staged.metadata.create_all(connection, checkfirst=False)

    def add(self, rows: Sequence[Numbered]) -> None:
        """Stage records. No lock on the store is taken."""
        if rows:
            with self.connection.begin():
                values = [self._row(*one) for one in rows]
                self.connection.execute(self.staged.insert(), values)

    def take_out_clashes(self, listed: int) -> tuple[int, list[Clash]]:
        """Take out records that the file tells differently in two rows.

        How many rows that were, and the first ``listed`` of them.
        """
        key = (self.staged.c.client_id, self.staged.c.ref)
        different = select(*key, *self._values()).distinct().subquery()
        own = (different.c.client_id, different.c.ref)
        clashing = select(*own).group_by(*own).having(func.count() > 1)
        return self.take_out(tuple_(*key).in_(clashing), listed)

    def take_out(self, which: ColumnElement[bool], listed: int) -> tuple[int, list[Clash]]:
        """Take out the staged rows that meet a condition: how many, and the first of them."""
        one = self.staged.c
        found = select(one.client_id, one.ref, one.line).where(which)
        found = found.order_by(one.client_id, one.ref, one.line).limit(listed)
        with self.connection.begin():
            rows = self.connection.execute(found).all()
            count = self.connection.execute(self.staged.delete().where(which)).rowcount
        groups = groupby(rows, key=itemgetter(0, 1))
        return count, [Clash(ref, [row[2] for row in group]) for (_, ref), group in groups]

    def size(self) -> tuple[int, int]:
        """How many rows are staged, and how many records they are."""
        records = select(self.staged.c.client_id, self.staged.c.ref).distinct().subquery()
        with self.connection.begin():
            rows = self._count(select(func.count()).select_from(self.staged))
            return rows, self._count(select(func.count()).select_from(records))

    def clients(self) -> list[int]:
        """Whose records are staged: ids, and numbers below zero."""
        found = select(self.staged.c.client_id).distinct().order_by(self.staged.c.client_id)
        with self.connection.begin():
            return list(self.connection.scalars(found))

    def belong(self, made: dict[int, int]) -> None:
        """Give records of clients that were yet to be made the ids that these have now."""
        if made:
            client = self.staged.c.client_id
            ids = case(made, value=client)
            with self.connection.begin():
                self.connection.execute(
                    self.staged.update().where(client.in_(list(made))).values(client_id=ids)
                )

    def would_write(self, source_id: int | None) -> Written:
        """What writing all would do to the records of the source; None where it is new."""
        taken = self.size()[1]
        if source_id is None:
            return Written(taken)
        with self.connection.begin():
            known, changed = self._known_and_changed(self._fresh((None, None)), source_id)
        return Written(taken, changed, known - changed)

    def ranges(self) -> Iterator[Range]:
        """Ranges of keys, each of about 20,000 records: above the first, up to the second."""
        lower: Key | None = None
        while True:
            with self.connection.begin():
                found = self.connection.execute(self._key_after(lower)).first()
            upper: Key | None = (found[0], found[1]) if found else None
            yield lower, upper
            if upper is None:
                return
            lower = upper

    def write(self, within: Range, merged: Merged, at: datetime) -> Written:
        """Bring a range into the store, inside the caller's transaction; see ``belong`` first."""
        fresh = self._fresh(within)
        taken = self._count(select(func.count()).select_from(fresh))
        known, changed = self._known_and_changed(fresh, merged.source_id)
        told = self._differ(fresh.c)
        if changed:
            rows = self._of_the_store(fresh, merged, told)
            keep(self.connection, self.table, rows, merged.run_id, at)
        if known > changed:
            rows = self._of_the_store(fresh, merged, ~told)
            confirm(self.connection, self.table, rows, merged.run_id)
        self._upsert(fresh, merged)
        return Written(taken, changed, known - changed)

    def _row(self, client: int, line: int, record: object) -> dict[str, Any]:
        own = {"client_id": client, "line": line, "ref": getattr(record, "ref")}  # noqa: B009
        return own | {name: getattr(record, name) for name in self.names}

    def _values(self) -> list[Column[Any]]:
        return [self.staged.c[name] for name in self.names]

    def _fresh(self, within: Range) -> Subquery:
        """The range's records; a row repeated in the file stands once."""
        lower, upper = within
        key = (self.staged.c.client_id, self.staged.c.ref)
        above = [] if lower is None else [tuple_(*key) > tuple_(*lower)]
        below = [] if upper is None else [tuple_(*key) <= tuple_(*upper)]
        found = select(*key, *self._values()).where(key[1].is_not(None), *above, *below)
        return found.distinct().order_by(*key).subquery()

    def _same(self, fresh: Subquery, source_id: int) -> ColumnElement[bool]:
        mine = and_(self.table.c.source_id == source_id, self.table.c.ref == fresh.c.ref)
        return and_(self.table.c.client_id == fresh.c.client_id, mine)

    def _known_and_changed(self, fresh: Subquery, source_id: int) -> tuple[int, int]:
        joined = fresh.join(self.table, self._same(fresh, source_id))
        known = select(func.count()).select_from(joined)
        return self._count(known), self._count(known.where(self._differ(fresh.c)))

    def _of_the_store(
        self, fresh: Subquery, merged: Merged, which: ColumnElement[bool]
    ) -> ColumnElement[bool]:
        """The store's records that the range brings again, and of which ``which`` holds."""
        joined = fresh.join(self.table, self._same(fresh, merged.source_id))
        return self.table.c.id.in_(select(self.table.c.id).select_from(joined).where(which))

    def _differ(self, other: Any) -> ColumnElement[bool]:  # noqa: ANN401 - columns, or excluded ones
        return or_(*(self.table.c[name].is_distinct_from(other[name]) for name in self.names))

    def _upsert(self, fresh: Subquery, merged: Merged) -> None:
        own = [cast(one, Integer) for one in (merged.source_id, merged.run_id)]
        rows = select(*own, *fresh.c).where(fresh.c.ref.is_not(None))
        names = ["source_id", "import_id", "client_id", "ref", *self.names]
        row = insert_into(self.connection, self.table).from_select(names, rows)
        upsert = row.on_conflict_do_update(
            index_elements=["client_id", "source_id", "ref"],
            set_={name: row.excluded[name] for name in ["import_id", *self.names]},
            where=self._differ(row.excluded),
        )
        self.connection.execute(upsert)

    def _key_after(self, lower: Key | None) -> Select[Any]:
        key = (self.staged.c.client_id, self.staged.c.ref)
        found = select(*key).distinct().order_by(*key).limit(1).offset(SLICE_ROWS - 1)
        return found if lower is None else found.where(tuple_(*key) > tuple_(*lower))

    def _count(self, found: Select[Any]) -> int:
        return self.connection.scalar(found) or 0


def _staged(table: Table, names: Sequence[str]) -> Table:
    return Table(
        f"staged_{table.name}",
        MetaData(),
        Column("client_id", Integer, primary_key=True, autoincrement=False),
        Column("ref", table.c.ref.type, primary_key=True),
        Column("line", Integer, primary_key=True, autoincrement=False),
        *(Column(name, table.c[name].type) for name in names),
        prefixes=["TEMPORARY"],
        sqlite_with_rowid=False,
    )
