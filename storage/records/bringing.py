"""From a file's rows to staged records, and what was refused on the way."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b

from sqlalchemy import Connection, select

from storage.cells import Refused
from storage.intake import Tally
from storage.records.kind import Owner, RecordKind
from storage.records.owners import Owners
from storage.records.plan import Plan, WouldChange
from storage.records.row import Head, Row
from storage.records.staging import Numbered, RecordStaging
from storage.records.tally import refuse_told_twice
from storage.store import Store
from storage.tables import source

CHUNK_ROWS = 10_000
Progress = Callable[[int, int], None]


class Bringing:
    """One file's records beside the store; what happened to its rows stands in ``tally``."""

    def __init__(self, store: Store, plan: Plan, connection: Connection) -> None:
        """Use a connection that nobody else uses."""
        assert isinstance(plan.kind, RecordKind)  # noqa: S101 - accounts go another way
        self.kind = plan.kind
        self.tally = Tally()
        self.owners = Owners(store.clients, create=plan.create)
        self.staging = RecordStaging(connection, plan.kind.table)
        self._store = store
        self._plan = plan
        self._head = Head(plan.file.header, plan.places, plan.rewrites)
        self._met: Counter[tuple[int, str]] = Counter()

    def read(self, progress: Progress) -> None:
        """Stage every row that can be taken; ``progress`` gets the rows read, and all."""
        total = self._plan.file.row_count
        progress(0, total)
        for chunk in self._chunks():
            self.staging.add(chunk)
            progress(self.tally.rows_read, total)
        refuse_told_twice(self.staging, self.tally, self.kind.one)

    def source_id(self) -> int | None:
        """The source's id; None where there is none yet."""
        mine = source.c.workspace_id == self._store.workspace_id
        found = select(source.c.id).where(mine, source.c.name == self._plan.source)
        with self.staging.connection.begin():
            known: int | None = self.staging.connection.scalar(found)
        return known

    def would_change(self) -> WouldChange:
        """What writing all of it would do."""
        rows, kept = self.staging.size()
        would = self.staging.would_write(self.source_id())
        staged = set(self.staging.clients())
        return WouldChange(
            new=would.taken - would.changed - would.unchanged,
            changed=would.changed,
            unchanged=would.unchanged,
            repeated=rows - kept,
            refused_count=self.tally.refused_count,
            refused=self.tally.refused,
            new_clients=[one.name for one in self.owners.planned if one.key in staged],
        )

    def _chunks(self) -> Iterator[list[Numbered]]:
        chunk: list[Numbered] = []
        for line, cells in self._plan.file.rows():
            self.tally.rows_read += 1
            try:
                chunk.append(self._taken(line, cells))
            except Refused as refused:
                self.tally.refuse(line, refused)
            if len(chunk) >= CHUNK_ROWS:
                yield chunk
                chunk = []
        yield chunk

    def _taken(self, line: int, cells: list[str]) -> Numbered:
        row = self._head.row(cells)
        owner = self.owners.of(self._plan.client or row.text("client") or "")
        ref = self._ref(row, owner, cells)
        return Numbered(owner.key, line, self.kind.read(row, owner, ref))

    def _ref(self, row: Row, owner: Owner, cells: list[str]) -> str:
        """The record's number; else what the row says, and how often it was said before."""
        if row.has("ref"):
            return row.needed("ref", row.words("ref"))
        said = digest(self._head.header, cells)
        self._met[owner.key, said] += 1
        return f"{said}-{self._met[owner.key, said]}"


def bring(store: Store, plan: Plan, connection: Connection, progress: Progress) -> Bringing:
    """Read the plan's file to its end and stage what can be taken. Nothing is written."""
    bringing = Bringing(store, plan, connection)
    bringing.read(progress)
    return bringing


def digest(header: Sequence[str], cells: Sequence[str]) -> str:
    """What a row says, whatever the order of its columns, as 32 hexadecimal digits."""
    said = sorted(
        f"{name.strip()}\0{cell.strip()}"
        for name, cell in zip(header, cells, strict=True)
        if cell.strip()
    )
    return blake2b("\1".join(said).encode(errors="replace"), digest_size=16).hexdigest()
