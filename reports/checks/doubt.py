"""A value that looks wrong, or days that are missing."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.metrics import Metric

Kind = Literal["placeholder", "sign", "scale", "outlier", "gap"]


@dataclass(frozen=True)
class Doubt:
    """What is doubtful of a metric on a day, as a sentence; ``value`` is None for missing days.

    It is ``serious`` where a figure is likely to be wrong by it.
    """

    kind: Kind
    metric: Metric
    day: date
    value: float | None
    source: str | None
    text: str
    serious: bool = True
