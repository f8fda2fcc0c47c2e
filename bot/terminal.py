"""The terminal as a door: the same commands, answered as plain text."""

import getpass
import re
import uuid
from datetime import datetime

from rich.console import Console
from rich.table import Table as Grid

from commands import registry
from commands.answer import (
    Answer,
    Button,
    Buttons,
    Form,
    Link,
    Menu,
    Part,
    ReportPart,
    Run,
    Table,
    Text,
)
from commands.request import Asker, NamedChannel, Place, Request
from reports.render.text import to_text
from storage.store import Store

PERSON_ID = re.compile(r"(?<!\S)@([UW][A-Z0-9]{6,})\b")
CHANNEL_ID = re.compile(r"(?<!\S)#?([CG][A-Z0-9]{6,})\b")


def ask(verb: str, words: str, store: Store, now: datetime) -> Answer:
    """Ask as someone of the team, from the machine itself."""
    return registry.answer(_request(verb, words, store), store, now)


def show(answer: Answer, console: Console) -> None:
    """Print the answer; tables keep their columns, buttons become commands to type."""
    for part in answer.parts:
        _show(part, console)
    if answer.aside is not None:
        show(answer.aside, console)


def _show(part: Part, console: Console) -> None:
    match part:
        case Text():
            _print("".join(map(_words, part.runs)), console)
        case Table():
            console.print(_grid(part))
        case ReportPart():
            _print(to_text(part.report), console)
        case Buttons():
            for item in part.buttons:
                _show_choices(item, console)
        case Form():
            _print(part.instead, console)


def _show_choices(item: Button | Menu, console: Console) -> None:
    """What can be pressed, as commands; a menu's stand under its label."""
    if isinstance(item, Menu):
        _print(f"  {item.label}", console)
    for choice in item.choices if isinstance(item, Menu) else (item,):
        _print(f"  rapport {choice.verb} {choice.args}", console)


def _words(run: Run) -> str:
    """A link with its address behind it."""
    return f"{run} ({run.url})" if isinstance(run, Link) and run.url else str(run)


def _print(words: str, console: Console) -> None:
    """Print words as they are, whatever Rich would read into them."""
    console.print(words, markup=False, highlight=False, soft_wrap=True)


def _grid(table: Table) -> Grid:
    grid = Grid(title=table.caption, title_justify="left")
    for column in table.columns:
        grid.add_column(column)
    for row in table.rows:
        grid.add_row(*map(_words, row))
    return grid


def _request(verb: str, words: str, store: Store) -> Request:
    user = getpass.getuser()
    channels = {f"#{found}": _channel(found, store) for found in CHANNEL_ID.findall(words)}
    return Request(
        id=uuid.uuid4().hex,
        verb=verb,
        args=CHANNEL_ID.sub(r"#\1", words),
        workspace="local",
        asker=Asker(user, user),
        place=Place(),
        door="terminal",
        channels=channels,
        people={f"@{found}": Asker(found, found) for found in PERSON_ID.findall(words)},
    )


def _channel(found: str, store: Store) -> NamedChannel:
    """A channel by its id; without Slack at hand it counts as read by outsiders."""
    client = store.clients.of_channel(found)
    return NamedChannel(
        found, found, external=True, member=True, client=client.slug if client else None
    )
