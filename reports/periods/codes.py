"""Write a period as its canonical code."""

from reports.model import Period
from reports.periods.making import business_year, quarter_number


def code(period: Period, *, first_month: int = 1) -> str:
    """``2026-11-20``, ``2026-W46``, ``2026-10``, ``2026-Q3``, ``2026`` or ``start..end``.

    ``parse`` with the same ``first_month`` reads it back as an equal period. A quarter or year
    that does not fit ``first_month`` is written as its days, ``start..end``.
    """
    start = period.start
    if period.grain == "day":
        return start.isoformat()
    if period.grain == "week":
        return f"{start.isocalendar().year}-W{start.isocalendar().week:02d}"
    if period.grain == "month":
        return f"{start:%Y-%m}"
    return _of_business_year(period, first_month) or f"{start}..{period.end}"


def _of_business_year(period: Period, first_month: int) -> str | None:
    number = quarter_number(period.start, first_month)
    begins = business_year(period.start, first_month)
    if period.grain == "quarter" and number:
        return f"{begins}-Q{number}"
    fits = period.grain == "year" and period.start.month == first_month
    return str(begins) if fits else None
