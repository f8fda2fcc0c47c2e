"""Take an import back, exactly: what stands then is what would stand had it never been made.

Each key of an observation, and each record, says what the newest of the runs say that have a say
at all. An undone run has none, nor has the run that undid it. So

- what only the undone run brought goes, and what it had replaced comes back;
- what a later run brought stays, also where it brought the same value and changed nothing;
- where two runs follow each other and both are undone, whichever first, what was there before
  them comes back;
- figures counted from records, such as those of tickets, are counted anew from what remains.

Undoing is a run itself, which replaces values as any run does. So looking back to a time before
it still shows what was believed then. What it replaces is kept, too, and nothing is deleted from
the journals.

Clients that the import made stay, since people may have given them channels, owners or comments
by now; they only have no data from it. The names of its metrics stay, too; without data they
appear nowhere. Reports that were posted and scores that were kept tell what was known then.
Numbers given by hand are no imports; they are taken back one by one.

Values go back in slices, so that others can write between them. Whatever stops it in the middle
leaves the import not undone, and undoing it again completes it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Table, select

from storage.merge import GAP_SECONDS, write_slice
from storage.run import figures_counted
from storage.staging import Staging, stage
from storage.store import Store
from storage.tables import client
from storage.turns import turn
from storage.undo import observations, records
from storage.undo.errors import AlreadyUndone, NoSuchImport, NotUndoable
from storage.undo.recounting import RECORDS, brings_records, recount
from storage.undo.run import Undone, begin, end, leave_source, not_yet, source_of
from storage.values import ImportRun


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing a run changes, or has changed.

    ``back`` observations get the value from before it and ``gone`` ones have none any more;
    ``records_back`` and ``records_gone`` count records likewise. Where the source brings records,
    observations are ``counted`` anew from them. ``clients`` are slugs of those whose data it was.
    """

    run: ImportRun
    back: int = 0
    gone: int = 0
    records_back: int = 0
    records_gone: int = 0
    counted: bool = False
    clients: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether all stays as it is, such as where later imports brought the same."""
        return not (self.back or self.gone or self.records_back or self.records_gone)


def look(store: Store, number: int) -> Undoing:
    """What undoing the import ``number`` would change; nothing is written.

    Raises NoSuchImport, AlreadyUndone and NotUndoable.
    """
    run = _run(store, number)
    with stage(store.engine) as beside:
        return _Work(store, run, beside).look()


def undo(store: Store, number: int, *, now: datetime, by: str) -> Undoing:
    """Undo the import ``number``; what that changed. Its file can be imported again afterwards.

    Raises as ``look``, and ImportRunning; DatabaseBusy and DatabaseUnreachable at any time.
    """
    with turn(store, _run(store, number).source), stage(store.engine) as beside:
        return _Work(store, _run(store, number), beside).carry_out(now, by)


def _run(store: Store, number: int) -> ImportRun:
    run = store.imports.find(number)
    if run is None:
        raise NoSuchImport(number=number)
    if run.undone_at is not None:
        raise AlreadyUndone(number=number, day=run.undone_at.date())
    if not run.undoable:
        raise NotUndoable(number=number, source=run.source)
    return run


class _Work:
    """One run on its way out."""

    def __init__(self, store: Store, run: ImportRun, beside: Staging) -> None:
        self._store = store
        self._run = run
        self._connection = beside.connection
        with self._connection.begin():
            source_id = source_of(self._connection, run.id)
            self._counted = brings_records(self._connection, source_id)
        self._undone = Undone(run.id, source_id, run.at)
        self._done = Undoing(run, counted=self._counted)
        self._whose: set[int] = set()

    def look(self) -> Undoing:
        self._each()
        return self._told()

    def carry_out(self, now: datetime, by: str) -> Undoing:
        with write_slice(self._connection):
            self._undone = begin(self._connection, replace(self._undone, at=now), by)
        self._each()
        with write_slice(self._connection):
            leave_source(self._connection, self._undone, of_files=self._of_files())
            changed = self._done.back + self._done.gone
            end(self._connection, self._undone, by, changed, recounts=self._counted)
        if self._counted:
            self._recount()
        return self._told()

    def _recount(self) -> None:
        """Figures may depend on which imports stand, so this one is marked before."""
        try:
            recount(self._store, self._undone)
        except BaseException:
            with write_slice(self._connection):
                not_yet(self._connection, self._undone)
            raise
        finally:
            with write_slice(self._connection):
                figures_counted(self._connection, self._undone.by_run)

    def _each(self) -> None:
        """Records where the source brings any, otherwise the observations themselves."""
        if not self._counted:
            self._observations()
        else:
            for table in RECORDS:
                self._records(table)

    def _observations(self) -> None:
        with self._connection.begin():
            slices = observations.gather(self._connection, self._undone)
            self._whose |= observations.clients(self._connection)
        for number in range(slices):
            with self._slice():
                observations.settle(self._connection, self._undone, number)
                back, gone = observations.count(self._connection, self._undone, number)
                if self._undone.by_run:
                    observations.apply(self._connection, self._undone, number)
            done = self._done
            self._done = replace(done, back=done.back + back, gone=done.gone + gone)

    def _records(self, table: Table) -> None:
        with self._connection.begin():
            slices = records.keys(self._connection, table, self._undone)
            self._whose |= records.clients(self._connection, table, self._undone)
        for some in slices:
            with self._slice():
                changes = records.settle(self._connection, table, self._undone, some)
                if self._undone.by_run:
                    records.apply(self._connection, table, self._undone, changes)
            done, back = self._done, len(changes.change) + len(changes.insert)
            gone = done.records_gone + len(changes.delete)
            self._done = replace(done, records_back=done.records_back + back, records_gone=gone)

    @contextmanager
    def _slice(self) -> Iterator[None]:
        """One transaction: a short write, or a look alone."""
        if not self._undone.by_run:
            with self._connection.begin():
                yield
            return
        with write_slice(self._connection):
            yield
        time.sleep(GAP_SECONDS)

    def _of_files(self) -> bool:
        """Whether files are its only runs; a connection has a kind of its own."""
        return self._counted or self._store.imports.kind_of(self._run.source) == "file"

    def _told(self) -> Undoing:
        found = select(client.c.slug).where(client.c.id.in_(self._whose)).order_by(client.c.slug)
        with self._connection.begin():
            return replace(self._done, clients=tuple(self._connection.scalars(found)))
