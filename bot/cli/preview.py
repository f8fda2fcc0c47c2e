"""How a file of tickets would be read, shown before it is."""

import sys
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from reports.words import shorten

if TYPE_CHECKING:
    # Opening workbooks is worth loading only when a file comes in.
    from storage.tickets.planning import Plan

_WIDEST = 30
_ASSUMED = (
    "Assumed: a ticket is closed at its last event. So it is not known which are open; if an "
    "activity closes them, name it with --map closing=ACTIVITY."
)


def confirmed(plan: "Plan", *, yes: bool) -> bool:
    """Show a new mapping, and ask where a person can answer; a kept one needs neither."""
    if plan.saved:
        return True
    show(plan, Console())
    return yes or not can_ask() or typer.confirm("Import like this?", default=True)


def can_ask() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def show(plan: "Plan", console: Console) -> None:
    """A small table of field, column and first values, and what is to be known besides."""
    table = Table("Field", "Column", "First values", box=None, pad_edge=False)
    for field, column, values in plan.shown():
        shown = ", ".join(_plain(value) for value in values)
        table.add_row(Text(field.key), Text(_plain(column)), Text(shown))
    console.print(table)
    for line in notes(plan):
        console.print(Text(line))


def notes(plan: "Plan") -> list[str]:
    """What is assumed, which columns are not read, and how to say it otherwise."""
    mapping, lines = plan.mapping, []
    if mapping.kind == "events":
        closed = f"A ticket is closed by the activity “{_plain(mapping.closing or '')}”."
        lines.append(closed if mapping.closing else _ASSUMED)
    if plan.not_read:
        lines.append(f"Columns not read: {', '.join(map(_plain, plan.not_read))}.")
    return [*lines, "To change this: --map FIELD=COLUMN; to leave a field out: --map FIELD="]


def _plain(text: str) -> str:
    """A cell's text without what would move a terminal's cursor."""
    shown = "".join(one if one.isprintable() else " " for one in text)
    return shorten(shown, _WIDEST)
