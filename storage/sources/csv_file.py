"""Text with delimiters: told how it is written, checked as a whole, read as numbered rows."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO

from storage.errors import FileUnreadable
from storage.sources.content import Content, content_of, unreadable
from storage.sources.dialect import Dialect, Row
from storage.sources.encoding import encoding_of
from storage.sources.found import NOTHING_SAID, Found, Said
from storage.sources.header import Trouble
from storage.sources.layout import Body, may_be_note
from storage.sources.sniffing import Sniffed, sniff

_SAMPLE = 1 << 17  # characters that show how a file is written
_ROWS = 1_000
_LARGE = 4 << 20  # bytes; the quickest look loads what smaller files do without
_TAIL = 30  # rows at the end that may hold notes


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A readable file of text: its header, its SHA-256 in hex, and how many rows follow.

    ``first_line`` lines stand before the first row, the header among them.
    """

    path: Path
    header: tuple[str, ...]
    digest: str
    row_count: int
    found: Found
    first_line: int
    _content: Content
    _dialect: Dialect
    _uneven: int = 0

    @property
    def encoding(self) -> str:
        """The codec's name."""
        return self.found.encoding or "utf-8"

    @property
    def delimiter(self) -> str:
        """One character; "" for one column."""
        return self._dialect.delimiter

    @property
    def quotechar(self) -> str | None:
        """What surrounds a cell; None where nothing does."""
        return self._dialect.quotechar

    @property
    def escapechar(self) -> str | None:
        """What makes the next character plain; without it quotes are doubled."""
        return self._dialect.escapechar

    @property
    def is_plain(self) -> bool:
        """Whether other readers of CSV read it alike: UTF-8, doubled quotes, no stray lines."""
        found, cut = self.found, self._dialect
        odd = found.comments or found.below or self._uneven or cut.skip_space or bool(cut.closed)
        usual = self.quotechar == '"' and self.escapechar is None and bool(self.delimiter)
        return self.encoding.startswith("utf-8") and usual and not odd and not self._content.packed

    def rows(self) -> Iterator[Row]:
        """Each row with the number of the line it starts on; rows of empty cells are left out."""
        return ((line, cells) for line, cells in self.every_row() if any(map(str.strip, cells)))

    def every_row(self) -> Iterator[Row]:
        """Each row, also one of empty cells; an empty line is none, though ``""`` may be one."""
        empty = [""] if len(self.header) == 1 else []
        apart = frozenset((*self.found.comments, *self.found.below))
        with _text(self._content, self.encoding) as file:
            for line, cells in self._dialect.rows(file):
                if line <= self.found.header_line or line in apart or line in self.found.above:
                    continue
                if len(cells) > 1 or (cells and (cells[0].strip() or cells == empty)):
                    yield line, cells


def open_csv(path: Path, said: Said = NOTHING_SAID, *, strict: bool = False) -> CsvFile:
    """Find out how a file is written and check it from end to end; raises FileUnreadable."""
    return open_text(content_of(path), said, strict=strict)


def open_text(content: Content, said: Said = NOTHING_SAID, *, strict: bool = False) -> CsvFile:
    """As ``open_csv``, from content that is known to be no other kind of file."""
    encoding = encoding_of(content, said.encoding)
    with _text(content, encoding) as file:
        sample = file.read(_SAMPLE)
        cut_off = bool(file.read(1))
    if not sample.strip():
        raise unreadable(content.path, "it holds nothing but empty lines")
    if not sample.strip(" \t\r\n,;|^\"'"):
        raise unreadable(content.path, "it holds nothing but empty cells")
    sample = _whole_lines(sample) if cut_off else sample
    sniffed = sniff(sample, said, cut_off=cut_off, lenient=not strict)
    if isinstance(sniffed, Trouble):
        raise unreadable(content.path, str(sniffed))
    return _opened(content, encoding, sniffed, strict=strict)


def _whole_lines(sample: str) -> str:
    end = max(sample.rfind("\n"), sample.rfind("\r", 0, -1))
    return sample[: end + 1] or sample


