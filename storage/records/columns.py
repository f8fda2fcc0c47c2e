"""Guess which column is which field; what is required is never guessed between two."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import time
from zoneinfo import ZoneInfo

from storage.cells import Refused, number, quoted
from storage.errors import FieldUnclear, MappingUnreadable
from storage.records import cells
from storage.records.fields import Field, Reads, plain

Sample = Sequence[Sequence[str]]
Overrides = dict[str, str]
_UTC = ZoneInfo("UTC")
_READERS: dict[Reads, Callable[[str], object]] = {
    "text": str,
    "moment": lambda cell: cells.moment(cell, _UTC),
    "time": cells.time_of_day,
    "yes": cells.yes,
    "duration": lambda cell: cells.duration(cell, 1),
    "count": cells.count,
    "number": lambda cell: cells.within(cell, 0, 100),
    "amount": number,
    "paid": cells.paid,
}


def parse_overrides(texts: Iterable[str], known: Sequence[str], besides: str = "") -> Overrides:
    """``FIELD=COLUMN`` words by field; an empty column leaves the field out.

    ``known`` are the fields there are; ``besides`` is what else to say of others. Raises
    MappingUnreadable for words without “=” and for other fields.
    """
    found: Overrides = {}
    for text in texts:
        key, equals, column = (part.strip() for part in text.partition("="))
        if not equals:
            raise MappingUnreadable(text=text, reason="write it as FIELD=COLUMN")
        if key not in known:
            names = ", ".join(dict.fromkeys(known))
            raise MappingUnreadable(text=text, reason=f"the fields are {names}{besides}")
        found[key] = column
    return found


def told_columns(
    fields: Iterable[Field], what: str, header: Sequence[str], told: Overrides
) -> dict[str, str]:
    """The columns that people named; ``what`` has these fields. Raises MappingUnreadable."""
    chosen: dict[str, str] = {}
    known = {one.key: one for one in fields}
    for key, column in told.items():
        text = f"{key}={column}"
        if key not in known:
            raise MappingUnreadable(text=text, reason=f"{what} have no such field")
        if column:
            chosen[key] = _in_header(text, column, header)
        elif known[key].required:
            raise MappingUnreadable(text=text, reason="this field cannot be left out")
    return chosen


def listed(names: Iterable[str]) -> str:
    """Names as a sentence quotes them."""
    return ", ".join(map(quoted, names))


class Columns:
    """A file's columns by name, with their first cells."""

    def __init__(self, header: Sequence[str], sample: Sample) -> None:
        """Know the header and the first rows."""
        self.header = [name.strip() for name in header]
        self._plain = [plain(name) for name in self.header]
        self._cells = {
            name: [row[place] for row in sample if place < len(row) and row[place].strip()]
            for place, name in enumerate(self.header)
        }

    def cells(self, column: str) -> list[str]:
        """The first cells of a column that are not empty."""
        return self._cells[column]

    def has_times(self, column: str) -> bool:
        """Whether a column of days also has times of day."""
        found = [cells.moment(cell, _UTC) for cell in self.cells(column) if _reads("moment", cell)]
        return any(one.at and one.at.time() != time() for one in found if one)

    def choose(self, file: str, fields: Iterable[Field], chosen: dict[str, str],
               told: Overrides) -> dict[str, str]:  # fmt: skip
        """A column for each field that has one, beside those ``chosen``; raises FieldUnclear."""
        found, taken = dict(chosen), set(chosen.values())
        for field in fields:
            if field.key in found or field.key in told:
                continue
            needed = field.required
            column = self.required(file, field, taken) if needed else self.best(field, taken)
            if column is not None:
                found[field.key] = column
                taken.add(column)
        return found

    def clear(self, fields: Iterable[Field], known: Mapping[str, str]) -> dict[str, str]:
        """A column for each field that clearly has one, beside those ``known``: "" is none."""
        found, taken = dict(known), set(known.values())
        for field in fields:
            matches = [] if field.key in found else self.matches(field, taken)
            if matches and (len(matches) == 1 or not field.required):
                found[field.key] = matches[0]
                taken.add(matches[0])
        return found

    def matches(self, field: Field, taken: set[str], *, weak: bool = True) -> list[str]:
        """The columns that may be this field: all of the telling names, else of the weak."""
        for names in (field.names, field.weak) if weak else (field.names,):
            found = [one for one in dict.fromkeys(self._called(names)) if one not in taken]
            fitting = [column for column in found if self._fits(field, column)]
            if fitting:
                return fitting
        return []

    def best(self, field: Field, taken: set[str]) -> str | None:
        """The column with the most telling name."""
        return next(iter(self.matches(field, taken)), None)

    def required(self, file: str, field: Field, taken: set[str]) -> str:
        """The only column that may be this field; raises FieldUnclear."""
        found = self.matches(field, taken)
        if len(found) == 1:
            return found[0]
        columns = [name for name in self.header if name]
        reason = f"both {listed(found)} may be" if found else f"its columns are {listed(columns)}"
        example = found[0] if found else (columns or ["COLUMN"])[0]
        raise FieldUnclear(
            file=file, field=field.label, reason=reason, key=field.key, example=example
        )

    def _called(self, names: Sequence[str]) -> Iterator[str]:
        for name in names:
            for column, known_as in zip(self.header, self._plain, strict=True):
                if column and known_as == name:
                    yield column

    def _fits(self, field: Field, column: str) -> bool:
        found = self.cells(column)
        return sum(_reads(field.reads, cell) for cell in found) * 2 >= len(found)


def _in_header(text: str, column: str, header: Sequence[str]) -> str:
    same = [name for name in header if name == column]
    alike = [name for name in header if name.casefold() == column.casefold()]
    found = same or alike
    if not found:
        raise MappingUnreadable(text=text, reason=f"the columns are {listed(filter(None, header))}")
    return found[0]


def _reads(kind: Reads, cell: str) -> bool:
    try:
        _READERS[kind](cell)
    except Refused:
        return False
    return True
