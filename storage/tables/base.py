"""What every table shares: metadata, names and the column types."""

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Date, DateTime, MetaData, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

# Named constraints are the only ones a later migration can find on both databases.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)


class UtcTime(TypeDecorator[datetime]):
    """Aware datetimes, stored and returned in UTC; a naive one raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into UTC."""
        del dialect
        if value is not None and value.tzinfo is None:
            raise ValueError(f"The time {value} has no time zone.")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return UTC, also where the database keeps no zone."""
        del dialect
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value and value.astimezone(UTC)


class Row(SQLModel, registry=registry(metadata=metadata)):
    """Base of the tables: ``ClientAliasRow`` declares the table ``client_alias``."""

    def __init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401
        """Name the table after the class."""
        words = re.findall(r"[A-Z][a-z]*", cls.__name__.removesuffix("Row"))
        cls.__tablename__ = "_".join(words).lower()
        super().__init_subclass__(**kwargs)


def key() -> Any:  # noqa: ANN401 - as SQLModel types its fields
    """An integer primary key."""
    return Field(default=None, primary_key=True)


def part() -> Any:  # noqa: ANN401
    """A part of a primary key of several columns."""
    return Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


def to(target: str, *, index: bool = False, null: bool = False, gone: str | None = None) -> Any:  # noqa: ANN401
    """A foreign key to ``target``; ``gone`` says what happens when that row is deleted."""
    kwargs: dict[str, Any] = {"foreign_key": f"{target}.id", "index": index, "nullable": null}
    if gone is not None:
        kwargs["ondelete"] = gone
    return Field(**kwargs, default=None) if null else Field(**kwargs)


def time(*, null: bool = False) -> Any:  # noqa: ANN401
    """A moment in UTC."""
    if null:
        return Field(default=None, sa_type=UtcTime, nullable=True)
    return Field(sa_type=UtcTime, nullable=False)


def day() -> Any:  # noqa: ANN401
    """A calendar day."""
    return Field(sa_type=Date, nullable=False)


def table(row: type[Row]) -> Table:
    """The Core table that ``row`` declares, which the verbs query."""
    return metadata.tables[str(row.__tablename__)]
