"""Drafts: a report that needs review goes to its owner a set time before it is due."""

from collections.abc import Callable, Sequence
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
RoomOf = Callable[[str], str | None]  # the direct message with a person; None where there is none


def plan_drafts(
    found: Sequence[Subscription], store: Store, now: datetime, room_of: RoomOf
) -> list[Subscription]:
    """Write a delivery row for each of their drafts that is due and not planned yet.

    Those are returned for whose owner there is no room. Repeating the call changes nothing.
    """
    left: list[Subscription] = []
    for subscription in found:
        hours = read(subscription.conditions).review
        if hours:
            with suppress(*UNREADABLE):  # plan_due tells of those
                if not _plan(subscription, timedelta(hours=hours), store, now, room_of):
                    left.append(subscription)
    return left


def _plan(
    subscription: Subscription,
    ahead: timedelta,
    store: Store,
    now: datetime,
    room_of: RoomOf,
) -> bool:
    """Whether nothing is left to plan."""
    cadence = parse_cadence(subscription.cadence)
    after = max(now, subscription.since)
    for due in cadence.between(after, now + ahead, zone(subscription.tz))[:1]:
        period = periods.code(due_period(cadence, due))
        key = f"draft:{subscription.id}:{period}"
        if store.deliveries.by_key(key) is None:
            args = report_args(subscription, store, period) | {"due": due.at.isoformat()}
            room = room_of(subscription.created_by)
            if room is None:
                return False
            # Not a delivery of the subscription: its rhythm is counted from those.
            store.deliveries.plan(KIND, key, now, room, None, args, now=now)
    return True


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
