"""Slots: when the next message may go to a channel, for all processes alike."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, select

from storage.dialect import insert_into
from storage.engine import reading, writing
from storage.tables import slot
from storage.verbs.base import Verbs

EVERYWHERE = ""  # the slot that holds for every channel
APART = timedelta(seconds=1)  # between two messages to a channel
# A time further away was written by a clock that was wrong; Slack asks to wait for less.
FURTHEST = timedelta(minutes=15)


class Slots(Verbs):
    """The slots of one workspace."""

    def reserve(self, channel: str, now: datetime) -> datetime:
        """The moment at which the caller, and nobody else, may post to the channel."""
        with writing(self.engine, each_alone=True) as connection:
            at = self._open(connection, now)
            if self._begin(connection, channel, at + APART):
                return at
        with writing(self.engine) as connection:
            own = select(slot.c.next_at).where(self._one(channel)).with_for_update()
            taken = connection.scalar(own)
            at = max(self._open(connection, now), _believed(taken, now))
            change = slot.update().where(self._one(channel))
            connection.execute(change.values(next_at=at + APART))
        return at

    def put_off(self, channel: str, until: datetime) -> None:
        """Let nobody post there before ``until``; ``EVERYWHERE`` means in no channel at all."""
        earlier = self._one(channel) & (slot.c.next_at < until)
        with writing(self.engine) as connection:
            self._begin(connection, channel, until)
            connection.execute(slot.update().where(earlier).values(next_at=until))

    def shut_until(self, now: datetime) -> datetime | None:
        """Until when nothing may be posted at all; None where something may."""
        with reading(self.engine) as connection:
            until = self._open(connection, now)
        return until if until > now else None

    def _begin(self, connection: Connection, channel: str, at: datetime) -> bool:
        """Whether the channel had no slot before: then its next is at ``at``."""
        row = {"workspace_id": self.workspace_id, "channel": channel, "next_at": at}
        new = insert_into(connection, slot).values(row).on_conflict_do_nothing()
        return connection.scalar(new.returning(slot.c.channel)) is not None

    def _open(self, connection: Connection, now: datetime) -> datetime:
        """From when on something may be posted at all."""
        return _believed(self._everywhere(connection), now)

    def _everywhere(self, connection: Connection) -> datetime | None:
        found: datetime | None = connection.scalar(
            select(slot.c.next_at).where(self._one(EVERYWHERE))
        )
        return found

    def _one(self, channel: str) -> ColumnElement[bool]:
        return (slot.c.workspace_id == self.workspace_id) & (slot.c.channel == channel)


def _believed(moment: datetime | None, now: datetime) -> datetime:
    """The moment, but ``now`` where it is past or was written by a wrong clock."""
    return moment if moment and now < moment <= now + FURTHEST else now
