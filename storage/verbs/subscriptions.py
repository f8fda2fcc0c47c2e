"""Subscriptions: which report goes where, and how often."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, select

from reports.zones import zone
from storage.engine import reading, writing
from storage.errors import NoSuchSubscription
from storage.tables import delivery, subscription
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

    def set_state(
        self, subscription_id: int, state: SubscriptionState, now: datetime
    ) -> Subscription:
        """Pause or resume. A resumed one counts from ``now``: what it missed is not made up for.

        Raises NoSuchSubscription.
        """
        found = self.get(subscription_id)
        since = now if (found.state, state) == ("paused", "active") else found.since
        changed = subscription.update().where(self._one(subscription_id))
        with writing(self.engine) as connection:
            connection.execute(changed.values(state=state, since=since))
        return self.get(subscription_id)

    def change(self, subscription_id: int, cadence: str, since: datetime) -> Subscription:
        """Give it another rhythm, counted from ``since``. Raises NoSuchSubscription."""
        changed = subscription.update().where(self._one(subscription_id))
        with writing(self.engine) as connection:
            connection.execute(changed.values(cadence=cadence, since=since))
        return self.get(subscription_id)

    def set_conditions(self, subscription_id: int, conditions: str | None) -> Subscription:
        """Send under these conditions, as JSON. Raises NoSuchSubscription."""
        changed = subscription.update().where(self._one(subscription_id))
        with writing(self.engine) as connection:
            connection.execute(changed.values(conditions=conditions))
        return self.get(subscription_id)

    def hand_over(self, subscription_id: int, owner: str) -> Subscription:
        """Let somebody else look after it. Raises NoSuchSubscription."""
        changed = subscription.update().where(self._one(subscription_id))
        with writing(self.engine) as connection:
            connection.execute(changed.values(created_by=owner))
        return self.get(subscription_id)

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

    def _one(self, subscription_id: int) -> ColumnElement[bool]:
        mine = subscription.c.workspace_id == self.workspace_id
        return mine & (subscription.c.id == subscription_id)

    def _all(self, *conditions: ColumnElement[bool]) -> list[Subscription]:
        mine = subscription.c.workspace_id == self.workspace_id
        found = select(*columns_of(Subscription, subscription)).where(mine, _STANDS, *conditions)
        with reading(self.engine) as connection:
            rows = connection.execute(found.order_by(subscription.c.id)).mappings()
            return [_subscription(row) for row in rows]


def _subscription(row: RowMapping) -> Subscription:
    return value(Subscription, row)
