"""The observations that a source's tickets support, counted anew from all of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Parts
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, func, select

from storage.books import BreakdownBook, MetricBook
from storage.intake import Staged
from storage.records.daily import quiet_days
from storage.tables import ticket
from storage.tickets.fields import BREAKDOWNS
from storage.tickets.mapping import Mapping
from storage.tickets.measures import BACKLOG, MEASURES, Measure
from storage.verbs.observations import TOTAL

MOST_PARTS = 100  # a column with more names is free text rather than a breakdown
_DAYS = ("opened_day", "closed_day")
_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Whose:
    """The tickets counted: one client's, from one source."""

    client_id: int
    source_id: int

    def tickets(self) -> ColumnElement[bool]:
        """The condition that they meet."""
        return (ticket.c.client_id == self.client_id) & (ticket.c.source_id == self.source_id)


class Observed:
    """Counts the tickets of one client and source, in total and by each breakdown."""

    def __init__(
        self,
        connection: Connection,
        whose: Whose,
        mapping: Mapping,
        metrics: MetricBook,
        breakdowns: BreakdownBook,
    ) -> None:
        """Read over ``connection``, which is in no transaction."""
        self._connection = connection
        self._whose = whose
        self._mapping = mapping
        self._metrics = metrics
        self._breakdowns = breakdowns
        self._measures = [one for one in MEASURES if given(one, mapping)]
        self.gives: set[str] = set()
        sizes = {kind: self._names(kind) for kind in BREAKDOWNS if mapping.gives(kind)}
        self.too_many = [kind for kind, size in sizes.items() if size > MOST_PARTS]
        self.parts = {kind: size for kind, size in sizes.items() if 0 < size <= MOST_PARTS}

    def staged(self) -> Iterator[list[Staged]]:
        """Every observation as a row to stage, a list for each day column and breakdown."""
        for kind in (None, *self.parts):
            part = None if kind is None else ticket.c[kind]
            for day in _DAYS:
                measures = [one for one in self._measures if one.day == day]
                yield list(self._rows(self._measured(measures, day, part), kind))
            if self._mapping.closing_known:
                yield list(self._rows(self._backlog(part), kind))

    def days(self) -> tuple[int, int] | None:
        """The first and the last day on which a ticket was opened or closed."""
        opened, closed = ticket.c.opened_day, ticket.c.closed_day
        found = select(func.min(opened), func.max(opened), func.max(closed))
        with self._connection.begin():
            row = self._connection.execute(found.where(self._whose.tickets())).one()
        return None if row[0] is None else (row[0], max(row[1], row[2] or row[1]))

    def _names(self, kind: str) -> int:
        with self._connection.begin():
            found = select(func.count(ticket.c[kind].distinct())).where(self._whose.tickets())
            return self._connection.scalar(found) or 0

    def _rows(self, found: Iterable["_Found"], kind: str | None) -> Iterator[Staged]:
        for one in found:
            self.gives.add(one.metric)
            metric_id = self._metrics.id_of(one.metric)
            within = TOTAL if kind is None else self._breakdowns.id_of(f"{kind}:{one.part}")
            yield self._whose.client_id, metric_id, within, one.day, 0, one.value, one.weight

    def _measured(
        self, measures: list[Measure], day: str, part: Column[Any] | None
    ) -> Iterator["_Found"]:
        if not measures:
            return
        sums = [one.numerator for one in measures]
        sums += [func.count() if one.denominator is None else one.denominator for one in measures]
        rows = self._grouped(sums, ticket.c[day], part)
        if part is None:
            yield from self._without_cases(measures, rows, day)
        for row in rows:
            yield from _found(measures, row, None if part is None else row[1])

    def _without_cases(
        self, measures: list[Measure], rows: list[_Row], day: str
    ) -> Iterator["_Found"]:
        """Days that the tickets cover, but on which nothing happened: no data is missing there."""
        opened = [row[0] for row in rows] if day == "opened_day" else self._opened_days()
        quiet = quiet_days(opened)
        if day == "opened_day":
            yield from (_Found("requests", None, one, 0.0, None) for one in quiet)
        for measure in measures:
            yield from _no_cases(measure, _with_cases(measures, measure, rows), [*opened, *quiet])

    def _opened_days(self) -> list[int]:
        return [row[0] for row in self._grouped([], ticket.c.opened_day, None)]

    def _backlog(self, part: Column[Any] | None) -> Iterator["_Found"]:
        changes: dict[str | None, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for day, sign in (("opened_day", 1), ("closed_day", -1)):
            for row in self._grouped([func.count()], ticket.c[day], part):
                changes[None if part is None else row[1]][row[0]] += sign * row[-1]
        last = self.days()
        for name, by_day in changes.items():
            yield from _open_at_the_end(name, by_day, last[1] if last else 0)

    def _grouped(
        self, sums: list[ColumnElement[Any]], day: Column[Any], part: Column[Any] | None
    ) -> list[_Row]:
        by = [day] if part is None else [day, part]
        told = [column.is_not(None) for column in by]
        found = select(*by, *sums).where(self._whose.tickets(), *told).group_by(*by).order_by(*by)
        with self._connection.begin():
            return [tuple(row) for row in self._connection.execute(found)]


@dataclass(frozen=True, slots=True)
class _Found:
    metric: str
    part: str | None
    day: int
    value: float
    weight: float | None


def given(measure: Measure, mapping: Mapping) -> bool:
    """Whether files read by ``mapping`` can give the measure."""
    return all(any(map(mapping.gives, group)) for group in measure.needs)


def _found(measures: list[Measure], row: _Row, part: str | None) -> Iterator[_Found]:
    sums = row[-2 * len(measures) :]
    numerators, denominators = sums[: len(measures)], sums[len(measures) :]
    for measure, over, under in zip(measures, numerators, denominators, strict=True):
        if over is None or not under:
            continue
        if measure.denominator is None:
            yield _Found(measure.metric, part, row[0], float(over), None)
        else:
            yield _Found(measure.metric, part, row[0], float(over) / float(under), float(under))


def _with_cases(measures: list[Measure], measure: Measure, rows: list[_Row]) -> set[int]:
    place = measures.index(measure) - len(measures)
    return {row[0] for row in rows if row[place]}


def _no_cases(measure: Measure, known: set[int], covered: list[int]) -> Iterator[_Found]:
    """A mean over no cases weighs nothing: it changes no figure, and no day of it is missing."""
    if measure.denominator is None or not known:
        return
    for day in covered:
        if day not in known:
            yield _Found(measure.metric, None, day, 0.0, 0.0)


def _open_at_the_end(part: str | None, changes: Parts[int, int], last: int) -> Iterator[_Found]:
    days = range(min(changes), last + 1)
    for day, still in zip(days, accumulate(changes.get(one, 0) for one in days), strict=True):
        yield _Found(BACKLOG, part, day, float(still), None)
