"""Drafts: a report that needs review goes to its owner a set time before it is due."""

from collections.abc import Sequence
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


def plan_drafts(found: Sequence[Subscription], store: Store, now: datetime) -> None:
    """Write a delivery row for each of their drafts that is due and that its owner does not have.

    Repeating the call changes nothing. Where the owner has left, it waits for the next one.
    """
    reviewed = [one for one in found if read(one.conditions).review]
    away = store.people.away() if reviewed else frozenset()
    for subscription in reviewed:
        if subscription.created_by not in away:
            with suppress(*UNREADABLE):  # plan_due tells of those
                _plan(subscription, store, now)


def _plan(subscription: Subscription, store: Store, now: datetime) -> None:
    ahead = timedelta(hours=read(subscription.conditions).review)
    cadence = parse_cadence(subscription.cadence)
    after = max(now, subscription.since)
    for due in cadence.between(after, now + ahead, zone(subscription.tz))[:1]:
        _plan_one(subscription, periods.code(due_period(cadence, due)), due.at, store, now)
    for held in store.dispatch.waiting(subscription.id):
        period = str(held.args["args"]).rpartition(" ")[2]
        _plan_one(subscription, period, held.due, store, now)


def _plan_one(
    subscription: Subscription, period: str, due: datetime, store: Store, now: datetime
) -> None:
    """Plan it unless the owner has it; who took over has one of their own, if it is undecided."""
    key, owner = f"draft:{subscription.id}:{period}", subscription.created_by
    known = store.deliveries.by_key(key)
    if known is not None and known.args.get("tell") != owner:
        key = f"{key}:{owner}"
        known = store.deliveries.by_key(key)
    if known is None and _undecided(subscription, period, store):
        args = report_args(subscription, store, period) | {"due": due.isoformat()}
        # Not a delivery of the subscription: its rhythm is counted from those.
        store.deliveries.plan(KIND, key, now, owner, None, args, now=now)


def _undecided(subscription: Subscription, period: str, store: Store) -> bool:
    found = store.reviews.of(subscription.id, period)
    return found is None or found.state in ("awaiting", "held")


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
