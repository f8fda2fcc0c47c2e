"""/schedule: who receives which report when."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from commands.answer import Answer, Channel, Run, Table, Text, say
from commands.cadence import Cadence, parse_cadence
from commands.due import plan_now
from commands.registry import command
from commands.request import NamedChannel, Request
from commands.targets import did_you_mean, find_target
from reports.errors import Expected
from storage.store import Store
from storage.values import Client, Subscription

CHANNEL = re.compile(r"(?:^|\s)(?:in |to )?(#\S+)\s*$")


class NoChannel(Expected):
    """Which channel? End with its name, as in “/schedule acme weekly monday 09:00 #acme”."""


class UnknownChannel(Expected):
    """I cannot find {channel}; pick it from the list that opens when you type #, and if it is
    private, invite me there first with “/invite @rapport”."""


class OtherClientsChannel(Expected):
    """That channel belongs to another client, {owner}; {name}'s report must not go there."""


class SharedChannel(Expected):
    """Others outside the team read along in that channel and it is not {name}'s yet; if it should
    be, type “/client {slug} channel” there first."""


@dataclass(frozen=True)
class Line:
    """One subscription with what the list says about it."""

    subscription: Subscription
    client: Client
    next_dates: list[datetime]


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
    if change is not None and rest.strip().lstrip("#").isdigit():
        number = int(rest.strip().lstrip("#"))
        return change(store.subscriptions.get(number), store, now)
    return _add(request, store, now)


def _add(request: Request, store: Store, now: datetime) -> Answer:
    words, channel = _channel(request)
    target = find_target(request, words, store)
    if target is None:
        return did_you_mean(request, request.args, store)
    client, cadence = target.client, parse_cadence(target.rest)
    _check(channel, client, store)
    subscription = store.subscriptions.add(
        client.id, channel.id, str(cadence), client.tz, request.asker.id, now
    )
    return _added(subscription, client, channel, cadence, now)


def _added(
    subscription: Subscription,
    client: Client,
    channel: NamedChannel,
    cadence: Cadence,
    now: datetime,
) -> Answer:
    zone = ZoneInfo(subscription.tz)
    dates = _dates(cadence.next_dates(now, zone), zone)
    runs: tuple[Run, ...] = (
        f"Schedule {subscription.id}: {client.name}'s report goes to ",
        Channel(channel.id),
        f" {cadence}, {subscription.tz} time. Next: {dates}.",
    )
    if not channel.member:
        runs += (" I am not in that channel yet: type “/invite @rapport” there.",)
    return Answer((Text(runs),), changed=("schedule",))


def _channel(request: Request) -> tuple[str, NamedChannel]:
    """The words before the channel, and the channel: named at the end, else where one is."""
    found = CHANNEL.search(request.args)
    if found is None and request.place.channel and request.place.kind in ("public", "private"):
        place = request.place
        here = NamedChannel(
            request.place.channel, "here", place.external, place.member, place.client
        )
        return request.args, here
    if found is None:
        raise NoChannel
    named = request.channels.get(found[1])
    if named is None:
        raise UnknownChannel(channel=found[1])
    return request.args[: found.start()], named


def _check(channel: NamedChannel, client: Client, store: Store) -> None:
    if channel.client not in (None, client.slug):
        owner = store.clients.find(channel.client or "")
        raise OtherClientsChannel(owner=owner.name if owner else channel.client, name=client.name)
    if channel.external and channel.client is None:
        raise SharedChannel(name=client.name, slug=client.slug)


def _list(words: str, request: Request, store: Store, now: datetime) -> Answer:
    target = find_target(request, words, store) if words.strip() else None
    if words.strip() and target is None:
        return did_you_mean(request, words, store)
    found = store.subscriptions.all(target.client.id if target else None)
    if not found:
        return say("Nothing is scheduled yet; try “/schedule acme weekly monday 09:00 #acme”.")
    lines = [_line(subscription, store, now) for subscription in found]
    return Answer((_table(lines), Text(("Times are local to each client.",), quiet=True)))


def _line(subscription: Subscription, store: Store, now: datetime) -> Line:
    zone = ZoneInfo(subscription.tz)
    dates = parse_cadence(subscription.cadence).next_dates(now, zone)
    return Line(subscription, store.clients.get(subscription.client_id), dates)


def _table(lines: list[Line]) -> Table:
    columns = ("No.", "Client", "Channel", "When", "Next three")
    return Table("Schedules", columns, tuple(_row(line) for line in lines))


def _row(line: Line) -> tuple[Run, ...]:
    subscription = line.subscription
    dates = _dates(line.next_dates, ZoneInfo(subscription.tz))
    return (
        str(subscription.id),
        line.client.name,
        Channel(subscription.channel),
        subscription.cadence,
        "paused" if subscription.state == "paused" else dates,
    )


def _dates(dates: list[datetime], zone: ZoneInfo) -> str:
    local = [due.astimezone(zone) for due in dates]
    return ", ".join(f"{day:%a} {day.day} {day:%b %H:%M}" for day in local)


Change = Callable[[Subscription, Store, datetime], Answer]


def _pause(subscription: Subscription, store: Store, now: datetime) -> Answer:
    store.subscriptions.set_state(subscription.id, "paused", now)
    return say(
        f"Schedule {subscription.id} is paused; “/schedule resume {subscription.id}” wakes it."
    )


def _resume(subscription: Subscription, store: Store, now: datetime) -> Answer:
    store.subscriptions.set_state(subscription.id, "active", now)
    zone = ZoneInfo(subscription.tz)
    dates = _dates(parse_cadence(subscription.cadence).next_dates(now, zone), zone)
    return say(f"Schedule {subscription.id} runs again. Next: {dates}.")


def _remove(subscription: Subscription, store: Store, _now: datetime) -> Answer:
    store.subscriptions.remove(subscription.id)
    return say(f"Schedule {subscription.id} is removed; what it published stays.")


def _run_now(subscription: Subscription, store: Store, now: datetime) -> Answer:
    plan_now(subscription, store, now)
    return Answer(
        (Text(("The report is on its way to ", Channel(subscription.channel), ".")),),
        changed=("deliveries",),
    )


CHANGES: dict[str, Change] = {
    "pause": _pause,
    "resume": _resume,
    "remove": _remove,
    "now": _run_now,
}
