"""Drafts: a report that needs review goes to its owner a set time before it is due."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from commands.answer import Button, Buttons
from commands.cadence_reading import parse_cadence
from commands.conditions import read
from commands.due import UNREADABLE, due_period, report_args
from reports import periods
from reports.zones import zone
from storage.store import Store
from storage.values import Subscription

KIND = "draft"


def plan_drafts(store: Store, now: datetime, room_of: Callable[[str], str]) -> None:
    """Write a delivery row for each draft that is due and not planned yet.

    ``room_of`` gives the direct message with a person. Repeating the call changes nothing.
    """
    for subscription in store.subscriptions.active():
        hours = read(subscription.conditions).review
        if hours:
            with suppress(*UNREADABLE):  # plan_due tells of those
                _plan(subscription, timedelta(hours=hours), store, now, room_of)


def _plan(
    subscription: Subscription,
    ahead: timedelta,
    store: Store,
    now: datetime,
    room_of: Callable[[str], str],
) -> None:
    cadence = parse_cadence(subscription.cadence)
    after = max(now, subscription.since)
    for due in cadence.between(after, now + ahead, zone(subscription.tz))[:1]:
        period = periods.code(due_period(cadence, due))
        key = f"draft:{subscription.id}:{period}"
        if store.deliveries.by_key(key) is None:
            args = report_args(subscription, store, period) | {"due": due.at.isoformat()}
            room = room_of(subscription.created_by)
            # Not a delivery of the subscription: its rhythm is counted from those.
            store.deliveries.plan(KIND, key, now, room, None, args, now=now)


def decisions(subscription: int, period: str) -> Buttons:
    """What its owner may do with a draft."""

    def button(label: str, word: str) -> Button:
        return Button(label, "schedule", f"{word} {subscription} {period}")

    return Buttons(
        (
            button("Approve", "approve"),
            button("Hold", "hold"),
            button("Skip", "skip"),
            button("Change the headline…", "headline"),
        )
    )
