"""Which column of a source's files means what: kept with the source, as JSON."""

import json
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Columns
from dataclasses import dataclass, field
from typing import Literal

from storage.cells import quoted
from storage.errors import ColumnTwice, MappedColumnMissing
from storage.tickets.fields import EVENT_FIELDS, TICKET_FIELDS, Field

Kind = Literal["tickets", "events"]


@dataclass(frozen=True, slots=True)
class Mapping:
    """The columns of a file of tickets, or of events: one row a step of a ticket.

    ``columns`` gives a field's column by its name. ``closing`` is the activity that closes a
    ticket of an event log; without it a ticket counts as closed at its last event. ``sheet`` is
    the workbook's sheet where it had to be chosen.
    """

    kind: Kind
    columns: Columns[str, str] = field(hash=False)
    closing: str | None = None
    sheet: str | None = None

    @property
    def closing_known(self) -> bool:
        """Whether the files say which tickets are still open."""
        return self.closing is not None if self.kind == "events" else "closed" in self.columns

    def gives(self, name: str) -> bool:
        """Whether tickets read by this mapping may have the field ``name``."""
        if self.kind == "events":
            return name in {"opened", "closed", "messages"}
        return name in self.columns

    def fields(self) -> tuple[Field, ...]:
        """The declarations of the mapped fields, in their usual order."""
        return tuple(one for one in fields_of(self.kind) if one.key in self.columns)

    def places(self, file: str, header: Sequence[str], source: str) -> dict[str, int]:
        """Where each field's column stands; raises MappedColumnMissing and ColumnTwice."""
        names = [name.strip() for name in header]
        named = {field.key: self.columns[field.key] for field in self.fields()}
        missing = {key: name for key, name in named.items() if name not in names}
        if missing:
            raise MappedColumnMissing(
                file=file, source=source, key=next(iter(missing)),
                columns=listed(missing.values()), header=listed(filter(None, names)),
            )  # fmt: skip
        for name in self.columns.values():
            if names.count(name) > 1:
                raise ColumnTwice(file=file, column=quoted(name))
        return {key: names.index(name) for key, name in self.columns.items()}

    def to_json(self) -> str:
        """The mapping as it is kept."""
        kept = {"kind": self.kind, "columns": dict(self.columns)}
        return json.dumps(kept | {"closing": self.closing, "sheet": self.sheet})


def from_json(text: str) -> Mapping:
    """The mapping that ``to_json`` wrote."""
    kept = json.loads(text)
    return Mapping(kept["kind"], kept["columns"], kept["closing"], kept["sheet"])


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """Every field that files of this kind may have."""
    return EVENT_FIELDS if kind == "events" else TICKET_FIELDS


def listed(names: Iterable[str]) -> str:
    """Names as a sentence quotes them."""
    return ", ".join(map(quoted, names))
