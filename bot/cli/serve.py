"""Running the bot, the playground, and the database's upgrade."""

from typing import Annotated

import typer

from bot import logs
from bot.settings import Settings


def run() -> None:
    """Connect to Slack and work until stopped."""
    settings = Settings.read(for_slack=True)
    logs.configure(settings.log_format)
    from bot.run import run as serve

    serve(settings)


def playground(
    port: Annotated[int, typer.Option(help="Where the page listens; 0 picks a free port.")] = 8765,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Try everything on a pretend Slack with three sample clients; needs no account."""
    from bot.playground.launch import launch

    launch(port, open_browser=browser)


db = typer.Typer(help="The database.", no_args_is_help=True)


@db.command()
def upgrade() -> None:
    """Bring the tables up to date; keeps all data."""
    from storage.store import upgrade as upgrade_tables

    changed = upgrade_tables(Settings.read().database_url)
    typer.echo("The database was upgraded." if changed else "The database is up to date.")


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(run)
    app.command()(playground)
    app.add_typer(db, name="db")
