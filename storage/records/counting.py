"""The observations that a source's records support, counted anew from all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal, select

from reports.zones import zone
from storage.books import BreakdownBook, MetricBook
from storage.intake import Staged
from storage.records.kind import Found, Known, RecordKind
from storage.records.kinds import RECORDS
from storage.records.mapping import from_json
from storage.tables import client, import_run
from storage.tickets.mapping import from_json as tickets_from_json
from storage.tickets.observed import MOST_PARTS, Observed, Whose
from storage.verbs.observations import TOTAL, day_number

_NOT_COUNTED: dict[str, ColumnElement[Any]] = {
    "ref": literal(""),
    "text": literal(None),
    "at": literal(None),
}
_ROWS_AT_ONCE = 10_000


class Counted:
    """The figures of one client's records of one kind, from one source."""

    def __init__(
        self,
        connection: Connection,
        whose: Whose,
        kind: RecordKind,
        told: frozenset[str],
        books: tuple[MetricBook, BreakdownBook],
    ) -> None:
        """Read over ``connection``, which is in no transaction; files have the fields ``told``."""
        self._connection = connection
        self._whose = whose
        self._kind = kind
        self._told = told
        self._metrics, self._breakdowns = books
        self.gives: set[str] = set()
        self.first_day: int | None = None
        self.last_day: int | None = None
        sizes = {one: self._names(one) for one in kind.breakdowns if one in told}
        self.too_many = [one for one, size in sizes.items() if size > MOST_PARTS]
        self.parts = {one: size for one, size in sizes.items() if 0 < size <= MOST_PARTS}

    def staged(self) -> Iterator[list[Staged]]:
        """Every observation as a row to stage."""
        records = self._records()
        if records:
            known = Known(self._told, self._as_of(), tuple(self.parts))
            yield [self._row(one) for one in self._kind.observe(records, known)]

    def _row(self, one: Found) -> Staged:
        self.gives.add(one.metric)
        self.first_day = min(one.day, self.first_day or one.day)
        self.last_day = max(one.day, self.last_day or one.day)
        within = TOTAL if one.part is None else self._breakdowns.id_of(one.part)
        metric_id = self._metrics.id_of(one.metric)
        return self._whose.client_id, metric_id, within, one.day, 0, one.value, one.weight

    def _mine(self) -> ColumnElement[bool]:
        own = self._kind.table.c
        whose = self._whose
        return (own.client_id == whose.client_id) & (own.source_id == whose.source_id)

    def _records(self) -> Sequence[Any]:
        """All of them, without what no figure needs."""
        names = [one.name for one in fields(self._kind.record)]
        own = self._kind.table.c
        columns: list[ColumnElement[Any]] = [_NOT_COUNTED.get(name, own[name]) for name in names]
        with self._connection.begin():
            found = self._connection.execute(select(*columns).where(self._mine()))
            return [
                self._kind.record(*row) for rows in found.partitions(_ROWS_AT_ONCE) for row in rows
            ]

    def _names(self, part: str) -> int:
        column = self._kind.table.c[part]
        with self._connection.begin():
            found = select(func.count(column.distinct())).where(self._mine())
            return self._connection.scalar(found) or 0

    def _as_of(self) -> int:
        """The day on which the records were still true: when the last file came that was new."""
        first = func.min(import_run.c.at, type_=import_run.c.at.type)
        of_source = import_run.c.source_id == self._whose.source_id
        valid = (import_run.c.undone_at.is_(None), import_run.c.undoes.is_(None))
        found = select(first).where(of_source, *valid).group_by(import_run.c.digest)
        tz = select(client.c.tz).where(client.c.id == self._whose.client_id)
        with self._connection.begin():
            moments = list(self._connection.scalars(found))
            in_zone = zone(self._connection.execute(tz).scalar_one())
        return max(day_number(one.astimezone(in_zone).date()) for one in moments)


def counted(
    connection: Connection, whose: Whose, mapping: str, books: tuple[MetricBook, BreakdownBook]
) -> Counted | Observed:
    """Counts the records, or the tickets, of a source whose files are read by ``mapping``."""
    kept = from_json(mapping)
    if kept.kind in RECORDS:
        return Counted(connection, whose, RECORDS[kept.kind], frozenset(kept.columns), books)
    return Observed(connection, whose, tickets_from_json(mapping), *books)
