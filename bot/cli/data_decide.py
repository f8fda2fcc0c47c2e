"""`rapport data exclude | include`: a person decides whether values count."""

import getpass
from typing import Annotated

import typer

from bot.cli.data_check import data
from bot.clock import Clock
from bot.settings import Settings
from storage.errors import NoSuchClient
from storage.store import open_store

Who = Annotated[str, typer.Argument(metavar="CLIENT", help="Whose data.")]
What = Annotated[str, typer.Argument(metavar="METRIC", help="Its key or its label.")]
When = Annotated[str, typer.Argument(metavar="DAY[..DAY]", help="The day, or the days.")]
Which = Annotated[str, typer.Option(help="The source, where several bring the metric.")]
Why = Annotated[str, typer.Option(help="The reason, which is kept with your name.")]


def exclude(client: Who, metric: What, days: When, because: Why, source: Which = "") -> None:
    """Leave values out of every figure; what a source brings later for the day counts."""
    _decide(client, f"{metric} {days}", source, because, counts=False)


def include(client: Who, metric: What, days: When, because: Why, source: Which = "") -> None:
    """Count values that are left out, by somebody or because they look wrong."""
    _decide(client, f"{metric} {days}", source, because, counts=True)


def _decide(name: str, words: str, source: str, why: str, *, counts: bool) -> None:
    from commands.deciding import decide, read_wanted

    user, now = getpass.getuser(), Clock().now()
    with open_store(Settings.read().database_url) as store:
        client = store.clients.find(name)
        if client is None:
            raise NoSuchClient(client=f"“{name}”")
        wanted = read_wanted(words, client, store, now, source=source or None, counts=counts)
        typed, named = '--because "it was a test"', '--source "{}"'
        typer.echo(decide(wanted, why, store, now, by=("", user), typed=typed, named=named))


def add_to(app: typer.Typer) -> None:
    """Add both to the group `data`."""
    del app  # which has the group already
    data.command()(exclude)
    data.command()(include)
