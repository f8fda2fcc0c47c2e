"""Bring records into the store, and count anew the figures that they support."""

from collections.abc import Callable, Sequence
from datetime import datetime

from reports.metrics import in_reading_order
from storage.books import BreakdownBook, MetricBook
from storage.checks.remembering import Met, remember
from storage.merge import Merged, Run, merge, withdraw, write_slice
from storage.records.account_fields import ACCOUNTS
from storage.records.accounts import import_accounts
from storage.records.bringing import Bringing, bring
from storage.records.counting import Counted
from storage.records.plan import Plan
from storage.records.staging import Written
from storage.records.taken import RecordsTaken
from storage.records.writing import write_all
from storage.run import figures_counted
from storage.staging import Staging, stage
from storage.store import Store
from storage.tickets.observed import Whose
from storage.turns import turn
from storage.verbs.observations import day_of

Progress = Callable[[int, int], None]


def import_records(
    store: Store, plan: Plan, *, now: datetime, by: str, progress: Progress | None = None
) -> RecordsTaken:
    """Read the plan's file into the records of its source, and their figures into observations.

    Clients that the plan would make are made, if a record of theirs can be taken. Times without
    an offset are times in the client's zone. ``progress`` is called with (rows read, rows in
    all). The same file twice changes nothing; where no record can be taken, nothing is written.

    Raises ImportRunning, DatabaseBusy and DatabaseUnreachable.
    """
    if plan.kind is ACCOUNTS:
        return import_accounts(store, plan, now=now)
    with turn(store, plan.source), stage(store.engine) as staged:
        bringing = bring(store, plan, staged.connection, progress or _quiet)
        one = _Import(store, plan, bringing, staged)
        if not bringing.staging.size()[1]:
            return one.result(Written(), [], [], 0)
        return one.carry_out(now, by)


class _Import:
    """One file's records, read and staged, on their way into the store."""

    def __init__(self, store: Store, plan: Plan, bringing: Bringing, staged: Staging) -> None:
        self._store = store
        self._plan = plan
        self._bringing = bringing
        self._staged = staged

    def carry_out(self, now: datetime, by: str) -> RecordsTaken:
        """Write the records, then what they add up to."""
        staging, owners = self._bringing.staging, self._bringing.owners
        made = owners.make(staging.clients(), now)
        staging.belong(made)
        merged, run = Merged(records=True), self._run(now, by)
        written = write_all(staging, run, self._plan.mapping.to_json(), merged)
        books = MetricBook(self._store.engine), BreakdownBook(self._store.engine)
        counted = [self._counted(one, merged, books) for one in staging.clients()]
        merge(self._staged, run, merged)
        gone = [withdraw(self._staged, merged, one, now) for one in staging.clients()]
        with write_slice(self._staged.connection):
            figures_counted(self._staged.connection, merged.run_id)
        remember(self._store, merged.run_id, self._met())
        new = [owners.slugs[client_id] for client_id in made.values()]
        return self.result(written, counted, new, sum(gone))

    def result(
        self, written: Written, counted: Sequence[Counted], new: list[str], withdrawn: int
    ) -> RecordsTaken:
        """What became of the rows; ``counted`` are the figures, none where nothing was taken."""
        bringing, plan = self._bringing, self._plan
        rows, kept = bringing.staging.size()
        gives = set[str]().union(*(one.gives for one in counted))
        first = min((one.first_day for one in counted if one.first_day is not None), default=None)
        last = max((one.last_day for one in counted if one.last_day is not None), default=None)
        return RecordsTaken(
            source=plan.source,
            kind=plan.kind.key,
            rows_read=bringing.tally.rows_read,
            taken=written.taken,
            changed=written.changed,
            unchanged=written.unchanged,
            repeated=rows - kept,
            withdrawn=withdrawn,
            refused=bringing.tally.refused,
            refused_count=bringing.tally.refused_count,
            clients=sorted(bringing.owners.slugs[one] for one in bringing.staging.clients())
            if counted
            else [],
            new_clients=new,
            parts=_parts(counted),
            too_many=sorted({part for one in counted for part in one.too_many}),
            gives=in_reading_order(gives),
            lacks=in_reading_order(set(bringing.kind.metrics) - gives) if counted else [],
            first_day=None if first is None else day_of(first),
            last_day=None if last is None else day_of(last),
        )

    def _met(self) -> Met:
        tally, plan = self._bringing.tally, self._plan
        days = [one.key for one in plan.kind.fields if one.reads == "moment"]
        day = next((one for one in days if one in plan.places), "")
        keys = {"record": "ref", "client": "client", "day": day}
        places = {name: plan.places[key] for name, key in keys.items() if key in plan.places}
        rows, kept = self._bringing.staging.size()
        twice = {"rows that stood there twice and count once: {count}": rows - kept}
        return Met(plan.file, tally.refused, tally.refused_count, places, plan.client, twice)

    def _run(self, now: datetime, by: str) -> Run:
        return Run(
            workspace_id=self._store.workspace_id,
            source=self._plan.source,
            file_name=self._plan.file.path.name,
            digest=self._plan.file.digest,
            by=by,
            at=now,
            rows_refused=self._bringing.tally.refused_count,
            kind=self._plan.kind.key,
        )

    def _counted(
        self, client_id: int, merged: Merged, books: tuple[MetricBook, BreakdownBook]
    ) -> Counted:
        whose = Whose(client_id, merged.source_id)
        kind, told = self._bringing.kind, self._plan.told
        found = Counted(self._staged.connection, whose, kind, told, books)
        for chunk in found.staged():
            self._staged.add(chunk)
        return found


def _parts(counted: Sequence[Counted]) -> dict[str, int]:
    """How many names each breakdown has, at most, with one client."""
    sizes: dict[str, int] = {}
    for one in counted:
        for part, size in one.parts.items():
            sizes[part] = max(size, sizes.get(part, 0))
    return sizes


def _quiet(done: int, total: int) -> None:
    del done, total
