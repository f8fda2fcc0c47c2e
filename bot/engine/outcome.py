"""What a failure means for a delivery: pure decisions, performed by the publisher."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from storage.values import Delivery

RESTS = tuple(timedelta(seconds=rest) for rest in (15, 60, 300, 1800))  # between attempts
MOST_ATTEMPTS = len(RESTS) + 1
SETTLE = timedelta(seconds=15)  # what Slack may need until its history shows what it took
OUTAGE = timedelta(seconds=30)  # between two looks whether Slack is back
MOST_TAKEOVERS = 3
# Who was lost while Slack had been called was hardly lost through the report; and it is looked for.
MOST_TAKEOVERS_TRIED = 9
# When to look for a second copy, counted from the posting.
CHECKS = tuple(timedelta(minutes=after) for after in (1, 10, 60))


@dataclass(frozen=True)
class Again:
    """Queue it for another job after ``rest``; an outage is no attempt of the delivery's own."""

    rest: timedelta
    counts: bool = True
    outage: bool = False


@dataclass(frozen=True)
class Ended:
    """It is not tried again; ``unknown`` where it may stand in the channel all the same."""

    state: Literal["dead", "unknown"]


Outcome = Again | Ended


def after_failure(
    taken: Delivery, *, may_stand: bool, for_good: bool = False, reachable: bool = True
) -> Outcome:
    """What follows a failed attempt.

    ``may_stand``: Slack may have taken it. ``for_good``: Slack will never take it. ``reachable``:
    Slack answers other questions, so the failure is the delivery's own.
    """
    if for_good:
        return _ended(may_stand=may_stand)
    if not reachable:
        return Again(OUTAGE, counts=False, outage=True)
    if taken.attempts < len(RESTS):
        return Again(RESTS[taken.attempts])
    if may_stand and taken.attempts == len(RESTS):
        return Again(SETTLE)  # one more look, and nothing but a look
    return _ended(may_stand=may_stand)


def after_loss(taken: Delivery) -> Ended | None:
    """What follows the loss of the worker that had it: the end after too many, else None."""
    tried = taken.tried_at is not None
    if taken.takeovers + 1 < (MOST_TAKEOVERS_TRIED if tried else MOST_TAKEOVERS):
        return None
    return _ended(may_stand=tried)


def next_check(age: timedelta) -> timedelta | None:
    """How long after the posting to look for another copy, where the posting is ``age`` old."""
    return next((after for after in CHECKS if after > age), None)


def _ended(*, may_stand: bool) -> Ended:
    return Ended("unknown" if may_stand else "dead")
