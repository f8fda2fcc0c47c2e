"""CSV text from a file: checked as a whole, then read as numbered rows."""

import codecs
import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from storage.errors import FileUnreadable

DELIMITERS = ",;\t"
_CHUNK = 1 << 20
_FOREIGN = {
    codecs.BOM_UTF16_LE: "it is written in UTF-16; save it as UTF-8",
    codecs.BOM_UTF16_BE: "it is written in UTF-16; save it as UTF-8",
    b"\x1f\x8b": "it is compressed; unpack it first",
    b"%PDF": "it is a PDF; save the table as CSV first",
}


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A readable CSV file: its header, its SHA-256 in hex, and how many rows follow."""

    path: Path
    delimiter: str
    header: tuple[str, ...]
    digest: str
    row_count: int

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with the number of the line it starts on; rows of empty cells are left out."""
        rows = _numbered(self.path, self.delimiter)
        next(rows)
        return rows


def open_csv(path: Path) -> CsvFile:
    """Check a file from end to end; raises FileUnreadable for anything that is not CSV text."""
    try:
        digest = _digest(path)
        delimiter = _delimiter(path)
        rows = _numbered(path, delimiter)
        header = _header(path, rows)
        count = sum(1 for _ in rows)
    except OSError as error:
        raise FileUnreadable(file=path.name, reason=_why(error)) from error
    except csv.Error as error:
        raise FileUnreadable(file=path.name, reason=f"{error}") from error
    return CsvFile(path, delimiter, header, digest, count)


def _digest(path: Path) -> str:
    if not path.is_file():
        path.stat()
        raise FileUnreadable(file=path.name, reason="it is not a file")
    digest, lines = hashlib.sha256(), 1
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        _refuse_foreign(path, file.read(4))
        file.seek(0)
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            _check_text(path, chunk, lines, decoder)
            lines += chunk.count(b"\n")
    _check_text(path, b"", lines, decoder, final=True)
    return digest.hexdigest()


def _refuse_foreign(path: Path, start: bytes) -> None:
    if not start:
        raise FileUnreadable(file=path.name, reason="it is empty")
    for mark, reason in _FOREIGN.items():
        if start.startswith(mark):
            raise FileUnreadable(file=path.name, reason=reason)


def _check_text(
    path: Path, chunk: bytes, line: int, decoder: codecs.IncrementalDecoder, *, final: bool = False
) -> None:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        line += chunk.count(b"\n", 0, error.start)
        reason = f"line {line} is not UTF-8 text; save the file as UTF-8"
        raise FileUnreadable(file=path.name, reason=reason) from error
    if b"\0" in chunk:
        line += chunk.count(b"\n", 0, chunk.index(b"\0"))
        reason = f"line {line} holds NUL characters; save the file as UTF-8 text"
        raise FileUnreadable(file=path.name, reason=reason)


def _delimiter(path: Path) -> str:
    with _text(path) as file:
        first = next((line for line in file if line.strip()), "")
    if not first:
        raise FileUnreadable(file=path.name, reason="it holds nothing but empty lines")
    widths = {mark: len(next(csv.reader([first], delimiter=mark))) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: widths[mark])
    if widths[best] == 1:
        reason = "its first line has one column; separate columns by commas, semicolons or tabs"
        raise FileUnreadable(file=path.name, reason=reason)
    return best


def _header(path: Path, rows: Iterator[tuple[int, list[str]]]) -> tuple[str, ...]:
    for _, cells in rows:
        return tuple(cells)
    raise FileUnreadable(file=path.name, reason="it holds nothing but empty cells")


def _numbered(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    with _text(path) as file:
        # Strict, because an unclosed quote would otherwise swallow the rest of the file.
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        line = 1
        try:
            for cells in reader:
                if any(map(str.strip, cells)):
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise csv.Error(f"the row that starts on line {line} is broken ({error})") from error


def _text(path: Path) -> IO[str]:
    return path.open(encoding="utf-8-sig", newline="")


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
