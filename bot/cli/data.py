"""Bringing data in: `rapport import FILE`."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.cli import preview, tickets
from bot.clock import Clock
from bot.settings import Settings
from storage.errors import MappingUnreadable
from storage.store import Store, open_store
from storage.tickets.ticket import TicketsTaken
from storage.values import ImportResult

SHOWN = 20  # refused lines listed; the rest is counted

Tell = Callable[[int, int], None]


class As(StrEnum):
    """What a file's rows are."""

    NUMBERS = "numbers"
    TICKETS = "tickets"


@dataclass(frozen=True)
class Wanted:
    """What the person typed besides the file."""

    client: str | None
    create: bool
    source: str | None
    sheet: str | None
    map: tuple[str, ...]
    yes: bool


def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file or a workbook (XLSX).")],
    client: Annotated[
        str, typer.Option(help="Whose data it is, where the file does not say.")
    ] = "",
    create: Annotated[bool, typer.Option(help="Make clients that are new.")] = False,
    as_: Annotated[
        As | None, typer.Option("--as", help="What its rows are; numbers unless the source knows.")
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Which column is a ticket's field."),
    ] = None,
    source: Annotated[str, typer.Option(help="Its source; the file's name if not given.")] = "",
    sheet: Annotated[str, typer.Option(help="The workbook's sheet, where several have data.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Read a file into the store; the same file twice changes nothing."""
    maps = tuple(map_ or ())
    wanted = Wanted(client or None, create, source or None, sheet or None, maps, yes)
    with open_store(Settings.read().database_url) as store:
        if _is_of_tickets(store, file, as_, wanted):
            _tickets(store, file, wanted)
        else:
            _numbers(store, file, wanted)


def _is_of_tickets(store: Store, file: Path, as_: As | None, wanted: Wanted) -> bool:
    from storage.tickets.planning import is_of_tickets

    if as_ is None and is_of_tickets(store, file, wanted.source):
        return True
    if as_ is not As.TICKETS and wanted.map:
        raise MappingUnreadable(text=wanted.map[0], reason="only tickets are read so; --as tickets")
    return as_ is As.TICKETS


def _numbers(store: Store, file: Path, wanted: Wanted) -> None:
    from storage.imports import import_file

    with _progress(file) as tell:
        result = import_file(
            store,
            file,
            client=wanted.client,
            create=wanted.create,
            now=Clock().now(),
            by=getpass.getuser(),
            source=wanted.source,
            sheet=wanted.sheet,
            progress=tell,
        )
    _end(summary(result, file.name), result)


def _tickets(store: Store, file: Path, wanted: Wanted) -> None:
    from storage.tickets.importing import check_client, import_tickets
    from storage.tickets.planning import plan_tickets

    check_client(store, file.name, wanted.client, create=wanted.create)
    plan = plan_tickets(store, file, source=wanted.source, sheet=wanted.sheet, overrides=wanted.map)
    if not preview.confirmed(plan, yes=wanted.yes):
        typer.echo("Nothing was imported.")
        raise typer.Exit(1)
    with _progress(file) as tell:
        result = import_tickets(
            store,
            plan,
            client=wanted.client,
            create=wanted.create,
            now=Clock().now(),
            by=getpass.getuser(),
            progress=tell,
        )
    _end(tickets.summary(result, file.name), result)


def _end(lines: list[str], result: ImportResult | TicketsTaken) -> None:
    for line in lines + _refusals(result):
        typer.echo(line)
    if result.refused_count and not result.taken:
        raise typer.Exit(1)


def summary(result: ImportResult, name: str) -> list[str]:
    """What was taken, and what else there is to know, one line each."""
    lines = [
        f"{name}: {result.taken:,} observations taken "
        f"({result.new:,} new, {result.changed:,} changed, {result.unchanged:,} unchanged)."
    ]
    if result.first_day and result.last_day:
        lines.append(f"Days {result.first_day} to {result.last_day}; {_clients(result)}.")
    lines += [
        f"“{key}” is not in the catalogue: treated as a count that adds up, more is better."
        for key in result.new_metrics
    ]
    if result.ignored:
        lines.append(f"Columns not read: {', '.join(result.ignored)}.")
    if result.unknown or result.repeated:
        lines.append(
            f"{result.unknown:,} cells were unknown, {result.repeated:,} stood there twice."
        )
    return lines


def _clients(result: ImportResult) -> str:
    new = f" (new: {', '.join(result.new_clients)})" if result.new_clients else ""
    return f"clients: {', '.join(result.clients)}{new}"


def _refusals(result: ImportResult | TicketsTaken) -> list[str]:
    if not result.refused_count:
        return []
    lines = [f"{result.refused_count:,} lines were refused:"]
    lines += [f"  line {refusal.line}: {refusal.reason}" for refusal in result.refused[:SHOWN]]
    left = result.refused_count - min(SHOWN, len(result.refused))
    return [*lines, f"  … and {left:,} more"] if left else lines


@contextmanager
def _progress(file: Path) -> Iterator[Tell]:
    """A bar on a terminal, nothing in a pipe."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(f"Reading {file.name}", total=None)

        def tell(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield tell


def add_to(app: typer.Typer) -> None:
    """Add `import`."""
    app.command("import")(import_)
