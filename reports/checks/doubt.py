"""A value that looks wrong, or days that are missing."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.checks.decision import Decision
from reports.metrics import Metric
from reports.periods import day_name
from reports.words import label_within

Kind = Literal["placeholder", "sign", "bounds", "scale", "outlier", "gap", "decided"]
Done = Literal["kept", "excluded", "repaired"]


@dataclass(frozen=True)
class Doubt:
    """What is doubtful of a metric's value on a day; ``value`` is None for missing days.

    ``shown`` is the value in words, ``why`` what speaks against it, as it follows behind a comma;
    where there is no value, all that is to say. What certainly looks wrong is ``excluded``, what
    can be put right is ``repaired``, all else is ``kept``, unless a person's ``decision`` says
    otherwise. ``size`` is the logarithm of how many times the usual it is, where that is known.
    It is ``serious`` where a figure is likely to be wrong, or lacks data, by it.
    """

    kind: Kind
    metric: Metric
    day: date
    value: float | None
    source: str | None
    shown: str
    why: str
    done: Done = "kept"
    size: float = 0.0
    serious: bool = True
    decision: Decision | None = None

    @property
    def text(self) -> str:
        """The sentence, without its full stop."""
        if self.value is None or self.done == "repaired":
            return self.why
        label = label_within(self.metric.label)
        text = f"{label} on {day_name(self.day)} is {self.shown}"
        text = f"{text}, {self.why}" if self.why else text
        return text[:1].upper() + text[1:]

    @property
    def where(self) -> tuple[str, date, str | None]:
        """Which value it is: its metric, day and source."""
        return (self.metric.key, self.day, self.source)
