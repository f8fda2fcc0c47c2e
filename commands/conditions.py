"""Under which conditions a schedule sends its report: words, and the decision at the time."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from reports.errors import Expected
from reports.model import Report, Status
from storage.values import Review

NO_DATA_YET = frozenset({"stale", "empty"})  # notices after which more data may come
LOOK_AGAIN = timedelta(minutes=15)
HOUR = timedelta(hours=1)
MOST_HOURS = 24 * 7
_HOURS = re.compile(r"(\d{1,3}) ?(?:h|hours?)")
_QUIET = re.compile(r"(\d{1,2}:\d{2}) ?(?:-|–|to) ?(\d{1,2}:\d{2})")
Only = Literal["always", "changed", "worse", "missed"]
_ONLY: dict[str, Only] = {
    "always": "always",
    "changed": "changed",
    "worse": "worse",
    "missed": "missed",
    "a goal was missed": "missed",
}
_TOLD: dict[Only, str] = {
    "always": "",
    "changed": "only if a figure moved",
    "worse": "only if a figure got worse",
    "missed": "only if a goal was missed",
}


class UnreadableCondition(Expected):
    """I cannot read “{text}” as a condition; write “only changed”, “only worse”, “only missed”,
    “wait 6h”, “quiet 18:00-08:00” or “review 24h”, and “off” to end one, as in “wait off”."""


class RhythmWithinQuiet(Expected):
    """The schedule sends at {at}, which lies in those quiet hours; give it another time first."""


@dataclass(frozen=True)
class Conditions:
    """When a due report is not sent after all, or waits.

    ``only`` where a figure moved, or got worse, or a goal was missed; ``wait`` hours for data that
    are missing, then provisional; ``quiet`` hours, from and to, in the schedule's zone; ``review``
    hours before it is due its draft goes to its owner, and not approved it is held, or sent with
    ``send_anyway``.
    """

    only: Only = "always"
    wait: int = 0
    quiet: tuple[time, time] | None = None
    review: int = 0
    send_anyway: bool = False

    def in_words(self) -> str:
        """As people read them, after a comma each; empty for none."""
        told = [_TOLD[self.only]]
        if self.wait:
            told.append(f"waiting up to {self.wait} h for data")
        if self.quiet:
            told.append(f"never from {self.quiet[0]:%H:%M} to {self.quiet[1]:%H:%M}")
        if self.review:
            otherwise = "sent all the same" if self.send_anyway else "held"
            told.append(f"reviewed {self.review} h before, else {otherwise}")
        return ", ".join(filter(None, told))


@dataclass(frozen=True)
class Later:
    """Look at it again at ``until``; ``unapproved`` where its owner is to decide on it."""

    until: datetime
    reason: str
    unapproved: bool = False


@dataclass(frozen=True)
class Never:
    """It is not sent."""

    reason: str


NONE = Conditions()
_KEPT = TypeAdapter(Conditions)


def read(kept: str | None) -> Conditions:
    """The conditions that a schedule keeps."""
    return _KEPT.validate_json(kept) if kept else NONE


def write(conditions: Conditions) -> str | None:
    """As a schedule keeps them."""
    return None if conditions == NONE else _KEPT.dump_json(conditions).decode()


def changed(conditions: Conditions, words: str) -> Conditions:
    """The conditions with one more, or with one ended. Raises UnreadableCondition."""
    name, _, value = " ".join(words.lower().split()).partition(" ")
    off = value in ("off", "none", "")
    if name == "only" and (off or value.removeprefix("if ") in _ONLY):
        return replace(conditions, only="always" if off else _ONLY[value.removeprefix("if ")])
    if name == "wait":
        return replace(conditions, wait=0 if off else _hours(value, words))
    if name == "quiet":
        return replace(conditions, quiet=None if off else _quiet(value, words))
    if name == "review":
        hours, _, otherwise = value.partition(" or ")
        anyway = otherwise == "send"
        if otherwise not in ("", "send", "hold"):
            raise UnreadableCondition(text=words)
        return replace(
            conditions, review=0 if off else _hours(hours, words), send_anyway=anyway and not off
        )
    raise UnreadableCondition(text=words)


def before_it_is_made(
    conditions: Conditions, at: datetime, tz: ZoneInfo, review: Review | None
) -> Later | Never | None:
    """What keeps a report that is due from being made at ``at``; None for nothing."""
    if until := _quiet_until(conditions, at, tz):
        return Later(until, f"quiet until {until:%H:%M}")
    if not conditions.review:
        return None
    state = review.state if review else "awaiting"
    if state == "skipped":
        return Never(f"skipped in review by {review.decided_by if review else None}")
    if state == "approved" or (state == "awaiting" and conditions.send_anyway):
        return None
    if state == "held":
        return Later(at + LOOK_AGAIN, "held in review")
    return Later(at + LOOK_AGAIN, "not approved yet", unapproved=True)


def once_it_is_made(
    conditions: Conditions, due: datetime, at: datetime, report: Report
) -> Later | Never | None:
    """What keeps a report from being sent now that its figures are known; None for nothing."""
    end = due + HOUR * conditions.wait
    if at < end and _may_become_known(conditions.only, report):
        return Later(min(at + LOOK_AGAIN, end), "waiting for data")
    reason = _not_worth_it(conditions.only, report)
    return Never(reason) if reason else None


def _may_become_known(only: Only, report: Report) -> bool:
    """Whether data may still come that decide whether it is sent, or that it would lack."""
    lacking = any(notice.kind in NO_DATA_YET for notice in report.notices)
    held = _goals(report)
    unclear = report.period.complete and None in held and False not in held
    return lacking or (only == "missed" and unclear)


def _not_worth_it(only: Only, report: Report) -> str | None:
    """Why it is not to be sent; None where it is."""
    found, held = {figure.status for figure in report.metrics}, _goals(report)
    if only == "changed" and not found & {Status.BETTER, Status.WORSE}:
        return "no figure moved"
    if only == "worse" and Status.WORSE not in found:
        return "no figure got worse"
    if only == "missed" and not held:
        return "no goal was missed, for none is set"
    # A goal that cannot be judged is no goal that was met: silence would say that it was.
    return "no goal was missed" if only == "missed" and all(held) else None


def _goals(report: Report) -> list[bool | None]:
    """Whether each goal was met."""
    return [figure.goal_met for figure in report.metrics if figure.goal is not None]


def is_quiet(quiet: tuple[time, time], at: time) -> bool:
    """Whether a time of the day lies in the quiet hours, which may go over midnight."""
    start, end = quiet
    return start <= at < end if start < end else at >= start or at < end


def _quiet_until(conditions: Conditions, at: datetime, tz: ZoneInfo) -> datetime | None:
    local = at.astimezone(tz)
    if conditions.quiet is None or not is_quiet(conditions.quiet, local.time()):
        return None
    end = conditions.quiet[1]
    day = local.date() if local.time() < end else local.date() + timedelta(days=1)
    return datetime.combine(day, end, tzinfo=tz)


def _hours(value: str, words: str) -> int:
    found = _HOURS.fullmatch(value)
    if found is None or not 1 <= int(found[1]) <= MOST_HOURS:
        raise UnreadableCondition(text=words)
    return int(found[1])


def _quiet(value: str, words: str) -> tuple[time, time]:
    found = _QUIET.fullmatch(value)
    try:
        times = [time.fromisoformat(one.zfill(5)) for one in found.groups()] if found else []
    except ValueError as error:
        raise UnreadableCondition(text=words) from error
    if len(set(times)) != 2:
        raise UnreadableCondition(text=words)
    return times[0], times[1]
