"""Tickets on their way in: beside the store, then into it in short writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Select,
    Subquery,
    Table,
    and_,
    cast,
    exists,
    func,
    or_,
    select,
)

from storage.dialect import insert_into
from storage.merge import SLICE_ROWS, Merged
from storage.tables import ticket
from storage.tickets.ticket import Ticket

_OWN = {"id", "client_id", "source_id", "import_id", "ref"}
_NAMES = [column.name for column in ticket.columns if column.name not in _OWN]
_temporary = MetaData()
staged_ticket = Table(
    "staged_ticket",
    _temporary,
    Column("ref", ticket.c.ref.type, primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    *(Column(name, ticket.c[name].type) for name in _NAMES),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)
Range = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Written:
    """How many tickets of a slice there were, and how many the store had otherwise or alike."""

    taken: int
    changed: int
    unchanged: int

    def __add__(self, other: "Written") -> "Written":
        """Both together."""
        return Written(
            self.taken + other.taken,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
        )


class TicketStaging:
    """Staged tickets of one file."""

    def __init__(self, connection: Connection) -> None:
        """Use a connection that nobody else uses."""
        self.connection = connection
        with connection.begin():
            _temporary.create_all(connection, checkfirst=False)

    def add(self, rows: list[tuple[int, Ticket]]) -> None:
        """Stage tickets with their lines. No lock on the store is taken."""
        if rows:
            with self.connection.begin():
                values = [_row(line, one) for line, one in rows]
                self.connection.execute(staged_ticket.insert(), values)

    def take_out_clashes(self, listed: int) -> tuple[int, list[tuple[str, list[int]]]]:
        """Take out tickets that the file tells differently in two rows.

        How many rows that were, and the first ``listed`` of them: the numbers with their lines.
        """
        return self._take_out(staged_ticket.c.ref.in_(_clashing()), listed)

    def take_out_late(
        self, client_id: int, source_id: int, listed: int
    ) -> tuple[int, list[tuple[str, list[int]]]]:
        """Take out tickets that the store knows to have been opened earlier."""
        known = _known(client_id, source_id)
        later = ticket.c.opened_at < staged_ticket.c.opened_at
        return self._take_out(exists().where(known, later), listed)

    def _take_out(
        self, which: ColumnElement[bool], listed: int
    ) -> tuple[int, list[tuple[str, list[int]]]]:
        ref, line = staged_ticket.c.ref, staged_ticket.c.line
        found = select(ref, line).where(which).order_by(ref, line).limit(listed)
        with self.connection.begin():
            rows = self.connection.execute(found).all()
            count = self.connection.execute(staged_ticket.delete().where(which)).rowcount
        groups = groupby(rows, key=itemgetter(0))
        return count, [(key, [row[1] for row in group]) for key, group in groups]

    def size(self) -> tuple[int, int]:
        """How many rows are staged, and how many tickets they are."""
        found = select(func.count(), func.count(staged_ticket.c.ref.distinct()))
        with self.connection.begin():
            rows, tickets = self.connection.execute(found.select_from(staged_ticket)).one()
        return rows, tickets

    def ranges(self) -> Iterator[Range]:
        """Ranges of numbers, each of about 20,000 tickets: above the first, up to the second."""
        lower: str | None = None
        while True:
            with self.connection.begin():
                upper = self.connection.scalar(_ref_after(lower))
            yield lower, upper
            if upper is None:
                return
            lower = upper

    def write(self, within: Range, client_id: int, merged: Merged) -> Written:
        """Bring a range into the store, inside the caller's transaction."""
        fresh = _fresh(within)
        taken = self._count(select(func.count()).select_from(fresh))
        same = and_(ticket.c.client_id == client_id, ticket.c.source_id == merged.source_id)
        joined = fresh.join(ticket, and_(same, ticket.c.ref == fresh.c.ref))
        known = self._count(select(func.count()).select_from(joined))
        changed = self._count(select(func.count()).select_from(joined).where(_differ(fresh)))
        _upsert(self.connection, fresh, client_id, merged)
        return Written(taken, changed, known - changed)

    def not_here(self, source_id: int) -> int:
        """How many tickets of the source, whosever they are, are not staged."""
        here = exists().where(staged_ticket.c.ref == ticket.c.ref)
        with self.connection.begin():
            found = select(func.count()).select_from(ticket)
            return self._count(found.where(ticket.c.source_id == source_id, ~here))

    def _count(self, found: Select[Any]) -> int:
        return self.connection.scalar(found) or 0


def _row(line: int, one: Ticket) -> dict[str, Any]:
    return {"line": line, "ref": one.ref} | {name: getattr(one, name) for name in _NAMES}


def _known(client_id: int, source_id: int) -> ColumnElement[bool]:
    mine = and_(ticket.c.client_id == client_id, ticket.c.source_id == source_id)
    return and_(mine, ticket.c.ref == staged_ticket.c.ref)


def _clashing() -> Select[Any]:
    different = select(staged_ticket.c.ref, *_values(staged_ticket)).distinct().subquery()
    return select(different.c.ref).group_by(different.c.ref).having(func.count() > 1)


def _fresh(within: Range) -> Subquery:
    """The range's tickets; a row repeated in the file stands once."""
    lower, upper = within
    ref = staged_ticket.c.ref
    above = [] if lower is None else [ref > lower]
    below = [] if upper is None else [ref <= upper]
    found = select(ref, *_values(staged_ticket)).where(ref.is_not(None), *above, *below)
    return found.distinct().order_by(ref).subquery()


def _upsert(connection: Connection, fresh: Subquery, client_id: int, merged: Merged) -> None:
    own = (client_id, merged.source_id, merged.run_id)
    rows = select(*(cast(one, Integer) for one in own), *fresh.c).where(fresh.c.ref.is_not(None))
    names = ["client_id", "source_id", "import_id", "ref", *_NAMES]
    row = insert_into(connection, ticket).from_select(names, rows)
    upsert = row.on_conflict_do_update(
        index_elements=["client_id", "source_id", "ref"],
        set_={name: row.excluded[name] for name in ["import_id", *_NAMES]},
        where=_differ(row.excluded),
    )
    connection.execute(upsert)


def _differ(other: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a subquery or what is excluded
    columns = other.c if isinstance(other, Subquery) else other
    return or_(*(ticket.c[name].is_distinct_from(columns[name]) for name in _NAMES))


def _values(table: Table) -> list[Column[Any]]:
    return [table.c[name] for name in _NAMES]


def _ref_after(lower: str | None) -> Select[Any]:
    ref = staged_ticket.c.ref
    found = select(ref).distinct().order_by(ref).limit(1).offset(SLICE_ROWS - 1)
    return found if lower is None else found.where(ref > lower)
