"""The vertical scale of a panel: two round values that enclose all that is drawn."""

import math
from collections.abc import Sequence

from reports.model import Unit

_CLOCK = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400)
_STEPS = 4  # a scale is about this many round steps high
_ZERO_BELOW = 0.4  # where the lowest value is less than this share of the highest, start at 0


def bounds(values: Sequence[float], unit: Unit) -> tuple[float, float]:
    """The low and the high end, low < high, in ``unit``; ``values`` are finite, at least one.

    0 is part of the scale where the values come near it; a percentage does not pass 100 %
    unless a value does.
    """
    least, most = min(values), max(values)
    least = 0.0 if 0 <= least < _ZERO_BELOW * most else least
    step = max(_round_up(most / _STEPS - least / _STEPS, unit), _finest(unit, least, most))
    low, high = math.floor(least / step) * step, math.ceil(most / step) * step
    low, high = (low, high) if low < high else _around(low, step)
    return low, 1.0 if unit is Unit.PERCENT and most <= 1 < high else high


def _around(value: float, step: float) -> tuple[float, float]:
    return (value - step if value else 0.0), value + step


def _round_up(step: float, unit: Unit) -> float:
    if unit is Unit.DURATION and 0 < step <= _CLOCK[-1]:
        return next(float(tick) for tick in _CLOCK if tick >= step)
    if unit is Unit.DURATION:
        return _CLOCK[-1] * _decimal(step / _CLOCK[-1])
    return _decimal(step)


def _decimal(step: float) -> float:
    if step <= 0:
        return 0.0
    power = _power(step)
    return next(power * lead for lead in (1, 2, 5, 10) if power * lead >= step * (1 - 1e-9))


def _finest(unit: Unit, least: float, most: float) -> float:
    """The smallest step that still shows in the numbers as people read them."""
    size = max(abs(least), abs(most))
    digits = _power(size) / (100 if size < 1e6 else 10) if size >= 1e5 else 0.0
    smallest = {
        Unit.COUNT: 1.0,
        Unit.MONEY: 0.01 if size < 100 else 1.0,
        Unit.PERCENT: 0.01,
        Unit.DURATION: 1.0 if size < 3600 else 60.0 if size < 86400 else 3600.0,
        Unit.SCORE: 0.1,
    }
    return max(smallest[unit], digits if unit in (Unit.COUNT, Unit.MONEY) else 0, size * 1e-9)


def _power(value: float) -> float:
    return float(10.0 ** math.floor(math.log10(value)))
