"""One row, one ticket: what its cells say, and the rules that a ticket must keep."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from storage.cells import Refused, quoted
from storage.tickets import cells as read
from storage.tickets.cells import Moment
from storage.tickets.fields import BREAKDOWNS, seconds_in
from storage.tickets.ticket import Ticket

Value = TypeVar("Value")
# What nobody can have given, said or asked where nobody answered.
_OF_THE_ANSWERED = (
    "first_response", "first_reply", "speed", "response_mean", "replies", "slowest_response",
    "talk", "hold", "after_call", "rating", "recommend",
)  # fmt: skip
_HANDLING = ("talk", "hold", "after_call")


class TicketReader:
    """Reads the rows of one file; ``set_aside`` counts what unanswered calls carried."""

    def __init__(self, header: Sequence[str], places: Mapping[str, int], zone: ZoneInfo) -> None:
        """Prepare for rows below ``header``; times without an offset are times in ``zone``."""
        self._header = header
        self._places = places
        self._zone = zone
        self._units = {key: seconds_in(header[place]) for key, place in places.items()}
        self.set_aside = 0

    def ticket(self, cells: list[str]) -> Ticket:
        """The ticket of one row; raises Refused with the reason."""
        if len(cells) != len(self._header):
            width = len(self._header)
            raise Refused(f"it has {len(cells)} columns where the first line has {width}")
        row = _Row(self, cells)
        opened, closed = self._opened_and_closed(row)
        answered = row.value("answered", read.yes)
        if answered is False:
            row = self._without_answers(row, cells)
        agent, topic, channel, location = (row.value(key, read.text_of) for key in BREAKDOWNS)
        response_sum, responses, slowest = _responses(row)
        return Ticket(
            ref=self._ref(row),
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
            response_sum=response_sum,
            responses=responses,
            slowest_response=slowest,
        )

    def _ref(self, row: "_Row") -> str:
        ref = row.value("ref", read.text_of)
        if ref is None:
            raise Refused(f"{row.name('ref')} is empty")
        return ref

    def _opened_and_closed(self, row: "_Row") -> tuple[Moment, Moment | None]:
        opened = row.moment("opened", self._zone)
        closed = row.moment("closed", self._zone)
        if opened is None:
            raise Refused(f"{row.name('opened')} is empty")
        if closed is not None and _before(closed, opened):
            raise Refused(f"it was closed {_shown(row, 'closed')} before it was opened"
                          f" {_shown(row, 'opened')}")  # fmt: skip
        return opened, closed

    def _without_answers(self, row: "_Row", cells: list[str]) -> "_Row":
        places = [self._places[key] for key in _OF_THE_ANSWERED if key in self._places]
        self.set_aside += sum(not read.is_nothing(cells[place]) for place in places)
        return row.without(_OF_THE_ANSWERED)

    def cell(self, key: str, cells: list[str]) -> str | None:
        """The cell of a field; None where the file has no column for it."""
        place = self._places.get(key)
        return None if place is None else cells[place]

    def title(self, key: str) -> str:
        """What the file calls a field."""
        return self._header[self._places[key]].strip()

    def unit(self, key: str) -> float:
        """How many seconds one of the field's column stands for."""
        return self._units.get(key, 1.0)


class _Row:
    """The cells of one row by field."""

    def __init__(self, reader: TicketReader, cells: list[str], hidden: Sequence[str] = ()) -> None:
        self._reader = reader
        self._cells = cells
        self._hidden = hidden

    def without(self, keys: Sequence[str]) -> "_Row":
        return _Row(self._reader, self._cells, keys)

    def name(self, key: str) -> str:
        return self._reader.title(key)

    def text(self, key: str) -> str | None:
        return None if key in self._hidden else self._reader.cell(key, self._cells)

    def value(self, key: str, reads: Callable[[str], Value | None]) -> Value | None:
        cell = self.text(key)
        if cell is None:
            return None
        try:
            return reads(cell)
        except Refused as refused:
            raise Refused(f"{self.name(key)}: {refused}") from None

    def duration(self, key: str) -> float | None:
        unit = self._reader.unit(key)
        return self.value(key, lambda cell: read.duration(cell, unit))

    def moment(self, key: str, zone: ZoneInfo) -> Moment | None:
        clock = self.text(f"{key}_time")
        return self.value(key, lambda cell: read.moment(cell, zone, clock))

    def has(self, key: str) -> bool:
        return self.text(key) is not None


def _handle_time(row: _Row) -> float | None:
    """The parts that the file has, added up; unknown where one of them is."""
    parts = [row.duration(key) for key in _HANDLING if row.has(key)]
    known = [part for part in parts if part is not None]
    return sum(known) if parts and len(known) == len(parts) else None


def _first_response(row: _Row, opened: Moment, zone: ZoneInfo) -> float | None:
    told = row.duration("first_response")
    replied = row.moment("first_reply", zone)
    if told is None and replied is not None:
        if _before(replied, opened):
            raise Refused("the first reply is older than the ticket")
        return _between(opened.at, replied.at)
    return row.duration("speed") if told is None else told


def _responses(row: _Row) -> tuple[float | None, int | None, float | None]:
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


def _shown(row: _Row, key: str) -> str:
    return quoted(" ".join(filter(None, (row.text(key), row.text(f"{key}_time")))))
