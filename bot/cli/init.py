"""`rapport init`: asks the few questions and writes the settings file."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import typer

from bot.settings import HTTP_PORT, KINDS, Settings

FILE = Path(".env")
WHERE = {
    "SLACK_BOT_TOKEN": "on the app's page “OAuth & Permissions”, after installing it",
    "SLACK_APP_TOKEN": "on the app's page “Basic Information”, with the scope connections:write",
    "SLACK_SIGNING_SECRET": "on the app's page “Basic Information”",
}
SCHEMES = ("sqlite://", "postgresql://", "postgres://")
PORTS = range(1, 65536)


class Way(StrEnum):
    """How Slack and the bot reach each other."""

    SOCKET = "socket"
    HTTP = "http"


MANIFEST = {
    Way.SOCKET: "rapport manifest",
    Way.HTTP: "rapport manifest --url https://the-address-of-your-bot",
}


def init() -> None:
    """Ask for the tokens and the database, and write them to .env in this folder."""
    if FILE.exists() and not typer.confirm(f"{FILE} exists; replace it?", default=False):
        raise typer.Exit(1)
    way = _way()
    typer.echo(f"Create the Slack app from its manifest first; “{MANIFEST[way]}” prints it.")
    _write(_asked(way) | {"DATABASE_URL": _database()})
    typer.echo(f"{FILE} is written, readable by you alone. Next: “rapport doctor”, “rapport run”.")


def _way() -> Way:
    typer.echo("socket: the bot calls Slack, nothing needs to be reachable from outside.")
    typer.echo("http: Slack calls the bot, at an https address of yours.")
    answer = _until("socket or http?", Way.SOCKET.value, _is_way, "Type socket or http.")
    return Way(answer.lower())


def _is_way(text: str) -> bool:
    return text.lower() in [way.value for way in Way]


def _asked(way: Way) -> dict[str, str]:
    """What opens Slack that way."""
    settings = {"SLACK_BOT_TOKEN": _secret("SLACK_BOT_TOKEN")}
    if way is Way.SOCKET:
        return settings | {"SLACK_APP_TOKEN": _secret("SLACK_APP_TOKEN")}
    settings["SLACK_SIGNING_SECRET"] = _secret("SLACK_SIGNING_SECRET")
    return settings | {"PORT": _port()}


def _secret(name: str) -> str:
    start = KINDS.get(name, "")
    told = f"{name}{f', {start}…' if start else ''} ({WHERE[name]})"
    wrong = f"begin with {start}" if start else "look like one"
    sentence = f"That does not {wrong}; nothing was written yet."
    return _until(told, None, lambda text: _is_token(text, start), sentence)


def _is_token(text: str, start: str) -> bool:
    return text.startswith(start) and text.isascii() and text.isprintable() and " " not in text


def _port() -> str:
    sentence = f"A port is a number from {PORTS[0]} to {PORTS[-1]}."
    told = "Port on this machine to which that address leads"
    return _until(told, str(HTTP_PORT), _is_port, sentence)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) in PORTS


def _database() -> str:
    default = str(Settings.model_fields["database_url"].default)
    sentence = f"That begins with none of {', '.join(SCHEMES)}; nothing was written yet."
    return _until("Database", default, lambda text: text.startswith(SCHEMES), sentence)


def _until(told: str, default: str | None, fits: Callable[[str], bool], sentence: str) -> str:
    """Ask until the answer fits; what has no default is secret, and not shown."""
    while True:
        answer: str = typer.prompt(told, default=default, hide_input=default is None).strip()
        if fits(answer):
            return answer
        typer.echo(sentence)


def _write(settings: dict[str, str]) -> None:
    """Never readable by others, not even for a moment."""
    partial = FILE.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    lines = (f"{name}={_quoted(value)}\n" for name, value in settings.items())
    partial.write_text("".join(lines), encoding="utf-8")
    partial.replace(FILE)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def add_to(app: typer.Typer) -> None:
    """Add `init`."""
    app.command()(init)
