"""What an import of tickets would do: which file, whose columns, under which source."""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as ByPlace
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from storage.decided import open_decided
from storage.records.columns import Overrides
from storage.records.fields import Field
from storage.records.plan import first_rows, first_values
from storage.records.written import Rewrite, written_in
from storage.sources.found import NOTHING_SAID, Said
from storage.sources.table import TableFile
from storage.store import Store
from storage.tickets.mapping import Mapping, from_json
from storage.tickets.proposing import given, parse_overrides, propose

SAMPLE_ROWS = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """A file of tickets and how it would be read. ``saved`` tells that its source says so.

    ``rewrites`` make plain cells, by their places, where columns write days or numbers otherwise.
    """

    file: TableFile
    source: str
    mapping: Mapping
    places: dict[str, int]
    sample: tuple[list[str], ...]
    saved: bool
    rewrites: ByPlace[int, Rewrite] = field(default_factory=dict)

    @property
    def not_read(self) -> list[str]:
        """The columns that no field takes."""
        taken = set(self.mapping.columns.values())
        return [name for name in map(str.strip, self.file.header) if name and name not in taken]

    def shown(self) -> list[tuple[Field, str, list[str]]]:
        """Each mapped field with its column and the first values that stand there."""
        return [
            (one, self.mapping.columns[one.key], first_values(self.sample, self.places[one.key]))
            for one in self.mapping.fields()
        ]

    def first_rows(self) -> list[list[str]]:
        """The mapped cells of the first rows, in the order of ``shown``."""
        return first_rows(self.sample, [self.places[one.key] for one in self.mapping.fields()])


def is_of_tickets(store: Store, path: Path, source: str | None) -> bool:
    """Whether the file's source is known to bring tickets."""
    return store.imports.kind_of(source or path.stem) == "tickets"


def plan_tickets(
    store: Store,
    path: str | Path,
    *,
    source: str | None = None,
    sheet: str | None = None,
    overrides: Iterable[str] = (),
    said: Said = NOTHING_SAID,
) -> Plan:
    """Open a file of tickets or of their events and find out which column means what.

    The mapping kept with ``source`` (by default the file's stem) counts; a new source's is
    proposed. ``overrides`` are words ``FIELD=COLUMN``, as ``--map`` takes them. What ``said``
    leaves open is as it was decided for the source's last file. Nothing is written.

    Raises FileUnreadable, KeptDiffers, SourceTaken, MappingUnreadable, FieldUnclear,
    MappedColumnMissing, ColumnTwice and FormatUnclear.
    """
    name = source or Path(path).stem
    store.imports.check_kind(name, "tickets")
    told = parse_overrides(overrides)
    kept, opened = _kept(store, name), open_decided(store, Path(path), name, sheet, said)
    file, written = opened.file, written_in(opened.file, opened.said)
    sample = tuple(cells for _, cells in islice(file.rows(), SAMPLE_ROWS))
    with opened.as_kept(said):
        mapping = _mapping(file, written.plain_rows(sample), kept, told)
        mapping = replace(mapping, decided=opened.decided)
        places = mapping.places(file.path.name, file.header, name)
    rewrites = written.rewrites(mapping.fields(), places)
    return Plan(file, name, mapping, places, sample, mapping == kept, rewrites)


def _kept(store: Store, source: str) -> Mapping | None:
    text = store.imports.mapping_of(source)
    return from_json(text) if text else None


def _mapping(
    file: TableFile, sample: Sequence[list[str]], kept: Mapping | None, told: Overrides
) -> Mapping:
    if kept is None:
        return propose(file.path.name, file.header, sample, told)
    chosen, closing = given(kept.kind, [name.strip() for name in file.header], told)
    columns = {key: name for key, name in kept.columns.items() if key not in told}
    closing = closing if "closing" in told else kept.closing
    return replace(kept, columns=columns | chosen, closing=closing)
