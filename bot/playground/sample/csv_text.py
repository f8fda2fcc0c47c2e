"""Series as CSV text: long (a line a value) and wide (a line a day)."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.playground.sample.days import Days
from bot.playground.sample.series import Series

LONG_HEADER = ("client", "date", "metric", "value", "weight")


@dataclass(frozen=True)
class Line:
    """One line of a long file; the texts stand in it as they are."""

    client: str
    day: date
    metric: str
    value: str
    weight: str


def lines(client: str, days: Days, series: Sequence[Series]) -> list[Line]:
    """Every value of every series, by day and within a day in the order of the series."""
    columns = [(one.metric, texts(one), _weights(one)) for one in series]
    return [
        Line(client, day, metric, values[at], weights[at])
        for at, day in enumerate(days.dates)
        for metric, values, weights in columns
    ]


def texts(series: Series) -> list[str]:
    """The series' values as plain decimals."""
    return [f"{value:.{series.digits}f}" for value in series.values]


def long(rows: Iterable[Line]) -> str:
    """A long file: client, date, metric, value, weight."""
    cells = ((row.client, row.day, row.metric, row.value, row.weight) for row in rows)
    return _written(LONG_HEADER, cells)


def wide(header: Sequence[str], days: Days, columns: Sequence[Sequence[str]]) -> str:
    """A wide file: a date column, then one column a metric."""
    return _written(header, zip(days.dates, *columns, strict=True))


def _weights(series: Series) -> list[str]:
    if series.weights is None:
        return [""] * len(series.values)
    return [f"{weight:.0f}" for weight in series.weights]


def _written(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
