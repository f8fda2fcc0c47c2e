"""From a file's rows to tickets that can be staged, and what was refused on the way."""

from collections.abc import Callable, Iterator
from typing import Protocol
from zoneinfo import ZoneInfo

from storage.cells import Refused
from storage.errors import MappingUnreadable
from storage.intake import REFUSALS_LISTED, Tally
from storage.records.columns import listed
from storage.records.row import Head
from storage.records.tally import refuse_told_twice, settle
from storage.tickets.events import EventReader
from storage.tickets.planning import Plan
from storage.tickets.reading import TicketReader
from storage.tickets.staging import TicketStaging
from storage.tickets.ticket import Ticket

Progress = Callable[[int, int], None]
Numbered = tuple[int, Ticket]
CHUNK_ROWS = 10_000


class Taking(Protocol):
    """The rows of one file on their way; what happened to them stands in ``tally``."""

    tally: Tally

    @property
    def set_aside(self) -> int:
        """How many values of calls that nobody answered were left out."""

    def chunks(self, progress: Progress) -> Iterator[list[Numbered]]:
        """The tickets that can be staged, with their lines; ``progress`` gets rows read, all."""


def taking(plan: Plan, zone: ZoneInfo) -> Taking:
    """What reads a file of the plan's kind; times without an offset are times in ``zone``."""
    return _Events(plan, zone) if plan.mapping.kind == "events" else _Tickets(plan, zone)


class _Tickets:
    """One row a ticket."""

    def __init__(self, plan: Plan, zone: ZoneInfo) -> None:
        self.tally = Tally()
        self._file = plan.file
        self._reader = TicketReader(plan.file.header, plan.places, zone, plan.rewrites)

    @property
    def set_aside(self) -> int:
        return self._reader.set_aside

    def chunks(self, progress: Progress) -> Iterator[list[Numbered]]:
        chunk: list[Numbered] = []
        progress(0, self._file.row_count)
        for line, cells in self._file.rows():
            chunk += self._taken(line, cells)
            if len(chunk) >= CHUNK_ROWS:
                progress(self.tally.rows_read, self._file.row_count)
                yield chunk
                chunk = []
        progress(self.tally.rows_read, self._file.row_count)
        yield chunk

    def _taken(self, line: int, cells: list[str]) -> list[Numbered]:
        self.tally.rows_read += 1
        try:
            return [(line, self._reader.ticket(cells))]
        except Refused as refused:
            self.tally.refuse(line, refused)
            return []


class _Events:
    """One row a step of a ticket, so that no ticket is known before the file's end."""

    set_aside = 0

    def __init__(self, plan: Plan, zone: ZoneInfo) -> None:
        self.tally = Tally()
        self._plan = plan
        head = Head(plan.file.header, plan.places, plan.rewrites)
        self._reader = EventReader(head, zone, plan.mapping.closing)

    def chunks(self, progress: Progress) -> Iterator[list[Numbered]]:
        total = self._plan.file.row_count
        progress(0, total)
        for line, cells in self._plan.file.rows():
            self._take(line, cells)
            if self.tally.rows_read % CHUNK_ROWS == 0:
                progress(self.tally.rows_read, total)
        progress(self.tally.rows_read, total)
        self._check_closing()
        yield list(self._reader.tickets())

    def _take(self, line: int, cells: list[str]) -> None:
        self.tally.rows_read += 1
        try:
            self._reader.take(line, cells)
        except Refused as refused:
            self.tally.refuse(line, refused)

    def _check_closing(self) -> None:
        """A kept mapping may meet a file without a closing; one that is new must be right."""
        closing, met = self._plan.mapping.closing, self._reader.activities
        if closing is not None and not self._plan.saved and closing not in met:
            reason = f"no event of the file is called so; there are {listed(sorted(met)[:10])}"
            raise MappingUnreadable(text=f"closing={closing}", reason=reason)


def refuse_clashes(tickets: TicketStaging, tally: Tally) -> None:
    """Refuse the tickets that the file tells in two ways, on every line."""
    refuse_told_twice(tickets, tally, "ticket")


def refuse_late(tickets: TicketStaging, tally: Tally, client_id: int, source_id: int) -> None:
    """Refuse tickets whose earlier events the store knows and the file does not."""
    count, late = tickets.take_out_late(client_id, source_id, REFUSALS_LISTED)
    for ref, lines in late:
        reason = (
            f"the earlier events of ticket {ref}, which an import before this one brought, are "
            "missing; import a file with all of its events"
        )
        for line in lines:
            tally.refuse(line, Refused(reason, "events"))
    settle(tally, count, late)
