"""What a team declares about its metrics and sources."""

from datetime import datetime

from storage.tables.base import Row, key, table, time, to


class DeclarationRow(Row, table=True):
    """One file that was declared, as JSON; of a workspace's, the newest counts."""

    id: int | None = key()
    workspace_id: int = to("workspace", index=True)
    at: datetime = time()
    by: str
    text: str


declaration = table(DeclarationRow)
