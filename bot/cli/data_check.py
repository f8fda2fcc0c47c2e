"""Looking after the data: `rapport data imports | undo N | check [CLIENT]`."""

import csv
import getpass
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from bot.clock import Clock
from bot.settings import Settings
from storage.checks.finding import DataFinding
from storage.errors import NoSuchClient
from storage.store import Store, open_store
from storage.values import Client, ImportRun

if TYPE_CHECKING:
    from storage.undoing import Undoing

LISTED = 100
_IN_A_PIPE = 200
data = typer.Typer(help="What was imported, and what is wrong with it.", no_args_is_help=True)


class Format(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


@data.command()
def imports(
    limit: Annotated[int, typer.Option(help="How many, the newest first.", min=1)] = LISTED,
) -> None:
    """List the imports: when, from which file, by whom, and what became of its rows."""
    with open_store(Settings.read().database_url) as store:
        runs = store.imports.recent(limit)
    if not runs:
        typer.echo("Nothing was imported yet.")
        return
    table = _table("no", "when", "source", "file", "by", "taken", "changed", "refused", "")
    for run in runs:
        counts = (f"{n:,}" for n in (run.rows_taken, run.rows_changed, run.rows_refused))
        table.add_row(
            str(run.id), _when(run), run.source, run.file_name, run.by, *counts, _state(run)
        )
    _print(table)


@data.command()
def undo(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As `data imports` lists it.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Undo an import, exactly, whatever was imported since; its file can be imported again."""
    from storage import undoing

    with open_store(Settings.read().database_url) as store:
        for line in _would(undoing.look(store, number)):
            typer.echo(line)
        if not yes and not _agreed():
            typer.echo("Nothing was undone.")
            raise typer.Exit(1)
        undoing.undo(store, number, now=Clock().now(), by=getpass.getuser())
    typer.echo(f"Import {number} was undone.")


@data.command()
def check(
    client: Annotated[str, typer.Argument(help="Whose data; everyone's if not given.")] = "",
    format_: Annotated[Format, typer.Option("--format", help="How it is written.")] = Format.TEXT,
) -> None:
    """Look for what is wrong with the data: refused rows, wrong values, gaps, duplicates.

    Exit status 1 where something is serious, that is where figures are wrong or lack data by it.
    """
    from commands.data_found import found_in

    with open_store(Settings.read().database_url) as store:
        found = found_in(store, _clients(store, client), Clock().now())
    _write(found, format_)
    if any(row.serious for row in found):
        raise typer.Exit(1)


def _clients(store: Store, name: str) -> Sequence[Client]:
    if not name:
        return store.clients.all()
    found = store.clients.find(name)
    if found is None:
        raise NoSuchClient(client=f"“{name}”")
    return [found]


def _would(undoing: "Undoing") -> Iterator[str]:
    """What undoing would do, in sentences."""
    run = undoing.run
    yield f"Import {run.id}: {run.file_name} into “{run.source}”, {_when(run)}, by {run.by}."
    whose = f" of {', '.join(undoing.clients)}" if undoing.clients else ""
    for back, gone, what in (
        (undoing.back, undoing.gone, "values"),
        (undoing.records_back, undoing.records_gone, "records"),
    ):
        if back or gone:
            yield f"{back:,} {what}{whose} go back to what they were before, {gone:,} go."
    if undoing.nothing:
        yield "All stays as it is: later imports brought the same, or other values."
    elif undoing.counted:
        yield "The figures are counted anew from the records that remain."
    yield "Clients that it made stay, without its data. Its file can be imported again."


def _agreed() -> bool:
    return sys.stdin.isatty() and typer.confirm("Undo it?", default=False)


def _write(found: Sequence[DataFinding], form: Format) -> None:
    if form is Format.TEXT:
        _write_text(found)
        return
    rows = [asdict(row) for row in found]
    if form is Format.JSON:
        typer.echo(json.dumps(rows, default=str, ensure_ascii=False, indent=2))
        return
    writer = csv.DictWriter(sys.stdout, [one.name for one in fields(DataFinding)])
    writer.writeheader()
    writer.writerows(rows)


def _write_text(found: Sequence[DataFinding]) -> None:
    if not found:
        typer.echo("Nothing wrong was found.")
        return
    table = _table("", "client", "day", "source", "import", "what", "done")
    for row in found:
        done = row.decided or row.done
        texts = (row.client, row.day, row.source, row.run, row.text, done)
        table.add_row(
            "!" if row.serious else "", *("" if one is None else str(one) for one in texts)
        )
    _print(table)
    if len(found) > LISTED:
        typer.echo(f"… and {len(found) - LISTED:,} more; --format csv lists all.")
    serious, excluded = sum(row.serious for row in found), _rows(found, "excluded")
    kept, repaired = _rows(found, "kept"), _rows(found, "repaired")
    typer.echo(f"{len(found):,} findings, {serious:,} of them serious (!).")
    typer.echo(f"Rows: {excluded:,} excluded, {repaired:,} repaired, {kept:,} kept as they are.")


def _rows(found: Sequence[DataFinding], done: str) -> int:
    return sum(row.count for row in found if row.done == done)


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        right = name in {"no", "import", "taken", "changed", "refused"}
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    return table


def _print(table: Table) -> None:
    # A pipe has no width: what reads it should find each row on a line.
    console = Console() if sys.stdout.isatty() else Console(width=_IN_A_PIPE)
    console.print(table, markup=False)


def _when(run: ImportRun) -> str:
    return f"{run.at:%Y-%m-%d %H:%M}"


def _state(run: ImportRun) -> str:
    if run.undone_at is not None:
        return f"undone {run.undone_at:%Y-%m-%d} by {run.undone_by}"
    return "" if run.undoable else "cannot be undone"


def add_to(app: typer.Typer) -> None:
    """Add `data`."""
    app.add_typer(data, name="data")
