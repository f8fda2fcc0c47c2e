"""Tickets that are stored as their file told them, but cannot be as it did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, extract, func, or_, select

from reports.model import Unit
from reports.words import number
from storage.checks.finding import DataFinding
from storage.engine import reading
from storage.store import Store
from storage.tables import source, ticket
from storage.values import Client
from storage.verbs.observations import day_number, day_of

LISTED = 50
_A_DAY = timedelta(days=1)
# Clocks of two programs differ a little.
_LENIENT_SECONDS = 60
_open_for = extract("epoch", ticket.c.closed_at) - extract("epoch", ticket.c.opened_at)


@dataclass(frozen=True)
class _Check:
    kind: str
    which: ColumnElement[bool]
    shown: ColumnElement[Any]
    text: str


def check_tickets(
    store: Store, whose: Client, now: datetime, days: tuple[date, date] | None = None
) -> list[DataFinding]:
    """Impossible times among a client's tickets, and tickets that two sources both bring.

    Of all tickets, or of those opened from the first of ``days`` to the last.
    """
    mine = _opened(store, whose, days)
    with reading(store.engine) as connection:
        found = [one for check in _checks(now) for one in _found(connection, whose, mine, check)]
        return [*found, *_in_two_sources(connection, whose, mine)]


def _opened(store: Store, whose: Client, days: tuple[date, date] | None) -> ColumnElement[bool]:
    # Naming every source lets the index's range be sought for each.
    sources = select(source.c.id).where(source.c.workspace_id == store.workspace_id)
    mine = (ticket.c.client_id == whose.id) & ticket.c.source_id.in_(sources)
    if days is None:
        return mine
    first, last = map(day_number, days)
    return mine & (ticket.c.opened_day >= first) & (ticket.c.opened_day <= last)


def _checks(now: datetime) -> Iterator[_Check]:
    latest = now + _A_DAY
    ahead = or_(ticket.c.opened_at > latest, ticket.c.closed_at > latest)
    at = func.coalesce(ticket.c.closed_at, ticket.c.opened_at)
    yield _Check("future", ahead, at, "ticket {record} has a time in the future")
    longer = ticket.c.handle_time > _open_for + _LENIENT_SECONDS
    text = "ticket {record} was worked on for {found}, which is longer than it was open"
    yield _Check("duration", longer, ticket.c.handle_time, text)


def _found(
    connection: Connection, whose: Client, whole: ColumnElement[bool], check: _Check
) -> Iterator[DataFinding]:
    mine = whole & check.which
    rows = select(ticket.c.ref, ticket.c.opened_day, ticket.c.import_id, check.shown, source.c.name)
    rows = rows.join(source, ticket.c.source_id == source.c.id).where(mine)
    for row in connection.execute(rows.order_by(ticket.c.opened_day, ticket.c.id).limit(LISTED)):
        yield _finding(whose, check, tuple(row))
    count = connection.scalar(select(func.count()).select_from(ticket).where(mine)) or 0
    if count > LISTED:
        more, text = count - LISTED, f"{count - LISTED:,} more tickets like these"
        yield DataFinding(check.kind, text, "kept", serious=False, client=whose.slug, count=more)


def _finding(whose: Client, check: _Check, row: Sequence[Any]) -> DataFinding:
    shown = number(row[3], Unit.DURATION) if isinstance(row[3], float) else str(row[3])
    return DataFinding(
        kind=check.kind,
        text=check.text.format(record=row[0], found=shown),
        done="kept",
        serious=False,
        client=whose.slug,
        source=row[4],
        run=row[2],
        record=row[0],
        day=day_of(row[1]),
        found=shown,
    )


def _in_two_sources(
    connection: Connection, whose: Client, mine: ColumnElement[bool]
) -> Iterator[DataFinding]:
    other, one_source, other_source = ticket.alias(), source.alias(), source.alias()
    same = (other.c.client_id == ticket.c.client_id) & (other.c.ref == ticket.c.ref)
    apart = (other.c.source_id > ticket.c.source_id) & (other.c.opened_day == ticket.c.opened_day)
    first = func.min(ticket.c.opened_day)
    found = (
        select(one_source.c.name, other_source.c.name, func.count(), first, func.min(ticket.c.ref))
        .join(other, same & apart)
        .join(one_source, one_source.c.id == ticket.c.source_id)
        .join(other_source, other_source.c.id == other.c.source_id)
        .where(mine)
        .group_by(one_source.c.name, other_source.c.name)
    )
    for one, two, count, day, ref in connection.execute(found):
        tickets, stand = ("tickets", "stand") if count > 1 else ("ticket", "stands")
        text = (
            f"{count:,} {tickets} such as {ref} {stand} in both “{one}” and “{two}”; if these are "
            "the same, undo the import of one of them"
        )
        yield DataFinding(
            kind="twice",
            text=text,
            done="kept",
            serious=True,
            client=whose.slug,
            source=one,
            day=day_of(day),
            record=ref,
            count=count,
        )
