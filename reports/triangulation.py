"""Hold what several sources say of one metric against each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from reports import gaps
from reports.adding_up import total
from reports.by_metric import by_metric
from reports.days import Days
from reports.metrics import Catalogue, Metric
from reports.model import Period, Unit
from reports.spans import brought
from reports.words import number

MOST = 3  # metrics in one notice
_NOISE = 1e-9  # what adding decimals up in another order makes of equal values


@dataclass(frozen=True)
class Said:
    """What one source says over the days that all of them have; ``source`` None is computed."""

    source: str | None
    value: float


@dataclass(frozen=True)
class Disagreement:
    """Sources of one metric that are further apart than is tolerated.

    ``counts`` is what the report goes by, over ``days``, which all sources have. ``declared`` is
    false where nobody said which source counts.
    """

    metric: Metric
    counts: Said
    others: tuple[Said, ...]
    days: tuple[date, ...]
    declared: bool

    @property
    def apart(self) -> float:
        """The largest difference from the value that counts, in the metric's own unit."""
        return max(abs(one.value - self.counts.value) for one in self.others)


def disagreements(
    frame: pd.DataFrame, found: Iterable[Days], run: Period, catalogue: Catalogue
) -> tuple[Disagreement, ...]:
    """The metrics whose sources disagree over the days of ``run`` that these share.

    ``frame`` is what ``by_metric`` made ``found`` from. A value that came with the data is also
    held against what it is computed from.
    """
    several = _several(frame, run)
    told = (
        _of_one(days, several.get(days.metric.key), run, catalogue)
        for days in found
        if not days.recorded and (days.parts or days.metric.key in several)
    )
    return tuple(one for one in told if one is not None)


def in_words(found: Iterable[Disagreement], currency: str) -> str | None:
    """The values and the sources of at most three metrics, one sentence each; None without any.

    ``Leads: crm says 120, ads says 131 (9 % apart) for 9–15 Nov; crm counts.``
    """
    told = list(found)
    sentences = [_sentence(one, currency) for one in told[:MOST]]
    if len(told) > MOST:
        sentences.append(f"{len(told) - MOST} more metrics differ by source.")
    if not all(one.declared for one in told):
        sentences.append("Where nobody declared an order, the first by name counts.")
    return " ".join(sentences) or None


def _several(frame: pd.DataFrame, run: Period) -> dict[str, pd.DataFrame]:
    """The rows of ``run`` of each metric that has several sources there, people apart."""
    frame = brought(frame)
    days = frame["day"]
    rows = frame[(days >= np.datetime64(run.start)) & (days <= np.datetime64(run.end))]
    pairs = rows[["metric", "source"]].drop_duplicates()
    keys = pairs["metric"][pairs["metric"].duplicated()].unique()
    return {str(key): rows[rows["metric"] == key] for key in keys}


def _by_source(
    days: Days, rows: pd.DataFrame | None, run: Period, catalogue: Catalogue
) -> list[tuple[str | None, Days]]:
    """What each source has, the one that counts first, what is computed last.

    ``rows`` are those of several sources, None where there is but one.
    """
    key, own = days.metric.key, days.sources[days.between(run.start, run.end)]
    found: list[tuple[str | None, Days]] = [(str(own[0]), days.own())] if own.size else []
    if rows is not None:
        names = sorted(rows["source"].unique(), key=lambda source: catalogue.rank(key, source))
        found = [(name, _alone(key, rows[rows["source"] == name], catalogue)) for name in names]
    return [*found, (None, days.computed())] if days.parts else found


def _alone(key: str, rows: pd.DataFrame, catalogue: Catalogue) -> Days:
    return next(one.own() for one in by_metric(rows, catalogue) if one.metric.key == key)


def _of_one(
    days: Days, rows: pd.DataFrame | None, run: Period, catalogue: Catalogue
) -> Disagreement | None:
    said = _by_source(days, rows, run, catalogue)
    present = [(name, one) for name, one in said if one.dates(run.start, run.end)]
    if len(present) < 2:
        return None
    common = sorted(set.intersection(*(one.dates(run.start, run.end) for _, one in present)))
    totals = [(name, _over(one, common)) for name, one in present]
    known = [Said(name, value) for name, value in totals if value is not None]
    differ = _differ(known, catalogue.tolerated(days.metric.key))
    if not differ:
        return None
    several = sum(one.source is not None for one in known) > 1
    declared = bool(catalogue.order(days.metric.key)) or not several
    return Disagreement(days.metric, known[0], differ, tuple(common), declared)


def _differ(known: list[Said], tolerated: float) -> tuple[Said, ...]:
    """Those too far from the first, which counts."""
    if len(known) < 2:
        return ()
    size = (tolerated + _NOISE) * abs(known[0].value) + _NOISE
    return tuple(one for one in known[1:] if abs(one.value - known[0].value) > size)


def _over(days: Days, common: list[date]) -> float | None:
    """The total over these days alone."""
    return total(days.only(common), common[0], common[-1]) if common else None


def _sentence(one: Disagreement, currency: str) -> str:
    unit, metric = one.metric.unit, one.metric
    said = [_clause(value, metric, currency) for value in (one.counts, *one.others)]
    apart = f" ({words} apart)" if (words := _apart(one, unit)) else ""
    over = f"{', '.join(said)}{apart} for {_when(one.days)}"
    return f"{metric.label}: {over}; {one.counts.source} counts."


def _when(days: tuple[date, ...]) -> str:
    """The days; across a turn of the year how many they are."""
    return gaps.listed_days(days) if days[0].year == days[-1].year else f"{len(days)} days"


def _clause(said: Said, metric: Metric, currency: str) -> str:
    value = number(said.value, metric.unit, currency)
    return f"{said.source} says {value}" if said.source else f"{metric.expression} gives {value}"


def _apart(one: Disagreement, unit: Unit) -> str:
    """``9 %``, for percentages ``1.2 points``; empty where there is nothing to measure it by."""
    if unit is Unit.PERCENT:
        return number(one.apart, unit).replace(" %", " points")
    if not one.counts.value:
        return ""
    return f"{number(100 * one.apart / abs(one.counts.value), Unit.COUNT)} %"
