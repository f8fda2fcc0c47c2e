"""Numbers that people gave for several days together: which of them stand for which days.

A number for a month says nothing about one of its weeks. So it counts for a time that holds the
whole month, and there instead of what any source brought for these days; for all other times it
is as if it were not there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd


@dataclass(frozen=True)
class Span:
    """One number for all days from ``first`` to ``last``, both included."""

    first: date
    last: date
    value: float
    source: str

    @property
    def days(self) -> int:
        """How many days it stands for."""
        return (self.last - self.first).days + 1

    def meets(self, other: "Span") -> bool:
        """Whether the two share a day."""
        return self.first <= other.last and other.first <= self.last


def within(spans: Iterable[Span], start: date, end: date) -> tuple[Span, ...]:
    """Those that stand for days from ``start`` to ``end`` alone, the oldest days first.

    No day counts twice: of two that share one the longer stands, of equals the later given.
    """
    inside = [span for span in spans if start <= span.first and span.last <= end]
    stand: list[Span] = []
    for _, span in sorted(enumerate(inside), key=lambda one: (-one[1].days, -one[0])):
        if not any(span.meets(other) for other in stand):
            stand.append(span)
    return tuple(sorted(stand, key=lambda one: one.first))


def brought(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that sources brought, a day each; all where nobody gave a number by hand."""
    return frame[frame["first"].isna()] if "first" in frame else frame


def given(frame: pd.DataFrame) -> Mapping[str, tuple[Span, ...]]:
    """The numbers by hand by metric, in the order in which they were given."""
    if "first" not in frame:
        return {}
    rows = frame[frame["first"].notna() & frame["value"].notna()]
    found: dict[str, list[Span]] = {}
    columns = (rows[name] for name in ("metric", "first", "day", "value", "source"))
    for metric, first, last, value, source in zip(*columns, strict=True):
        span = Span(first.date(), last.date(), float(value), str(source))
        found.setdefault(str(metric), []).append(span)
    return {metric: tuple(spans) for metric, spans in found.items()}
