"""What every topic's verbs share."""

from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Column, Engine, RowMapping, Table

Value = TypeVar("Value")


class Verbs:
    """Verbs of one topic, scoped to one workspace."""

    def __init__(self, engine: Engine, workspace_id: int) -> None:
        """Hold what every query needs."""
        self.engine = engine
        self.workspace_id = workspace_id


def columns_of(kind: type[Any], table: Table) -> list[Column[Any]]:
    """The columns of ``table`` that the value ``kind`` is made of."""
    return [table.c[item.name] for item in fields(kind) if item.name in table.c]


def value(kind: type[Value], row: RowMapping, **converted: object) -> Value:
    """A value from a row; ``converted`` replaces what the row keeps in another form."""
    return kind(**{**dict(row), **converted})
