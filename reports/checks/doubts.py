"""Every check over a client's days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from reports import gaps
from reports.checks.bounds import UNDECLARED, few_below_zero, kind_and_why, outside
from reports.checks.doubt import Doubt
from reports.checks.outliers import outliers
from reports.checks.placeholders import placeholders
from reports.checks.scale import HUNDRED, in_per_cent, scale
from reports.checks.series import doubt
from reports.days import Days, Floats
from reports.words import label_within, number

_WITHOUT_CASES = frozenset({"max", "median", "p90"})
_PLACEHOLDER = "which looks like a placeholder for an unknown value"
_SHARE = "which looks like per cent written as a share"


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
    """At most one a row, of the check that knows best."""
    if not len(days.values):
        return
    told = dict(_by_row(days, currency))
    in_doubt = all(one.done == "kept" for one in told.values())
    if in_doubt and in_per_cent(days):
        yield _all_in_per_cent(days, currency)
        return
    yield from (told[row] for row in sorted(told))


def _by_row(days: Days, currency: str) -> Iterator[tuple[int, Doubt]]:
    """What each check says, the one that knows best last."""
    found = outliers(days)
    for row, certain in zip(found.rows.tolist(), found.certain.tolist(), strict=True):
        yield row, _outlier(days, row, found.usual, currency, certain=certain)
    for row in few_below_zero(days).tolist():
        yield row, doubt(days, row, "sign", UNDECLARED, currency)
    for row in outside(days).tolist():
        kind, why = kind_and_why(days, row, currency)
        yield row, doubt(days, row, kind, why, currency, "excluded")
    for row, done in scale(days):
        why = _read_as(days, row, currency) if done == "repaired" else _SHARE
        yield row, doubt(days, row, "scale", why, currency, done)
    for row, done in placeholders(days):
        yield row, doubt(days, row, "placeholder", _PLACEHOLDER, currency, done)


def _outlier(days: Days, row: int, around: Floats, currency: str, *, certain: bool) -> Doubt:
    value, near = float(days.values[row]), float(around[row])
    times = f"{max(value / near, near / value):,.0f} times {'' if value > near else 'below '}"
    why = f"{times}the usual {number(near, days.metric.unit, currency)}"
    found = doubt(days, row, "outlier", why, currency, "excluded" if certain else "kept")
    return replace(found, size=abs(float(np.log(value / near))))


def _read_as(days: Days, row: int, currency: str) -> str:
    value = float(days.values[row])
    as_share = number(value / HUNDRED, days.metric.unit, currency)
    return f"{days.metric.label} comes in per cent: {value:g} counts as {as_share}"


def _all_in_per_cent(days: Days, currency: str) -> Doubt:
    last = len(days.values) - 1
    value = number(float(days.values[last]), days.metric.unit, currency)
    why = f"which is a share from 0 to 1, but comes in per cent, such as {value}"
    return doubt(days, last, "scale", why, currency)


def _missing(days: Days) -> Iterator[Doubt]:
    covered = days.covered
    if not len(covered) or days.metric.adds_up in _WITHOUT_CASES:
        return
    first, last = covered[0].astype(object), covered[-1].astype(object)
    lacking = gaps.missing_for_one(days, first, last)
    if lacking:
        text = f"No {label_within(days.metric.label)} on {gaps.listed_days(lacking)}"
        yield Doubt("gap", days.metric, min(lacking), None, None, "", text, serious=False)
