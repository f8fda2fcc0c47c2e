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

from bot.cli import preview, records
from bot.cli.dry_run import Format, dry_run
from bot.cli.how_written import Dates, Decimal, agreed, said_of
from bot.clock import Clock
from bot.settings import Settings
from commands import import_words
from storage.records.taken import RecordsTaken
from storage.sources.found import NOTHING_SAID, Said
from storage.store import Store, open_store
from storage.tickets.ticket import TicketsTaken
from storage.values import ImportResult

SHOWN = 20  # refused lines listed; the rest is counted

Taken = ImportResult | TicketsTaken | RecordsTaken
Tell = Callable[[int, int], None]


class As(StrEnum):
    """What a file's rows are."""

    NUMBERS = "numbers"
    TICKETS = "tickets"
    FEEDBACK = "feedback"
    INVOICES = "invoices"
    ORDERS = "orders"
    USAGE = "usage"
    ACCOUNTS = "accounts"


@dataclass(frozen=True)
class Wanted:
    """What the person typed besides the file."""

    client: str | None
    create: bool
    source: str | None
    sheet: str | None
    map: tuple[str, ...]
    yes: bool
    said: Said = NOTHING_SAID


def import_(
    file: Annotated[Path, typer.Argument(help="CSV or other text, a workbook, JSON, Parquet.")],
    client: Annotated[
        str, typer.Option(help="Whose data it is, where the file does not say.")
    ] = "",
    create: Annotated[bool, typer.Option(help="Make clients that are new.")] = False,
    as_: Annotated[
        As | None,
        typer.Option("--as", help="What its rows are, where neither source nor header tells."),
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Which column is which field."),
    ] = None,
    source: Annotated[str, typer.Option(help="Its source; the file's name if not given.")] = "",
    sheet: Annotated[str, typer.Option(help="The workbook's sheet, where several have data.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Only tell how it would be read; writes nothing.")
    ] = False,
    format_: Annotated[
        Format, typer.Option("--format", help="How a dry run tells it; csv is the table itself.")
    ] = Format.TEXT,
    encoding: Annotated[str, typer.Option(help="The text's encoding, such as cp1252.")] = "",
    delimiter: Annotated[
        str, typer.Option(help="What separates cells: a character, tab, space or none.")
    ] = "",
    header: Annotated[
        int | None, typer.Option(min=0, help="The line of the columns' names; 0 for none.")
    ] = None,
    dates: Annotated[
        Dates | None, typer.Option(help="How days such as 01/02/2026 are meant.")
    ] = None,
    decimal: Annotated[
        Decimal | None, typer.Option(help="How numbers such as 1.234 are meant.")
    ] = None,
) -> None:
    """Read a file into the store; the same file twice changes nothing."""
    maps = tuple(map_ or ())
    said = said_of(encoding, delimiter, header, dates, decimal)
    if dry:
        dry_run(file, sheet or None, said, as_ and as_.value, maps, format_)
        return
    wanted = Wanted(client or None, create, source or None, sheet or None, maps, yes, said)
    with open_store(Settings.read().database_url) as store:
        kind = _kind_of_records(store, file, as_, wanted)
        if kind is not None:
            _records(store, file, kind, wanted)
        elif _is_of_tickets(store, file, as_, wanted):
            _tickets(store, file, wanted)
        else:
            _numbers(store, file, wanted)


def _kind_of_records(store: Store, file: Path, as_: As | None, wanted: Wanted) -> str | None:
    from storage.records.planning import recognise_records

    if as_ is not None:
        return None if as_ in {As.NUMBERS, As.TICKETS} else as_.value
    found = recognise_records(
        store, file, source=wanted.source, sheet=wanted.sheet, said=wanted.said
    )
    if found is not None and found.why:
        typer.echo(found.why)
    return None if found is None else found.kind


def _is_of_tickets(store: Store, file: Path, as_: As | None, wanted: Wanted) -> bool:
    from storage.tickets.planning import is_of_tickets

    if as_ is None:
        return is_of_tickets(store, file, wanted.source)
    return as_ is As.TICKETS


def _numbers(store: Store, file: Path, wanted: Wanted) -> None:
    from storage.imports import import_file

    source = wanted.source or file.stem
    if not wanted.yes and not agreed(store, file, source, wanted.sheet, wanted.said, wanted.map):
        typer.echo("Nothing was imported.")
        raise typer.Exit(1)
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
            overrides=wanted.map,
            said=wanted.said,
            progress=tell,
        )
    _end(import_words.numbers_taken(result, file.name), result)


def _tickets(store: Store, file: Path, wanted: Wanted) -> None:
    from storage.records.plan import WouldChange
    from storage.tickets.importing import check_client, import_tickets, tickets_would_change
    from storage.tickets.planning import plan_tickets

    check_client(store, file.name, wanted.client, create=wanted.create)
    plan = plan_tickets(
        store,
        file,
        source=wanted.source,
        sheet=wanted.sheet,
        overrides=wanted.map,
        said=wanted.said,
    )

    def trial() -> WouldChange:
        return tickets_would_change(store, plan, client=wanted.client, create=wanted.create)

    if not preview.confirmed(plan, yes=wanted.yes, trial=trial):
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
    _end(import_words.tickets_taken(result, file.name, store.definitions.catalogue()), result)


def _records(store: Store, file: Path, kind: str, wanted: Wanted) -> None:
    from storage.records.importing import import_records
    from storage.records.planning import plan_records

    with _progress(file) as tell:
        plan = plan_records(
            store,
            file,
            kind=kind,
            source=wanted.source,
            sheet=wanted.sheet,
            overrides=wanted.map,
            client=wanted.client,
            create=wanted.create,
            said=wanted.said,
            trial=preview.can_ask() and not wanted.yes,
            progress=tell,
        )
    if not records.confirmed(plan, yes=wanted.yes):
        typer.echo("Nothing was imported.")
        raise typer.Exit(1)
    with _progress(file) as tell:
        done = import_records(store, plan, now=Clock().now(), by=getpass.getuser(), progress=tell)
    _end(
        import_words.records_taken(done, file.name, plan.kind, store.definitions.catalogue()), done
    )


def _end(lines: list[str], result: Taken) -> None:
    for line in lines + _refusals(result):
        typer.echo(line)
    if result.refused_count and not result.taken:
        raise typer.Exit(1)


def _refusals(result: Taken) -> list[str]:
    if not result.refused_count:
        return []
    lines = [f"{result.refused_count:,} lines were refused:"]
    told = import_words.refusals(result.refused, result.refused_count, SHOWN)
    return [*lines, *(f"  {line}" for line in told)]


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
