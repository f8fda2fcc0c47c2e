"""Cells of columns that write days or numbers in a way of their own, as plain cells."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from storage.cells import Refused
from storage.errors import FormatUnclear
from storage.records.fields import Field, Reads
from storage.sources.columns import Column, formats_of
from storage.sources.formats import PLAIN, Format, day, folded, in_order, number
from storage.sources.found import NOTHING_SAID, DateOrder, Said
from storage.sources.table import TableFile

_MOMENT = re.compile(r"(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})(?:,?[T ]+(.+))?")
_USUAL = re.compile(r"(?:19|20)[0-9]{2}[-/]")
_NAMED = re.compile(r"(.+?),? +(\d{1,2}:\d{2}.*)")
_NUMBERS: frozenset[Reads] = frozenset({"amount", "number", "count"})
_DOUBTED = Format(decimal="point", dates="day-first")
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What makes plain cells of a column that is written in a way of its own."""

    plain: Callable[[str, Format], str]
    written: Format

    def __call__(self, cell: str) -> str:
        """The cell, plain."""
        return self.plain(cell, self.written)


class Written:
    """How a file's columns write their days and numbers."""

    def __init__(self, file: str, columns: Sequence[Column]) -> None:
        """Know every column of the file of this name."""
        self._file = file
        self._columns = columns

    def plain_rows(self, rows: Iterable[Sequence[str]]) -> list[list[str]]:
        """The rows with all days and numbers as plain cells.

        Days in doubt stand as if they were day-first: enough to see that they are days.
        """
        every = [_rewrite(one.kind, _DOUBTED if one.doubt else one.format) for one in self._columns]
        return [
            [rewrite(cell) if rewrite else cell for rewrite, cell in zip(every, row, strict=False)]
            for row in rows
        ]

    def rewrites(self, fields: Iterable[Field], places: Mapping[str, int]) -> dict[int, Rewrite]:
        """What makes plain cells of the mapped columns, by their places; raises FormatUnclear."""
        found = {}
        for field in fields:
            place = places.get(field.key)
            if place is None or not (field.reads == "moment" or field.reads in _NUMBERS):
                continue
            column = self._columns[place]
            self._check(field, column)
            rewrite = _rewrite("date" if field.reads == "moment" else "number", column.format)
            if rewrite is not None:
                found[place] = rewrite
        return found

    def _check(self, field: Field, column: Column) -> None:
        if column.doubt and column.kind == ("date" if field.reads == "moment" else "number"):
            name = column.name.strip()
            raise FormatUnclear(column=name, file=self._file, reason=column.doubt)


def written_in(file: TableFile, said: Said = NOTHING_SAID) -> Written:
    """Look at a file's columns; ``said`` is what a person said of them."""
    return Written(file.path.name, formats_of(file, range(len(file.header)), said))


def plain_moment(cell: str, written: Format) -> str:
    """The day in ISO, with the time that follows it; the cell itself where it is no such day."""
    if _USUAL.match(cell):
        return cell
    text = folded(cell).strip()
    match = _MOMENT.fullmatch(text)
    if match is not None:
        order: DateOrder | None = "year-first" if text[:4].isdecimal() else written.dates
        found = in_order(match[1], order) if order else None
        time = f" {match[2]}" if match[2] else ""
        return cell if found is None else f"{found.isoformat()}{time}"
    named = _NAMED.fullmatch(text)
    words, time = (named[1], f" {named[2]}") if named else (text, "")
    try:
        return f"{_EPOCH + timedelta(days=day(words, written))}{time}" if text else cell
    except Refused:
        return cell


def plain_number(cell: str, written: Format) -> str:
    """The number with a point alone; the cell itself where it is none in that format."""
    try:
        found = number(cell, written)
    except Refused:
        return cell
    if found is None:
        return cell
    return str(int(found)) if found.is_integer() else repr(found)


def _rewrite(kind: str, written: Format) -> Rewrite | None:
    if kind == "date":
        return Rewrite(plain_moment, written)
    if kind == "number" and written != PLAIN:
        return Rewrite(plain_number, written)
    return None