def _opened(content: Content, encoding: str, sniffed: Sniffed, *, strict: bool) -> CsvFile:
    dialect, layout = sniffed.dialect, sniffed.layout
    try:
        checked = (
            _glance(content, encoding, sniffed)
            or _check(content, encoding, sniffed)
            or _look(content, encoding, sniffed, strict=strict)
        )
    except csv.Error as error:
        raise unreadable(content.path, str(error)) from error
    found = Found(
        kind="text",
        packed=content.packed,
        encoding=encoding,
        delimiter=dialect.delimiter,
        quotechar=dialect.quotechar,
        escapechar=dialect.escapechar,
        skip_space=dialect.skip_space,
        header_line=layout.header_line,
        above=layout.above,
        comments=tuple(checked.comments),
        below=tuple(checked.below),
    )
    return CsvFile(
        path=content.path,
        header=layout.header,
        digest=content.digest(),
        row_count=checked.rows,
        found=found,
        first_line=checked.first_line,
        _content=content,
        _dialect=dialect,
        _uneven=checked.uneven,
    )


@dataclass(frozen=True, slots=True)
class _Checked:
    rows: int
    first_line: int
    comments: tuple[int, ...] = ()
    below: tuple[int, ...] = ()
    uneven: int = 0


def _glance(content: Content, encoding: str, sniffed: Sniffed) -> _Checked | None:
    """The quickest look, for large files as most programs write them."""
    delimiter, layout = sniffed.dialect.delimiter, sniffed.layout
    usual = sniffed.dialect == Dialect(delimiter) and delimiter and encoding.startswith("utf-8")
    if not usual or layout.header_line != 1 or content.path.stat().st_size < _LARGE:
        return None
    from storage.sources.quick import plain_rows

    rows = plain_rows(content.chunks(), delimiter, layout.width)
    return None if rows is None else _Checked(rows, 1)


def _check(content: Content, encoding: str, sniffed: Sniffed) -> _Checked | None:
    """The quick look at a whole file; None where a row is not as wide as the header."""
    layout, rows = sniffed.layout, 0
    fits, header = {layout.width, 0}, list(layout.header) if layout.width > 1 else None
    with _text(content, encoding) as file:
        reader = sniffed.dialect.reader(file)
        try:
            while reader.line_num < layout.header_line - 1:
                next(reader)
            if layout.header_line:
                next(reader)
            first_line = reader.line_num
            tail: list[list[str]] = []
            while chunk := list(islice(reader, _ROWS)):
                if not fits.issuperset(map(len, chunk)) or header in chunk:
                    return None
                tail = [*tail, *chunk][-_TAIL:]
                rows += len(chunk) - list(map(str.strip, map("".join, chunk))).count("")
        except (csv.Error, StopIteration):
            return None
    return None if any(map(may_be_note, tail)) else _Checked(rows, first_line)


def _look(content: Content, encoding: str, sniffed: Sniffed, *, strict: bool) -> _Checked:
    """The slow look, which names lines; raises FileUnreadable and csv.Error."""
    layout = sniffed.layout
    body = Body(layout.width, layout.header_line, layout.header, lenient=not strict)
    rows, first_line = 0, 0
    with _text(content, encoding) as file:
        for line, cells in sniffed.dialect.rows(file):
            if line <= layout.header_line or line in layout.above:
                continue
            first_line = first_line or line - 1
            rows += body.take(line, cells) and any(map(str.strip, cells))
            if body.trouble is not None:
                raise unreadable(content.path, str(body.trouble))
    if body.note is not None:
        raise unreadable(content.path, str(body.note))
    comments, below = tuple(body.comments), tuple(body.below)
    return _Checked(rows + body.uneven, first_line, comments, below, body.uneven)


@contextmanager
def _text(content: Content, encoding: str) -> Iterator[IO[str]]:
    name = "utf-8-sig" if encoding == "utf-8" else encoding
    with content.open() as file:
        try:
            yield TextIOWrapper(file, encoding=name, newline="")
        except UnicodeError as error:
            raise unreadable(content.path, f"it is no text in {encoding}") from error


__all__ = ["CsvFile", "FileUnreadable", "open_csv", "open_text"]
