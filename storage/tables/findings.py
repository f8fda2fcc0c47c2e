"""What is wrong with the data that came in, one row a finding."""

from sqlalchemy import Index

from storage.tables.base import Row, key, table, to


class DataFindingRow(Row, table=True):
    """What an import met: ``found`` is the cell as it stood on ``line``, ``text`` the sentence.

    ``day`` is in days since 1970-01-01, ``record`` the number of a record in its source. ``done``
    is repaired, excluded or kept; ``severity`` is serious or minor. ``count`` is how many rows of
    the file it stands for.
    """

    __table_args__ = (Index(None, "client_id", "day"),)
    id: int | None = key()
    workspace_id: int = to("workspace", index=True)
    client_id: int | None = to("client", null=True)
    source_id: int = to("source")
    import_id: int = to("import_run", index=True)
    kind: str
    severity: str
    metric: str | None
    record: str | None
    day: int | None
    line: int | None
    found: str | None
    done: str
    text: str
    count: int


data_finding = table(DataFindingRow)
