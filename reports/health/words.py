"""Health in the words people read."""

from math import floor

from reports.health.scorecard import are_equal, band, symbol
from reports.model import Component, Health
from reports.words import label_within, listed

_LEAST = 0.05  # points; less is written as ±0
_MOST_MOVES = 3


def line(health: Health) -> str:
    """``Health 72 🟢 healthy, +3 in a week · 4 of 5 inputs known``."""
    moved = f", {movement(health)} in a week" if movement(health) else ""
    return f"Health {rated(health)}{moved} · {_known(health)}"


def rated(health: Health) -> str:
    """``72 🟢 healthy``, or ``⚪️ not enough data``."""
    sign = f"{symbol(health.band)} {health.band}"
    return sign if health.score is None else f"{points(health.score)} {sign}"


def points(score: float) -> str:
    """A score as a whole number; with a decimal where rounding would lead into another band."""
    whole = f"{score:.0f}"
    return whole if band(float(whole)) == band(score) else f"{floor(score * 10) / 10:.1f}"


def movement(health: Health) -> str:
    """``+3``, ``−0.4`` or ``±0`` points in a week; empty where either score is unknown."""
    if health.score is None or health.previous is None:
        return ""
    return signed(health.score - health.previous, decimals=0)


def arrow(health: Health) -> str:
    """``↑``, ``↓`` or ``→``; empty where the movement is unknown."""
    moved = movement(health)
    return {"": "", "+": "↑", "−": "↓", "±": "→"}[moved[:1]]


def signed(amount: float, *, decimals: int = 1) -> str:
    """Points with their sign; a decimal more where all would be rounded away."""
    if abs(amount) < _LEAST:
        return "±0"
    size = f"{abs(amount):.{decimals}f}"
    size = size if float(size) else f"{abs(amount):.1f}"
    return f"{'+' if amount > 0 else '−'}{size}"


def main_move(health: Health) -> str:
    """The component that moved the score most, and why; what is missing where there is none."""
    if health.score is None:
        missing = [label_within(part.label) for part in _missing(health)]
        return f"no data on {listed(missing)}" if missing else ""
    moves = _moves(health)
    return f"{label_within(moves[0].label)}: {moves[0].reason}" if moves else ""


def explain(health: Health) -> tuple[str, ...]:
    """At most five sentences: score, what is known, trend, what moved it, what would help most."""
    told = (_score(health), _inputs(health), _trend(health), _moved(health), _help(health))
    return tuple(sentence for sentence in told if sentence)


def _score(health: Health) -> str:
    sign = symbol(health.band)
    if health.score is None:
        return f"{sign} {health.band}: there is a score once half of the inputs are known."
    return f"{points(health.score)} of 100: {sign} {health.band}."


def _inputs(health: Health) -> str:
    missing = "; ".join(part.reason for part in _missing(health))
    return f"{_known(health)}; {missing}." if missing else f"{_known(health)}."


def _known(health: Health) -> str:
    share = f"{health.coverage * 100:.0f} %"
    if not health.components:
        return f"{share} of its inputs known"
    count, known = len(health.components), len(_scored(health))
    counted = f"{known} of {count} inputs known"
    equal = are_equal({part.key: part.weight for part in health.components})
    return counted if equal else f"{counted}, {share} of the weight"


def _trend(health: Health) -> str:
    if health.score is None:
        earlier = health.previous
        return "" if earlier is None else f"A week before it was {points(earlier)}."
    if health.previous is None:
        return "There is no score of a week before to compare with."
    moved = movement(health)
    unit = "point" if moved[1:] == "1" else "points"
    return f"{moved} {unit} in a week, from {points(health.previous)}."


def _moved(health: Health) -> str:
    moves = [
        f"{label_within(part.label)} {signed(part.moved or 0.0)} ({part.reason})"
        for part in _moves(health)[:_MOST_MOVES]
    ]
    return f"What moved it: {', '.join(moves)}." if moves else ""


def _help(health: Health) -> str:
    if health.score is None:
        return _missing_help(health)
    whole = sum(part.weight for part in _scored(health))
    gains = [(part.weight * (100 - (part.score or 0.0)) / whole, part) for part in _scored(health)]
    gain, part = max(gains, key=lambda item: item[0], default=(0.0, None))
    if part is None or part.score is None or gain < _LEAST:
        return ""
    at = f"{label_within(part.label)}, at {part.score:.0f} of 100 ({part.reason})"
    return f"What would help most: {at}; it holds back {gain:.0f} points."


def _missing_help(health: Health) -> str:
    wanted = max(_missing(health), key=lambda part: part.weight, default=None)
    if wanted is None:
        return ""
    return f"What would help most: data on {label_within(wanted.label)}."


def _moves(health: Health) -> list[Component]:
    moved = [part for part in health.components if abs(part.moved or 0.0) >= _LEAST]
    return sorted(moved, key=lambda part: -abs(part.moved or 0.0))


def _scored(health: Health) -> list[Component]:
    return [part for part in health.components if part.score is not None]


def _missing(health: Health) -> list[Component]:
    return [part for part in health.components if part.score is None]
