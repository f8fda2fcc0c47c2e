"""Guess which column means what; what is required is never guessed between two."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import time
from zoneinfo import ZoneInfo

from storage.cells import Refused
from storage.errors import FieldUnclear, MappingUnreadable
from storage.tickets import cells
from storage.tickets.fields import EVENT_FIELDS, TICKET_FIELDS, Field, Reads, plain
from storage.tickets.mapping import Kind, Mapping, fields_of, listed

Sample = Sequence[Sequence[str]]
_UTC = ZoneInfo("UTC")
_READERS: dict[Reads, Callable[[str], object]] = {
    "text": str,
    "moment": lambda cell: cells.moment(cell, _UTC),
    "time": cells.time_of_day,
    "yes": cells.yes,
    "duration": lambda cell: cells.duration(cell, 1),
    "count": cells.count,
    "number": lambda cell: cells.within(cell, 0, 100),
}
Overrides = dict[str, str]


def parse_overrides(texts: Iterable[str]) -> Overrides:
    """``FIELD=COLUMN`` words by field; an empty column leaves the field out.

    Raises MappingUnreadable for words without “=” and for fields that do not exist.
    """
    known = {"closing", *(one.key for one in (*TICKET_FIELDS, *EVENT_FIELDS))}
    found: Overrides = {}
    for text in texts:
        key, equals, column = (part.strip() for part in text.partition("="))
        if not equals:
            raise MappingUnreadable(text=text, reason="write it as FIELD=COLUMN")
        if key not in known:
            names = ", ".join(one.key for one in TICKET_FIELDS)
            raise MappingUnreadable(text=text, reason=f"the fields are {names}")
        found[key] = column
    return found


def propose(file: str, header: Sequence[str], sample: Sample, overrides: Overrides) -> Mapping:
    """The mapping that a header and its first rows suggest, with ``overrides`` in their place.

    Raises FieldUnclear where a required field has no column or two, MappingUnreadable where an
    override names no column.
    """
    kind = _kind(header, sample, overrides)
    named = _Named([name.strip() for name in header], sample)
    chosen, closing = given(kind, named.header, overrides)
    taken = set(chosen.values())
    for field in fields_of(kind):
        if field.key in chosen or field.key in overrides:
            continue
        column = named.required(file, field, taken) if field.required else named.best(field, taken)
        if column is not None:
            chosen[field.key] = column
            taken.add(column)
    return Mapping(kind, _without_clocks(chosen, named, overrides), closing)


def given(
    kind: Kind, header: Sequence[str], overrides: Overrides
) -> tuple[dict[str, str], str | None]:
    """The columns that the overrides name, and what closes; raises MappingUnreadable."""
    chosen: dict[str, str] = {}
    fields = {one.key: one for one in fields_of(kind)}
    for key, column in overrides.items():
        if key == "closing":
            continue
        text = f"{key}={column}"
        if key not in fields:
            raise MappingUnreadable(text=text, reason=f"{kind} have no such field")
        if column:
            chosen[key] = _in_header(text, column, header)
        elif fields[key].required:
            raise MappingUnreadable(text=text, reason="this field cannot be left out")
    return chosen, overrides.get("closing") or None


def _in_header(text: str, column: str, header: Sequence[str]) -> str:
    same = [name for name in header if name == column]
    alike = [name for name in header if name.casefold() == column.casefold()]
    found = same or alike
    if not found:
        raise MappingUnreadable(text=text, reason=f"the columns are {listed(filter(None, header))}")
    return found[0]


def _kind(header: Sequence[str], sample: Sample, overrides: Overrides) -> Kind:
    if overrides.keys() & {"activity", "at", "closing"}:
        return "events"
    named = _Named([name.strip() for name in header], sample)
    columns = [named.matches(field, set()) for field in EVENT_FIELDS]
    if not all(columns):
        return "tickets"
    refs = named.cells(columns[0][0])
    return "events" if len(set(refs)) < len(refs) else "tickets"


def _without_clocks(
    chosen: dict[str, str], named: "_Named", overrides: Overrides
) -> dict[str, str]:
    """Without columns of times where the moments beside them have their own."""
    kept = dict(chosen)
    for key in ("opened", "closed"):
        clock = f"{key}_time"
        if clock in overrides:
            continue
        if key not in kept or named.has_times(kept[key]):
            kept.pop(clock, None)
    return kept


class _Named:
    """A file's columns by name, with their first cells."""

    def __init__(self, header: Sequence[str], sample: Sample) -> None:
        self.header = header
        self._plain = [plain(name) for name in header]
        self._cells = {
            name: [row[place] for row in sample if place < len(row) and row[place].strip()]
            for place, name in enumerate(header)
        }

    def cells(self, column: str) -> list[str]:
        return self._cells[column]

    def has_times(self, column: str) -> bool:
        found = [cells.moment(cell, _UTC) for cell in self.cells(column) if _reads("moment", cell)]
        return any(one.at and one.at.time() != time() for one in found if one)

    def matches(self, field: Field, taken: set[str]) -> list[str]:
        """The columns that may be this field: all of the telling names, else of the weak."""
        for names in (field.names, field.weak):
            found = [one for one in dict.fromkeys(self._called(names)) if one not in taken]
            fitting = [column for column in found if self._fits(field, column)]
            if fitting:
                return fitting
        return []

    def best(self, field: Field, taken: set[str]) -> str | None:
        return next(iter(self.matches(field, taken)), None)

    def required(self, file: str, field: Field, taken: set[str]) -> str:
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


def _reads(kind: Reads, cell: str) -> bool:
    try:
        _READERS[kind](cell)
    except Refused:
        return False
    return True
