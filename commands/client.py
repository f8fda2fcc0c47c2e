"""/client: who is reported on, and in which channel, zone and currency."""

from collections.abc import Callable
from datetime import datetime

from commands.answer import Answer, Channel, Run, Table, Text, say
from commands.registry import command
from commands.request import Request
from commands.targets import did_you_mean, find_target
from reports.errors import Expected
from reports.periods import day_name
from reports.provenance import rhythm
from reports.zones import day_in
from storage.store import Store
from storage.values import Client
from storage.verbs.freshness import Fresh


class NoPlaceToLink(Expected):
    """Name the channel, as in “/client {slug} {field} #acme”, or type it in that channel."""


class NotLinked(Expected):
    """That channel does not belong to {name}, so nothing was changed."""


class UnknownField(Expected):
    """A client has no “{field}” to change; type “/client {slug}” and one of name, tz, currency,
    alias, channel or unlink."""


class NothingToAdd(Expected):
    """Which client? Write a short name and the full one behind it, as in
    “/client add acme Acme Outdoor”."""


class EmptyField(Expected):
    """What should the {field} be? Write it behind, as in “/client {slug} {field} …”."""


@command(
    "client",
    "CLIENT [name|tz|currency|alias|channel|unlink VALUE] · add SLUG NAME",
    "Show or change a client's card: name, time zone, currency, aliases and channels.",
    examples=("acme", "acme tz Europe/London", "acme channel", "add acme Acme Outdoor"),
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """List the clients, add one, show one's card or change one field of it."""
    first, _, rest = request.args.strip().partition(" ")
    if not first or first.lower() == "list":
        return _list(store)
    if first.lower() == "add":
        return _add(rest, store, now)
    target = find_target(request, request.args, store)
    if target is None:
        return did_you_mean(request, request.args, store)
    field, _, value = target.rest.partition(" ")
    if not field:
        return _card(target.client, store, now)
    change = CHANGES.get(field.lower())
    if change is None:
        raise UnknownField(field=field, slug=target.client.slug)
    return change(target.client, value.strip(), request, store)


def _list(store: Store) -> Answer:
    clients = store.clients.all()
    if not clients:
        return say("There are no clients yet; “/client add acme Acme Outdoor” makes one.")
    rows = tuple((client.slug, client.name, client.tz) for client in clients)
    return Answer((Table("Clients", ("Short name", "Name", "Time zone"), rows),))


def _add(words: str, store: Store, now: datetime) -> Answer:
    slug, _, name = words.strip().partition(" ")
    if not slug:
        raise NothingToAdd
    client = store.clients.add(slug, name.strip() or slug, now=now)
    return say(f"{client.name} is a client now: “/report {client.slug}” once it has data.")


def _card(client: Client, store: Store, now: datetime) -> Answer:
    rows: list[tuple[Run, ...]] = [
        ("Short name", client.slug),
        ("Name", client.name),
        ("Time zone", client.tz),
        ("Currency", client.currency),
        ("Aliases", ", ".join(client.aliases) or "none"),
    ]
    rows += [("Channel", Channel(channel)) for channel in client.channels]
    rows += [("Source", _fresh(one, client, now)) for one in store.freshness.of_client(client.id)]
    return Answer((Table(client.name, ("Field", "Value"), tuple(rows)),))


def _fresh(one: Fresh, client: Client, now: datetime) -> str:
    state = "late" if one.is_late(day_in(client.tz, now)) else "fresh"
    promised = f"promised {rhythm(one.promise or 0)}"
    return f"{one.source}: until {day_name(one.newest)}, {promised}, {state}"


def _name(client: Client, value: str, _request: Request, store: Store) -> Answer:
    store.clients.change(client.id, name=_given(client, "name", value))
    return say(f"{client.name} is called {value} from now on.")


def _zone(client: Client, value: str, _request: Request, store: Store) -> Answer:
    store.clients.change(client.id, tz=_given(client, "tz", value))
    return say(f"Days and weeks of {client.name} are counted in {value} from now on.")


def _currency(client: Client, value: str, _request: Request, store: Store) -> Answer:
    store.clients.change(client.id, currency=_given(client, "currency", value))
    return say(f"Sums of {client.name} are shown in {value.upper()} from now on.")


def _alias(client: Client, value: str, _request: Request, store: Store) -> Answer:
    store.clients.add_alias(client.id, _given(client, "alias", value))
    return say(f"“{value}” means {client.name} now.")


def _channel(client: Client, value: str, request: Request, store: Store) -> Answer:
    channel = _meant(client, "channel", value, request)
    store.clients.link_channel(client.id, channel)
    runs = (Channel(channel), f" belongs to {client.name} now: “/report” there means it.")
    return Answer((Text(runs),))


def _unlink(client: Client, value: str, request: Request, store: Store) -> Answer:
    channel = _meant(client, "unlink", value, request)
    if channel not in client.channels:
        raise NotLinked(name=client.name)
    store.clients.unlink_channel(channel)
    return Answer((Text((Channel(channel), f" does not belong to {client.name} any more.")),))


def _meant(client: Client, field: str, value: str, request: Request) -> str:
    """The id of the channel named, else of the one where the question was asked."""
    named, place = request.channels.get(value), request.place
    if named is not None:
        return named.id
    if value or place.channel is None or place.kind == "dm":
        raise NoPlaceToLink(slug=client.slug, field=field)
    return place.channel


def _given(client: Client, field: str, value: str) -> str:
    if not value:
        raise EmptyField(field=field, slug=client.slug)
    return value


CHANGES: dict[str, Callable[[Client, str, Request, Store], Answer]] = {
    "name": _name,
    "tz": _zone,
    "currency": _currency,
    "alias": _alias,
    "channel": _channel,
    "unlink": _unlink,
}
