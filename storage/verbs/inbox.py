"""The inbox: what Slack said, kept before it is acknowledged."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, select

from storage.dialect import insert_into
from storage.engine import reading, writing
from storage.tables import inbox
from storage.text import clean
from storage.values import InboxItem
from storage.verbs.base import Verbs, columns_of, value

PUT_WITHIN = 2.0  # seconds; Slack wants an answer within 3

UNFINISHED = inbox.c.state == "new"


class Inbox(Verbs):
    """The events of one workspace."""

    def put(
        self,
        event_id: str,
        kind: str,
        payload: Mapping[str, Any],
        now: datetime,
        by: str | None = None,
    ) -> int | None:
        """Keep an event for the process ``by``; its id, or None where the event is already known.

        Raises DatabaseBusy sooner than other verbs, for Slack is waiting meanwhile.
        """
        fields = {
            "workspace_id": self.workspace_id,
            "event_id": event_id,
            "kind": kind,
            "payload": json.dumps(payload),
            "received_at": now,
            "taken_by": by,
            "state": "new",
        }
        with writing(self.engine, PUT_WITHIN) as connection:
            row = insert_into(connection, inbox).values(fields).on_conflict_do_nothing()
            new_id: int | None = connection.scalar(row.returning(inbox.c.id))
        return new_id

    def take_over(self, item: InboxItem, by: str | None) -> bool:
        """Whether ``by``, and nobody else, works on the item from now on."""
        same = inbox.c.taken_by.is_not_distinct_from(item.taken_by)
        with writing(self.engine) as connection:
            found = inbox.update().where(self._mine, UNFINISHED, inbox.c.id == item.id, same)
            return connection.execute(found.values(taken_by=by)).rowcount == 1

    def is_of(self, item_id: int, by: str | None) -> bool:
        """Whether the item is still ``by``'s to work on."""
        found = select(inbox.c.taken_by).where(self._mine, inbox.c.id == item_id, UNFINISHED)
        with reading(self.engine) as connection:
            row = connection.execute(found).first()
        return row is not None and row.taken_by == by

    def done(self, item_id: int, by: str | None = None) -> None:
        """The event has had its effect; nothing where it is not ``by``'s any more."""
        self._set(item_id, by, state="done", error=None)

    def failed(self, item_id: int, error: str, by: str | None = None) -> None:
        """As ``done``, but it cannot be handled; it stays, with the reason, until it is pruned."""
        self._set(item_id, by, state="dead", error=clean(error))

    def waiting(self) -> list[InboxItem]:
        """Events that were not finished, oldest first."""
        found = select(*columns_of(InboxItem, inbox)).where(self._mine, UNFINISHED)
        with reading(self.engine) as connection:
            rows = connection.execute(found.order_by(inbox.c.id)).mappings().all()
        return [_item(row) for row in rows]

    def prune(self, before: datetime) -> int:
        """Delete done and dead events received before ``before``; how many there were.

        An event delivered again after that is taken for a new one.
        """
        finished = inbox.c.state.in_(("done", "dead"))
        gone = inbox.delete().where(self._mine, finished, inbox.c.received_at < before)
        with writing(self.engine) as connection:
            return connection.execute(gone).rowcount

    @property
    def _mine(self) -> ColumnElement[bool]:
        return inbox.c.workspace_id == self.workspace_id

    def _set(self, item_id: int, by: str | None, **columns: str | None) -> None:
        held = inbox.c.taken_by.is_not_distinct_from(by)
        with writing(self.engine) as connection:
            found = inbox.update().where(self._mine, inbox.c.id == item_id, held)
            connection.execute(found.values(**columns))


def _item(row: RowMapping) -> InboxItem:
    return value(InboxItem, row, payload=json.loads(row["payload"]))
