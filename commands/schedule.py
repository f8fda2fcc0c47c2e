"""/schedule: who receives which report when."""

import re
from collections.abc import Callable
from datetime import datetime

from commands.answer import Answer, Channel, Run, Table, Text, say
from commands.cadence import Cadence, UnreadableCadence, parse_cadence
from commands.due import UNREADABLE, next_dates, plan_now
from commands.registry import command
from commands.request import NamedChannel, Request
from commands.targets import did_you_mean, find_target
from reports.errors import Expected
from storage.store import Store
from storage.values import Client, Subscription

CHANNEL = re.compile(r"(?:^|\s)(?:in |to )?(#\S+)\s*$")
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
    "CLIENT weekly DAY TIME #CHANNEL · list · pause N · resume N · remove N · now N",
    "Publish a client's report on its own, every week or month, in the client's local time.",
    examples=("acme weekly monday 09:00 #acme", "acme monthly 1 09:00 #acme", "list", "pause 1"),
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """Add a subscription, or do one of the named things to one."""
    first, _, rest = request.args.strip().partition(" ")
    if first.lower() in ("", "list"):
        return _list(rest, request, store, now)
    change = CHANGES.get(first.lower())
    if change is None:
        return _add(request, store, now)
    number = NUMBER.fullmatch(rest.strip())
    if number is None:
        raise WhichSchedule(verb=first.lower())
    return change(request, store.subscriptions.get(int(number[1])), store, now)


def _add(request: Request, store: Store, now: datetime) -> Answer:
    target = find_target(request, CHANNEL.sub("", request.args), store)
    if target is None:
        return did_you_mean(request, request.args, store)
    if not target.rest:
        return _list(target.client.slug, request, store, now)
    client, cadence, channel = target.client, parse_cadence(target.rest), channel_meant(request)
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
    dates = _dates(subscription, now)
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


def _list(words: str, request: Request, store: Store, now: datetime) -> Answer:
    target = find_target(request, words, store) if words.strip() else None
    if words.strip() and (target is None or target.rest):
        return did_you_mean(request, words, store)
    found = store.subscriptions.all(target.client.id if target else None)
    if not found:
        return say("Nothing is scheduled yet; try “/schedule acme weekly monday 09:00 #acme”.")
    columns = ("No.", "Client", "Channel", "When", "Next three")
    rows = tuple(_row(subscription, store, now) for subscription in found)
    zones = Text(("Times are local to each schedule's zone.",), quiet=True)
    return Answer((Table("Schedules", columns, rows), zones))


def _row(subscription: Subscription, store: Store, now: datetime) -> tuple[Run, ...]:
    return (
        str(subscription.id),
        store.clients.get(subscription.client_id).name,
        Channel(subscription.channel),
        f"{_rhythm(subscription)}, {subscription.tz}",
        _coming(subscription, now),
    )


def _rhythm(subscription: Subscription) -> str:
    try:
        return parse_cadence(subscription.cadence).in_words()
    except UnreadableCadence:
        return subscription.cadence


def _coming(subscription: Subscription, now: datetime) -> str:
    if subscription.state == "paused":
        return "paused"
    try:
        return _dates(subscription, now)
    except UNREADABLE as reason:
        return f"never: {reason}"


def _dates(subscription: Subscription, now: datetime) -> str:
    """The next three due times as people on the spot read them."""
    local = next_dates(subscription, now)
    return ", ".join(f"{day:%a} {day.day} {day:%b %H:%M}" for day in local)


Change = Callable[[Request, Subscription, Store, datetime], Answer]


def _pause(_request: Request, subscription: Subscription, store: Store, now: datetime) -> Answer:
    store.subscriptions.set_state(subscription.id, "paused", now)
    return say(
        f"Schedule {subscription.id} is paused; “/schedule resume {subscription.id}” wakes it."
    )


def _resume(_request: Request, subscription: Subscription, store: Store, now: datetime) -> Answer:
    dates = _dates(subscription, now)
    store.subscriptions.set_state(subscription.id, "active", now)
    return say(f"Schedule {subscription.id} runs again. Next: {dates}.")


def _remove(_request: Request, subscription: Subscription, store: Store, _now: datetime) -> Answer:
    store.subscriptions.remove(subscription.id)
    return say(f"Schedule {subscription.id} is removed; what it published stays.")


def _run_now(request: Request, subscription: Subscription, store: Store, now: datetime) -> Answer:
    plan_now(subscription, store, now, request.asker.id)
    return Answer(
        (Text(("The report is on its way to ", Channel(subscription.channel), ".")),),
    )


CHANGES: dict[str, Change] = {
    "pause": _pause,
    "resume": _resume,
    "remove": _remove,
    "now": _run_now,
}
