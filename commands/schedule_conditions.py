"""/schedule set: under which conditions a schedule sends its report."""

from datetime import datetime

from commands.answer import Answer, say
from commands.cadence_reading import parse_cadence
from commands.conditions import Conditions, RhythmWithinQuiet, changed, is_quiet, read, write
from commands.request import Request
from reports import periods
from reports.zones import day_in
from storage.goals import stretches
from storage.store import Store
from storage.values import Subscription


def set_condition(
    words: str, _request: Request, subscription: Subscription, store: Store, now: datetime
) -> Answer:
    """Set or end one condition; without words, say which there are.

    Raises UnreadableCondition and RhythmWithinQuiet.
    """
    if not words.strip():
        return say(_said(subscription, read(subscription.conditions)))
    wanted = changed(read(subscription.conditions), words)
    at = parse_cadence(subscription.cadence).at
    if wanted.quiet and is_quiet(wanted.quiet, at):
        raise RhythmWithinQuiet(at=f"{at:%H:%M}")
    store.subscriptions.set_conditions(subscription.id, write(wanted))
    return say(_said(subscription, wanted) + _without_goal(subscription, wanted, store, now))


def _without_goal(
    subscription: Subscription, conditions: Conditions, store: Store, now: datetime
) -> str:
    """That nothing will be sent as long as there is no goal that could be missed."""
    today = day_in(subscription.tz, now)
    if conditions.only != "missed":
        return ""
    period = periods.parse(parse_cadence(subscription.cadence).period(today), today)
    goals = stretches(store.goals.of_client(subscription.client_id))
    if any(one.is_for(period) and (one.last is None or one.last >= today) for one in goals):
        return ""
    client = store.clients.get(subscription.client_id)
    return (
        f" {client.name} has no goal for such periods yet, so nothing is sent until "
        f"“/goal {client.slug} csat 90%” or the like sets one."
    )


def _said(subscription: Subscription, conditions: Conditions) -> str:
    words = conditions.in_words() or "always, when it is due"
    return f"Schedule {subscription.id} sends its report {words}."
