"""Taking data out: `rapport data export [CLIENT]`."""

import sys
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.data_check import data
from bot.cli.out import opened
from bot.settings import Settings
from storage.errors import NoSuchClient
from storage.store import Store, open_store

if TYPE_CHECKING:
    from storage.exporting import Wanted

_DAY = ["%Y-%m-%d"]


def export(
    client: Annotated[str, typer.Argument(help="Whose numbers; everyone's if not given.")] = "",
    source: Annotated[str, typer.Option(help="Of which source, where there are several.")] = "",
    first: Annotated[
        datetime | None, typer.Option("--from", formats=_DAY, help="The first day.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=_DAY, help="The last day.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The file; printed if not given.")] = None,
) -> None:
    """Write a source's numbers as a CSV file that `rapport import` reads as the same numbers."""
    from storage.exporting import Wanted

    with open_store(Settings.read().database_url) as store:
        wanted = Wanted(
            client_id=_id_of(store, client) if client else None,
            source=source or None,
            first=first and first.date(),
            last=last and last.date(),
        )
        _write(store, wanted, out)


def _write(store: Store, wanted: "Wanted", out: Path | None) -> None:
    from storage.exporting import export

    if out is None:
        export(store, wanted, sys.stdout)
        return
    with opened(out) as file, TextIOWrapper(file, "utf-8", newline="") as text:
        count = export(store, wanted, text)
    typer.echo(f"{count:,} numbers are in {out}.", err=True)


def _id_of(store: Store, name: str) -> int:
    found = store.clients.find(name)
    if found is None:
        raise NoSuchClient(client=f"“{name}”")
    return found.id


def add_to(_app: typer.Typer) -> None:
    """Add it to the group `data`."""
    data.command()(export)
