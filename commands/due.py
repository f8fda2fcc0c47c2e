"""Which deliveries are due at *now*, computed from rows, wall time and zone."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commands.cadence import Cadence, Due
from commands.cadence_days import UnknownCountry
from commands.cadence_reading import UnreadableCadence, parse_cadence
from commands.conditions import HOUR, Conditions, read
from reports import periods
from reports.model import Period
from reports.zones import UnknownZone, zone
from storage.errors import NoSuchClient
from storage.store import Store
from storage.values import Subscription

AT_ONCE = 100  # schedules looked at in one go, so that what is due goes out between
AHEAD = timedelta(minutes=30)  # before it is due a report may be drawn
AGAIN = timedelta(minutes=1)  # between two looks at a schedule that cannot be read
UNREADABLE = (UnreadableCadence, UnknownCountry, UnknownZone, NoSuchClient)


@dataclass(frozen=True)
class Unplanned:
    """A subscription whose row cannot be understood on this machine, and why."""

    subscription: Subscription
    reason: str


def plan_due(
    store: Store, now: datetime, found: Sequence[Subscription] | None = None
) -> list[Unplanned]:
    """Write a delivery row for each due time not yet planned, of those to be looked at now.

    After downtime only the newest missed report of a subscription is queued; the older ones are
    recorded as superseded. Repeating the call changes nothing, for each row has a unique key.
    An unreadable subscription holds up no other; those are returned. What comes soon is to be
    drawn. Each is looked at again when its next date comes near.
    """
    found = store.subscriptions.to_look_at(now, AT_ONCE) if found is None else found
    if not found:
        return []
    last = store.deliveries.last_dues([one.id for one in found])
    looked: list[tuple[Subscription, datetime]] = []
    unplanned: list[Unplanned] = []
    for one in found:
        try:
            looked.append((one, _plan(one, last.get(one.id), store, now)))
        except UNREADABLE as reason:
            unplanned.append(Unplanned(one, str(reason)))
            looked.append((one, now + AGAIN))
    store.subscriptions.looked(looked)
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


def _plan(
    subscription: Subscription, last: datetime | None, store: Store, now: datetime
) -> datetime:
    """Plan what is due, and what comes soon; when to look at it again."""
    since = max(subscription.since, last) if last else subscription.since
    cadence, tz = parse_cadence(subscription.cadence), zone(subscription.tz)
    missed = cadence.between(since, now, tz)
    for due in missed:
        plan_one(subscription, cadence, due, store, now, superseded=due != missed[-1])
    for due in cadence.between(max(since, now), now + AHEAD, tz)[:1]:
        _plan_drawing(subscription, cadence, due, store)
    coming = cadence.next_dates(max(subscription.since, now), tz, 1)[0]
    return next_look(coming, read(subscription.conditions), now)


def next_look(due: datetime, conditions: Conditions, now: datetime) -> datetime:
    """When something is to be done next for a report that is due later than ``now``.

    Its draft, its drawing, and the report itself.
    """
    moments = (due - HOUR * conditions.review, due - AHEAD, due)
    return min(moment for moment in moments if moment > now)


def _plan_drawing(subscription: Subscription, cadence: Cadence, due: Due, store: Store) -> None:
    """Have it drawn, unless the period's report was sent already."""
    period = periods.code(due_period(cadence, due))
    key, args = _key(subscription, period), report_args(subscription, store, period)
    if store.deliveries.by_key(key) is None:
        store.drawings.plan(key, due.at, subscription.channel, subscription.id, args)


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
