"""How a file is written: what the person says of it, and what is shown before it is read."""

from enum import StrEnum
from pathlib import Path

import typer

from bot.cli import dry_run, preview
from reports.errors import Expected
from storage.sources.found import Said
from storage.store import Store

_MARKS = {"tab": "\t", "\\t": "\t", "space": " ", "comma": ",", "semicolon": ";", "pipe": "|"}


class UnknownDelimiter(Expected):
    """“--delimiter {text}” is no delimiter; give one character, or tab, space or none."""


class Dates(StrEnum):
    """What comes first in days such as 01/02/2026."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"


class Decimal(StrEnum):
    """What stands before a number's fraction."""

    POINT = "point"
    COMMA = "comma"


def said_of(
    encoding: str, delimiter: str, header: int | None, dates: Dates | None, decimal: Decimal | None
) -> Said:
    """What was typed; raises UnknownDelimiter."""
    mark = _MARKS.get(delimiter, delimiter)
    if len(mark) > 1 and mark != "none":
        raise UnknownDelimiter(text=delimiter)
    return Said(
        encoding=encoding or None,
        delimiter="" if mark == "none" else mark or None,
        header=header,
        dates=dates.value if dates else None,
        decimal=decimal.value if decimal else None,
    )


def agreed(
    store: Store, file: Path, source: str, sheet: str | None, said: Said, maps: tuple[str, ...]
) -> bool:
    """Show how a file of numbers would be read, and ask, where a person can answer."""
    if not preview.can_ask():
        return True
    from storage.decided import open_decided
    from storage.trying import try_table

    opened = open_decided(store, file, source, sheet, said)
    tried = try_table(opened.file, opened.said, "numbers", maps)
    if tried.reason is not None:
        return True  # the import says so itself
    for line in dry_run.lines(tried):
        typer.echo(line)
    return typer.confirm("Import like this?", default=True)
