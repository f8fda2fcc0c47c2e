"""How fresh the sources are: `rapport data sources`, `rapport data promise SOURCE daily`."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console

from bot.clock import Clock
from bot.settings import Settings
from bot.terminal import show
from commands.answer import Answer, Run, Table, say
from reports.errors import Expected
from reports.periods import day_name
from reports.provenance import rhythm
from reports.zones import day_in, zone
from storage.store import Store, open_store
from storage.values import Client
from storage.verbs.freshness import Fresh

EVERY = re.compile(r"(?:every )?([0-9]{1,3}) days?")
WORDS = {"daily": 1, "every day": 1, "weekly": 7, "every week": 7, "never": None}
COLUMNS = ("Source", "Client", "Newest day", "Last import", "Promised", "State")


class UnreadablePromise(Expected):
    """“{words}” is no promise; write daily, weekly or "2 days", or never to take one back."""


def sources() -> None:
    """List every source: what it brought last, and whether it is late."""
    with open_store(Settings.read().database_url) as store:
        rows = tuple(_rows(store, Clock().now()))
    nothing = say("No source has brought anything yet; “rapport import FILE” begins one.")
    show(Answer((Table("Sources", COLUMNS, rows),)) if rows else nothing, Console())


def promise(
    source: Annotated[str, typer.Argument(help="A source, as “rapport data sources” names it.")],
    words: Annotated[
        list[str], typer.Argument(metavar="daily|weekly|N days", help="How often it is to come.")
    ],
) -> None:
    """Say how often a source is to come, so that reports tell when it is late."""
    days = read_promise(" ".join(words))
    with open_store(Settings.read().database_url) as store:
        store.freshness.promise(source, days)
    said = "promises nothing any more" if days is None else f"promises to come {rhythm(days)}"
    typer.echo(f"{source} {said}.")


def read_promise(text: str) -> int | None:
    """Every how many days; None for never. Raises UnreadablePromise."""
    plain = " ".join(text.casefold().split())
    if plain in WORDS:
        return WORDS[plain]
    found = EVERY.fullmatch(plain)
    if found is None or int(found[1]) == 0:
        raise UnreadablePromise(words=text)
    return int(found[1])


def _rows(store: Store, now: datetime) -> Iterator[tuple[Run, ...]]:
    clients = {client.id: client for client in store.clients.all()}
    for one in store.freshness.all():
        yield _row(one, clients[one.client_id], now)


def _row(one: Fresh, client: Client, now: datetime) -> tuple[Run, ...]:
    last = one.last_success.astimezone(zone(client.tz))
    promised = "–" if one.promise is None else rhythm(one.promise)
    return (
        one.source,
        client.slug,
        day_name(one.newest),
        f"{day_name(last)} {last:%H:%M}",
        promised,
        _state(one, client, now),
    )


def _state(one: Fresh, client: Client, now: datetime) -> str:
    if one.promise is None:
        return "no promise"
    return "late" if one.is_late(day_in(client.tz, now)) else "fresh"


def add_to(app: typer.Typer) -> None:
    """Add both to the group `data`."""
    known = {group.name: group.typer_instance for group in app.registered_groups}
    data = known.get("data")
    if data is None:
        data = typer.Typer(help="The data that came in.", no_args_is_help=True)
        app.add_typer(data, name="data")
    data.command()(sources)
    data.command()(promise)
