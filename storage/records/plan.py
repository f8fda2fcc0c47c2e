"""What an import of records would do: which file, whose columns, and what would change."""

from collections.abc import Mapping as ByPlace
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from storage.records.fields import Field
from storage.records.kind import Kind
from storage.records.mapping import Mapping
from storage.records.written import Rewrite
from storage.sources.table import TableFile
from storage.values import Refusal

SHOWN_VALUES = 3
SHOWN_ROWS = 3


@dataclass(frozen=True, slots=True)
class WouldChange:
    """What an import would do to what is stored: nothing of it is done yet.

    ``repeated`` rows stand in the file twice. ``refused`` lists the first refusals in the order
    of lines, ``refused_count`` counts all. ``new_clients`` are the names of clients that would
    be made; ``details`` are sentences about what would become of existing clients.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    refused_count: int = 0
    refused: list[Refusal] = field(default_factory=list)
    new_clients: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """A file of records and how it would be read, for ``import_records`` to carry out.

    ``client`` is whose all its rows are, None where a column says so; unknown clients are made
    if ``create``. ``saved`` tells that its source has this mapping already.
    ``rewrites`` make plain cells, by their places, where columns write days or numbers otherwise.
    ``what_would_change`` is None where it was not tried.
    """

    file: TableFile
    kind: Kind
    source: str
    mapping: Mapping
    places: dict[str, int]
    sample: Sequence[list[str]]
    saved: bool
    client: str | None
    create: bool
    rewrites: ByPlace[int, Rewrite] = field(default_factory=dict)
    what_would_change: WouldChange | None = None

    @property
    def not_read(self) -> list[str]:
        """The columns that no field takes."""
        taken = set(self.mapping.columns.values())
        return [name for name in map(str.strip, self.file.header) if name and name not in taken]

    @property
    def told(self) -> frozenset[str]:
        """The fields that the file has."""
        return frozenset(self.mapping.columns)

    def shown(self) -> list[tuple[Field, str, list[str]]]:
        """Each mapped field with its column and the first values that stand there."""
        return [
            (one, self.mapping.columns[one.key], first_values(self.sample, self.places[one.key]))
            for one in self.kind.fields
            if one.key in self.mapping.columns
        ]

    def first_rows(self) -> list[list[str]]:
        """The mapped cells of the first rows, in the order of ``shown``."""
        order = [self.places[one.key] for one, _, _ in self.shown()]
        return first_rows(self.sample, order)


def first_rows(sample: Sequence[list[str]], order: Sequence[int]) -> list[list[str]]:
    """The cells of the first rows that stand at these places."""
    rows = islice(sample, SHOWN_ROWS)
    return [[row[place] if place < len(row) else "" for place in order] for row in rows]


def first_values(sample: Sequence[list[str]], place: int) -> list[str]:
    """The first different values at a place; empty cells do not count."""
    found = (row[place].strip() for row in sample if place < len(row))
    return list(islice(dict.fromkeys(filter(None, found)), SHOWN_VALUES))
