"""Which column of a source's files means what: kept with the source, as JSON."""

import json
from collections.abc import Mapping as Columns
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from storage.decided import NOTHING_DECIDED, Decided, decided_in
from storage.records.fields import Field
from storage.records.mapping import places
from storage.tickets.fields import EVENT_FIELDS, TICKET_FIELDS

Kind = Literal["tickets", "events"]


@dataclass(frozen=True, slots=True)
class Mapping:
    """The columns of a file of tickets, or of events: one row a step of a ticket.

    ``columns`` gives a field's column by its name. ``closing`` is the activity that closes a
    ticket of an event log; without it a ticket counts as closed at its last event. ``decided`` is
    how its files are written, where somebody decided it.
    """

    kind: Kind
    columns: Columns[str, str] = field(hash=False)
    closing: str | None = None
    decided: Decided = NOTHING_DECIDED

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
        order = [field.key for field in self.fields()]
        columns = {key: self.columns[key] for key in order}
        return places(columns, file, header, source)

    def to_json(self) -> str:
        """The mapping as it is kept."""
        kept = {"kind": self.kind, "columns": dict(self.columns)}
        return json.dumps(kept | {"closing": self.closing} | self.decided.to_json())


def from_json(text: str) -> Mapping:
    """The mapping that ``to_json`` wrote."""
    kept = json.loads(text)
    return Mapping(kept["kind"], kept["columns"], kept["closing"], decided_in(text))


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """Every field that files of this kind may have."""
    return EVENT_FIELDS if kind == "events" else TICKET_FIELDS
