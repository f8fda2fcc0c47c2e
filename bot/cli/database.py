"""The database: `rapport db upgrade | copy | backup`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.settings import Settings

if TYPE_CHECKING:
    from storage.copying import Copied, Tell

db = typer.Typer(help="The database.", no_args_is_help=True)


@db.command()
def upgrade() -> None:
    """Bring the tables up to date; keeps all data."""
    from storage.store import upgrade as upgrade_tables

    changed = upgrade_tables(Settings.read().database_url)
    typer.echo("The database was upgraded." if changed else "The database is up to date.")


@db.command()
def copy(
    to: Annotated[str, typer.Option(help="The URL of an empty database, such as postgresql://…")],
) -> None:
    """Copy everything into an empty database, such as from SQLite to PostgreSQL, and check it."""
    from storage.copying import copy as copied

    with _progress() as tell:
        tables = copied(Settings.read().database_url, to, tell)
    typer.echo(_told(tables))
    typer.echo("Every table has the same rows in both. Set DATABASE_URL to the new one to use it.")


@db.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; must not exist.")],
) -> None:
    """Write a consistent copy of the database, also of a running one, as a SQLite file."""
    from storage.copying import backup as backed_up

    with _progress() as tell:
        tables = backed_up(Settings.read().database_url, file, tell)
    typer.echo(_told(tables))
    typer.echo(f"{file} can be used as DATABASE_URL=sqlite:///{file}.")


def _told(tables: "list[Copied]") -> str:
    rows = sum(table.rows for table in tables)
    return f"{rows:,} rows in {len(tables)} tables."


@contextmanager
def _progress() -> "Iterator[Tell]":
    """The table and its rows on a terminal, nothing in a pipe."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Copying", total=None)

        def tell(table: str, rows: int) -> None:
            progress.update(task, description=f"{table}: {rows:,} rows")

        yield tell


def add_to(app: typer.Typer) -> None:
    """Add `db`."""
    app.add_typer(db, name="db")
