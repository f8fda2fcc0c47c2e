"""Running the bot and the playground."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot import logs
from bot.settings import Settings
from bot.signals import leave

if TYPE_CHECKING:
    from bot.run import Role


def run() -> None:
    """Connect to Slack and do everything until stopped."""
    _serve("run")


def web() -> None:
    """Answer people, and nothing else: beside workers and a clock, on PostgreSQL."""
    _serve("web")


def worker() -> None:
    """Draw and post deliveries, and nothing else; several share the work, on PostgreSQL."""
    _serve("worker")


def clock() -> None:
    """Hand out what is due, and nothing else; a second one steps in, on PostgreSQL."""
    _serve("clock")


def playground(
    port: Annotated[int, typer.Option(help="Where the page listens; 0 picks a free port.")] = 8765,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Try everything on a pretend Slack with three sample clients; needs no account."""
    from bot.playground.launch import launch

    launch(port, open_browser=browser)


def _serve(role: "Role") -> None:
    settings = Settings.read(for_slack=True)
    logs.configure(settings.log_format)
    from bot.run import run as serve

    serve(settings, role)
    leave()


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (run, web, worker, clock, playground):
        app.command()(command)
