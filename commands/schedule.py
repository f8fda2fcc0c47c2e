"""/schedule: who receives which report when."""

import re
from collections.abc import Callable
from datetime import datetime

from commands.answer import Answer, Channel, Run, Table, Text, say
from commands.cadence import Cadence
from commands.cadence_reading import parse_cadence
from commands.due import next_dates, plan_now
from commands.registry import command
from commands.request import NamedChannel, Request
from commands.schedule_change import change
from commands.schedule_conditions import set_condition
from commands.schedule_history import history, retry
from commands.schedule_list import coming_dates, listed, rhythm
from commands.schedule_review import REVIEW
from commands.targets import did_you_mean, find_target
from reports.errors import Expected
from reports.zones import zone
from storage.store import Store
from storage.values import Client, Subscription

CHANNEL = re.compile(r"(?:^|\s)(?:in |to )?(#\S+)\s*$")
TEN = 10
NUMBER = re.compile(r"#?([0-9]{1,9})")


class NoChannel(Expected):
    """Which channel? End with its name, as in “/schedule acme weekly monday 09:00 #acme”."""


class UnknownChannel(Expected):
    """I cannot find {channel}; pick it from the list that opens when you type #, and if it is
    private, invite me there first with “/invite @rapport”."""


class OtherClientsChannel(Expected):
    """That channel belongs to another client, {owner}; the report on {name} must not go there."""


class SharedChannel(Expected):
    """Others outside the team read along in that channel, which does not belong to {name} yet; if
    it should, type “/client {slug} channel” there first."""


class HiddenChannel(Expected):
    """I cannot see who reads along in that channel; invite me there first with
    “/invite @rapport”."""


class AlreadyScheduled(Expected):
    """Schedule {number} does this already{paused}."""


class WhichSchedule(Expected):
    """Which schedule? Add its number, as in “/schedule {verb} 1”; “/schedule list” shows them."""


