"""Observations without one of the runs that brought them.

What a run said of a key stands in three places: in the value that carries its number, now or in
the journal; in the confirmations, where it brought what was there already; and in the journal
rows that it replaced by nothing, where it withdrew. What remains of a key without a run is what
the newest of the other runs said that are not undone themselves.
"""

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Float,
    Integer,
    MetaData,
    Select,
    Table,
    and_,
    bindparam,
    cast,
    exists,
    func,
    null,
    or_,
    select,
    tuple_,
    union,
    union_all,
)

from storage.dialect import insert_into
from storage.tables import import_run, observation, observation_confirmation, observation_journal
from storage.undo.run import Undone

SLICE_ROWS = 20_000
_KEY = ("client_id", "metric_id", "breakdown_id", "day")
_FULL = (*_KEY, "source_id")
_VALUES = ("value", "weight")
_temporary = MetaData()
# The keys that the run said something of, in slices.
touched = Table(
    "touched",
    _temporary,
    Column("slice", Integer, primary_key=True, autoincrement=False),
    *(Column(name, Integer, primary_key=True) for name in _KEY),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)
# What the keys of a slice say without it; a key of which nothing is said is missing.
remaining = Table(
    "remaining",
    _temporary,
    *(Column(name, Integer, primary_key=True, autoincrement=False) for name in _KEY),
    Column("value", Float, nullable=False),
    Column("weight", Float),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)


