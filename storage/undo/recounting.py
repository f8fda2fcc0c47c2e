"""Figures that are counted from records, counted anew from those that remain."""

from sqlalchemy import Connection, Select, Table, exists, or_, select, union

from storage.books import BreakdownBook, MetricBook
from storage.engine import reading
from storage.merge import Merged, Run, merge, withdraw
from storage.records.counting import counted
from storage.staging import stage
from storage.store import Store
from storage.tables import (
    feedback,
    invoice,
    observation,
    purchase,
    record_journal,
    source,
    ticket,
    usage_event,
)
from storage.tickets.observed import Whose
from storage.undo.run import Undone

RECORDS: tuple[Table, ...] = (ticket, feedback, invoice, purchase, usage_event)


def brings_records(connection: Connection, source_id: int) -> bool:
    """Whether the source ever brought a record."""
    rows = [*RECORDS, record_journal]
    found = or_(*(exists().where(one.c.source_id == source_id) for one in rows))
    return bool(connection.scalar(select(found)))


def recount(store: Store, undone: Undone) -> None:
    """Let the observations of the source be what its records add up to."""
    with reading(store.engine) as connection:
        mapping = connection.scalar(select(source.c.mapping).where(source.c.id == undone.source_id))
        whose = list(connection.scalars(_clients(undone.source_id)))
    for client_id in whose:
        _recount(store, undone, client_id, mapping)


def _recount(store: Store, undone: Undone, client_id: int, mapping: str | None) -> None:
    merged = Merged(run_id=undone.by_run, source_id=undone.source_id, records=True)
    run = Run(store.workspace_id, "", "", "", "", undone.at, 0)
    with stage(store.engine) as staged:
        if mapping is not None:
            books = MetricBook(store.engine), BreakdownBook(store.engine)
            whose = Whose(client_id, undone.source_id)
            for chunk in counted(staged.connection, whose, mapping, books).staged():
                staged.add(chunk)
            merge(staged, run, merged)
        withdraw(staged, merged, client_id, undone.at)


def _clients(source_id: int) -> Select[int]:
    rows = [*RECORDS, record_journal, observation]
    found = [select(one.c.client_id).where(one.c.source_id == source_id) for one in rows]
    return select(union(*found).subquery().c.client_id)