@command(
    "schedule",
    "CLIENT weekly DAY TIME #CHANNEL · list · change|set|dates|pause|resume|remove|now N · history",
    "Publish a client's report on its own, daily to quarterly, in the client's local time.",
    examples=(
        "acme weekly monday 09:00 #acme",
        "acme monthly last working day 17:00 #acme",
        "acme weekdays 09:00 skip holidays TH #acme",
        "change 1 every 2 weeks friday 16:00",
        "set 1 wait 6h",
        "set 1 review 24h",
        "dates 1",
        "list",
    ),
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """Add a subscription, or do one of the named things to one."""
    first, _, rest = request.args.strip().partition(" ")
    if first.lower() in ("", "list"):
        return listed(rest, request, store, now)
    if told := TOLD.get(first.lower()):
        return told(rest, request, store, now)
    handler = CHANGES.get(first.lower())
    if handler is None:
        return _add(request, store, now)
    number, _, words = rest.strip().partition(" ")
    found = NUMBER.fullmatch(number)
    if found is None or (words and handler not in WORDED):
        raise WhichSchedule(verb=first.lower())
    return handler(words, request, store.subscriptions.get(int(found[1])), store, now)


def _add(request: Request, store: Store, now: datetime) -> Answer:
    target = find_target(request, CHANNEL.sub("", request.args), store)
    if target is None:
        return did_you_mean(request, request.args, store)
    if not target.rest:
        return listed(target.client.slug, request, store, now)
    client, channel = target.client, channel_meant(request)
    today = now.astimezone(zone(client.tz)).date()
    cadence = parse_cadence(target.rest).starting(today)
    subscription = subscribe(client, cadence, channel, request.asker.id, store, now)
    return Answer((Text(in_words(subscription, client, channel, now)),))


def subscribe(
    client: Client,
    cadence: Cadence,
    channel: NamedChannel,
    by: str,
    store: Store,
    now: datetime,
) -> Subscription:
    """Have the client's report published there, in its own zone's time.

    Raises OtherClientsChannel, SharedChannel, HiddenChannel or AlreadyScheduled.
    """
    _check(channel, client, store)
    _check_new(channel, client, str(cadence), store)
    return store.subscriptions.add(client.id, channel.id, str(cadence), client.tz, by, now)


def in_words(
    subscription: Subscription, client: Client, channel: NamedChannel, now: datetime
) -> tuple[Run, ...]:
    """What the subscription does, and when it does so next."""
    dates = coming_dates(subscription, now)
    runs: tuple[Run, ...] = (
        f"Schedule {subscription.id}: the report on {client.name} goes to ",
        Channel(channel.id),
        f" {parse_cadence(subscription.cadence).in_words()}, {subscription.tz} time. "
        f"Next: {dates}.",
    )
    if not channel.member:
        runs += (" I am not in that channel yet: type “/invite @rapport” there.",)
    return runs


def channel_meant(request: Request) -> NamedChannel:
    """The channel named at the end, else the one where the question was asked.

    Raises NoChannel or UnknownChannel.
    """
    found, place = CHANNEL.search(request.args), request.place
    if found is None and place.channel and place.kind in ("public", "private"):
        return NamedChannel(place.channel, "here", place.external, place.member, place.client)
    if found is None:
        raise NoChannel
    named = request.channels.get(found[1])
    if named is None:
        raise UnknownChannel(channel=found[1])
    return named


def _check(channel: NamedChannel, client: Client, store: Store) -> None:
    if channel.client not in (None, client.slug):
        owner = store.clients.find(channel.client or "")
        raise OtherClientsChannel(owner=owner.name if owner else channel.client, name=client.name)
    if channel.external and channel.client is None:
        if not channel.member:
            raise HiddenChannel
        raise SharedChannel(name=client.name, slug=client.slug)


def _check_new(channel: NamedChannel, client: Client, cadence: str, store: Store) -> None:
    for known in store.subscriptions.all(client.id):
        if (known.channel, known.cadence) == (channel.id, cadence):
            paused = f", but is paused; “/schedule resume {known.id}” wakes it"
            raise AlreadyScheduled(
                number=known.id, paused=paused if known.state == "paused" else ""
            )


Change = Callable[[str, Request, Subscription, Store, datetime], Answer]


def _pause(
    _words: str, _request: Request, subscription: Subscription, store: Store, now: datetime
) -> Answer:
    store.subscriptions.set_state(subscription.id, "paused", now)
    return say(
        f"Schedule {subscription.id} is paused; “/schedule resume {subscription.id}” wakes it."
    )


def _resume(
    _words: str, _request: Request, subscription: Subscription, store: Store, now: datetime
) -> Answer:
    dates = coming_dates(subscription, now)
    store.subscriptions.set_state(subscription.id, "active", now)
    return say(f"Schedule {subscription.id} runs again. Next: {dates}.")


def _remove(
    _words: str, _request: Request, subscription: Subscription, store: Store, _now: datetime
) -> Answer:
    store.subscriptions.remove(subscription.id)
    return say(f"Schedule {subscription.id} is removed; what it published stays.")


def _run_now(
    _words: str, request: Request, subscription: Subscription, store: Store, now: datetime
) -> Answer:
    plan_now(subscription, store, now, request.asker.id)
    return Answer(
        (Text(("The report is on its way to ", Channel(subscription.channel), ".")),),
    )


def _change(
    words: str, _request: Request, subscription: Subscription, store: Store, now: datetime
) -> Answer:
    changed = change(subscription, words, store, now)
    dates = coming_dates(changed, now)
    return say(f"Schedule {changed.id} now runs {rhythm(changed)}. Next: {dates}.")


def _next_ten(
    _words: str, _request: Request, subscription: Subscription, _store: Store, now: datetime
) -> Answer:
    local = next_dates(subscription, now, TEN)
    rows = tuple((f"{day:%A}", f"{day.day} {day:%B %Y}", f"{day:%H:%M}") for day in local)
    title = f"Schedule {subscription.id}, {rhythm(subscription)}, {subscription.tz} time"
    return Answer((Table(title, ("Day", "Date", "Time"), rows),))


TOLD: dict[str, Callable[[str, Request, Store, datetime], Answer]] = {
    "history": history,
    "retry": retry,
}
WORDED = frozenset({_change, set_condition, *REVIEW.values()})
CHANGES: dict[str, Change] = {
    **REVIEW,
    "set": set_condition,
    "change": _change,
    "dates": _next_ten,
    "pause": _pause,
    "resume": _resume,
    "remove": _remove,
    "now": _run_now,
}
