"""`rapport init`: asks the few questions and writes the settings file."""

from pathlib import Path

import typer

from bot.settings import KINDS

FILE = Path(".env")
WHERE = {
    "SLACK_BOT_TOKEN": "on the app's page “OAuth & Permissions”, after installing it",
    "SLACK_APP_TOKEN": "on the app's page “Basic Information”, with the scope connections:write",
}
FIRST = "Create the Slack app from the manifest first (“rapport manifest” prints it)."
DATABASE = "sqlite:///rapport.db"


def init() -> None:
    """Ask for the tokens and the database, and write them to .env in this folder."""
    if FILE.exists() and not typer.confirm(f"{FILE} exists; replace it?", default=False):
        raise typer.Exit(1)
    typer.echo(FIRST)
    settings = {name: _token(name, start) for name, start in KINDS.items()}
    settings["DATABASE_URL"] = typer.prompt("Database", default=DATABASE)
    _write(settings)
    typer.echo(f"{FILE} is written, readable by you alone. Next: “rapport doctor”, “rapport run”.")


def _token(name: str, start: str) -> str:
    while True:
        told = f"{name}, {start}… ({WHERE[name]})"
        token: str = typer.prompt(told, hide_input=True).strip()
        if token.startswith(start) and token.isprintable() and " " not in token:
            return token
        typer.echo(f"That does not begin with {start}; nothing was written yet.")


def _write(settings: dict[str, str]) -> None:
    """Never readable by others, not even for a moment."""
    partial = FILE.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    lines = (f"{name}='{value}'\n" for name, value in settings.items())
    partial.write_text("".join(lines), encoding="utf-8")
    partial.replace(FILE)


def add_to(app: typer.Typer) -> None:
    """Add `init`."""
    app.command()(init)
