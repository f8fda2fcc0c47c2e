"""Which deliveries are due at *now*, computed from rows, wall time and zone."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from commands.cadence import Cadence, Due
from commands.cadence_days import UnknownCountry
from commands.cadence_reading import UnreadableCadence, parse_cadence
from commands.conditions import read
from reports import periods
from reports.model import Period
from reports.zones import UnknownZone, zone
from storage.errors import NoSuchClient
from storage.store import Store
from storage.values import Subscription

UNREADABLE = (UnreadableCadence, UnknownCountry, UnknownZone, NoSuchClient)


@dataclass(frozen=True)
class Unplanned:
    """A subscription whose row cannot be understood on this machine, and why."""

    subscription: Subscription
    reason: str


def plan_due(store: Store, now: datetime) -> list[Unplanned]:
    """Write a delivery row for each due time not yet planned.

    After downtime only the newest missed report of a subscription is queued; the older ones are
    recorded as superseded. Repeating the call changes nothing, for each row has a unique key.
    An unreadable subscription holds up no other; those are returned.
    """
    unplanned: list[Unplanned] = []
    for subscription in store.subscriptions.active():
        try:
            _plan(subscription, store, now)
        except UNREADABLE as reason:
            unplanned.append(Unplanned(subscription, str(reason)))
    return unplanned


def plan_now(subscription: Subscription, store: Store, now: datetime, asked_by: str) -> None:
    """Queue one report outside the rhythm, as often as somebody asks in different seconds."""
    key = f"now:{subscription.id}:{now:%Y-%m-%dT%H:%M:%SZ}"
    # Not a delivery of the subscription: its rhythm is counted from those.
    today = now.astimezone(zone(subscription.tz)).date()
    words = parse_cadence(subscription.cadence).period(today)
    period = periods.code(periods.parse(words, today))
    args = report_args(subscription, store, period) | {"tell": asked_by}
    store.deliveries.plan("report", key, now, subscription.channel, None, args, now=now)


def next_due(store: Store, now: datetime) -> tuple[datetime, Subscription] | None:
    """The next due time over all active subscriptions that can be read, as UTC."""
    coming: list[tuple[datetime, Subscription]] = []
    for subscription in store.subscriptions.active():
        with suppress(*UNREADABLE):  # plan_due returns them
            date = next_dates(subscription, now, 1)[0]
            coming.append((date.astimezone(UTC), subscription))
    return min(coming, key=lambda item: item[0], default=None)


def next_dates(subscription: Subscription, now: datetime, count: int = 3) -> list[datetime]:
    """A subscription's next due times in its own zone; raises UnreadableCadence, UnknownZone."""
    tz, after = zone(subscription.tz), max(now, subscription.since)
    dates = parse_cadence(subscription.cadence).next_dates(after, tz, count)
    return [due.astimezone(tz) for due in dates]


def _plan(subscription: Subscription, store: Store, now: datetime) -> None:
    last = store.deliveries.last_due(subscription.id)
    since = max(subscription.since, last) if last else subscription.since
    cadence = parse_cadence(subscription.cadence)
    missed = cadence.between(since, now, zone(subscription.tz))
    for due in missed:
        plan_one(subscription, cadence, due, store, now, superseded=due != missed[-1])


def plan_one(
    subscription: Subscription,
    cadence: Cadence,
    due: Due,
    store: Store,
    now: datetime,
    *,
    superseded: bool = False,
) -> None:
    """Queue the report of one due time; a period has one, however often the rhythm changes."""
    period = periods.code(due_period(cadence, due))
    store.deliveries.plan(
        "report",
        _key(subscription, period),
        due.at,
        subscription.channel,
        subscription.id,
        report_args(subscription, store, period) | _patience(subscription),
        superseded=superseded,
        now=now,
    )


def is_planned(subscription: Subscription, cadence: Cadence, due: Due, store: Store) -> bool:
    """Whether the period that is reported then has its delivery already."""
    key = _key(subscription, periods.code(due_period(cadence, due)))
    return store.deliveries.by_key(key) is not None


def due_period(cadence: Cadence, due: Due) -> Period:
    """What is reported then."""
    return periods.parse(cadence.period(due.day), due.day)


def _key(subscription: Subscription, period: str) -> str:
    return f"report:{subscription.id}:{period}"


def _patience(subscription: Subscription) -> dict[str, int]:
    """For how many hours it may wait on purpose, and is not late."""
    hours = read(subscription.conditions).wait
    return {"patience": hours} if hours else {}


def report_args(subscription: Subscription, store: Store, period: str) -> dict[str, str | int]:
    """The command to run, and whom to tell if it cannot be published."""
    client = store.clients.get(subscription.client_id)
    return {
        "verb": "report",
        "args": f"{client.slug} {period}",
        "schedule": subscription.id,
        "tell": subscription.created_by,
    }
