"""One row of a file by the names of its fields."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from zoneinfo import ZoneInfo

from storage.cells import Refused
from storage.records import cells as read
from storage.records.cells import Moment
from storage.records.fields import seconds_in
from storage.records.written import Rewrite

Value = TypeVar("Value")


class Head:
    """A file's header, and the places of the fields in it."""

    def __init__(
        self,
        header: Sequence[str],
        places: Mapping[str, int],
        rewrites: Mapping[int, Rewrite] | None = None,
    ) -> None:
        """Prepare for rows below ``header``; ``rewrites`` make plain cells at some places."""
        self.header = header
        self.places = places
        self._rewrites = rewrites or {}
        self._units = {key: seconds_in(header[place]) for key, place in places.items()}

    def row(self, cells: list[str]) -> "Row":
        """The cells by field; raises Refused where they are more or fewer than the columns."""
        if len(cells) != len(self.header):
            width = len(self.header)
            raise Refused(
                f"it has {len(cells)} columns where the first line has {width}", "columns"
            )
        if self._rewrites:
            cells = list(cells)
            for place, rewrite in self._rewrites.items():
                cells[place] = rewrite(cells[place])
        return Row(self, cells)

    def title(self, key: str) -> str:
        """What the file calls a field."""
        return self.header[self.places[key]].strip()

    def sign(self, key: str) -> str | None:
        """What stands beside the numbers of the field's column, such as a currency's sign."""
        rewrite = self._rewrites.get(self.places.get(key, -1))
        return rewrite.written.sign if rewrite else None

    def unit(self, key: str) -> float:
        """How many seconds one of the field's column stands for."""
        return self._units.get(key, 1.0)


class Row:
    """The cells of one row by field."""

    def __init__(self, head: Head, cells: list[str], hidden: Sequence[str] = ()) -> None:
        """``hidden`` fields say nothing."""
        self.head = head
        self.cells = cells
        self._hidden = hidden

    def without(self, keys: Sequence[str]) -> "Row":
        """The same row, where these fields say nothing."""
        return Row(self.head, self.cells, keys)

    def text(self, key: str) -> str | None:
        """The cell as it stands there; None where the file has no column for the field."""
        place = self.head.places.get(key)
        return None if place is None or key in self._hidden else self.cells[place]

    def has(self, key: str) -> bool:
        """Whether there is a cell for the field."""
        return self.text(key) is not None

    def value(self, key: str, reads: Callable[[str], Value | None]) -> Value | None:
        """What ``reads`` makes of the cell; raises Refused with the column's name."""
        cell = self.text(key)
        if cell is None:
            return None
        try:
            return reads(cell)
        except Refused as refused:
            raise refused.told(f"{self.head.title(key)}: {refused}") from None

    def words(self, key: str) -> str | None:
        """The cell's text, fit for every database; None where it is empty."""
        return self.value(key, read.text_of)

    def duration(self, key: str) -> float | None:
        """Seconds, by the unit in the column's name."""
        unit = self.head.unit(key)
        return self.value(key, lambda cell: read.duration(cell, unit))

    def moment(self, key: str, zone: ZoneInfo) -> Moment | None:
        """A day, and a time where one is given there or in the column of times beside it."""
        clock = self.text(f"{key}_time")
        return self.value(key, lambda cell: read.moment(cell, zone, clock))

    def needed(self, key: str, value: Value | None) -> Value:
        """The value; raises Refused where it is None."""
        if value is None:
            raise Refused(f"{self.head.title(key)} is empty", "empty")
        return value
