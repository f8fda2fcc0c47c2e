"""What an import of records did."""

from dataclasses import dataclass, field
from datetime import date

from storage.values import Refusal


@dataclass(frozen=True, slots=True)
class RecordsTaken:
    """What an import of records did.

    ``taken`` records of the file stand in the store: ``new``, ``changed`` and ``unchanged`` ones;
    ``repeated`` rows stood in the file twice. ``parts`` tells how many channels and so on the
    source's records have; ``too_many`` are columns with more names than can be told apart.
    ``gives`` and ``lacks`` are metric keys. ``withdrawn`` counts observations that stand no
    longer. ``clients`` and ``new_clients`` are slugs.
    """

    source: str
    kind: str
    rows_read: int
    taken: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    withdrawn: int = 0
    refused: list[Refusal] = field(default_factory=list)
    refused_count: int = 0
    clients: list[str] = field(default_factory=list)
    new_clients: list[str] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)
    too_many: list[str] = field(default_factory=list)
    gives: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    first_day: date | None = None
    last_day: date | None = None

    @property
    def new(self) -> int:
        """Records that the store did not have before."""
        return self.taken - self.changed - self.unchanged
