"""Bring tickets into the store, and count anew the figures that they support."""

import time
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from reports.zones import zone
from storage.books import BreakdownBook, ClientBook, MetricBook
from storage.errors import ClosingChanged, NoTicketClient, UnknownClient
from storage.merge import GAP_SECONDS, Merged, Run, merge, start, withdraw, write_slice
from storage.staging import Staging, stage
from storage.store import Store
from storage.tables import import_run
from storage.tables import source as source_table
from storage.tickets.mapping import Mapping, from_json
from storage.tickets.observed import Observed, Whose
from storage.tickets.planning import Plan
from storage.tickets.result import result
from storage.tickets.staging import TicketStaging, Written
from storage.tickets.taking import Progress, Taking, refuse_clashes, refuse_late, taking
from storage.tickets.ticket import TicketsTaken
from storage.values import Client


def import_tickets(
    store: Store,
    plan: Plan,
    *,
    client: str | None,
    create: bool,
    now: datetime,
    by: str,
    progress: Progress | None = None,
) -> TicketsTaken:
    """Read the plan's file into the tickets of its source, and their figures into observations.

    ``client`` (slug, name or alias) says whose the tickets are; it is made only if ``create``,
    and only for tickets that can be taken. Times without an offset are times in the client's
    zone. ``progress`` is called with (rows read, rows in all). The same file twice changes
    nothing; where no ticket can be taken, nothing is written.

    Raises NoTicketClient, UnknownClient, ClosingChanged and MappingUnreadable before anything
    is written; DatabaseBusy and DatabaseUnreachable at any time.
    """
    found = check_client(store, plan.file.path.name, client, create=create)
    rows = taking(plan, zone(found.tz if found else "UTC"))
    with stage(store.engine) as staged:
        tickets = TicketStaging(staged.connection)
        for chunk in rows.chunks(progress or _quiet):
            tickets.add(chunk)
        refuse_clashes(tickets, rows.tally)
        one = _Import(store, plan, rows, staged, tickets, now)
        one.check(found)
        if not tickets.size()[1]:
            return one.nothing(found)
        return one.carry_out(ClientBook(store.clients, create=create, now=now), client or "", by)


def check_client(store: Store, file: str, client: str | None, *, create: bool) -> Client | None:
    """Whose the tickets of ``file`` are; None for one that is to be made.

    Raises NoTicketClient where nobody is named, UnknownClient for one that may not be made.
    """
    if client is None or not client.strip():
        raise NoTicketClient(file=file)
    found = store.clients.find(client)
    if found is None and not create:
        raise UnknownClient(client=client.strip())
    return found


class _Import:
    """One file's tickets, read and staged, on their way into the store."""

    def __init__(
        self,
        store: Store,
        plan: Plan,
        rows: Taking,
        staged: Staging,
        tickets: TicketStaging,
        now: datetime,
    ) -> None:
        self._store = store
        self._plan = plan
        self._rows = rows
        self._staged = staged
        self._tickets = tickets
        self._now = now
        self._merged = Merged(records=True)

    def check(self, found: Client | None) -> None:
        """Refuse what does not go with the tickets that the source has already."""
        source_id = self._source_id()
        if source_id is None:
            return
        if self._plan.mapping.kind == "events" and found is not None:
            refuse_late(self._tickets, self._rows.tally, found.id, source_id)
        kept = self._store.imports.mapping_of(self._plan.source)
        if kept and _closing(from_json(kept)) != _closing(self._plan.mapping):
            self._check_all_are_here(source_id)

    def nothing(self, found: Client | None) -> TicketsTaken:
        """What is to be said where no ticket could be taken."""
        slug = found.slug if found else None
        return result(self._plan, self._rows, slug, Written(0, 0, 0))

    def carry_out(self, clients: ClientBook, name: str, by: str) -> TicketsTaken:
        """Write the tickets, then what they add up to."""
        client_id = clients.id_of(name)
        rows, kept = self._tickets.size()
        written = self._write(client_id, self._run(by))
        counted = self._counted(client_id)
        for chunk in counted.staged():
            self._staged.add(chunk)
        merge(self._staged, self._run(by), self._merged)
        withdrawn = withdraw(self._staged, self._merged, client_id, self._now)
        done = result(self._plan, self._rows, clients.slugs[client_id], written, counted)
        return replace(done, new_clients=clients.new, repeated=rows - kept, withdrawn=withdrawn)

    def _check_all_are_here(self, source_id: int) -> None:
        count = self._tickets.not_here(source_id)
        if count:
            raise ClosingChanged(
                source=self._plan.source, count=f"{count:,}", file=self._plan.file.path.name
            )

    def _source_id(self) -> int | None:
        found = select(source_table.c.id).where(
            source_table.c.workspace_id == self._store.workspace_id,
            source_table.c.name == self._plan.source,
        )
        with self._staged.connection.begin():
            known: int | None = self._staged.connection.scalar(found)
        return known

    def _run(self, by: str) -> Run:
        return Run(
            workspace_id=self._store.workspace_id,
            source=self._plan.source,
            file_name=self._plan.file.path.name,
            digest=self._plan.file.digest,
            by=by,
            at=self._now,
            rows_refused=self._rows.tally.refused_count,
            kind="tickets",
        )

    def _write(self, client_id: int, run: Run) -> Written:
        """Slice by slice, so that others can write between them."""
        done = Written(0, 0, 0)
        for within in self._tickets.ranges():
            with write_slice(self._staged.connection):
                if not self._merged.run_id:
                    self._start(run)
                done += self._tickets.write(within, client_id, self._merged)
                self._record(done)
            if within[1] is not None:
                time.sleep(GAP_SECONDS)
        return done

    def _start(self, run: Run) -> None:
        start(self._staged.connection, run, self._merged)
        kept = source_table.update().where(source_table.c.id == self._merged.source_id)
        self._staged.connection.execute(kept.values(mapping=self._plan.mapping.to_json()))

    def _record(self, done: Written) -> None:
        run = import_run.update().where(import_run.c.id == self._merged.run_id)
        numbers = {"rows_taken": done.taken, "rows_changed": done.changed}
        self._staged.connection.execute(run.values(numbers))

    def _counted(self, client_id: int) -> Observed:
        whose = Whose(client_id, self._merged.source_id)
        engine = self._store.engine
        books = MetricBook(engine), BreakdownBook(engine)
        return Observed(self._staged.connection, whose, self._plan.mapping, *books)


def _closing(mapping: Mapping) -> tuple[bool, str | None]:
    return mapping.closing_known, mapping.closing


def _quiet(done: int, total: int) -> None:
    del done, total
