"""The Typer application, put together from its parts."""

from importlib.metadata import version
from typing import Annotated

import typer

from bot.cli import (
    ask,
    data,
    data_check,
    data_decide,
    data_export,
    database,
    doctor,
    init,
    metrics,
    serve,
    slack_app,
    sources,
)

app = typer.Typer(
    name="rapport",
    help="Reports to clients, published on time, with the words of those who answered.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("rapport-bot"))
        raise typer.Exit


@app.callback()
def main(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Reports to clients, published on time, with the words of those who answered."""


serve.add_to(app)
data.add_to(app)
data_check.add_to(app)
data_export.add_to(app)
data_decide.add_to(app)
database.add_to(app)
ask.add_to(app)
slack_app.add_to(app)
doctor.add_to(app)
init.add_to(app)
metrics.add_to(app)
sources.add_to(app)
