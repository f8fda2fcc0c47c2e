"""Which column of a source's files means what: kept with the source, as JSON."""

import json
from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass, field

from storage.cells import quoted
from storage.decided import NOTHING_DECIDED, Decided, decided_in
from storage.errors import ColumnTwice, MappedColumnMissing
from storage.records.columns import listed


@dataclass(frozen=True, slots=True)
class Mapping:
    """The columns of a file of records of one ``kind``: by a field's key, the column's name.

    ``decided`` is how its files are written, where somebody decided it.
    """

    kind: str
    columns: Pairs[str, str] = field(hash=False)
    decided: Decided = NOTHING_DECIDED

    def to_json(self) -> str:
        """The mapping as it is kept."""
        kept = {"kind": self.kind, "columns": dict(self.columns)} | self.decided.to_json()
        return json.dumps(kept, ensure_ascii=False)


def from_json(text: str) -> Mapping:
    """The mapping that ``to_json`` wrote."""
    kept = json.loads(text)
    return Mapping(kept["kind"], kept["columns"], decided_in(text))


def places(
    columns: Pairs[str, str], file: str, header: Sequence[str], source: str
) -> dict[str, int]:
    """Where each field's column stands; raises MappedColumnMissing and ColumnTwice."""
    names = [name.strip() for name in header]
    missing = {key: name for key, name in columns.items() if name not in names}
    if missing:
        raise MappedColumnMissing(
            file=file, source=source, key=next(iter(missing)),
            columns=listed(missing.values()), header=listed(filter(None, names)),
        )  # fmt: skip
    for name in columns.values():
        if names.count(name) > 1:
            raise ColumnTwice(file=file, column=quoted(name))
    return {key: names.index(name) for key, name in columns.items()}
