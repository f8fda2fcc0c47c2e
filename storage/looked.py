"""A file, what is known of it, and how an import would read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reports.errors import Expected
from storage.sources.found import NOTHING_SAID, Said

if TYPE_CHECKING:
    # What reads records is worth loading only when a file comes in.
    from storage.records.fields import Field
    from storage.records.plan import WouldChange

NUMBERS, TICKETS = "numbers", "tickets"
Doubt = Literal["dates", "decimal"]


@dataclass(frozen=True)
class Wish:
    """A file, and what is known of it: None, and nothing in ``maps``, leave it to be found out.

    ``maps`` are words ``FIELD=COLUMN``, ``hopes`` such that count where the file has the column;
    clients that are new would be made if ``create``.
    """

    path: Path
    kind: str | None = None
    client: str | None = None
    create: bool = False
    sheet: str | None = None
    said: Said = NOTHING_SAID
    maps: tuple[str, ...] = ()
    hopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Looked:
    """How a file would be read, and what importing it would do.

    ``sheets`` are those of a workbook with data. ``kind`` is None where the file does not say.
    ``mapping`` gives each field's column, as far as it is known; ``first`` the first rows as they
    are read, by line, in the order of ``read``. ``trouble`` is why it cannot be imported like
    this; ``doubt`` what is to be said of the file then. ``would`` is None where it was not tried.
    """

    path: Path
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    kind: str | None = None
    rows: int = 0
    header: tuple[str, ...] = ()
    said: Said = NOTHING_SAID
    fields: "tuple[Field, ...]" = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    read: tuple[str, ...] = ()
    first: tuple[tuple[int, tuple[str, ...]], ...] = ()
    would: "WouldChange | None" = None
    trouble: Expected | None = None
    doubt: Doubt | None = None

    @property
    def not_read(self) -> list[str]:
        """The columns that nothing takes."""
        names = map(str.strip, self.header)
        return [name for name in names if name and name not in self.read]
