"""The catalogue of metrics: `rapport metrics`, `metrics declare FILE`, `metrics check`."""

import getpass
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import Clock
from bot.settings import Settings
from reports.metrics import Catalogue, Identity, Metric
from reports.metrics.declared import Declared
from reports.words import listed
from storage.store import open_store

metrics = typer.Typer(help="The metrics that reports know, and your own.")


@metrics.callback(invoke_without_command=True)
def list_(context: typer.Context) -> None:
    """List every metric, your own among them."""
    if context.invoked_subcommand is not None:
        return
    with open_store(Settings.read().database_url) as store:
        catalogue, own = store.definitions.catalogue(), store.definitions.declared().metrics
    wide = max(map(len, catalogue.metrics))
    for key in catalogue.in_reading_order(catalogue.metrics):
        typer.echo(_line(catalogue.metric(key), wide, own=key in own))
    for line in _rules(catalogue, catalogue.metrics, catalogue.identities):
        typer.echo(line)


@metrics.command()
def declare(
    file: Annotated[Path, typer.Argument(help="A TOML file; it replaces what was declared.")],
) -> None:
    """Declare your own metrics, identities, and which source counts.

    The file is all that is declared: what is not in it any more is taken back.
    """
    from reports.metrics.overlay import checked
    from storage.declarations import read_declarations

    declared = read_declarations(file)
    with open_store(Settings.read().database_url) as store:
        catalogue = checked(declared, store.definitions.keys())
        new = store.definitions.declare(declared, now=Clock().now(), by=getpass.getuser())
        known = store.definitions.sources()
    typer.echo("Declared." if new else "That is declared already; nothing was changed.")
    for line in _declared(declared, catalogue, known):
        typer.echo(line)


@metrics.command()
def check(
    client: Annotated[str, typer.Argument(help="Whose data; everyone's if not given.")] = "",
    period: Annotated[str, typer.Option(help="2026-W46, last-month, …")] = "last 90 days",
) -> None:
    """Look for sources that disagree and for identities that do not hold.

    Exit status 1 where there are any.
    """
    from commands.doubts import doubts
    from storage.errors import NoSuchClient

    with open_store(Settings.read().database_url) as store:
        one = store.clients.find(client) if client else None
        if client and one is None:
            raise NoSuchClient(client=f"“{client}”")
        asked = [one] if one else store.clients.all()
        found = [doubts(store, each, period, Clock().now()) for each in asked]
    lines = [
        f"{each.client.name}: {said}"
        for each in found
        for said in (each.disagreement, each.identity)
        if said
    ]
    for line in lines:
        typer.echo(line)
    if lines:
        raise typer.Exit(1)
    typer.echo("Sources agree and identities hold.")


def _line(metric: Metric, wide: int, *, own: bool) -> str:
    """``cpa  CPA: money, less is better, spend / conversions. Money spent for each conversion.``"""
    better = "more" if metric.better == "up" else "less"
    kind = f"{metric.label}: {metric.unit.value}, {better} is better, {_adds_up(metric)}."
    marks = ("" if metric.guides else "Vanity.", "Declared by your team." if own else "")
    return " ".join(filter(None, (f"{metric.key:<{wide}}", kind, metric.description, *marks)))


def _adds_up(metric: Metric) -> str:
    if metric.expression:
        return metric.expression
    return f"{metric.adds_up} of the {metric.of} records" if metric.of else metric.adds_up


def _rules(
    catalogue: Catalogue, keys: Iterable[str], identities: Iterable[Identity]
) -> Iterator[str]:
    """What must hold between metrics, and which source counts."""
    for identity in identities:
        within = f", give or take {identity.within:g}" if identity.within else ""
        yield f"On each day: {identity.holds}{within}."
    if catalogue.sources:
        yield f"Where sources differ, the first of these counts: {', '.join(catalogue.sources)}."
    for metric in map(catalogue.metric, keys):
        if metric.sources:
            yield f"For {metric.label}: {', '.join(metric.sources)}."
    yield f"Sources may be {catalogue.tolerance * 100:g} % apart before a report says so."


def _declared(declared: Declared, catalogue: Catalogue, known: set[str]) -> Iterator[str]:
    wide = max(map(len, declared.metrics), default=0)
    for key in declared.metrics:
        yield _line(catalogue.metric(key), wide, own=False)
    yield from _rules(catalogue, declared.metrics, declared.identities)
    own = (catalogue.metric(key).sources for key in declared.metrics)
    unknown = sorted({*catalogue.sources, *chain.from_iterable(own)} - known)
    if unknown:
        yield f"No data came from {listed(unknown)} yet."


def add_to(app: typer.Typer) -> None:
    """Add `metrics`."""
    app.add_typer(metrics, name="metrics")
