"""A period part by part: one row an agent, topic, channel or location.

The frame has the columns that ``reports.figures`` names and one more, ``part`` (str).
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from reports import periods
from reports.cases import Cell, cell
from reports.figures import Days, by_metric
from reports.metrics import Catalogue, Metric, built_in
from reports.model import Period

MOST_METRICS = 6
MOST_PARTS = 20
# What is asked first of a part; the other metrics follow in reading order.
FIRST = ("requests", "first_response", "handle_time", "resolution_rate", "csat")


@dataclass(frozen=True)
class PartRow:
    """One part; ``cells`` are in the order of the breakdown's metrics."""

    part: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Breakdown:
    """The parts with most requests first; ``more`` parts have no room."""

    metrics: tuple[Metric, ...]
    rows: tuple[PartRow, ...]
    more: int

    @property
    def shaky(self) -> bool:
        """Whether any value rests on few cases."""
        return any(one.shaky for row in self.rows for one in row.cells)


def breakdown(
    frame: pd.DataFrame, period: Period, today: date, catalogue: Catalogue | None = None
) -> Breakdown:
    """At most 20 parts with at most six metrics, those that have data in the period.

    While the period runs, its elapsed days count.
    """
    run, declared = periods.elapsed(period, today), catalogue or built_in()
    made = {
        part: {key: cell(days, run.start, run.end) for key, days in found.items()}
        for part, found in by_part(frame, declared).items()
    }
    columns = _columns(made, declared)
    rows = [_row(part, columns, cells) for part, cells in made.items()]
    known = sorted((row for row in rows if _has_data(row)), key=_rank)
    return Breakdown(columns, tuple(known[:MOST_PARTS]), max(len(known) - MOST_PARTS, 0))


def by_part(frame: pd.DataFrame, catalogue: Catalogue | None = None) -> dict[str, dict[str, Days]]:
    """Each part's metrics by key; the parts by name, their metrics in reading order."""
    return {
        str(part): {days.metric.key: days for days in by_metric(rows, catalogue)}
        for part, rows in frame.groupby("part")
    }


def _columns(made: dict[str, dict[str, Cell]], declared: Catalogue) -> tuple[Metric, ...]:
    known = {key for cells in made.values() for key, one in cells.items() if one.value is not None}
    first = [key for key in FIRST if key in known]
    others = [key for key in declared.in_reading_order(known) if key not in FIRST]
    return tuple(declared.metric(key) for key in (first + others)[:MOST_METRICS])


def _row(part: str, columns: tuple[Metric, ...], cells: dict[str, Cell]) -> PartRow:
    unknown = (Cell(metric, None, None) for metric in columns)
    return PartRow(part, tuple(cells.get(one.metric.key, one) for one in unknown))


def _has_data(row: PartRow) -> bool:
    return any(one.value is not None for one in row.cells)


def _rank(row: PartRow) -> tuple[float, str]:
    """Most requests first; where they are not known, the parts with most cases."""
    requests = next((one.value for one in row.cells if one.metric.key == "requests"), None)
    cases = max((one.cases or 0 for one in row.cells), default=0)
    return (-(cases if requests is None else requests), row.part)
