"""Event logs: one row a step, many rows a ticket."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from storage.cells import Refused
from storage.records.cells import Moment
from storage.records.row import Head
from storage.tickets.ticket import Ticket

_Order = tuple[int, float]


@dataclass(slots=True)
class _Case:
    """What is known of one ticket so far."""

    line: int
    first: Moment
    last: Moment
    activity: str
    events: int = 1
    broken: bool = False


class EventReader:
    """Gathers the events of one file into tickets.

    A ticket is opened by its first event and closed by its last: if ``closing`` is given, only
    where that is this activity, otherwise always (which is an assumption).
    """

    def __init__(self, head: Head, zone: ZoneInfo, closing: str | None) -> None:
        """Prepare for rows below ``head``; times without an offset are times in ``zone``."""
        self._head = head
        self._zone = zone
        self._closing = closing
        self._cases: dict[str, _Case] = {}
        self.activities: set[str] = set()

    def take(self, line: int, cells: list[str]) -> None:
        """Take one event; raises Refused, and then its ticket is left out as a whole."""
        row = self._head.row(cells)
        ref = row.needed("ref", row.words("ref"))
        try:
            at = row.needed("at", row.moment("at", self._zone))
            self._add(ref, line, at, (row.text("activity") or "").strip())
        except Refused as refused:
            self._break(ref, line)
            raise Refused(f"{refused}; so its ticket {ref} is left out", "events") from None

    def tickets(self) -> Iterator[tuple[int, Ticket]]:
        """Each ticket whose events could all be read, with the line of its first event."""
        for ref, case in self._cases.items():
            if not case.broken:
                yield case.line, self._ticket(ref, case)

    def _add(self, ref: str, line: int, at: Moment, activity: str) -> None:
        self.activities.add(activity)
        case = self._cases.get(ref)
        if case is None:
            self._cases[ref] = _Case(line, at, at, activity)
            return
        case.events += 1
        if _order(at) < _order(case.first):
            case.first, case.line = at, line
        if _order(at) >= _order(case.last):
            case.last, case.activity = at, activity

    def _break(self, ref: str, line: int) -> None:
        nothing = Moment(0, None)
        self._cases.setdefault(ref, _Case(line, nothing, nothing, "")).broken = True

    def _ticket(self, ref: str, case: _Case) -> Ticket:
        closed = self._closing is None or case.activity == self._closing
        return Ticket(
            ref=ref,
            opened_day=case.first.day,
            opened_at=case.first.at,
            closed_day=case.last.day if closed else None,
            closed_at=case.last.at if closed else None,
            messages=case.events,
        )


def _order(moment: Moment) -> _Order:
    at: datetime | None = moment.at
    return moment.day, at.timestamp() if at else 0.0
