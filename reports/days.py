"""One metric's days, as the data gives them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from reports.metrics import Metric
from reports.spans import Span, within

# What cannot be told from the days' values, because it is no function of them.
BY_DAY_ONLY = frozenset({"distinct", "median", "p90"})
Dates = npt.NDArray[np.datetime64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Days:
    """One metric's days with data, oldest first, one row a day; or its records, one row each.

    ``given`` tells the weights that came with the data from the 1 that stands for the others.
    ``recorded`` is set where the rows are records, of which a day may have many. ``parts`` are,
    by key, the metrics that one with an expression is computed from where it has no own rows.
    ``spans`` are numbers given by hand for several days together.
    """

    metric: Metric
    days: Dates
    values: Floats
    weights: Floats
    sources: npt.NDArray[np.object_]
    given: npt.NDArray[np.bool_]
    recorded: bool = False
    parts: Mapping[str, "Days"] | None = None
    spans: tuple[Span, ...] = ()

    @property
    def by_day_only(self) -> bool:
        """Whether no more than a single day of it can be told."""
        return self.metric.adds_up in BY_DAY_ONLY and not self.recorded

    @cached_property
    def covered(self) -> Dates:
        """The days with data, each once; of a computed metric also those of all its parts."""
        own = np.unique(self.days) if self.recorded else self.days
        if not self.parts:
            return own
        common = reduce(np.intersect1d, [part.covered for part in self.parts.values()])
        return np.union1d(own, common)

    def between(self, start: date, end: date) -> slice:
        """The own rows from ``start`` to ``end``, both included."""
        return _between(self.days, start, end)

    def dates(self, start: date, end: date) -> set[date]:
        """The days from ``start`` to ``end`` that have data."""
        found = set(self.covered[_between(self.covered, start, end)].astype(object).tolist())
        for span in within(self.spans, start, end):
            found |= {span.first + timedelta(days=n) for n in range(span.days)}
        if self.parts:
            found |= set.intersection(*(one.dates(start, end) for one in self.parts.values()))
        return found

    def has_own(self, start: date, end: date) -> bool:
        """Whether it has rows of its own from ``start`` to ``end``."""
        rows = self.between(start, end)
        return bool(rows.stop > rows.start or within(self.spans, start, end))

    def own(self) -> "Days":
        """Its own rows alone."""
        return replace(self, parts=None)

    def computed(self) -> "Days":
        """Its parts alone."""
        return self._rows(slice(0, 0))

    def only(self, wanted: Collection[date]) -> "Days":
        """It and its parts on these days alone."""
        rows = np.isin(self.days, np.array(sorted(wanted), dtype="datetime64[D]"))
        parts = self.parts and {key: part.only(wanted) for key, part in self.parts.items()}
        return replace(self._rows(rows), parts=parts)

    def _rows(self, rows: "slice | npt.NDArray[np.bool_]") -> "Days":
        return replace(
            self,
            days=self.days[rows],
            values=self.values[rows],
            weights=self.weights[rows],
            sources=self.sources[rows],
            given=self.given[rows],
            spans=(),
        )

    def settled(self, start: date, end: date) -> "Days":
        """It as it counts from ``start`` to ``end``: what was given by hand stands, as one row on
        its last day, for the rows of all its days."""
        stand = () if self.recorded else within(self.spans, start, end)
        if not stand:
            return self
        hidden = [
            (self.days >= np.datetime64(one.first)) & (self.days <= np.datetime64(one.last))
            for one in stand
        ]
        kept = self._rows(~reduce(np.logical_or, hidden))
        days = np.concatenate(
            [kept.days, np.array([one.last for one in stand], dtype="datetime64[D]")]
        )
        order = np.argsort(days, kind="stable")

        def joined(rows: npt.NDArray[Any], own: list[Any]) -> npt.NDArray[Any]:
            return np.concatenate([rows, np.array(own, dtype=rows.dtype)])[order]

        return replace(
            kept,
            days=days[order],
            values=joined(kept.values, [one.value for one in stand]),
            weights=joined(kept.weights, [float(one.days) for one in stand]),
            sources=joined(kept.sources, [one.source for one in stand]),
            given=joined(kept.given, [False for _ in stand]),
        )

    def newest(self, end: date) -> date | None:
        """The last day with data up to ``end``."""
        rows = _between(self.covered, date.min, end)
        found: date | None = self.covered[rows][-1].astype(object) if rows.stop else None
        given = (span.last for span in within(self.spans, date.min, end))
        return max([*given, *([found] if found else [])], default=None)

    def named(self, start: date, end: date) -> tuple[str, ...]:
        """The names of the sources from ``start`` to ``end``; those of the parts without own."""
        settled = self.settled(start, end)
        names = set(settled.sources[settled.between(start, end)].tolist())
        if not names and self.parts:
            names = {one for part in self.parts.values() for one in part.named(start, end)}
        return tuple(sorted(names))


def _between(days: Dates, start: date, end: date) -> slice:
    low = int(np.searchsorted(days, np.datetime64(start, "D"), side="left"))
    high = int(np.searchsorted(days, np.datetime64(end, "D"), side="right"))
    return slice(low, high)
