"""Why a figure moved: which agents, topics, channels or locations moved it, and by how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from reports import periods
from reports.breakdown import by_part
from reports.cases import Cell, cell
from reports.figures import Days, by_metric, compared, figures, total
from reports.metrics import Catalogue
from reports.model import MetricFigure, Period, Unit
from reports.trust import judged_fairly
from reports.words import number

MOST_PARTS = 3  # of each kind
_LEAST = 0.05  # of the largest movement; smaller ones explain nothing


@dataclass(frozen=True)
class Moved:
    """How much one part moved the figure; ``amount`` is in the metric's own unit."""

    kind: str
    part: str
    now: Cell
    before: Cell
    amount: float


@dataclass(frozen=True)
class Why:
    """A figure, the days it is made of and compared with, and what moved it.

    ``moved`` holds at most three parts of each kind, those that moved it most first. ``rest`` is
    what the kind's other parts and the cases without a part add to the change, where it matters.
    ``made_of`` are the figures that a computed one is computed from.
    """

    figure: MetricFigure
    this: Cell
    before: Cell
    moved: tuple[Moved, ...]
    rest: Mapping[str, float]
    made_of: tuple[MetricFigure, ...] = ()

    @property
    def shaky(self) -> bool:
        """Whether any value rests on few cases."""
        cells = [self.this, self.before]
        cells += [one for part in self.moved for one in (part.now, part.before)]
        return any(one.shaky for one in cells)


@dataclass(frozen=True)
class Side:
    """A part's value over some days, and its weight there; None and 0 without data."""

    value: float | None
    weight: float


def why(
    frame: pd.DataFrame,
    parts: Mapping[str, pd.DataFrame],
    key: str,
    period: Period,
    today: date,
    catalogue: Catalogue | None = None,
    records: pd.DataFrame | None = None,
) -> Why | None:
    """Why the metric ``key`` moved since the period before; None where it has no value.

    ``parts`` maps each kind of breakdown to its frame, as ``reports.breakdown`` reads it.
    """
    found = [days for days in by_metric(frame, catalogue, records) if days.metric.key == key]
    made = judged_fairly(figures(found, period, today), found, period, today)
    if not made or made[0].value is None:
        return None
    spans = _spans(period, today)
    this, before = (cell(found[0], span.start, span.end) for span in spans)
    known = {} if made[0].previous is None else parts
    told = {
        kind: _parts(kind, by_part(rows, catalogue), key, spans) for kind, rows in known.items()
    }
    moved = {kind: most for kind, all_ in told.items() if (most := _strongest(all_))}
    rest = {kind: left for kind, most in moved.items() if (left := _rest(made[0], most))}
    most_of_all = tuple(one for most in moved.values() for one in most)
    return Why(made[0], this, before, most_of_all, rest, _made_of(found[0], period, today))


def _made_of(days: Days, period: Period, today: date) -> tuple[MetricFigure, ...]:
    """The figures that a computed one is computed from in this period; none where it came so."""
    run = periods.elapsed(period, today)
    if not days.parts or days.has_own(run.start, run.end):
        return ()
    return figures(list(days.parts.values()), period, today)


def contributions(adds_up: str, parts: Sequence[tuple[Side, Side]]) -> list[float]:
    """What each part, given as it was before and as it is now, adds to the change of the whole.

    They sum to that change exactly: for sums and last values they are the differences, for a
    weighted mean s₁(v₁ − r) − s₀(v₀ − r) with the shares s of the weight and r halfway between
    both means, that is the part's own movement at its mean share, and its change of share at
    its mean distance from r. Empty where parts do not add up: for maxima, and for a mean
    that has no weight before or now.
    """
    if adds_up in ("sum", "last"):
        return [(now.value or 0.0) - (before.value or 0.0) for before, now in parts]
    weights = [sum(side.weight for side in sides) for sides in zip(*parts, strict=True)]
    if adds_up not in ("mean", "ratio") or not weights or 0 in weights:
        return []
    shares = [
        [
            (side.weight / whole, side.value or 0.0)
            for side, whole in zip(pair, weights, strict=True)
        ]
        for pair in parts
    ]
    middle = sum(share * value for pair in shares for share, value in pair) / 2
    return [s1 * (v1 - middle) - s0 * (v0 - middle) for (s0, v0), (s1, v1) in shares]


def signed(amount: float, unit: Unit, currency: str) -> str:
    """An amount as a movement: ``+1.2 pts``, ``−30 s``, ``+14``; ``±0`` where it is that small."""
    points = f"{abs(amount) * 100:.1f} pts"
    size = points if unit is Unit.PERCENT else number(abs(amount), unit, currency)
    if not any(digit in "123456789" for digit in size):
        return f"±{size}"
    return f"{'+' if amount > 0 else '−'}{size}"


def _spans(period: Period, today: date) -> tuple[Period, Period]:
    run = periods.elapsed(period, today)
    return run, compared(period, run, today)[0]


def _parts(
    kind: str, by_name: Mapping[str, Mapping[str, Days]], key: str, spans: tuple[Period, Period]
) -> tuple[Moved, ...]:
    """Every part of a kind with what it adds to the change, in the order of their names."""
    found = {part: days[key] for part, days in by_name.items() if key in days}
    if not found:
        return ()
    sides = [tuple(_side(days, span) for span in spans) for days in found.values()]
    adds_up = next(iter(found.values())).metric.adds_up
    amounts = contributions(adds_up, [(before, now) for now, before in sides])
    return tuple(
        _moved(kind, part, days, spans, amount)
        for (part, days), amount in zip(found.items(), amounts, strict=bool(amounts))
    )


def _moved(kind: str, part: str, days: Days, spans: tuple[Period, Period], amount: float) -> Moved:
    now, before = (cell(days, span.start, span.end) for span in spans)
    return Moved(kind, part, now, before, amount)


def _side(days: Days, span: Period) -> Side:
    value, rows = total(days, span.start, span.end), days.between(span.start, span.end)
    return Side(value, 0.0 if value is None else float(np.sum(days.weights[rows])))


def _strongest(moved: tuple[Moved, ...]) -> list[Moved]:
    """The parts that moved it most; none where nothing moved at all."""
    ranked = sorted(moved, key=lambda one: -abs(one.amount))[:MOST_PARTS]
    return [one for one in ranked if abs(one.amount) > _LEAST * abs(ranked[0].amount)]


def _rest(figure: MetricFigure, most: list[Moved]) -> float | None:
    """What the parts left out add to the change; None where it is next to nothing."""
    if figure.value is None or figure.previous is None:
        return None
    left = figure.value - figure.previous - sum(one.amount for one in most)
    return left if abs(left) > _LEAST * abs(most[0].amount) else None
