"""Subscriptions: which report goes where, and how often."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Delete, RowMapping, select

from reports.zones import zone
from storage.engine import reading, writing
from storage.errors import NoSuchSubscription
from storage.tables import delivery, drawing, subscription
from storage.values import Subscription, SubscriptionState
from storage.verbs.base import Verbs, columns_of, value
from storage.verbs.client_rows import client_row

REMOVED = "removed"
_STANDS = subscription.c.state != REMOVED


class Subscriptions(Verbs):
    """The subscriptions of one workspace."""

    def add(
        self, client_id: int, channel: str, cadence: str, tz: str, created_by: str, now: datetime
    ) -> Subscription:
        """Start one, counted from ``now``. Raises NoSuchClient, UnknownZone."""
        zone(tz)
        fields: dict[str, Any] = {
            "workspace_id": self.workspace_id,
            "client_id": client_id,
            "channel": channel,
            "cadence": cadence,
            "tz": tz,
            "state": "active",
            "created_by": created_by,
            "since": now,
        }
        row = (
            subscription.insert().values(fields).returning(*columns_of(Subscription, subscription))
        )
        with writing(self.engine) as connection:
            client_row(connection, self.workspace_id, client_id)
            return _subscription(connection.execute(row).mappings().one())

    def all(self, client_id: int | None = None) -> list[Subscription]:
        """Every subscription, or the client's, the oldest first."""
        if client_id is None:
            return self._all()
        return self._all(subscription.c.client_id == client_id)

    def get(self, subscription_id: int) -> Subscription:
        """One subscription; raises NoSuchSubscription."""
        found = self._all(subscription.c.id == subscription_id)
        if not found:
            raise NoSuchSubscription(subscription=subscription_id)
        return found[0]

    def active(self) -> list[Subscription]:
        """Those that are not paused."""
        return self._all(subscription.c.state == "active")

    def to_look_at(self, now: datetime, most: int) -> list[Subscription]:
        """Of the active ones ``most`` that the clock has to look at, the longest awaited first.

        One that was changed is among them at once.
        """
        at = subscription.c.look_at
        awaited = (subscription.c.state == "active", at.is_(None) | (at <= now))
        return self._all(*awaited, first=(at.is_not(None), at), most=most)

    def looked(self, found: Collection[tuple[Subscription, datetime]]) -> None:
        """Look at each again at that time; at once at those that were changed meanwhile."""
        with writing(self.engine) as connection:
            for one, at in found:
                same = subscription.update().where(self._one(one.id), _as_read(one))
                connection.execute(same.values(look_at=at))

    def look_at_all(self) -> None:
        """Look at every one anew: what dates they have may have changed with the program."""
        mine = subscription.c.workspace_id == self.workspace_id
        with writing(self.engine) as connection:
            connection.execute(subscription.update().where(mine).values(look_at=None))

    def set_state(
        self, subscription_id: int, state: SubscriptionState, now: datetime
    ) -> Subscription:
        """Pause or resume. A resumed one counts from ``now``: what it missed is not made up for.

        Raises NoSuchSubscription.
        """
        found = self.get(subscription_id)
        since = now if (found.state, state) == ("paused", "active") else found.since
        return self._changed(subscription_id, {"state": state, "since": since})

    def change(self, subscription_id: int, cadence: str, since: datetime) -> Subscription:
        """Give it another rhythm, counted from ``since``. Raises NoSuchSubscription."""
        return self._changed(subscription_id, {"cadence": cadence, "since": since})

    def set_conditions(self, subscription_id: int, conditions: str | None) -> Subscription:
        """Send under these conditions, as JSON. Raises NoSuchSubscription."""
        return self._changed(subscription_id, {"conditions": conditions})

    def hand_over(self, subscription_id: int, owner: str) -> Subscription:
        """Let somebody else look after it. Raises NoSuchSubscription."""
        return self._changed(subscription_id, {"created_by": owner})

    def remove(self, subscription_id: int) -> None:
        """End it; its deliveries stay, without it. Raises NoSuchSubscription."""
        mine = delivery.c.subscription_id == subscription_id
        with writing(self.engine) as connection:
            # The row stays hidden: SQLite gives a deleted row's number to the next one, and the
            # keys of deliveries are made from it.
            gone = subscription.update().where(self._one(subscription_id), _STANDS)
            if not connection.execute(gone.values(state=REMOVED)).rowcount:
                raise NoSuchSubscription(subscription=subscription_id)
            connection.execute(delivery.update().where(mine).values(subscription_id=None))
            connection.execute(_drawings_of(subscription_id))

    def _changed(self, subscription_id: int, columns: dict[str, Any]) -> Subscription:
        """Change it; what was remembered of the dates it had is forgotten."""
        changed = subscription.update().where(self._one(subscription_id))
        with writing(self.engine) as connection:
            connection.execute(changed.values(**columns, look_at=None))
            connection.execute(_drawings_of(subscription_id))
        return self.get(subscription_id)

    def _one(self, subscription_id: int) -> ColumnElement[bool]:
        mine = subscription.c.workspace_id == self.workspace_id
        return mine & (subscription.c.id == subscription_id)

    def _all(
        self,
        *conditions: ColumnElement[bool],
        first: Collection[ColumnElement[Any]] = (),
        most: int | None = None,
    ) -> list[Subscription]:
        mine = subscription.c.workspace_id == self.workspace_id
        found = select(*columns_of(Subscription, subscription)).where(mine, _STANDS, *conditions)
        with reading(self.engine) as connection:
            found = found.order_by(*first, subscription.c.id).limit(most)
            return [_subscription(row) for row in connection.execute(found).mappings()]


def _as_read(one: Subscription) -> ColumnElement[bool]:
    same = (subscription.c.cadence == one.cadence) & (subscription.c.since == one.since)
    unchanged = subscription.c.conditions.is_not_distinct_from(one.conditions)
    same &= (subscription.c.created_by == one.created_by) & (subscription.c.state == one.state)
    return same & unchanged


def _drawings_of(subscription_id: int) -> Delete:
    return drawing.delete().where(drawing.c.subscription_id == subscription_id)


def _subscription(row: RowMapping) -> Subscription:
    return value(Subscription, row)
