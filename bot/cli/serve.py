"""Running the bot and the playground."""

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


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(run)
    app.command()(playground)
