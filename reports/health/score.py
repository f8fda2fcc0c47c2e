"""Score a client's health on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from reports.figures import Days, total
from reports.health.moves import since
from reports.health.scorecard import HALF, SCORECARD, Input, Measure, Weights, band, weights
from reports.model import Component, Health
from reports.words import label_within, number

WEEK = timedelta(days=7)
_LOOK_BACK = timedelta(days=27)  # from the first of the 28 days to the day itself
_USUAL = timedelta(days=84)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reading:
    """What a component's measure came to: its score, 0–100, and its value in words."""

    metric: str
    label: str
    value: str
    score: float


Readings = Mapping[str, Reading | None]


def window(day: date) -> tuple[date, date]:
    """First and last day of data that the scores of ``day`` and of a week before read."""
    return day - WEEK - _LOOK_BACK - _USUAL, day


def score(found: list[Days], day: date, given: Weights, currency: str = "USD") -> Health:
    """The health on ``day``, with the score a week before and what moved it since.

    ``found`` covers ``window(day)``. The score is Σ weight · score ÷ Σ weight over the known
    components, and their contributions sum to it. Where less than half of the weight is known it
    is None, and so are they.
    """
    now, before = (_readings(found, on, currency) for on in (day, day - WEEK))
    return since(_health(now, before, given), _health(before, {}, given))


def _health(now: Readings, before: Readings, given: Weights) -> Health:
    sizes = {key: size for key, size in weights(given).items() if size > 0}
    known = sum(size for key, size in sizes.items() if now[key])
    coverage = round(known / sum(sizes.values()), 9) if sizes else 0.0
    divisor = known if coverage >= HALF else None
    parts = tuple(
        _component(one, sizes[one.key], divisor, now[one.key], before.get(one.key))
        for one in SCORECARD
        if one.key in sizes
    )
    whole = None if divisor is None else _sum(parts)
    return Health(score=whole, band=band(whole), coverage=coverage, previous=None, components=parts)


def _sum(parts: tuple[Component, ...]) -> float:
    # Without the last digits' noise, which would put a score of 70 below its band.
    return min(100.0, round(sum(part.contribution or 0.0 for part in parts), 9))


def _component(
    one: Input, weight: float, divisor: float | None, now: Reading | None, before: Reading | None
) -> Component:
    return Component(
        key=one.key,
        label=one.label,
        score=now.score if now else None,
        weight=weight,
        contribution=weight * now.score / divisor if now and divisor else None,
        reason=_reason(one, now, before),
    )


def _reason(one: Input, now: Reading | None, before: Reading | None) -> str:
    if now is None:
        *others, last = one.metrics
        keys = f"{', '.join(others)} or {last}" if others else last
        was = f"; a week before {before.label} {before.value}" if before else ""
        return f"no data on {label_within(one.label)} ({keys}){was}"
    if before is None:
        return f"{now.label} {now.value}, not known a week before"
    if before.metric != now.metric:
        return f"{now.label} {now.value}; a week before {before.label} {before.value}"
    was = "as a week before" if before.value == now.value else f"was {before.value}"
    return f"{now.label} {now.value}, {was}"


def _readings(found: list[Days], day: date, currency: str) -> Readings:
    known = {days.metric.key: days for days in found}
    return {one.key: _first(one, known, day, currency) for one in SCORECARD}


def _first(one: Input, known: Mapping[str, Days], day: date, currency: str) -> Reading | None:
    """The reading of the first measure with data in the 28 days up to and including ``day``."""
    for measure in one.measures:
        days = known.get(measure.metric)
        reading = _read(measure, days, day, currency) if days else None
        if reading is not None:
            return reading
    return None


def _read(measure: Measure, days: Days, day: date, currency: str) -> Reading | None:
    first, metric = day - _LOOK_BACK, days.metric
    value = total(days, first, day)
    if value is None:
        return None
    words = number(value, metric.unit, currency)
    if measure.of_usual:
        usual = total(days, first - _USUAL, first - _DAY)
        if not usual:
            return None
        words += f" against the usual {number(usual, metric.unit, currency)}"
        value /= usual
    return Reading(metric.key, metric.label, words, _scored(measure, value))


def _scored(measure: Measure, value: float) -> float:
    share = (value - measure.worst) / (measure.best - measure.worst)
    return round(100.0 * min(1.0, max(0.0, share)), 9)
