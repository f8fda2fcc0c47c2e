"""How a file would be read, shown before it is."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands import import_words
from reports.words import shorten

if TYPE_CHECKING:
    # Opening workbooks is worth loading only when a file comes in.
    from storage.records.fields import Field
    from storage.records.plan import WouldChange
    from storage.tickets.planning import Plan

_WIDEST = 30
_DETAILS = 20
_ASSUMED = (
    "Assumed: a ticket is closed at its last event. So it is not known which are open; if an "
    "activity closes them, name it with --map closing=ACTIVITY."
)


class Shown(Protocol):
    """A plan as it is shown."""

    def shown(self) -> "list[tuple[Field, str, list[str]]]":
        """Each mapped field with its column and the first values that stand there."""

    def first_rows(self) -> list[list[str]]:
        """The mapped cells of the first rows, in the order of ``shown``."""


def confirmed(plan: "Plan", *, yes: bool, trial: "Callable[[], WouldChange]") -> bool:
    """Show a new mapping, and ask where a person can answer; a kept one needs neither.

    Before asking, ``trial`` tells what would change.
    """
    if plan.saved:
        return True
    console = Console()
    show(plan, console)
    if yes or not can_ask():
        return True
    say(would_change(trial()), console)
    return typer.confirm("Import like this?", default=True)


def can_ask() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def show(plan: "Plan", console: Console) -> None:
    """Which column is read as what, the first rows, and what is to be known besides."""
    show_columns(plan, console)
    say(notes(plan), console)


def show_columns(plan: Shown, console: Console) -> None:
    """A small table of field, column and first values, and one of the first rows."""
    table = Table("Field", "Column", "First values", box=None, pad_edge=False)
    for field, column, values in plan.shown():
        table.add_row(Text(field.key), Text(plain(column)), Text(", ".join(map(plain, values))))
    console.print(table)
    rows = Table(*(field.key for field, _, _ in plan.shown()), box=None, pad_edge=False)
    for row in plan.first_rows():
        rows.add_row(*(Text(plain(cell)) for cell in row))
    if rows.row_count:
        console.print(Text("The first rows:"))
        console.print(rows)


def notes(plan: "Plan") -> list[str]:
    """What is assumed, which columns are not read, and how to say it otherwise."""
    mapping, lines = plan.mapping, []
    if mapping.kind == "events":
        closed = f"A ticket is closed by the activity “{plain(mapping.closing or '')}”."
        lines.append(closed if mapping.closing else _ASSUMED)
    return lines + columns_left(plan.not_read)


def columns_left(not_read: list[str]) -> list[str]:
    """Which columns are not read, and how to say it otherwise."""
    left = [f"Columns not read: {', '.join(map(plain, not_read))}."] if not_read else []
    return [*left, "To change this: --map FIELD=COLUMN; to leave a field out: --map FIELD="]


def would_change(would: "WouldChange") -> list[str]:
    """What importing would do to what is stored, one line each."""
    return import_words.would_change(would) + _details(would) + _refusals(would)


def say(lines: list[str], console: Console) -> None:
    """Print lines as they are."""
    for line in lines:
        console.print(Text(line))


def plain(text: str) -> str:
    """A cell's text without what would move a terminal's cursor."""
    return shorten(import_words.one_line(text.strip()), _WIDEST)


def _details(would: "WouldChange") -> list[str]:
    lines = [f"  {import_words.one_line(one)}" for one in would.details[:_DETAILS]]
    left = len(would.details) - len(lines)
    return [*lines, f"  … and {left:,} more"] if left else lines


def _refusals(would: "WouldChange") -> list[str]:
    if not would.refused_count:
        return []
    told = import_words.refusals(would.refused, would.refused_count)
    return ["Refused would be:", *(f"  {line}" for line in told)]
