"""Every schedule with its rhythm and its next dates."""

from datetime import datetime

from commands.answer import Answer, Channel, Person, Run, Table, Text, say
from commands.cadence_days import UnknownCountry
from commands.cadence_reading import UnreadableCadence, parse_cadence
from commands.conditions import read
from commands.due import UNREADABLE, next_dates
from commands.notices import is_person
from commands.request import Request
from commands.targets import did_you_mean, find_target
from storage.store import Store
from storage.values import Subscription


def listed(words: str, request: Request, store: Store, now: datetime) -> Answer:
    """Every schedule, or the client's. ``words`` name a client, or nobody."""
    target = find_target(request, words, store) if words.strip() else None
    if words.strip() and (target is None or target.rest):
        return did_you_mean(request, words, store)
    found = store.subscriptions.all(target.client.id if target else None)
    if not found:
        return say("Nothing is scheduled yet; try “/schedule acme weekly monday 09:00 #acme”.")
    columns = ("No.", "Client", "Channel", "When", "Next three", "Owner")
    rows = tuple(_row(subscription, store, now) for subscription in found)
    zones = Text(("Times are local to each schedule's zone.",), quiet=True)
    return Answer((Table("Schedules", columns, rows), zones))


def _row(subscription: Subscription, store: Store, now: datetime) -> tuple[Run, ...]:
    return (
        str(subscription.id),
        store.clients.get(subscription.client_id).name,
        Channel(subscription.channel),
        _when(subscription),
        _coming(subscription, now),
        owner_of(subscription),
    )


def owner_of(subscription: Subscription) -> Run:
    """Who looks after it; whoever made it at a terminal has a name there alone."""
    owner = subscription.created_by
    return Person(owner) if is_person(owner) else owner


def _when(subscription: Subscription) -> str:
    told = (rhythm(subscription), subscription.tz, read(subscription.conditions).in_words())
    return ", ".join(filter(None, told))


def rhythm(subscription: Subscription) -> str:
    """The rhythm as people say it, else as it is kept."""
    try:
        return parse_cadence(subscription.cadence).in_words()
    except (UnreadableCadence, UnknownCountry):
        return subscription.cadence


def _coming(subscription: Subscription, now: datetime) -> str:
    if subscription.state == "paused":
        return "paused"
    try:
        return coming_dates(subscription, now)
    except UNREADABLE as reason:
        return f"never: {reason}"


def coming_dates(subscription: Subscription, now: datetime) -> str:
    """The next three due times as people on the spot read them."""
    local = next_dates(subscription, now)
    return ", ".join(f"{day:%a} {day.day} {day:%b %H:%M}" for day in local)
