"""Bringing data in: `rapport import FILE`."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.clock import Clock
from bot.settings import Settings
from storage.store import open_store
from storage.values import ImportResult

SHOWN = 20  # refused lines listed; the rest is counted

Tell = Callable[[int, int], None]


def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file, long or wide.")],
    client: Annotated[
        str, typer.Option(help="Whose data it is, where the file does not say.")
    ] = "",
    create: Annotated[bool, typer.Option(help="Make clients that are new.")] = False,
) -> None:
    """Read a file into the store; the same file twice changes nothing."""
    from storage.imports import import_file

    console = Console(stderr=True)
    with open_store(Settings.read().database_url) as store, _progress(file, console) as tell:
        result = import_file(
            store,
            file,
            client=client or None,
            create=create,
            now=Clock().now(),
            by=getpass.getuser(),
            progress=tell,
        )
    for line in summary(result, file.name):
        typer.echo(line)
    if result.refused_count and not result.taken:
        raise typer.Exit(1)


def summary(result: ImportResult, name: str) -> list[str]:
    """What was taken, what was refused and why, one line each."""
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
    return lines + _refusals(result)


def _clients(result: ImportResult) -> str:
    new = f" (new: {', '.join(result.new_clients)})" if result.new_clients else ""
    return f"clients: {', '.join(result.clients)}{new}"


def _refusals(result: ImportResult) -> list[str]:
    if not result.refused_count:
        return []
    lines = [f"{result.refused_count:,} lines were refused:"]
    lines += [f"  line {refusal.line}: {refusal.reason}" for refusal in result.refused[:SHOWN]]
    left = result.refused_count - min(SHOWN, len(result.refused))
    return [*lines, f"  … and {left:,} more"] if left else lines


@contextmanager
def _progress(file: Path, console: Console) -> Iterator[Tell]:
    """A bar on a terminal, nothing in a pipe."""
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(f"Reading {file.name}", total=None)

        def tell(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield tell


def add_to(app: typer.Typer) -> None:
    """Add `import`."""
    app.command("import")(import_)
