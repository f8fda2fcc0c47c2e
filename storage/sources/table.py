"""A table in a file, whatever the file's format."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from storage.errors import FileUnreadable
from storage.sources.csv_file import open_csv
from storage.sources.xlsx_file import is_workbook, open_xlsx


class TableFile(Protocol):
    """A readable table: its header, the file's SHA-256 in hex, and how many rows follow."""

    @property
    def path(self) -> Path:
        """Where the file lies."""

    @property
    def header(self) -> tuple[str, ...]:
        """The first row that is not empty."""

    @property
    def digest(self) -> str:
        """The SHA-256 of the whole file, in hex."""

    @property
    def row_count(self) -> int:
        """How many rows follow the header; rows of empty cells do not count."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row's cells as text, with the number of the line it starts on (1 is the first)."""


def open_table(path: Path, sheet: str | None = None) -> TableFile:
    """Open a CSV file or a workbook, told apart by what stands in it, not by its name.

    ``sheet`` names the workbook's sheet where several hold data. Raises FileUnreadable.
    """
    if is_workbook(path):
        return open_xlsx(path, sheet)
    if sheet is not None:
        reason = f"it is no workbook, and so has no sheet “{sheet}”"
        raise FileUnreadable(file=path.name, reason=reason)
    return open_csv(path)
