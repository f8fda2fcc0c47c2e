"""/start: a channel becomes a client's own, with its report every week."""

from dataclasses import replace
from datetime import datetime, time

from rapidfuzz import fuzz, utils

from commands.answer import Answer, Button, Buttons, Run, Text, say
from commands.cadence import Cadence
from commands.cadence_reading import parse_cadence
from commands.registry import command
from commands.request import NamedChannel, Request
from commands.schedule_channels import CHANNEL, NoChannel, channel_meant, in_words, subscribe
from commands.targets import LONGEST_SHOWN, NoClients, did_you_mean, find_target
from reports.errors import Expected
from reports.words import shorten
from storage.store import Store
from storage.values import Client, Subscription

MOST_OFFERED = 4
MONDAY_NINE = Cadence("week", 0, time(9))
CHOOSE = Button("Choose the client", "start", "")


class NoChannelHere(Expected):
    """Type this in the channel that is to be the client's own, or name the channel at the end, as
    in “/start acme #acme”."""


@command(
    "start",
    "CLIENT [weekly DAY TIME] [#CHANNEL]",
    "Make this channel the client's own, with its report every Monday at 09:00.",
    examples=("acme", "acme weekly friday 16:00"),
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """Link the channel and subscribe it; without a client, offer those there are."""
    channel, words = _channel(request), CHANNEL.sub("", request.args).strip()
    if not words:
        return _offer(request, channel, store, now)
    target = find_target(request, words, store)
    if target is None:
        return did_you_mean(request, request.args, store)
    cadence = parse_cadence(target.rest) if target.rest else MONDAY_NINE
    return _start(target.client, cadence, channel, request, store, now)


def _channel(request: Request) -> NamedChannel:
    try:
        return channel_meant(request)
    except NoChannel as error:
        raise NoChannelHere from error


def _start(
    client: Client,
    cadence: Cadence,
    channel: NamedChannel,
    request: Request,
    store: Store,
    now: datetime,
) -> Answer:
    """Link first: a channel that others read too may only be subscribed once it is the client's."""
    store.clients.link_channel(client.id, channel.id)
    own = replace(channel, client=client.slug)
    known = _known(client, channel, store)
    subscription = known or subscribe(client, cadence, own, request.asker.id, store, now)
    words = (f"{_belongs(client)} ", *_told(subscription, client, channel, now))
    return Answer((Text(words), *_outsiders(channel), Buttons((_report(client),))))


def _known(client: Client, channel: NamedChannel, store: Store) -> Subscription | None:
    """The subscription by which the channel gets the client's report already."""
    found = store.subscriptions.all(client.id)
    return next((one for one in found if one.channel == channel.id), None)


def _told(
    subscription: Subscription, client: Client, channel: NamedChannel, now: datetime
) -> tuple[Run, ...]:
    runs = in_words(subscription, client, channel, now)
    if subscription.state == "paused":
        runs += (f" It is paused: “/schedule resume {subscription.id}” wakes it.",)
    return runs


def _offer(request: Request, channel: NamedChannel, store: Store, now: datetime) -> Answer:
    """Whose channel it is or may become; asked by nobody in particular, it is for the room."""
    owner = store.clients.find(channel.client) if channel.client else None
    answer = _owned(owner, channel, store, now) if owner else _offered(request, channel, store)
    return replace(answer, audience="room") if _asked_by_nobody(request) else answer


def _asked_by_nobody(request: Request) -> bool:
    return request.asker.role == "system"


def _owned(client: Client, channel: NamedChannel, store: Store, now: datetime) -> Answer:
    known = _known(client, channel, store)
    told = (" ", *_told(known, client, channel, now)) if known else ()
    buttons = (_report(client),) if known else (_report(client), _choice(client))
    return Answer((Text((_belongs(client), *told)), Buttons(buttons)))


def _offered(request: Request, channel: NamedChannel, store: Store) -> Answer:
    clients = _likely(request.place.name or channel.name, store.clients.all())
    if not clients:
        return say(str(NoClients()), failed=True)
    ask = (
        "Which client is this channel for? It gets the client's report every week, replies to it "
        "stand in the next one, and “/report” here means that client."
    )
    how = "Another client, another time: type “/start CLIENT weekly friday 16:00” here."
    # What a room is told stays there, and a client's people may come into it one day.
    named = (CHOOSE,) if _asked_by_nobody(request) else map(_choice, clients[:MOST_OFFERED])
    parts = (Buttons(tuple(named)), Text((how,), quiet=True))
    return Answer((Text((ask,)), *_outsiders(channel), *parts))


def _likely(name: str, clients: list[Client]) -> list[Client]:
    """The clients, those called most like the channel first."""
    return sorted(clients, key=lambda client: -_likeness(name, client))


def _likeness(name: str, client: Client) -> float:
    called = (client.slug, client.name, *client.aliases)
    return max(fuzz.WRatio(name, one, processor=utils.default_process) for one in called)


def _outsiders(channel: NamedChannel) -> tuple[Text, ...]:
    if not channel.external:
        return ()
    told = "Others outside the team read along there and get the version for the client."
    return (Text((told,), quiet=True),)


def _belongs(client: Client) -> str:
    return f"This channel belongs to {client.name}: “/report” there means it."


def _choice(client: Client) -> Button:
    label = f"{shorten(client.name, 40)}, report {MONDAY_NINE.in_words()}"
    return Button(label, "start", client.slug)


def _report(client: Client) -> Button:
    return Button(f"Report on {shorten(client.name, LONGEST_SHOWN)}", "report", client.slug)
