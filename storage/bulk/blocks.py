"""A plain CSV file by the block: lines that can be split at sight, or else rows read one by one."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

from storage.sources.csv_file import CsvFile
from storage.sources.table import TableFile

BLOCK_BYTES = 1 << 21
ROW_BYTES = 1 << 18
_BOM = b"\xef\xbb\xbf"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
NumberedRow = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines without a quote, each ended by a line feed; the first has the number ``line``."""

    text: bytes
    line: int


def plain(file: TableFile) -> CsvFile | None:
    """The file if it is CSV text in UTF-8 with the usual quotes and lines; None for others."""
    if not (isinstance(file, CsvFile) and file.is_plain):
        return None
    with file.path.open("rb") as start:
        # An old Macintosh's lines end otherwise.
        text = start.read(BLOCK_BYTES).removesuffix(b"\r")
    return file if text.count(b"\r") == text.count(b"\r\n") else None


def blocks(file: CsvFile) -> Iterator[Block | list[NumberedRow]]:
    """What follows the header: blocks, and rows where quotes or bare carriage returns stand.

    Rows have the number of the line they start on; rows of empty cells are left out of them.
    """
    with file.path.open("rb") as opened:
        reader = _Reader(opened, file.delimiter)
        reader.step_over(file.first_line)
        while text := reader.ahead():
            if _can_be_split(text):
                yield reader.block(text)
            else:
                yield reader.rows(ROW_BYTES)


class _Reader:
    """A place in a file: the bytes before it, and the number of the line that starts there."""

    def __init__(self, file: IO[bytes], delimiter: str) -> None:
        self._file = file
        self._delimiter = delimiter
        self._offset = len(_BOM) if file.read(len(_BOM)) == _BOM else 0
        self._line = 1

    def step_over(self, lines: int) -> None:
        """Step over lines, as a reader of rows counts them."""
        self._file.seek(self._offset)
        feed = _Feed(self._file)
        for _ in islice(feed, lines):
            pass
        if not feed.whole:
            raise ValueError("The first row does not begin where a line does.")
        self._offset, self._line = self._offset + feed.taken, lines + 1

    def ahead(self) -> bytes:
        """Whole lines from here on, ended by a line feed; empty at the file's end."""
        self._file.seek(self._offset)
        text = self._file.read(BLOCK_BYTES)
        if len(text) == BLOCK_BYTES:
            return text[: text.rfind(b"\n") + 1] or text
        return text if text.endswith(b"\n") or not text else text + b"\n"

    def block(self, text: bytes) -> Block:
        """Step over the lines in ``text``."""
        block = Block(text, self._line)
        self._offset += len(text)
        self._line += text.count(b"\n")
        return block

    def rows(self, size: int) -> list[NumberedRow]:
        """Step over rows, until they were ``size`` bytes or the file ends."""
        self._file.seek(self._offset)
        feed = _Feed(self._file)
        reader = csv.reader(feed, delimiter=self._delimiter, strict=True)
        rows, line = [], self._line
        for cells in reader:
            if any(map(str.strip, cells)):
                rows.append((line, cells))
            line = self._line + reader.line_num
            if feed.whole and feed.taken >= size:
                break
        self._offset, self._line = self._offset + feed.taken, line
        return rows


class _Feed:
    """Lines of text as they are numbered: a bare carriage return ends one, too."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._pieces: list[str] = []
        self.taken = 0

    @property
    def whole(self) -> bool:
        """Whether ``taken`` bytes were given to the last."""
        return not self._pieces

    def __iter__(self) -> Iterator[str]:
        for raw in self._file:
            self.taken += len(raw)
            self._pieces = _LINE.findall(raw.decode())[::-1]
            while self._pieces:
                yield self._pieces.pop()


def _can_be_split(text: bytes) -> bool:
    if b'"' in text or not text.endswith(b"\n"):
        return False
    return b"\r" not in text or text.count(b"\r") == text.count(b"\r\n")
