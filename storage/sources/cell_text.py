"""Typed cells of workbooks, JSON and Parquet as the text that a CSV file would hold."""

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from storage.sources.found import Typed

Cell = int | float | str | bool | time | date | datetime | timedelta | Decimal | None


def as_text(cell: Cell) -> str:
    """A cell as text; nothing is "", and only texts are not ``Typed``.

    Dates are ISO, times and durations H:MM:SS, yes and no true and false; whole numbers have no
    point.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    return Typed(_text(cell))


def _text(cell: int | float | bool | time | date | datetime | timedelta | Decimal) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | Decimal):
        return _number(cell)
    if isinstance(cell, timedelta):
        return _duration(cell)
    if isinstance(cell, datetime | time):
        return _whole(cell)
    return str(cell)


def _number(value: float | Decimal) -> str:
    if not math.isfinite(value):
        return "" if math.isnan(value) else str(value)
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(int(value)) if value.is_integer() and abs(value) < 1 << 53 else str(value)


def _duration(length: timedelta) -> str:
    seconds = round(abs(length).total_seconds())
    sign = "-" if length < timedelta() else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _whole(moment: datetime | time) -> str:
    # Workbooks keep times as fractions of a day, which are seldom whole seconds.
    if isinstance(moment, time):
        on = datetime.combine(date(2000, 1, 1), moment)
        return f"{_rounded(on):%H:%M:%S}"
    return _rounded(moment).isoformat(" ")


def _rounded(moment: datetime) -> datetime:
    if moment.microsecond >= 500_000 and moment < datetime.max.replace(
        microsecond=0, tzinfo=moment.tzinfo
    ):
        moment += timedelta(seconds=1)
    return moment.replace(microsecond=0)
