"""How a file would be read, in words: what it holds, its first rows, and what would change."""

from collections.abc import Sequence

from commands import import_words
from commands.answer import Table
from reports.errors import Expected
from reports.words import shorten
from storage.errors import (
    FieldUnclear,
    FormatUnclear,
    MappedColumnMissing,
    NoClient,
    NoTicketClient,
    ScaleUnclear,
    UnknownClient,
    UnknownShape,
)
from storage.looked import NUMBERS, Looked

MANY = {"feedback": "feedback entries", "usage": "usage events"}
_DETAILS = 3
_COLUMNS = 8
_WIDEST = 30
_NARROW = 20
_BESIDE = 60  # characters side by side in a form


def holds(seen: Looked) -> str:
    """``ads.csv holds numbers.``"""
    return f"{seen.path.name} holds {MANY.get(seen.kind or '', seen.kind)}."


def mapping(seen: Looked) -> Table:
    """Numbers by their first rows; other rows by which column is read as what."""
    if seen.kind == NUMBERS:
        rows = tuple(_cells(cells[:_COLUMNS], _WIDEST) for _, cells in seen.first)
        caption = f"The first {len(rows)} of {seen.rows:,} rows"
        return Table(caption, _cells(seen.read[:_COLUMNS], _WIDEST), rows)
    told = tuple(
        (key, _cell(column, _WIDEST), ", ".join(_values(seen, place)))
        for place, (key, column) in enumerate(seen.mapping.items())
    )
    return Table("Read like this", ("Field", "Column", "First values"), told)


def first_rows(seen: Looked) -> Table:
    """The first rows as they are read, side by side: narrow, and as long as there are fields."""
    columns = [_cell(one, _NARROW) for one in seen.read[: 2 * _COLUMNS]]
    shown = [(f"Line {line:,}", *_cells(cells, _NARROW)) for line, cells in seen.first]
    while len(shown) > 1 and _width([columns, *shown]) > _BESIDE:
        shown.pop()
    head, rows = (
        ("Column", *(one[0] for one in shown)),
        zip(columns, *(one[1:] for one in shown), strict=False),
    )
    return Table("The first rows, as they are read", head, tuple(rows))


def _width(columns: Sequence[Sequence[str]]) -> int:
    return sum(max(map(len, one), default=0) + 2 for one in columns)


def changes(seen: Looked) -> list[str]:
    """What importing the file would do, one line each; nothing where that is not known."""
    would = seen.would
    if would is None:
        return [] if seen.trouble else ["It is too large to try out what would change."]
    lines = import_words.would_change(would) + would.details[:_DETAILS]
    return [*lines, *import_words.refusals(would.refused, would.refused_count)]


def not_read(seen: Looked) -> list[str]:
    """Which columns nothing takes."""
    if seen.kind == NUMBERS or not seen.not_read:
        return []
    named, few = [_cell(one, _WIDEST) for one in seen.not_read], _COLUMNS
    more = f" and {len(named) - few:,} more" if len(named) > few else ""
    return [f"Columns not read: {', '.join(named[:few])}{more}."]


def trouble_at(seen: Looked) -> tuple[str, str]:
    """Where what hinders the import can be put right, and a sentence that says what it is.

    That is “file”, “sheet”, “client”, “dates”, “decimal”, “scale”, or a field's key.
    """
    trouble = seen.trouble
    match trouble:
        case NoClient() | NoTicketClient():
            return "client", f"Whose data is {seen.path.name}? It has no column that says so."
        case UnknownClient():
            return "client", str(trouble).partition(".")[0] + " yet."
        case FormatUnclear():
            return seen.doubt or "file", _of_format(trouble)
        case FieldUnclear() | UnknownShape() | MappedColumnMissing():
            return str(trouble.fields.get("key", "date")), _of_field(trouble)
        case ScaleUnclear():
            column = trouble.fields["column"]
            return "scale", f"{column} may be of either scale: {trouble.fields['reason']}."
    if seen.sheet is None and len(seen.sheets) > 1:
        return "sheet", "Several sheets hold data: choose one."
    return "file", str(trouble)


def _of_format(trouble: Expected) -> str:
    """Without the words of the command line."""
    reason = str(trouble.fields["reason"]).partition("; if that is right")[0]
    return f"“{trouble.fields['column']}”: {reason.partition('; say --')[0]}."


def _of_field(trouble: Expected) -> str:
    if isinstance(trouble, MappedColumnMissing):
        return f"The file lacks {trouble.fields['columns']}."
    reason = str(trouble.fields["reason"])
    asked = "Which column is it? " if isinstance(trouble, FieldUnclear) else ""
    return f"{asked}{reason[:1].upper()}{reason[1:]}."


def _values(seen: Looked, place: int) -> list[str]:
    found = (cells[place].strip() for _, cells in seen.first)
    return [_cell(one, _WIDEST) for one in dict.fromkeys(found) if one]


def _cells(cells: tuple[str, ...], widest: int) -> tuple[str, ...]:
    return tuple(_cell(one, widest) for one in cells)


def _cell(text: str, widest: int) -> str:
    return shorten(import_words.one_line(text.strip()), widest)
