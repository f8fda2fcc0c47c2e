"""Deliveries: what is to be posted unasked, each of it once."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, func, select

from storage.dialect import insert_into
from storage.engine import reading, writing
from storage.tables import delivery
from storage.text import clean
from storage.values import Delivery
from storage.verbs.base import Verbs, columns_of, value


class Deliveries(Verbs):
    """The deliveries of one workspace."""

    def plan(
        self,
        kind: str,
        key: str,
        due: datetime,
        channel: str,
        subscription_id: int | None,
        args: Mapping[str, Any],
        *,
        superseded: bool = False,
        now: datetime,
    ) -> bool:
        """Queue a delivery, or record one that a newer one replaces; False for a known key."""
        fields = {
            "workspace_id": self.workspace_id,
            "kind": kind,
            "key": key,
            "due": due,
            "channel": channel,
            "subscription_id": subscription_id,
            "args": json.dumps(args),
            "state": "superseded" if superseded else "queued",
            "attempts": 0,
            "planned_at": now,
            "late": False,
        }
        with writing(self.engine) as connection:
            row = insert_into(connection, delivery).values(fields).on_conflict_do_nothing()
            return connection.scalar(row.returning(delivery.c.id)) is not None

    def claim(
        self, worker: str, now: datetime, passing_over: Collection[int] = ()
    ) -> Delivery | None:
        """Claim the queued delivery that was due first, at ``now`` or before.

        No two callers are ever given the same one, and none one of those to be passed over.
        """
        queued = self._mine & (delivery.c.state == "queued") & (delivery.c.due <= now)
        first = select(delivery.c.id).where(queued, delivery.c.id.not_in(passing_over))
        first = first.order_by(delivery.c.due, delivery.c.id)
        first = first.limit(1).with_for_update(skip_locked=True)
        claimed = (
            delivery.update()
            .where(delivery.c.id == first.scalar_subquery(), delivery.c.state == "queued")
            .values(state="posting", claimed_at=now, claimed_by=worker)
            .returning(*columns_of(Delivery, delivery))
        )
        with writing(self.engine) as connection:
            row = connection.execute(claimed).mappings().first()
        return _delivery(row) if row else None

    def posted(self, delivery_id: int, ts: str, posted_at: datetime, late: bool) -> None:
        """The message stands in the channel as ``ts``."""
        self._set(
            self._one(delivery_id),
            {"state": "posted", "ts": ts, "posted_at": posted_at, "late": late, "error": None},
        )

    def failed(self, delivery_id: int, error: str, *, final: bool) -> None:
        """A claimed delivery was not posted: it is dead if ``final``, else queued again."""
        self._set(
            self._one(delivery_id) & (delivery.c.state == "posting"),
            {
                "state": "dead" if final else "queued",
                "error": clean(error),
                "attempts": delivery.c.attempts + 1,
                "claimed_at": None,
                "claimed_by": None,
            },
        )

    def withdrawn(self, delivery_id: int, reason: str) -> None:
        """A claimed delivery is not wanted any more: it is recorded as superseded."""
        self._set(
            self._one(delivery_id) & (delivery.c.state == "posting"),
            {"state": "superseded", "error": clean(reason)},
        )

    def last_due(self, subscription_id: int) -> datetime | None:
        """The newest time, of any state, for which the subscription has a delivery."""
        of_it = (self._mine, delivery.c.subscription_id == subscription_id)
        with reading(self.engine) as connection:
            due: datetime | None = connection.scalar(select(func.max(delivery.c.due)).where(*of_it))
        return due

    def stuck(self, before: datetime) -> list[Delivery]:
        """Deliveries claimed before ``before`` of which nobody has said how they ended."""
        return self._all(delivery.c.state == "posting", delivery.c.claimed_at < before)

    def by_key(self, key: str) -> Delivery | None:
        """The delivery with this key."""
        return next(iter(self._all(delivery.c.key == key)), None)

    def recent(self, limit: int) -> list[Delivery]:
        """The ``limit`` deliveries due last, the newest first."""
        found = select(*columns_of(Delivery, delivery)).where(self._mine).limit(limit)
        newest = found.order_by(delivery.c.due.desc(), delivery.c.id.desc())
        with reading(self.engine) as connection:
            return [_delivery(row) for row in connection.execute(newest).mappings()]

    @property
    def _mine(self) -> ColumnElement[bool]:
        return delivery.c.workspace_id == self.workspace_id

    def _one(self, delivery_id: int) -> ColumnElement[bool]:
        return self._mine & (delivery.c.id == delivery_id)

    def _all(self, *conditions: ColumnElement[bool]) -> list[Delivery]:
        found = select(*columns_of(Delivery, delivery)).where(self._mine, *conditions)
        with reading(self.engine) as connection:
            rows = connection.execute(found.order_by(delivery.c.due, delivery.c.id)).mappings()
            return [_delivery(row) for row in rows]

    def _set(self, condition: ColumnElement[bool], columns: Mapping[str, Any]) -> None:
        with writing(self.engine) as connection:
            connection.execute(delivery.update().where(condition).values(dict(columns)))


def _delivery(row: RowMapping) -> Delivery:
    return value(Delivery, row, args=json.loads(row["args"]))
