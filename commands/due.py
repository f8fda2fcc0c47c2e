"""Which deliveries are due at *now*, computed from rows, wall time and zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from commands.cadence import parse_cadence
from reports import periods
from storage.store import Store
from storage.values import Subscription


def plan_due(store: Store, now: datetime) -> int:
    """Write a delivery row for each due time not yet planned; return how many were queued.

    After downtime only the newest missed report of a subscription is queued; the older ones are
    recorded as superseded. Repeating the call changes nothing, for each row has a unique key.
    """
    return sum(_plan(subscription, store, now) for subscription in store.subscriptions.active())


def plan_now(subscription: Subscription, store: Store, now: datetime) -> bool:
    """Queue one report outside the rhythm, as often as somebody asks in different seconds."""
    key = f"now:{subscription.id}:{now:%Y-%m-%dT%H:%M:%SZ}"
    return _queue(subscription, store, key, now, now)


def next_due(store: Store, now: datetime) -> tuple[datetime, Subscription] | None:
    """The next due time over all active subscriptions, as UTC."""
    coming = [
        (dates[0], subscription)
        for subscription in store.subscriptions.active()
        if (dates := _dates(subscription, now))
    ]
    return min(coming, key=lambda item: item[0], default=None)


def _dates(subscription: Subscription, now: datetime) -> list[datetime]:
    zone = ZoneInfo(subscription.tz)
    return parse_cadence(subscription.cadence).next_dates(now, zone, 1)


def _plan(subscription: Subscription, store: Store, now: datetime) -> int:
    last = store.deliveries.last_due(subscription.id)
    since = max(subscription.since, last) if last else subscription.since
    zone = ZoneInfo(subscription.tz)
    missed = list(parse_cadence(subscription.cadence).between(since, now, zone))
    for due in missed[:-1]:
        _queue(subscription, store, _key(subscription, due), due, now, superseded=True)
    return sum(
        _queue(subscription, store, _key(subscription, due), due, now) for due in missed[-1:]
    )


def _key(subscription: Subscription, due: datetime) -> str:
    return f"report:{subscription.id}:{due:%Y-%m-%dT%H:%MZ}"


def _queue(
    subscription: Subscription,
    store: Store,
    key: str,
    due: datetime,
    now: datetime,
    *,
    superseded: bool = False,
) -> bool:
    client = store.clients.get(subscription.client_id)
    words = f"{client.slug} {_period(subscription, due)}"
    return store.deliveries.plan(
        "report",
        key,
        due,
        subscription.channel,
        subscription.id,
        {"verb": "report", "args": words},
        superseded=superseded,
        now=now,
    )


def _period(subscription: Subscription, due: datetime) -> str:
    """The period that was newest when the report was due, however late it is posted."""
    today = due.astimezone(ZoneInfo(subscription.tz)).date()
    every = parse_cadence(subscription.cadence).every
    return periods.code(periods.parse(f"last {every}", today))
