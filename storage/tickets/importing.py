"""Bring tickets into the store, and count anew the figures that they support."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from reports.zones import zone
from storage.books import BreakdownBook, ClientBook, MetricBook
from storage.checks.remembering import Met, remember
from storage.errors import ClosingChanged, NoTicketClient, UnknownClient
from storage.merge import Merged, Run, merge, withdraw, write_slice
from storage.records.plan import WouldChange
from storage.records.staging import Numbered, Written
from storage.records.writing import write_all
from storage.run import figures_counted
from storage.staging import Staging, stage
from storage.store import Store
from storage.tables import source as source_table
from storage.tickets.mapping import Mapping, from_json
from storage.tickets.observed import Observed, Whose
from storage.tickets.planning import Plan
from storage.tickets.result import result
from storage.tickets.staging import TicketStaging
from storage.tickets.taking import Progress, Taking, refuse_clashes, refuse_late, taking
from storage.tickets.ticket import TicketsTaken
from storage.turns import turn
from storage.values import Client

_YET_TO_BE_MADE = -1


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

    Raises NoTicketClient, UnknownClient, ClosingChanged, MappingUnreadable and ImportRunning before
    anything is written; DatabaseBusy and DatabaseUnreachable at any time.
    """
    found = check_client(store, plan.file.path.name, client, create=create)
    with turn(store, plan.source), _read(store, plan, found, progress or _quiet) as one:
        if one.is_empty():
            return one.nothing(found)
        clients = ClientBook(store.clients, create=create, now=now)
        return one.carry_out(clients, client or "", now, by)


def tickets_would_change(
    store: Store, plan: Plan, *, client: str | None, create: bool, progress: Progress | None = None
) -> WouldChange:
    """What ``import_tickets`` would do, tried without writing anything; raises as it does."""
    found = check_client(store, plan.file.path.name, client, create=create)
    with _read(store, plan, found, progress or _quiet) as one:
        return one.would_change([] if found or one.is_empty() else [(client or "").strip()])


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


@contextmanager
def _read(
    store: Store, plan: Plan, found: Client | None, progress: Progress
) -> Iterator["_Import"]:
    """The file's tickets beside the store, those apart that do not go with the source's."""
    rows = taking(plan, zone(found.tz if found else "UTC"))
    whose = found.id if found else _YET_TO_BE_MADE
    with stage(store.engine) as staged:
        tickets = TicketStaging(staged.connection)
        for chunk in rows.chunks(progress):
            tickets.add([Numbered(whose, line, one) for line, one in chunk])
        refuse_clashes(tickets, rows.tally)
        one = _Import(store, plan, rows, staged, tickets)
        one.check(found)
        yield one


class _Import:
    """One file's tickets, read and staged, on their way into the store."""

    def __init__(
        self,
        store: Store,
        plan: Plan,
        rows: Taking,
        staged: Staging,
        tickets: TicketStaging,
    ) -> None:
        self._store = store
        self._plan = plan
        self._rows = rows
        self._staged = staged
        self._tickets = tickets
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

    def is_empty(self) -> bool:
        """Whether no ticket can be taken."""
        return not self._tickets.size()[1]

    def would_change(self, new_clients: list[str]) -> WouldChange:
        """What writing all of it would do."""
        tally = self._rows.tally
        would = self._tickets.would_write(self._source_id())
        rows, kept = self._tickets.size()
        return WouldChange(
            new=would.taken - would.changed - would.unchanged,
            changed=would.changed,
            unchanged=would.unchanged,
            repeated=rows - kept,
            refused_count=tally.refused_count,
            refused=tally.refused,
            new_clients=new_clients,
        )

    def nothing(self, found: Client | None) -> TicketsTaken:
        """What is to be said where no ticket could be taken."""
        slug = found.slug if found else None
        return result(self._plan, self._rows, slug, Written())

    def carry_out(self, clients: ClientBook, name: str, now: datetime, by: str) -> TicketsTaken:
        """Write the tickets, then what they add up to."""
        client_id = clients.id_of(name)
        self._tickets.belong({_YET_TO_BE_MADE: client_id})
        rows, kept = self._tickets.size()
        run, mapping = self._run(now, by), self._plan.mapping.to_json()
        written = write_all(self._tickets, run, mapping, self._merged)
        counted = self._counted(client_id)
        for chunk in counted.staged():
            self._staged.add(chunk)
        merge(self._staged, run, self._merged)
        withdrawn = withdraw(self._staged, self._merged, client_id, now)
        with write_slice(self._staged.connection):
            figures_counted(self._staged.connection, self._merged.run_id)
        remember(self._store, self._merged.run_id, self._met(name, rows - kept))
        done = result(self._plan, self._rows, clients.slugs[client_id], written, counted)
        return replace(done, new_clients=clients.new, repeated=rows - kept, withdrawn=withdrawn)

    def _met(self, name: str, repeated: int) -> Met:
        tally, own = self._rows.tally, self._plan.places
        keys = {"record": own.get("ref"), "day": own.get("opened", own.get("at"))}
        places = {key: place for key, place in keys.items() if place is not None}
        twice = {"rows that stood there twice and count once: {count}": repeated}
        aside = "values of calls that nobody answered, which are not used: {count}"
        unused = {aside: self._rows.set_aside}
        file = self._plan.file
        return Met(file, tally.refused, tally.refused_count, places, name, twice, unused)

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

    def _run(self, now: datetime, by: str) -> Run:
        return Run(
            workspace_id=self._store.workspace_id,
            source=self._plan.source,
            file_name=self._plan.file.path.name,
            digest=self._plan.file.digest,
            by=by,
            at=now,
            rows_refused=self._rows.tally.refused_count,
            kind="tickets",
        )

    def _counted(self, client_id: int) -> Observed:
        whose = Whose(client_id, self._merged.source_id)
        engine = self._store.engine
        books = MetricBook(engine), BreakdownBook(engine)
        return Observed(self._staged.connection, whose, self._plan.mapping, *books)


def _closing(mapping: Mapping) -> tuple[bool, str | None]:
    return mapping.closing_known, mapping.closing


def _quiet(done: int, total: int) -> None:
    del done, total
