"""Records before an import changes or deletes them, and those it brought again as they were.

Every table of records has the columns id, client_id, source_id and import_id, which says which
run brought the row as it stands. Whoever writes such a table calls ``confirm`` for the rows that
a run finds unchanged and ``keep`` for those that it is about to change or delete, in the same
transaction and before writing; a row that is new needs neither. Then the run can be undone.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Table,
    TypeDecorator,
    UniqueConstraint,
    func,
    literal,
    select,
)

from storage.tables import record_confirmation, record_journal

ROWS_AT_ONCE = 5_000


def keep(
    connection: Connection, table: Table, condition: ColumnElement[bool], run_id: int, at: datetime
) -> int:
    """Write the rows of ``table`` that meet ``condition`` into the journal; how many.

    To be called before the run ``run_id`` changes or deletes them at the moment ``at``.
    """
    count = 0
    found = connection.execute(select(table).where(condition))
    for rows in found.partitions(ROWS_AT_ONCE):
        kept = [_kept(table, row, run_id, at) for row in rows]
        connection.execute(record_journal.insert(), kept)
        count += len(kept)
    return count


def confirm(
    connection: Connection, table: Table, condition: ColumnElement[bool], run_id: int
) -> None:
    """Remember that the run brought the rows of ``table`` that meet ``condition`` as they are."""
    island = table.c.id - func.row_number().over(
        partition_by=(table.c.source_id, table.c.import_id), order_by=table.c.id
    )
    columns = (table.c.source_id, table.c.import_id.label("version"), table.c.id)
    others = table.c.import_id != run_id
    found = select(*columns, island.label("island")).where(condition, others).subquery()
    rows = select(
        found.c.source_id,
        literal(table.name),
        func.min(found.c.id),
        func.max(found.c.id),
        found.c.version,
        literal(run_id),
    ).group_by(found.c.source_id, found.c.version, found.c.island)
    names = ["source_id", "record_table", "first_id", "last_id", "version", "import_id"]
    connection.execute(record_confirmation.insert().from_select(names, rows))


def key_names(table: Table) -> list[str]:
    """The columns that make a record of ``table`` the same in two imports."""
    unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    return [column.name for column in unique[0].columns] if unique else ["id"]


def key_of(values: Iterable[Any]) -> str:
    """The values of the ``key_names`` as one text."""
    return json.dumps(list(values), default=_plain)


def to_json(table: Table, row: Row[Any]) -> str:
    """A row of ``table`` as JSON that ``from_json`` reads on either database, digit for digit."""
    named = zip(table.columns.keys(), row, strict=True)
    return json.dumps(dict(named), default=_plain, ensure_ascii=False)


def from_json(table: Table, text: str) -> dict[str, Any]:
    """The row that ``to_json`` wrote; columns that the table has no longer are left out."""
    kept = json.loads(text)
    return {
        column.name: _typed(_python_type(column), kept[column.name])
        for column in table.columns
        if column.name in kept
    }


def _kept(table: Table, row: Row[Any], run_id: int, at: datetime) -> dict[str, Any]:
    own = row._mapping
    return {
        "client_id": own["client_id"],
        "source_id": own["source_id"],
        "record_table": table.name,
        "record_id": own["id"],
        "record_key": key_of(own[name] for name in key_names(table)),
        "record": to_json(table, row),
        "import_id": own["import_id"],
        "replaced_by": run_id,
        "known_until": at,
    }


def _plain(value: object) -> str:
    if isinstance(value, date):  # and so a moment too
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"A record cannot hold {value!r}.")


def _python_type(column: Column[Any]) -> type:
    found = column.type
    return (
        found.impl_instance.python_type if isinstance(found, TypeDecorator) else found.python_type
    )


def _typed(kind: type, value: Any) -> Any:  # noqa: ANN401 - a cell of any type
    if value is None:
        return None
    if issubclass(kind, date):
        return kind.fromisoformat(value)
    return Decimal(value) if issubclass(kind, Decimal) else value
