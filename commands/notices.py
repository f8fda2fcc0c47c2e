"""Notices: what somebody is told by direct message unasked, each once; the publisher posts them."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from storage.errors import NoSuchSubscription
from storage.store import Store
from storage.values import Delivery, Subscription
from storage.verbs.deliveries import ABOUT_WORK

KIND = "notice"
QUESTION = "question"
OFFER = "offer"
PERSON = re.compile(r"[UW][A-Z0-9]{1,20}")
CODE = re.compile(r"Slack refused it \((\w+)\)")
# What does not end by itself: it is told once until something was posted there again.
CLOSED = frozenset({"not_in_channel", "channel_not_found", "is_archived"})


def is_person(text: str) -> bool:
    """Whether it is the id of somebody in Slack: a delivery may be addressed to one."""
    return PERSON.fullmatch(text) is not None


def plan_notice(
    store: Store,
    key: str,
    to: str,
    args: Mapping[str, Any],
    now: datetime,
    schedule: int | None = None,
) -> bool:
    """Have somebody told; false where that was planned before, or nobody in Slack is meant.

    ``args`` has the ``text``, or what it is made of; ``schedule`` is the one that it is about.
    """
    if not is_person(to):
        return False
    told = {**args, "tell": to} | ({} if schedule is None else {"schedule": schedule})
    return store.deliveries.plan(KIND, key, now, to, None, told, now=now)


def plan_trouble(store: Store, one: Delivery, now: datetime) -> bool:
    """Have told what was not posted, or perhaps not; false where nobody is to hear of it."""
    if one.kind in ABOUT_WORK:  # or one that fails would breed another, without end
        return False
    subscription = _rhythm_of(one, store)
    to = subscription.created_by if subscription else str(one.args.get("tell", ""))
    schedule = one.args.get("schedule")
    code = CODE.search(one.error or "")
    if subscription and code and code[1] in CLOSED:
        return plan_closed(store, subscription, code[1], {"about": one.id}, now)
    return plan_notice(store, f"failed:{one.id}", to, {"about": one.id}, now, schedule)


def plan_closed(
    store: Store, one: Subscription, code: str, args: Mapping[str, Any], now: datetime
) -> bool:
    """Have the owner told that the schedule's channel is closed: once until it was posted in."""
    last = store.dispatch.last_posted(one.channel)
    key = f"closed:{one.id}:{one.channel}:{code}:{last.id if last else 0}"
    return plan_notice(store, key, one.created_by, {**args, "closed": code}, now, one.id)


def plan_all_closed(store: Store, channel: str, code: str, now: datetime) -> None:
    """Have told, for each schedule that posts there, that the channel was closed."""
    for one in store.subscriptions.active():
        if one.channel == channel:
            plan_closed(store, one, code, {}, now)


def plan_offer(store: Store, channel: str, event: str, now: datetime) -> bool:
    """Have a channel that the bot came into asked which client's it is."""
    args = {"verb": "start", "args": ""}
    key = f"{OFFER}:{channel}:{event}"
    return store.deliveries.plan(OFFER, key, now, channel, None, args, now=now)


def _rhythm_of(one: Delivery, store: Store) -> Subscription | None:
    """The schedule whose owner is to hear of it; None for what somebody else asked for."""
    number = one.args.get("schedule") if one.kind == "draft" else one.subscription_id
    if number is not None:
        with suppress(NoSuchSubscription):
            return store.subscriptions.get(int(number))
    return None