def gather(connection: Connection, undone: Undone) -> int:
    """Write the keys that the run said something of beside the store; how many slices they are."""
    _temporary.create_all(connection, checkfirst=False)
    keys = union(*_said(undone)).subquery()
    own = [keys.c[name] for name in _KEY]
    number = func.row_number().over(order_by=own)
    found = select(*own, (number - 1) // SLICE_ROWS)
    connection.execute(touched.insert().from_select([*_KEY, "slice"], found))
    last = connection.scalar(select(func.max(touched.c.slice)))
    return 0 if last is None else last + 1


def settle(connection: Connection, undone: Undone, number: int) -> None:
    """Find what the keys of a slice say without the run; ``count`` and ``apply`` need it."""
    connection.execute(remaining.delete())
    said = union_all(*_sayings(undone, number)).subquery()
    newest = func.row_number().over(
        partition_by=[said.c[name] for name in _KEY], order_by=said.c.run.desc()
    )
    ranked = select(said, newest.label("place")).where(_counts(said.c.run, undone)).subquery()
    columns = [ranked.c[name] for name in (*_KEY, *_VALUES)]
    found = select(*columns).where(ranked.c.place == 1, ranked.c.value.is_not(None))
    connection.execute(remaining.insert().from_select([*_KEY, *_VALUES], found))


def count(connection: Connection, undone: Undone, number: int) -> tuple[int, int]:
    """How many observations of a slice would get another value, and how many would go."""
    back = _differing(undone).subquery()
    gone = select(observation.c.day).where(*_gone(undone, number)).subquery()
    found = select(
        select(func.count()).select_from(back).scalar_subquery(),
        select(func.count()).select_from(gone).scalar_subquery(),
    )
    row = connection.execute(found).one()
    return row[0], row[1]


def apply(connection: Connection, undone: Undone, number: int) -> None:
    """Let the observations of a slice say what remains; what they said goes to the journal."""
    _journal(connection, undone, _changed(undone, number))
    _journal(connection, undone, _gone(undone, number))
    connection.execute(observation.delete().where(*_gone(undone, number)))
    own = (cast(undone.source_id, Integer), cast(undone.by_run, Integer))
    rows = _differing(undone).add_columns(*own)
    names = [*_KEY, *_VALUES, "source_id", "import_id"]
    row = insert_into(connection, observation).from_select(names, rows)
    new = {name: row.excluded[name] for name in (*_VALUES, "import_id")}
    connection.execute(row.on_conflict_do_update(index_elements=_FULL, set_=new))


def clients(connection: Connection) -> set[int]:
    """Whose observations the run brought or withdrew."""
    return set(connection.scalars(select(touched.c.client_id).distinct()))


def _said(undone: Undone) -> list[Select[Any]]:
    """The keys that the run brought, confirmed, replaced or withdrew."""
    journal = observation_journal.c
    here = or_(journal.import_id == undone.run_id, journal.replaced_by == undone.run_id)
    brought = select(*_key(observation)).where(
        observation.c.source_id == undone.source_id, observation.c.import_id == undone.run_id
    )
    confirmed = [
        select(*_key(rows))
        .join_from(observation_confirmation, rows, _confirms(rows))
        .where(observation_confirmation.c.import_id == undone.run_id)
        for rows in (observation, observation_journal)
    ]
    return [brought, select(*_key(observation_journal)).where(here), *confirmed]


def _sayings(undone: Undone, number: int) -> list[Select[Any]]:
    """What every run said of the keys of a slice; no value is a withdrawal."""
    found = []
    for rows in (observation, observation_journal):
        values = [rows.c.value, rows.c.weight]
        mine = and_(_touched(rows, number), rows.c.source_id == undone.source_id)
        of_it = select(*_key(rows), rows.c.import_id.label("run"), *values)
        found.append(of_it.join_from(touched, rows, mine))
        again = observation_confirmation
        confirmed = select(*_key(rows), again.c.import_id.label("run"), *values)
        found.append(confirmed.join_from(touched, rows, mine).join(again, _confirms(rows)))
    return [*found, _withdrawals(undone, number)]


def _withdrawals(undone: Undone, number: int) -> Select[Any]:
    left = observation_journal
    mine = and_(_touched(left, number), left.c.source_id == undone.source_id)
    later = left.alias()
    instead = [
        exists().where(
            *(rows.c[name] == left.c[name] for name in _FULL),
            rows.c.import_id == left.c.replaced_by,
        )
        for rows in (observation, later)
    ]
    nothing = [cast(null(), Float), cast(null(), Float)]
    found = select(*_key(left), left.c.replaced_by, *nothing).join_from(touched, left, mine)
    return found.where(*(~one for one in instead))


def _confirms(rows: Table) -> ColumnElement[bool]:
    again = observation_confirmation.c
    series = ("client_id", "metric_id", "breakdown_id", "source_id")
    return and_(
        *(rows.c[name] == again[name] for name in series),
        rows.c.day.between(again.first_day, again.last_day),
        rows.c.import_id == again.version,
    )


def _counts(run: ColumnElement[int], undone: Undone) -> ColumnElement[bool]:
    """Whether a run still has a say."""
    undone_too = select(import_run.c.id).where(
        import_run.c.source_id == undone.source_id,
        or_(import_run.c.undone_at.is_not(None), import_run.c.undoes.is_not(None)),
    )
    return and_(run != undone.run_id, run.not_in(undone_too))


def _differing(undone: Undone) -> Select[Any]:
    """What remains of the slice where something else stands, or nothing."""
    mine = observation.c.source_id == undone.source_id
    stands = exists().where(*_same(observation, remaining), mine, *_same_values())
    return select(*remaining.columns).where(~stands)


def _changed(undone: Undone, number: int) -> list[ColumnElement[bool]]:
    """Which observations say something else than what remains."""
    other = or_(*(~one for one in _same_values()))
    return [*_of_slice(undone, number), exists().where(*_same(observation, remaining), other)]


def _gone(undone: Undone, number: int) -> list[ColumnElement[bool]]:
    """Which observations have nothing that remains."""
    return [*_of_slice(undone, number), ~exists().where(*_same(observation, remaining))]


def _of_slice(undone: Undone, number: int) -> list[ColumnElement[bool]]:
    # As one value the key is sought in the table; as an EXISTS the whole table would be read.
    keys = select(*_key(touched)).where(touched.c.slice == number)
    return [tuple_(*_key(observation)).in_(keys), observation.c.source_id == undone.source_id]


def _journal(connection: Connection, undone: Undone, which: list[ColumnElement[bool]]) -> None:
    names = [*_FULL, *_VALUES, "import_id"]
    until = bindparam("known_until", undone.at, observation_journal.c.known_until.type)
    own = [observation.c[name] for name in names]
    rows = select(*own, cast(undone.by_run, Integer), until).where(*which)
    kept = observation_journal.insert().from_select([*names, "replaced_by", "known_until"], rows)
    connection.execute(kept)


def _touched(rows: Table, number: int) -> ColumnElement[bool]:
    return and_(touched.c.slice == number, *_same(rows, touched))


def _same_values() -> list[ColumnElement[bool]]:
    return [observation.c[name].is_not_distinct_from(remaining.c[name]) for name in _VALUES]


def _same(one: Table, other: Table) -> list[ColumnElement[bool]]:
    return [one.c[name] == other.c[name] for name in _KEY]


def _key(rows: Table) -> list[Column[Any]]:
    return [rows.c[name] for name in _KEY]
