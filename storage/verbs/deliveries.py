"""Deliveries: what is to be posted unasked, each of it once."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, select

from storage.dialect import insert_into
from storage.engine import reading, writing
from storage.tables import delivery
from storage.text import clean
from storage.values import Delivery
from storage.verbs.delivery_rows import Rows, columns, queued_row, to_delivery

Ending = Literal["dead", "unknown", "superseded"]
ABOUT_WORK = ("notice", "question", "offer")  # kinds that tell of work, or ask whose it is
AGAIN: Mapping[str, None] = {"claimed_at": None, "claimed_by": None, "submitted_at": None}


class Deliveries(Rows):
    """The deliveries of one workspace, from being planned to their end.

    A verb that ends or gives back what a worker has taken does so only where that worker still
    has it; it says whether that was so.
    """

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
        fields = queued_row(kind, key, due, channel, args, now) | {
            "workspace_id": self.workspace_id,
            "subscription_id": subscription_id,
            "state": "superseded" if superseded else "queued",
        }
        with writing(self.engine, each_alone=True) as connection:
            row = insert_into(connection, delivery).values(fields).on_conflict_do_nothing()
            return connection.scalar(row.returning(delivery.c.id)) is not None

    def take(self, delivery_id: int, job: int, worker: str, now: datetime) -> Delivery | None:
        """Take the delivery for that job; None where it is done, another's, or another job's.

        No two workers are ever given the same one; a worker may take again what it has.
        """
        waiting = delivery.c.state == "queued"
        free = (delivery.c.claimed_by == worker) | delivery.c.claimed_by.is_(None)
        mine = self.one(delivery_id) & (delivery.c.job == job)
        taken = delivery.update().where(mine, waiting | ((delivery.c.state == "posting") & free))
        claim = taken.values(state="posting", claimed_at=now, claimed_by=worker)
        with writing(self.engine, each_alone=True) as connection:
            row = connection.execute(claim.returning(*columns())).mappings().first()
        return to_delivery(row) if row else None

    def trying(self, taken: Delivery, now: datetime) -> bool:
        """From now on Slack may have it; False where it is not the worker's any more.

        False as well where somebody tried since it was taken, and be it the same worker.
        """
        unchanged = delivery.c.tried_at.is_not_distinct_from(taken.tried_at)
        return self.change(self.held(taken) & unchanged, {"tried_at": now})

    def addressed(self, taken: Delivery, channel: str) -> bool:
        """It goes to a person, with whom these are the direct messages."""
        return self.change(self.held(taken), {"channel": channel})

    def refused(self, taken: Delivery) -> None:
        """Slack did not take what was being tried; what was tried before stays as it is."""
        self.change(self.held(taken), {"tried_at": taken.tried_at})

    def posted(
        self,
        delivery_id: int,
        ts: str,
        posted_at: datetime,
        late: bool,
        check_at: datetime | None = None,
    ) -> str:
        """The message stands in the channel as ``ts``; returns the ts that was recorded first.

        ``check_at`` is when to look whether another copy came to stand beside it.
        """
        fields = {
            **AGAIN,
            "state": "posted",
            "ts": ts,
            "posted_at": posted_at,
            "late": late,
            "check_at": check_at,
            "error": None,
        }
        if self.change(self.one(delivery_id) & (delivery.c.state != "posted"), fields):
            return ts
        found = self.first(self.one(delivery_id))
        return found.ts if found and found.ts else ts

    def again(
        self,
        taken: Delivery,
        reason: str,
        not_before: datetime,
        *,
        counts: bool = True,
        waits: bool = False,
    ) -> bool:
        """It was not posted: queued for another job.

        ``counts`` says whether this was a try, ``waits`` whether nothing is wrong with it.
        """
        fields: dict[str, Any] = {
            **AGAIN,
            "state": "queued",
            "error": clean(reason),
            "job": delivery.c.job + 1,
            "not_before": not_before,
            "waits": waits,
        }
        if counts:
            fields["attempts"] = delivery.c.attempts + 1
        return self.change(self.held(taken), fields)

    def ended(self, taken: Delivery, state: Ending, reason: str, *, counts: bool = False) -> bool:
        """It will not be posted any more: ``unknown`` where nobody can say whether it was."""
        fields: dict[str, Any] = {"state": state, "error": clean(reason)}
        if counts:
            fields["attempts"] = delivery.c.attempts + 1
        return self.change(self.held(taken), fields)

    def last_due(self, subscription_id: int) -> datetime | None:
        """The newest time, of any state, for which the subscription has a delivery."""
        of_it = (self.mine, delivery.c.subscription_id == subscription_id)
        with reading(self.engine) as connection:
            due: datetime | None = connection.scalar(select(func.max(delivery.c.due)).where(*of_it))
        return due

    def last_dues(self, subscription_ids: Collection[int]) -> dict[int, datetime]:
        """As ``last_due``, of several; those without a delivery are left out."""
        of_them = (self.mine, delivery.c.subscription_id.in_(subscription_ids))
        found = select(delivery.c.subscription_id, func.max(delivery.c.due)).where(*of_them)
        with reading(self.engine) as connection:
            rows = connection.execute(found.group_by(delivery.c.subscription_id))
            return {int(one): due for one, due in rows}

    def get(self, delivery_id: int) -> Delivery | None:
        """One delivery; None where there is none of this number."""
        return self.first(self.one(delivery_id))

    def by_key(self, key: str) -> Delivery | None:
        """The delivery with this key."""
        return self.first(delivery.c.key == key)

    def recent(self, limit: int) -> list[Delivery]:
        """The ``limit`` deliveries due last, the newest first; without what was told about them."""
        return self.newest(limit, delivery.c.kind.not_in(ABOUT_WORK))
