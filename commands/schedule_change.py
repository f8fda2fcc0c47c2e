"""Give a schedule another rhythm: no period is sent twice, none is left out."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from commands.cadence import Cadence, Due
from commands.cadence_reading import parse_cadence
from commands.due import UNREADABLE, due_period, is_planned, plan_one
from reports.zones import zone
from storage.store import Store
from storage.values import Subscription

_AHEAD = timedelta(days=400)
_BEFORE = timedelta(minutes=1)  # so that the first due time itself still comes


def change(subscription: Subscription, words: str, store: Store, now: datetime) -> Subscription:
    """The subscription with the rhythm that ``words`` say.

    It begins with the first period that was not sent yet. A period that the old rhythm would
    still have sent, and that ends before that one begins, is sent when the old rhythm says.
    Raises UnreadableCadence and UnknownCountry.
    """
    tz = zone(subscription.tz)
    cadence = parse_cadence(words).starting(now.astimezone(tz).date())
    coming = cadence.between(now, now + _AHEAD, tz)
    first = next(due for due in coming if not is_planned(subscription, cadence, due, store))
    for old, due in _left_out(subscription, cadence, first, now, tz):
        plan_one(subscription, old, due, store, now)
    since = now if first == coming[0] else first.at - _BEFORE
    return store.subscriptions.change(subscription.id, str(cadence), since)


def _left_out(
    subscription: Subscription, cadence: Cadence, first: Due, now: datetime, tz: ZoneInfo
) -> list[tuple[Cadence, Due]]:
    """What the old rhythm would send before the new one begins and the new one never will."""
    try:
        old = parse_cadence(subscription.cadence)
    except UNREADABLE:
        return []  # an unreadable rhythm sends nothing
    begins = due_period(cadence, first).start
    coming = old.between(now, first.at, tz) if subscription.state == "active" else []
    return [(old, due) for due in coming if due_period(old, due).end < begins]
