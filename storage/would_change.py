"""What importing a file of numbers would do, tried beside the store: nothing is written."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, func, or_, select

from storage.books import ClientBook, MetricBook
from storage.cells import Refused
from storage.intake import REFUSALS_LISTED, Intake, Tally
from storage.records.plan import WouldChange
from storage.shapes import Shape
from storage.sources.formats import Format
from storage.sources.table import TableFile
from storage.staging import KEY, Staging, stage, staged
from storage.store import Store
from storage.tables import observation
from storage.tables import source as source_table
from storage.text import fold
from storage.values import Client
from storage.writing_of import in_percent

_CHUNK = 50_000
_NOBODY = datetime(1970, 1, 1, tzinfo=UTC)  # when the clients are made that never are


class _Clients(ClientBook):
    """Clients by name; those yet to be made have numbers below zero."""

    def __init__(self, store: Store, *, create: bool) -> None:
        super().__init__(store.clients, create=create, now=_NOBODY)
        self._planned: dict[str, Client] = {}

    def _make(self, name: str) -> Client:
        known = self._planned.get(fold(name))
        if known is None:
            known = Client(-len(self._planned) - 1, name, name, "UTC", "", "")
            self._planned[fold(name)] = known
            self.new.append(name)
        return known

    def _settle(self, client_id: int, currency: str) -> None:
        self.currencies[client_id] = currency


class _Metrics(MetricBook):
    """Metrics by name; those yet to be known have numbers below zero."""

    def _make(self, key: str) -> int:
        self.new.append(key)
        return self._learn(key, -len(self.new))


def numbers_would_change(
    store: Store, file: TableFile, source: str, shape: Shape, formats: Mapping[int, Format],
    *, client: str | None, create: bool,
) -> WouldChange:  # fmt: skip
    """What ``import_file`` would do with a file of this shape, whose columns are written so."""
    clients, metrics = _Clients(store, create=create), _Metrics(store.engine)
    percent = in_percent(file, shape, formats)
    intake = Intake(shape, clients, metrics, client, formats, percent)
    with stage(store.engine) as place:
        _stage(file, intake, place)
        clashing, clashes = place.take_out_clashes(REFUSALS_LISTED)
        _refuse(intake.tally, clashing, [lines for _, lines in clashes])
        rows, kept = place.size()
        known, changed = _known_and_changed(place.connection, _source_id(store, place, source))
    tally = intake.tally
    return WouldChange(
        new=kept - known, changed=changed, unchanged=known - changed, repeated=rows - kept,
        refused_count=tally.refused_count, refused=tally.refused, new_clients=clients.new,
    )  # fmt: skip


def _stage(file: TableFile, intake: Intake, place: Staging) -> None:
    chunk = []
    for line, cells in file.rows():
        chunk += intake.rows(line, cells)
        if len(chunk) >= _CHUNK:
            place.add(chunk)
            chunk = []
    place.add(chunk)


def _refuse(tally: Tally, count: int, clashes: list[list[int]]) -> None:
    for lines in clashes:
        for line in lines:
            shown = ", ".join(map(str, lines[:5])) + (", …" if len(lines) > 5 else "")
            reason = f"it tells the same number differently as lines {shown}"
            tally.refuse(line, Refused(reason, "contradiction"))
    tally.refused_count += count - sum(map(len, clashes))
    tally.refused.sort(key=lambda refusal: refusal.line)


def _source_id(store: Store, place: Staging, source: str) -> int | None:
    mine = source_table.c.workspace_id == store.workspace_id
    found = select(source_table.c.id).where(mine, source_table.c.name == source)
    with place.connection.begin():
        known: int | None = place.connection.scalar(found)
    return known


def _known_and_changed(connection: Connection, source_id: int | None) -> tuple[int, int]:
    """How many staged numbers the source has brought before, and how many of them otherwise."""
    if source_id is None:
        return 0, 0
    value, weight = func.min(staged.c.value), func.min(staged.c.weight)
    fresh = select(*KEY, value.label("value"), weight.label("weight")).group_by(*KEY).subquery()
    same = [observation.c[one.name] == fresh.c[one.name] for one in KEY]
    joined = fresh.join(observation, and_(*same, observation.c.source_id == source_id))
    differs = or_(
        observation.c.value.is_distinct_from(fresh.c.value),
        observation.c.weight.is_distinct_from(fresh.c.weight),
    )
    counted = select(func.count()).select_from(joined)
    with connection.begin():
        known, changed = connection.scalar(counted), connection.scalar(counted.where(differs))
    return known or 0, changed or 0
