"""A table as wikis write it, its cells between upright strokes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.errors import FileUnreadable

Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class WikiFile:
    """A readable table: its header, the file's SHA-256 in hex, and its rows with their lines."""

    path: Path
    header: tuple[str, ...]
    digest: str
    body: tuple[Row, ...]

    @property
    def row_count(self) -> int:
        """How many rows follow the header."""
        return len(self.body)

    def rows(self) -> Iterator[Row]:
        """Each row's cells with the number of its line."""
        return iter(self.body)


def is_wiki(path: Path) -> bool:
    """Whether the file begins as such tables do; False for what cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(1) == b"|"
    except OSError:
        return False


def open_wiki(path: Path) -> WikiFile:
    """Read it whole; raises FileUnreadable."""
    content = path.read_bytes()
    try:
        lines = content.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise FileUnreadable(file=path.name, reason="it is not UTF-8 text") from error
    rows = [(number, _cells(line)) for number, line in enumerate(lines, start=1) if "|" in line]
    body = tuple(row for row in rows[1:] if any(cell.strip("-: ") for cell in row[1]))
    return WikiFile(path, tuple(rows[0][1]), hashlib.sha256(content).hexdigest(), body)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
