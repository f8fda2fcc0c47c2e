"""Every check over a client's days."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from reports import gaps
from reports.checks.doubt import Doubt
from reports.checks.outliers import outliers
from reports.checks.placeholders import placeholders
from reports.checks.scale import in_per_cent, scale
from reports.checks.series import Places, Tell, doubt
from reports.checks.signs import signs
from reports.days import Days, Floats
from reports.words import label_within, number

_WITHOUT_CASES = frozenset({"max", "median", "p90"})


def doubts(found: list[Days], currency: str) -> list[Doubt]:
    """What looks wrong in the metrics' days, by metric and day; ``found`` is ``by_metric``'s.

    Nothing is changed by it: what is right after all, people know.
    """
    return [one for days in found if not days.recorded for one in _doubts(days.own(), currency)]


def missing(found: list[Days]) -> list[Doubt]:
    """Days that a metric lacks between its first and its last, each metric's in one doubt."""
    return [one for days in found if not days.parts for one in _missing(days)]


def within(doubtful: list[Doubt], start: date, end: date) -> list[Doubt]:
    """Those from ``start`` to ``end``, both included."""
    return [one for one in doubtful if start <= one.day <= end]


def _doubts(days: Days, currency: str) -> Iterator[Doubt]:
    if not len(days.values):
        return
    if in_per_cent(days):
        yield _all_in_per_cent(days, currency)
        return
    empty, wrong = placeholders(days), signs(days)
    shares = scale(days)
    told = np.concatenate([empty, wrong, shares])
    for place in empty:
        yield doubt(days, place, "placeholder", _placeholder, currency)
    for place in np.setdiff1d(wrong, empty):
        yield doubt(days, place, "sign", _sign, currency)
    for place in np.setdiff1d(shares, empty):
        yield doubt(days, place, "scale", _scale, currency)
    yield from _outliers(days, told, currency)


def _outliers(days: Days, told: Places, currency: str) -> Iterator[Doubt]:
    rows, around = outliers(days)
    for place in np.setdiff1d(rows, told):
        yield doubt(days, place, "outlier", _outlier(days, place, around, currency), currency)


def _outlier(days: Days, place: int, around: Floats, currency: str) -> Tell:
    value, near = float(days.values[place]), float(around[place])
    times = f"{max(value / near, near / value):,.0f} times {'' if value > near else 'below '}"
    shown = number(near, days.metric.unit, currency)
    return lambda label, day, own: f"{label} on {day} is {own}, {times}the usual {shown}"


def _all_in_per_cent(days: Days, currency: str) -> Doubt:
    last = len(days.values) - 1

    def told(label: str, _day: str, shown: str) -> str:
        return f"{label} is a share from 0 to 1, but comes in per cent, such as {shown}"

    return doubt(days, last, "scale", told, currency)


def _placeholder(label: str, day: str, shown: str) -> str:
    return f"{label} on {day} is {shown}, which looks like a placeholder for an unknown value"


def _sign(label: str, day: str, shown: str) -> str:
    return f"{label} on {day} is {shown}, which cannot be below zero"


def _scale(label: str, day: str, shown: str) -> str:
    return f"{label} on {day} is {shown}, which looks like per cent written as a share"


def _missing(days: Days) -> Iterator[Doubt]:
    covered = days.covered
    if not len(covered) or days.metric.adds_up in _WITHOUT_CASES:
        return
    first, last = covered[0].astype(object), covered[-1].astype(object)
    lacking = gaps.missing_for_one(days, first, last)
    if lacking:
        text = f"No {label_within(days.metric.label)} on {gaps.listed_days(lacking)}"
        yield Doubt("gap", days.metric, min(lacking), None, None, text, serious=False)
