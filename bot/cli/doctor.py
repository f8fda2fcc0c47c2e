"""`rapport doctor`: what is missing or wrong, and what to do."""

import typer

from bot.clock import Clock

SIGNS = {"good": "✓", "warning": "!", "wrong": "✗"}


def doctor() -> None:
    """Look at tokens, Slack, database and this machine; exit status 1 where something is wrong."""
    from bot.doctor import examine

    found = []
    for finding in examine(Clock().now()):
        found.append(finding)
        typer.echo(f"{SIGNS[finding.state]} {finding.what}: {finding.text}")
    if any(finding.state == "wrong" for finding in found):
        raise typer.Exit(1)


def add_to(app: typer.Typer) -> None:
    """Add `doctor`."""
    app.command()(doctor)
