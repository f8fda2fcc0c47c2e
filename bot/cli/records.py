"""`rapport import FILE --as invoices` and the like: what would change, and what did."""

from typing import TYPE_CHECKING

import typer
from rich.console import Console

from bot.cli import preview

if TYPE_CHECKING:
    # Opening workbooks is worth loading only when a file comes in.
    from storage.records.plan import Plan

_NO_NUMBER = (
    "Its rows have no number of their own: a row that is corrected later counts beside the old one."
)


def confirmed(plan: "Plan", *, yes: bool) -> bool:
    """Show what would change, and ask where a person can answer and anything would.

    In a pipe a mapping that is kept needs no showing.
    """
    asks = preview.can_ask() and not yes
    if asks or not plan.saved:
        show(plan, Console())
    would = plan.what_would_change
    if not asks or (would is not None and not would.new + would.changed):
        return True
    return typer.confirm("Import like this?", default=True)


def show(plan: "Plan", console: Console) -> None:
    """Which column is read as what, the first rows, and what would change where it was tried."""
    rows = f"{plan.file.row_count:,} rows" if plan.file.row_count != 1 else "1 row"
    preview.say([f"{plan.kind.many.capitalize()} in {rows}, read like this:"], console)
    preview.show_columns(plan, console)
    would = plan.what_would_change
    preview.say(notes(plan) + ([] if would is None else preview.would_change(would)), console)


def notes(plan: "Plan") -> list[str]:
    """What follows from rows without numbers, which columns are not read, how to change that."""
    numbered = "ref" in plan.told or all(one.key != "ref" for one in plan.kind.fields)
    return ([] if numbered else [_NO_NUMBER]) + preview.columns_left(plan.not_read)
