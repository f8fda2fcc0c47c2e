"""Tickets on their way in, and what else must hold of them."""

from sqlalchemy import Connection, and_, exists, func, select

from storage.records.staging import Clash, RecordStaging
from storage.tables import ticket


class TicketStaging(RecordStaging):
    """Staged tickets of one file."""

    def __init__(self, connection: Connection) -> None:
        """Use a connection that nobody else uses."""
        super().__init__(connection, ticket)

    def take_out_late(self, client_id: int, source_id: int, listed: int) -> tuple[int, list[Clash]]:
        """Take out tickets that the store knows to have been opened earlier."""
        mine = and_(ticket.c.client_id == client_id, ticket.c.source_id == source_id)
        known = and_(mine, ticket.c.ref == self.staged.c.ref)
        later = ticket.c.opened_at < self.staged.c.opened_at
        return self.take_out(exists().where(known, later), listed)

    def not_here(self, source_id: int) -> int:
        """How many tickets of the source, whosever they are, are not staged."""
        here = exists().where(self.staged.c.ref == ticket.c.ref)
        found = select(func.count()).select_from(ticket)
        with self.connection.begin():
            return self._count(found.where(ticket.c.source_id == source_id, ~here))
