"""The Slack app itself: `rapport manifest`."""

import json
from typing import Annotated

import typer

from reports.errors import Expected


class NoAddress(Expected):
    """“{url}” is no address that Slack can reach; write it like https://reports.example.com."""


def manifest(
    url: Annotated[
        str, typer.Option(help="For HTTP: the https address under which Slack reaches the bot.")
    ] = "",
) -> None:
    """Print the manifest to create the Slack app from, for Socket Mode unless a URL is given."""
    from bot.slack.manifest import manifest as made

    if url and not url.startswith("https://"):
        raise NoAddress(url=url)
    typer.echo(json.dumps(made(url or None), indent=2, ensure_ascii=False))


def add_to(app: typer.Typer) -> None:
    """Add `manifest`."""
    app.command()(manifest)
