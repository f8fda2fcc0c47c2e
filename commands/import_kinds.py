"""How each kind of data is looked at and taken: numbers, tickets, and records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from commands import import_words
from commands.answer import Table
from reports.words import shorten
from storage.errors import UnknownShape
from storage.store import Store
from storage.values import Refusal

NUMBERS, TICKETS = "numbers", "tickets"
_ROWS = 3
_COLUMNS = 8
_WIDEST = 30


@dataclass(frozen=True)
class Wanted:
    """A file, what its rows are, and whose; ``create`` makes clients that are new."""

    path: Path
    kind: str
    client: str | None
    create: bool = False


@dataclass(frozen=True)
class Seen:
    """A file as it would be read: a sentence, a table, and what importing it would do."""

    said: str
    table: Table
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Done:
    """What an import did; ``nothing`` where every row was refused."""

    lines: tuple[str, ...]
    nothing: bool


def kind_of(store: Store, path: Path) -> str | None:
    """What a file's rows are: what its source brings, else what its header says; None if unclear.

    Raises FileUnreadable.
    """
    from storage.records.planning import recognise_records
    from storage.shapes import recognise
    from storage.sources.table import open_table
    from storage.tickets.planning import is_of_tickets

    if is_of_tickets(store, path, None):
        return TICKETS
    found = recognise_records(store, path)
    if found is not None:
        return found.kind
    try:
        recognise(path.name, open_table(path).header)
    except UnknownShape:
        return None
    return NUMBERS


def look(store: Store, wanted: Wanted) -> Seen:
    """How the file would be read; nothing is written.

    Raises NoClient and NoTicketClient where nobody says whose it is, UnknownClient, and what
    reading the file raises.
    """
    return _LOOK.get(wanted.kind, _look_at_records)(store, wanted)


def take(store: Store, wanted: Wanted, now: datetime, by: str) -> Done:
    """Import the file; raises as ``look`` does."""
    return _TAKE.get(wanted.kind, _take_records)(store, wanted, now, by)


def _look_at_numbers(store: Store, wanted: Wanted) -> Seen:
    from storage.imports import check_client
    from storage.shapes import recognise
    from storage.sources.table import open_table

    file = open_table(wanted.path)
    shape = recognise(wanted.path.name, file.header)
    check_client(store, file, shape, wanted.client, create=wanted.create)
    header = tuple(shorten(name.strip(), _WIDEST) for name in file.header[:_COLUMNS])
    rows = tuple(_row(cells[:_COLUMNS]) for _, cells in islice(file.rows(), _ROWS))
    count = f"The first {len(rows)} of {file.row_count:,} rows"
    return Seen(f"{wanted.path.name} holds numbers.", Table(count, header, rows), ())


def _look_at_tickets(store: Store, wanted: Wanted) -> Seen:
    from storage.tickets.importing import check_client
    from storage.tickets.planning import plan_tickets

    check_client(store, wanted.path.name, wanted.client, create=wanted.create)
    plan = plan_tickets(store, wanted.path)
    rows = tuple((field.key, column, _row(first)) for field, column, first in plan.shown())
    return Seen(f"{wanted.path.name} holds tickets.", _mapping(rows), _not_read(plan.not_read))


def _look_at_records(store: Store, wanted: Wanted) -> Seen:
    from storage.records.planning import plan_records

    plan = plan_records(
        store, wanted.path, kind=wanted.kind, client=wanted.client, create=wanted.create
    )
    rows = tuple((field.key, column, _row(first)) for field, column, first in plan.shown())
    lines = list(_not_read(plan.not_read))
    if would := plan.what_would_change:
        lines += import_words.would_change(would) + would.details[:_ROWS]
        lines += import_words.refusals(would.refused, would.refused_count)
    return Seen(f"{wanted.path.name} holds {plan.kind.many}.", _mapping(rows), tuple(lines))


def _take_numbers(store: Store, wanted: Wanted, now: datetime, by: str) -> Done:
    from storage.imports import import_file

    done = import_file(
        store, wanted.path, client=wanted.client, create=wanted.create, now=now, by=by
    )
    lines = import_words.numbers_taken(done, wanted.path.name)
    return _done(lines, done.refused, done.refused_count, done.taken)


def _take_tickets(store: Store, wanted: Wanted, now: datetime, by: str) -> Done:
    from storage.tickets.importing import import_tickets
    from storage.tickets.planning import plan_tickets

    plan = plan_tickets(store, wanted.path)
    done = import_tickets(store, plan, client=wanted.client, create=wanted.create, now=now, by=by)
    lines = import_words.tickets_taken(done, wanted.path.name, store.definitions.catalogue())
    return _done(lines, done.refused, done.refused_count, done.taken)


def _take_records(store: Store, wanted: Wanted, now: datetime, by: str) -> Done:
    from storage.records.importing import import_records
    from storage.records.planning import plan_records

    plan = plan_records(
        store,
        wanted.path,
        kind=wanted.kind,
        client=wanted.client,
        create=wanted.create,
        trial=False,
    )
    done = import_records(store, plan, now=now, by=by)
    lines = import_words.records_taken(
        done, wanted.path.name, plan.kind, store.definitions.catalogue()
    )
    return _done(lines, done.refused, done.refused_count, done.taken)


def _mapping(rows: tuple[tuple[str, str, tuple[str, ...]], ...]) -> Table:
    told = tuple((key, shorten(column, _WIDEST), ", ".join(first)) for key, column, first in rows)
    return Table("Read like this", ("Field", "Column", "First values"), told)


def _not_read(columns: list[str]) -> tuple[str, ...]:
    named = ", ".join(shorten(one, _WIDEST) for one in columns)
    return (f"Columns not read: {named}.",) if columns else ()


def _row(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(shorten(import_words.one_line(cell.strip()), _WIDEST) for cell in cells)


def _done(lines: list[str], refused: list[Refusal], count: int, taken: int) -> Done:
    if count:
        lines = [*lines, f"{count:,} lines were refused:"]
    told = (*lines, *import_words.refusals(refused, count))
    return Done(told, nothing=bool(count) and not taken)


_LOOK: dict[str, Callable[[Store, Wanted], Seen]] = {
    NUMBERS: _look_at_numbers,
    TICKETS: _look_at_tickets,
}
_TAKE: dict[str, Callable[[Store, Wanted, datetime, str], Done]] = {
    NUMBERS: _take_numbers,
    TICKETS: _take_tickets,
}
