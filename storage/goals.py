"""Goals: the targets agreed with a client, and which of them stand for a period."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, zip_longest

from reports.model import Grain, Period

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Goal:
    """A target for a metric from the day ``since`` on, in the metric's unit; None ends one.

    It is for periods of its ``grain``, for all where that is None. ``by`` is an id, ``by_name`` is
    for people.
    """

    id: int
    client_id: int
    metric: str
    grain: Grain | None
    target: float | None
    since: date
    by: str
    by_name: str
    at: datetime

    @property
    def same(self) -> tuple[str, str]:
        """What it is a goal for: one that begins later for the same replaces it."""
        return self.metric, self.grain or ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days on which a goal stands: up to ``last``, None while nothing replaces or ends it."""

    goal: Goal
    target: float
    last: date | None

    def holds(self, on: date) -> bool:
        """Whether it stands on a day."""
        return self.goal.since <= on and (self.last is None or on <= self.last)

    def is_for(self, period: Period) -> bool:
        """Whether periods of that kind are held against it."""
        return self.goal.grain in (None, period.grain)


def stretches(goals: Iterable[Goal]) -> Iterator[Stretch]:
    """Every goal that ever stood or will, by metric and grain, the oldest first.

    Of two that begin on one day the later given stands.
    """
    ordered = sorted(goals, key=lambda one: (*one.same, one.since, one.id))
    for _, group in groupby(ordered, key=lambda one: one.same):
        same = list(group)
        for one, after in zip_longest(same, same[1:]):
            last = after.since - _DAY if after else None
            if one.target is not None and (last is None or one.since <= last):
                yield Stretch(one, one.target, last)


def targets(goals: Iterable[Goal], period: Period) -> dict[str, float]:
    """The target of each metric for a period: that which stands on the period's last day.

    One for the period's own grain counts before one for all.
    """
    fit = [one for one in stretches(goals) if one.is_for(period) and one.holds(period.end)]
    fit.sort(key=lambda one: one.goal.grain is not None)
    return {one.goal.metric: one.target for one in fit}
