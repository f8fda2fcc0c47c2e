"""Records without one of the runs that brought them; the rules of ``storage.undo.observations``.

A record is the same in two imports by its key, the columns that the table holds unique. Its row
as a run brought it is a version, found by the record's id and that run, now or in the journal.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, or_, select, tuple_

from storage.records_journal import from_json, keep, key_names, key_of
from storage.tables import import_run, record_confirmation, record_journal
from storage.undo.run import Undone

SLICE_ROWS = 2_000
Record = dict[str, Any]
_OWN = frozenset({"id", "import_id"})


@dataclass(slots=True)
class Changes:
    """What becomes of records: changed, deleted (by id) or put back; the others stay alike."""

    change: list[Record] = field(default_factory=list)
    delete: list[int] = field(default_factory=list)
    insert: list[Record] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        """The records that stand in the table."""
        return [*self.delete, *(one["id"] for one in self.change)]


@dataclass(slots=True)
class _Case:
    """What is known of one key: its row now, and its versions with what followed them."""

    now: Record | None = None
    versions: list[Record] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    again: list[tuple[int, Record]] = field(default_factory=list)

    def sayings(self) -> Iterator[tuple[int, Record | None]]:
        """What each run said; None is a withdrawal."""
        brought = {one["import_id"]: one for one in self.versions}
        yield from brought.items()
        yield from self.again
        yield from ((run, None) for run in self.left if run not in brought)


def keys(connection: Connection, table: Table, undone: Undone) -> list[list[str]]:
    """The keys of the records that the run brought, confirmed, replaced or withdrew, in slices."""
    columns = _columns(table)
    own = (table.c.source_id == undone.source_id) & (table.c.import_id == undone.run_id)
    brought = select(*columns).where(own)
    mine = _of(record_confirmation, table) & (record_confirmation.c.import_id == undone.run_id)
    confirmed = select(*columns).join(record_confirmation, _confirms(table.c.id, table)).where(mine)
    found = {key_of(row) for rows in (brought, confirmed) for row in connection.execute(rows)}
    journal = record_journal.c
    kept = select(journal.record_key).where(_of(record_journal, table))
    said = or_(journal.import_id == undone.run_id, journal.replaced_by == undone.run_id)
    once = kept.join(record_confirmation, _confirms(journal.record_id, record_journal)).where(mine)
    found |= {*connection.scalars(kept.where(said)), *connection.scalars(once)}
    ordered = sorted(found)
    return [ordered[at : at + SLICE_ROWS] for at in range(0, len(ordered), SLICE_ROWS)]


def clients(connection: Connection, table: Table, undone: Undone) -> set[int]:
    """Whose records the run brought or replaced."""
    own = (table.c.source_id == undone.source_id) & (table.c.import_id == undone.run_id)
    kept = _of(record_journal, table) & (record_journal.c.replaced_by == undone.run_id)
    rows = (select(table.c.client_id).where(own), select(record_journal.c.client_id).where(kept))
    return {one for found in rows for one in connection.scalars(found.distinct())}


def settle(connection: Connection, table: Table, undone: Undone, some: list[str]) -> Changes:
    """What becomes of the records with these keys when the run is undone."""
    silent, changes = _silent(connection, undone), Changes()
    for case in _cases(connection, table, some).values():
        said = [(run, row) for run, row in case.sayings() if run not in silent]
        _decide(changes, case.now, max(said, key=lambda one: one[0])[1] if said else None)
    return changes


def apply(connection: Connection, table: Table, undone: Undone, changes: Changes) -> None:
    """Let the records be what was decided; what they were goes to the journal."""
    for some in _batches(changes.ids):
        keep(connection, table, table.c.id.in_(some), undone.by_run, undone.at)
    for some in _batches(changes.delete):
        connection.execute(table.delete().where(table.c.id.in_(some)))
    for one in changes.change:
        values = {**one, "import_id": undone.by_run}
        connection.execute(table.update().where(table.c.id == one["id"]).values(values))
    new = [{**one, "import_id": undone.by_run} for one in changes.insert]
    if new:
        connection.execute(table.insert(), new)


def _decide(changes: Changes, now: Record | None, then: Record | None) -> None:
    if then is None:
        if now is not None:
            changes.delete.append(now["id"])
    elif now is None:
        changes.insert.append({name: then[name] for name in then if name != "id"})
    elif any(now[name] != then.get(name) for name in now.keys() - _OWN):
        changes.change.append({**then, "id": now["id"]})


def _cases(connection: Connection, table: Table, some: list[str]) -> dict[str, _Case]:
    cases: dict[str, _Case] = defaultdict(_Case)
    values = [tuple(json.loads(one)) for one in some]
    for row in connection.execute(select(table).where(tuple_(*_columns(table)).in_(values))):
        record = dict(row._mapping)
        case = cases[key_of(record[name] for name in key_names(table))]
        case.now = record
        case.versions.append(record)
    journal = record_journal.c
    kept = select(journal.record_key, journal.record, journal.replaced_by)
    mine = _of(record_journal, table) & journal.record_key.in_(some)
    for key, record, replaced_by in connection.execute(kept.where(mine)):
        cases[key].versions.append(from_json(table, record))
        cases[key].left.append(replaced_by)
    _add_confirmations(connection, table, cases.values())
    return cases


def _add_confirmations(connection: Connection, table: Table, cases: Iterable[_Case]) -> None:
    versions = {(one["id"], one["import_id"]): case for case in cases for one in case.versions}
    if not versions:
        return
    again = record_confirmation.c
    ids = [record_id for record_id, _ in versions]
    within = (again.first_id <= max(ids)) & (again.last_id >= min(ids))
    wanted = again.version.in_({version for _, version in versions}) & within
    found = select(again.version, again.first_id, again.last_id, again.import_id)
    of_version: dict[int, list[Sequence[int]]] = defaultdict(list)
    for row in connection.execute(found.where(_of(record_confirmation, table), wanted)):
        of_version[row[0]].append(row)
    for (record_id, version), case in versions.items():
        record = next(one for one in case.versions if one["import_id"] == version)
        case.again += [
            (run, record)
            for _, first, last, run in of_version[version]
            if first <= record_id <= last
        ]


def _silent(connection: Connection, undone: Undone) -> set[int]:
    """The source's runs that have no say: it, those undone before, and those that undid them."""
    run = import_run.c
    gone = or_(run.undone_at.is_not(None), run.undoes.is_not(None), run.id == undone.run_id)
    found = select(run.id).where(run.source_id == undone.source_id, gone)
    return set(connection.scalars(found))


def _columns(table: Table) -> list[Column[Any]]:
    return [table.c[name] for name in key_names(table)]


def _of(rows: Table, table: Table) -> ColumnElement[bool]:
    return rows.c.record_table == table.name


def _confirms(record_id: ColumnElement[int], rows: Table) -> ColumnElement[bool]:
    again = record_confirmation.c
    return and_(
        rows.c.source_id == again.source_id,
        record_id.between(again.first_id, again.last_id),
        rows.c.import_id == again.version,
    )


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for at in range(0, len(ids), SLICE_ROWS):
        yield ids[at : at + SLICE_ROWS]
