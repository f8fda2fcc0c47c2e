"""Find days without data where data was to be expected, and name them in words."""

from collections.abc import Iterable
from datetime import date, timedelta

from reports.figures import Days
from reports.periods import day_name
from reports.words import listed

# Before four weeks have passed nothing is known about the weekdays that never have data.
_HABIT_DAYS = 28
_RECENT_DAYS = 56
_MOST_NAMED = 5
_Run = tuple[date, date]


def missing_for_all(metrics: list[Days], start: date, end: date) -> set[date]:
    """Days from ``start`` to ``end`` on which no metric has data, habitual rest days apart."""
    present = set[date]().union(*(days.dates(date.min, end) for days in metrics))
    return {
        day for day in _missing(present, start, end) if _expected(day, present, end, at_first=True)
    }


def missing_for_one(days: Days, start: date, end: date) -> set[date]:
    """Days on which this metric lacks the data it has on most such weekdays.

    A metric with nothing between ``start`` and ``end`` has no gap: it is missing altogether.
    """
    present = days.dates(date.min, end)
    if not days.dates(start, end):
        return set()
    first = max(start, min(present))
    return {
        day for day in _missing(present, first, end) if _expected(day, present, end, at_first=False)
    }


def listed_days(days: Iterable[date]) -> str:
    """``11 and 12 Nov``, ``9–12 Nov``, ``30 Oct and 2 Nov``; more than five pieces: ``12 days``."""
    runs, ordered = _runs(sorted(days)), len(set(days))
    pieces = [_piece(run, after) for run, after in zip(runs, [*runs[1:], None], strict=True)]
    if len(pieces) > _MOST_NAMED:
        return f"{ordered} days"
    return listed(pieces, most=_MOST_NAMED)


def _missing(present: set[date], start: date, end: date) -> set[date]:
    days = {start + timedelta(days=n) for n in range((end - start).days + 1)}
    return days - present


def _expected(on: date, present: set[date], end: date, *, at_first: bool) -> bool:
    """Whether data is usual on such a day, of late or ever since it began.

    Where the history is too short to tell, it is where most days have data or ``at_first`` is set.
    """
    recent = {day for day in present if (end - day).days < _RECENT_DAYS}
    told = _usual(on, recent, end), _usual(on, present, end)
    if None not in told or True in told:
        return True in told
    new = told == (None, None) and 2 * len(present) > (end - min(present, default=end)).days
    return at_first or new


def _usual(on: date, present: set[date], end: date) -> bool | None:
    """Whether at least every other such weekday has data; None before four weeks have passed."""
    known = (end - min(present, default=end)).days
    if known < _HABIT_DAYS:
        return None
    return 2 * sum(day.weekday() == on.weekday() for day in present) >= known // 7


def _runs(days: list[date]) -> list[_Run]:
    """Stretches of three days or more as one run, all others day by day."""
    runs: list[_Run] = []
    for on in days:
        if runs and on - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], on)
        else:
            runs.append((on, on))
    return [part for run in runs for part in _split(run)]


def _split(run: _Run) -> list[_Run]:
    first, last = run
    if (last - first).days >= 2:
        return [run]
    return [(on, on) for on in sorted({first, last})]


def _piece(run: _Run, after: _Run | None) -> str:
    first, last = run
    named = day_name(last, year=False)
    if after and (after[0].year, after[0].month) == (last.year, last.month):
        named = str(last.day)
    if first == last:
        return named
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day}–{named}" if same_month else f"{day_name(first, year=False)} – {named}"
