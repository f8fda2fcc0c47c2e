"""Parquet as a table of text, read in batches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage.sources.cell_text import as_text
from storage.sources.content import Content, unreadable
from storage.sources.found import Found

if TYPE_CHECKING:
    # pyarrow is large; it is loaded only when such a file comes in.
    from pyarrow import Array
    from pyarrow.parquet import ParquetFile as Opened

PARQUET = b"PAR1"
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class ParquetFile:
    """A readable Parquet file: its header, its SHA-256, and how many rows follow."""

    path: Path
    header: tuple[str, ...]
    digest: str
    row_count: int
    found: Found
    _content: Content
    _midnights: frozenset[int]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with its number, from 1; rows of empty cells are left out."""
        return ((line, cells) for line, cells in self.every_row() if any(map(str.strip, cells)))

    def every_row(self) -> Iterator[tuple[int, list[str]]]:
        """Each row, also one of empty cells."""
        for line, row in _rows(self._content):
            yield (
                line,
                [
                    as_text(cell.date() if cell is not None and at in self._midnights else cell)
                    for at, cell in enumerate(row)
                ],
            )


def open_parquet(content: Content) -> ParquetFile:
    """Open a Parquet file; raises FileUnreadable."""
    from pyarrow import ArrowException

    try:
        with _open(content) as opened:
            header, nested = tuple(opened.schema_arrow.names), _nested(opened)
            moments = _moments(opened)
        if not header:
            raise unreadable(content.path, "it has no columns")
        if nested:
            reason = f"its column “{nested}” holds lists or records; a cell holds one value"
            raise unreadable(content.path, reason)
        midnights = _midnights(content, moments)
        count = sum(any(as_text(cell).strip() for cell in row) for _, row in _rows(content))
    except (ArrowException, OSError, ValueError, OverflowError) as error:
        reason = f"it is Parquet that is broken or of an unknown kind ({error})".splitlines()[0]
        raise unreadable(content.path, reason[:200]) from error
    found = Found(kind="Parquet", packed=content.packed, header_line=0)
    return ParquetFile(content.path, header, content.digest(), count, found, content, midnights)


def _open(content: Content) -> "Opened":
    from pyarrow.parquet import ParquetFile as Opened

    return Opened(BytesIO(content.whole()) if content.packed else content.path)


def _rows(content: Content) -> Iterator[tuple[int, tuple[Any, ...]]]:
    line = 0
    with _open(content) as opened:
        for batch in opened.iter_batches(_BATCH):
            for row in zip(*(_cells(column) for column in batch.columns), strict=True):
                line += 1
                yield line, row


def _cells(column: "Array[Any]") -> list[Any]:
    """A column's cells: times without parts of a microsecond, and 0.1 of four bytes as 0.1."""
    import pyarrow as pa

    of = column.type
    if pa.types.is_float32(of):
        column = column.cast(pa.string()).cast(pa.float64())
    elif pa.types.is_timestamp(of) and of.unit == "ns":
        column = column.cast(pa.timestamp("us", of.tz), safe=False)
    elif pa.types.is_time64(of) or (pa.types.is_duration(of) and of.unit == "ns"):
        column = column.cast(
            pa.time64("us") if pa.types.is_time(of) else pa.duration("us"), safe=False
        )
    return column.to_pylist()


def _nested(opened: "Opened") -> str | None:
    from pyarrow import types

    for column in opened.schema_arrow:
        if types.is_nested(column.type) or types.is_binary(column.type):
            return str(column.name)
    return None


def _moments(opened: "Opened") -> frozenset[int]:
    from pyarrow import types

    columns = enumerate(opened.schema_arrow)
    return frozenset(at for at, column in columns if types.is_timestamp(column.type))


def _midnights(content: Content, moments: frozenset[int]) -> frozenset[int]:
    """The columns of moments that are all midnights, as programs write days."""
    for _, row in _rows(content) if moments else ():
        moments -= {at for at in moments if row[at] is not None and row[at].time() != time()}
    return moments
