"""One row, one ticket: what its cells say, and the rules that a ticket must keep."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from reports.model import Unit
from reports.words import number
from storage.cells import Refused, quoted
from storage.records import cells as read
from storage.records.cells import Moment
from storage.records.row import Head, Row
from storage.records.written import Rewrite
from storage.tickets.fields import BREAKDOWNS
from storage.tickets.ticket import Ticket

# What nobody can have given, said or asked where nobody answered.
_OF_THE_ANSWERED = (
    "first_response", "first_reply", "speed", "response_mean", "replies", "slowest_response",
    "talk", "hold", "after_call", "rating", "recommend",
)  # fmt: skip
_HANDLING = ("talk", "hold", "after_call")
_LONGEST_WORK = 30 * 86_400.0  # seconds on one ticket


class TicketReader:
    """Reads the rows of one file; ``set_aside`` counts what unanswered calls carried."""

    def __init__(
        self,
        header: Sequence[str],
        places: Mapping[str, int],
        zone: ZoneInfo,
        rewrites: Mapping[int, Rewrite] | None = None,
    ) -> None:
        """Prepare for rows below ``header``; times without an offset are times in ``zone``."""
        self._head = Head(header, places, rewrites)
        self._zone = zone
        self.set_aside = 0

    def ticket(self, cells: list[str]) -> Ticket:
        """The ticket of one row; raises Refused with the reason."""
        row = self._head.row(cells)
        opened, closed = self._opened_and_closed(row)
        answered = row.value("answered", read.yes)
        if answered is False:
            row = self._without_answers(row)
        agent, topic, severity, channel, location = map(row.words, BREAKDOWNS)
        response_sum, responses, slowest = _responses(row)
        return Ticket(
            ref=row.needed("ref", row.words("ref")),
            opened_day=opened.day,
            opened_at=opened.at,
            closed_day=closed and closed.day,
            closed_at=closed and closed.at,
            answered=answered,
            resolved=row.value("resolved", read.yes),
            messages=row.value("messages", read.count),
            rating=row.value("rating", lambda cell: read.within(cell, 1, 5)),
            recommend=row.value("recommend", lambda cell: read.within(cell, 0, 10)),
            handle_time=_handle_time(row),
            first_response=_first_response(row, opened, self._zone),
            agent=agent,
            topic=topic,
            channel=channel,
            location=location,
            severity=severity,
            requester=row.words("requester"),
            response_sum=response_sum,
            responses=responses,
            slowest_response=slowest,
        )

    def _opened_and_closed(self, row: Row) -> tuple[Moment, Moment | None]:
        opened = row.needed("opened", row.moment("opened", self._zone))
        closed = row.moment("closed", self._zone)
        if closed is not None and _before(closed, opened):
            raise Refused(f"it was closed {_shown(row, 'closed')} before it was opened"
                          f" {_shown(row, 'opened')}", "order")  # fmt: skip
        return opened, closed

    def _without_answers(self, row: Row) -> Row:
        told = filter(None, map(row.text, _OF_THE_ANSWERED))
        self.set_aside += sum(not read.is_nothing(cell) for cell in told)
        return row.without(_OF_THE_ANSWERED)


def _handle_time(row: Row) -> float | None:
    """The parts that the file has, added up; unknown where one of them is."""
    parts = [row.duration(key) for key in _HANDLING if row.has(key)]
    known = [part for part in parts if part is not None]
    longest = max(known, default=0.0)
    if longest > _LONGEST_WORK:
        shown = number(longest, Unit.DURATION)
        raise Refused(f"{shown} of talk or work on one ticket cannot be", "impossible")
    return sum(known) if parts and len(known) == len(parts) else None


def _first_response(row: Row, opened: Moment, zone: ZoneInfo) -> float | None:
    told = row.duration("first_response")
    replied = row.moment("first_reply", zone)
    if told is None and replied is not None:
        if _before(replied, opened):
            raise Refused("the first reply is older than the ticket", "reply")
        return _between(opened.at, replied.at)
    return row.duration("speed") if told is None else told


def _responses(row: Row) -> tuple[float | None, int | None, float | None]:
    """The sum, the number and the longest of all replies; a call's only reply is its answer."""
    mean, count = row.duration("response_mean"), row.value("replies", read.count)
    slowest, speed = row.duration("slowest_response"), row.duration("speed")
    if mean is not None and count:
        return mean * count, count, slowest
    if speed is not None:
        return speed, 1, speed if slowest is None else slowest
    return None, None, slowest


def _before(one: Moment, other: Moment) -> bool:
    if one.at and other.at:
        return one.at < other.at
    return one.day < other.day


def _between(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start) / timedelta(seconds=1) if start and end else None


def _shown(row: Row, key: str) -> str:
    return quoted(" ".join(filter(None, (row.text(key), row.text(f"{key}_time")))))
