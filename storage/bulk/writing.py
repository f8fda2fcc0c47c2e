"""How a slice of sorted observations comes into a database."""

from typing import Protocol

from sqlalchemy import Connection

from storage.bulk.observed import Records
from storage.bulk.postgresql import PostgreSQLWriter
from storage.bulk.sqlite import SQLiteWriter
from storage.run import Merged, Run


class Writer(Protocol):
    """Writes slices; what it replaces goes to the journal.

    ``others_wait``: nobody else can write while it writes a slice.
    """

    others_wait: bool

    def prepare(self, rows: Records) -> None:
        """Do for the next slice whatever needs no lock on the store."""

    def begin(self, run: Run, merged: Merged) -> None:
        """Prepare the connection for the run, in the transaction of the first slice."""

    def write(self, merged: Merged) -> tuple[int, int]:
        """Write the prepared slice; how many rows were written, and how many of them changed."""

    def confirm(self, merged: Merged, written: int) -> None:
        """Remember which observations of the slice other runs had brought with these values."""


def writer_for(connection: Connection) -> Writer:
    """The one for the connection's database."""
    if connection.dialect.name == "sqlite":
        return SQLiteWriter(connection)
    return PostgreSQLWriter(connection)
