"""Observations, built for millions of rows, and where they came from.

Observations and what is kept of them name other rows by their ids, without a foreign key: checking
one takes longer than writing the row. Nothing that they name is ever deleted, and whoever writes
many of them looks once whether all of it is there.
"""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, false, true
from sqlmodel import Field

from storage.tables.base import Row, key, part, table, time, to


class MetricKeyRow(Row, table=True):
    """A metric's key, once, so that observations carry a small integer."""

    __table_args__ = (UniqueConstraint("key"),)
    id: int | None = key()
    key: str


class BreakdownRow(Row, table=True):
    """What an observation is broken down by; id 0 is the total."""

    __table_args__ = (UniqueConstraint("name"),)
    id: int | None = key()
    name: str


class SourceRow(Row, table=True):
    """Where data comes from; ``mapping`` is JSON: which column of its files means what.

    ``promise`` is every how many days it is to come, null where nothing was promised.
    """

    __table_args__ = (UniqueConstraint("workspace_id", "name"),)
    id: int | None = key()
    workspace_id: int = to("workspace")
    name: str
    kind: str
    mapping: str | None
    promise: int | None


class ImportRunRow(Row, table=True):
    """One run of a source; ``digest`` is the file's SHA-256 in hex.

    ``undone_at`` and ``undone_by`` are null unless it was undone; the run that did so names it
    in ``undoes``. ``mapping`` is the source's as this run read it, null where it needed none.
    ``undoable`` is false for runs older than what is kept for undoing. ``recounts`` is true while
    records are in and the figures counted from them are not.
    """

    id: int | None = key()
    source_id: int = to("source", index=True)
    at: datetime = time()
    file_name: str
    digest: str
    rows_taken: int
    rows_changed: int
    rows_refused: int
    by: str
    undone_at: datetime | None = time(null=True)
    undone_by: str | None
    undoes: int | None
    mapping: str | None
    undoable: bool = Field(sa_column_kwargs={"server_default": true()})
    recounts: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class ObservationRow(Row, table=True):
    """One metric's value for a client, breakdown and day (days since 1970-01-01), from a source."""

    # Clustered by its key: one client's days lie side by side, and the key is stored once.
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own protocol
    client_id: int = part()
    metric_id: int = part()
    breakdown_id: int = part()
    day: int = part()
    source_id: int = part()
    value: float
    weight: float | None
    import_id: int


class ObservationJournalRow(Row, table=True):
    """A value that was replaced, and until when it was believed."""

    __table_args__ = (
        # A name of its own: the usual one would be too long for PostgreSQL.
        Index("ix_observation_journal_key", "client_id", "metric_id", "breakdown_id", "day"),
    )
    id: int | None = key()
    client_id: int
    metric_id: int
    breakdown_id: int
    day: int
    source_id: int
    value: float
    weight: float | None
    import_id: int
    replaced_by: int = Field(index=True)
    known_until: datetime = time()


metric_key = table(MetricKeyRow)
breakdown = table(BreakdownRow)
source = table(SourceRow)
import_run = table(ImportRunRow)
observation = table(ObservationRow)
observation_journal = table(ObservationJournalRow)
