"""One period's figures held against any other's."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from reports import periods
from reports.cases import Cell, cell
from reports.figures import Days, by_metric, judged, relative_change
from reports.metrics import Catalogue
from reports.model import MetricFigure, Period, Status
from reports.trust import GROWING, lacks
from reports.words import listed


@dataclass(frozen=True)
class Compared:
    """One metric in both periods; the figure's ``previous`` is the other period's value."""

    figure: MetricFigure
    this: Cell
    that: Cell


@dataclass(frozen=True)
class Comparison:
    """The metrics with data in either period, in reading order; ``notes`` are sentences."""

    rows: tuple[Compared, ...]
    notes: tuple[str, ...]

    @property
    def shaky(self) -> bool:
        """Whether any value rests on few cases."""
        return any(row.this.shaky or row.that.shaky for row in self.rows)


@dataclass(frozen=True)
class _Spans:
    """The days compared of both periods, and whether sums over them can be judged."""

    this: Period
    that: Period
    alike: bool


def compare(
    frame: pd.DataFrame,
    this: Period,
    that: Period,
    today: date,
    catalogue: Catalogue | None = None,
    records: pd.DataFrame | None = None,
) -> Comparison:
    """Every metric of ``this`` period against ``that`` one, whichever is the earlier.

    Where one still runs and the other is of its kind, the same days of both are compared. A sum
    is not judged where days are missing from it, nor where the periods differ in kind and length.
    """
    spans = _spans(this, that, today)
    known = [days for days in by_metric(frame, catalogue, records) if _has_data(days, spans)]
    notes = (_running(this, that, spans, today), _lengths(spans), _missing(known, spans))
    rows = tuple(_row(days, spans) for days in known)
    return Comparison(rows, tuple(note for note in notes if note))


def _spans(this: Period, that: Period, today: date) -> _Spans:
    kind = this.days == that.days or this.grain == that.grain != "range"
    first, second = periods.elapsed(this, today), periods.elapsed(that, today)
    if kind and (first.days < this.days or second.days < that.days):
        first, second = periods.same_days(first, second), periods.same_days(second, first)
    return _Spans(first, second, kind or first.days == second.days)


def _has_data(days: Days, spans: _Spans) -> bool:
    return any(days.dates(span.start, span.end) for span in (spans.this, spans.that))


def _row(days: Days, spans: _Spans) -> Compared:
    this, that = (cell(days, span.start, span.end) for span in (spans.this, spans.that))
    figure = MetricFigure(
        key=days.metric.key,
        label=days.metric.label,
        unit=days.metric.unit,
        better=days.metric.better,
        value=this.value,
        previous=that.value,
        change=relative_change(this.value, that.value),
        year_ago=None,
        status=Status.UNKNOWN,
        sample=len(days.dates(spans.this.start, spans.this.end)),
    )
    fair = (days.metric.adds_up not in GROWING or spans.alike) and not _lacks(days, spans)
    return Compared(
        figure.model_copy(update={"status": judged(figure)} if fair else {}), this, that
    )


def _lacks(days: Days, spans: _Spans) -> bool:
    return any(lacks(days, span) for span in (spans.this, spans.that))


def _running(this: Period, that: Period, spans: _Spans, today: date) -> str | None:
    for period, run in ((this, spans.this), (that, spans.that)):
        if period.end >= today:
            same = (
                ", compared with as many of the other" if spans.this.days == spans.that.days else ""
            )
            return f"{period.label} still runs: {run.days} of {period.days} days{same}."
    return None


def _lengths(spans: _Spans) -> str | None:
    this, that = (_days(span) for span in (spans.this, spans.that))
    if spans.this.days == spans.that.days:
        return None
    judged_all = "" if spans.alike else ", so totals are not judged"
    return f"The periods differ in length, {this} against {that}{judged_all}."


def _days(period: Period) -> str:
    return "1 day" if period.days == 1 else f"{period.days} days"


def _missing(known: list[Days], spans: _Spans) -> str | None:
    lacking = [days.metric.label for days in known if _lacks(days, spans)]
    if not lacking:
        return None
    return f"{listed(lacking)} not judged, for days are missing."
