"""What imports replaced and what they found as it was, so that each can be undone exactly."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from storage.tables.base import Row, key, table, time, to


class RecordJournalRow(Row, table=True):
    """A record as it was before a run changed or deleted it; ``record`` is its row as JSON.

    ``record_key`` is JSON too: the values of the columns that make the record unique.
    """

    id: int | None = key()
    client_id: int = to("client")
    source_id: int = to("source")
    record_table: str
    record_id: int
    record_key: str = Field(index=True)
    record: str
    import_id: int = to("import_run", index=True)
    replaced_by: int = to("import_run", index=True)
    known_until: datetime = time()


class ObservationConfirmationRow(Row, table=True):
    """Days on which the run ``import_id`` brought again, unchanged, what ``version`` had brought.

    Both days are included; other values between them were brought by other runs.
    """

    __table_args__ = (
        Index("ix_observation_confirmation_key", "client_id", "metric_id", "breakdown_id"),
    )
    id: int | None = key()
    client_id: int
    metric_id: int
    breakdown_id: int
    source_id: int
    first_day: int
    last_day: int
    version: int
    import_id: int = Field(index=True)


class RecordConfirmationRow(Row, table=True):
    """Records, by their ids, that ``import_id`` brought again as ``version`` had brought them."""

    id: int | None = key()
    source_id: int = to("source", index=True)
    record_table: str
    first_id: int
    last_id: int
    version: int = to("import_run")
    import_id: int = to("import_run", index=True)


record_journal = table(RecordJournalRow)
observation_confirmation = table(ObservationConfirmationRow)
record_confirmation = table(RecordConfirmationRow)
