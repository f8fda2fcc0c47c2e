"""Sendings: the deliveries that belong together, one report at one time in each of its channels."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from storage.values import Delivery

STATES = {
    "queued": "waits",
    "posting": "is being posted",
    "posted": "posted",
    "superseded": "left out",
    "dead": "failed",
    "unknown": "perhaps posted",
}
STANDS = frozenset({"posted", "late"})
# Of a report that stands nowhere yet, what is said first.
WORST_FIRST = ("failed", "perhaps posted", "is being posted", "waits", "left out")


@dataclass(frozen=True)
class Sending:
    """One report at one time: of each of its channels the newest attempt, in order of number."""

    due: datetime
    attempts: tuple[Delivery, ...]

    @property
    def state(self) -> str:
        """One word for all of them: ``partly`` where it stands in some channels only."""
        states = {state_of(one, self.due) for one in self.attempts}
        if states <= STANDS:
            return "late" if "late" in states else "posted"
        if states & STANDS:
            return "partly"
        return next(state for state in WORST_FIRST if state in states)

    @property
    def troubled(self) -> tuple[Delivery, ...]:
        """Those that failed, or that may or may not stand in their channel."""
        return tuple(one for one in self.attempts if one.state in ("dead", "unknown"))

    @property
    def standing(self) -> tuple[Delivery, ...]:
        """Those that were posted."""
        return tuple(one for one in self.attempts if one.state == "posted")


def sendings(found: Iterable[Delivery]) -> list[Sending]:
    """The deliveries put together, those due last first."""
    newest = {one.first_key: one for one in sorted(found, key=lambda one: one.id)}
    groups = groupby(sorted(newest.values(), key=_together), key=_together)
    made = [_sending(list(group)) for _, group in groups]
    return sorted(made, key=lambda one: (one.due, one.attempts[0].id), reverse=True)


def state_of(one: Delivery, due: datetime) -> str:
    """What became of one delivery, in words; it was due at ``due`` at first."""
    if one.state == "posted" and (one.late or one.due > due):
        return "late"
    return STATES[one.state]


def _sending(group: list[Delivery]) -> Sending:
    return Sending(group[0].first_due, tuple(sorted(group, key=lambda one: one.id)))


def _together(one: Delivery) -> tuple[str, str, str]:
    """What the deliveries of one sending share: the report and the time; else the key alone."""
    if one.first_key.startswith("report:"):
        return ("report", str(one.args.get("args")), one.first_due.isoformat())
    return ("", one.first_key, "")
