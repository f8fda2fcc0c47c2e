"""Which channels a schedule is for, and whether the client's report may go there."""

import re
from datetime import datetime

from commands.answer import Channel, Run
from commands.cadence import Cadence
from commands.cadence_reading import parse_cadence
from commands.request import NamedChannel, Request
from commands.schedule_list import coming_dates
from reports.errors import Expected
from storage.store import Store
from storage.values import Client, Subscription

CHANNEL = re.compile(r"(?:^|\s)(?:in |to |and )?(#[^\s,]+)[\s,]*$")


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
    check(channel, client, cadence, store)
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


def channels_meant(request: Request) -> tuple[str, list[NamedChannel]]:
    """The words before the channels at their end, and each of these once; raises UnknownChannel."""
    words, found = request.args, []
    while named := CHANNEL.search(words):
        words = words[: named.start()]
        found.append(_named(named[1], request))
    return words, list({one.id: one for one in reversed(found)}.values())


def channel_meant(request: Request) -> NamedChannel:
    """The channel named at the end, else the one where the question was asked.

    Raises NoChannel or UnknownChannel.
    """
    found, place = CHANNEL.search(request.args), request.place
    if found is None and place.channel and place.kind in ("public", "private"):
        return NamedChannel(place.channel, "here", place.external, place.member, place.client)
    if found is None:
        raise NoChannel
    return _named(found[1], request)


def _named(channel: str, request: Request) -> NamedChannel:
    named = request.channels.get(channel)
    if named is None:
        raise UnknownChannel(channel=channel)
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


def check(channel: NamedChannel, client: Client, cadence: Cadence, store: Store) -> None:
    """Whether the client's report may go there, and does not yet.

    Raises OtherClientsChannel, SharedChannel, HiddenChannel or AlreadyScheduled.
    """
    _check(channel, client, store)
    _check_new(channel, client, str(cadence), store)
