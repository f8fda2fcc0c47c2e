"""A sheet of a workbook (XLSX, XLS, ODS and what else is like them), read as text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from storage.errors import FileUnreadable
from storage.sources.archives import BROKEN, DAMAGED, check_archive
from storage.sources.cell_text import Cell, as_text
from storage.sources.content import Content, content_of, unreadable
from storage.sources.found import NOTHING_SAID, Found, Said
from storage.sources.header import Trouble, find_top
from storage.sources.layout import Body
from storage.sources.sheet_parts import Parts, parts_of

_ARCHIVE = b"PK\x03\x04"
_OLDER = b"\xd0\xcf\x11\xe0"  # the container of XLS, and of workbooks behind a password
_SPAN = re.compile(r"-?PT(\d+)H(\d+)M(\d+)(?:\.\d+)?S")  # how ODS writes more than a day
_TOP_ROWS = 250
_NO_PARTS = Parts()


@dataclass(frozen=True, slots=True)
class XlsxFile:
    """A readable sheet: its header, the file's SHA-256 in hex, and how many rows follow."""

    path: Path
    sheet: str
    header: tuple[str, ...]
    digest: str
    row_count: int
    found: Found
    _first: int
    _cells: CalamineSheet = field(repr=False, compare=False)
    _parts: Parts = field(repr=False, compare=False)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with its number in the sheet; rows of empty cells are left out."""
        for line, cells in _numbered(self._cells, self._parts):
            if line > self.found.header_line and line not in self.found.below:
                yield line, cells[self._first : self._first + len(self.header)]

    def every_row(self) -> Iterator[tuple[int, list[str]]]:
        """As ``rows``: an empty row of a sheet has no cells."""
        return self.rows()


def is_workbook(path: Path) -> bool:
    """Whether the file, unpacked, starts as workbooks do; False for what cannot be opened."""
    try:
        return starts_as_workbook(content_of(path).start(4))
    except FileUnreadable:
        return False


def starts_as_workbook(start: bytes) -> bool:
    """Whether these are the first bytes of a workbook."""
    return start.startswith((_ARCHIVE, _OLDER))


def open_xlsx(path: Path, sheet: str | None = None, said: Said = NOTHING_SAID) -> XlsxFile:
    """Open the sheet called ``sheet``, or the only one with data; raises FileUnreadable."""
    return open_workbook(content_of(path), sheet, said)


def open_workbook(content: Content, sheet: str | None, said: Said) -> XlsxFile:
    """As ``open_xlsx``, from content that is known to be a workbook."""
    data = BytesIO(content.whole())
    if content.start(4) == _ARCHIVE:
        check_archive(content.path, data)
    data.seek(0)
    try:
        is_archive = data.getvalue().startswith(_ARCHIVE)
        cells = _sheet(content.path, _book(content, data, is_archive=is_archive), sheet)
        parts = _parts(content.path, data, cells.name) if is_archive else _NO_PARTS
        return _opened(content, cells, parts, said)
    except PasswordError as error:
        reason = "it is protected by a password; save it without one"
        raise unreadable(content.path, reason) from error
    except CalamineError as error:
        reason = BROKEN
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in data.getvalue():
            reason = "it is protected by a password; save it without one"
        raise unreadable(content.path, reason) from error


def _parts(path: Path, data: BytesIO, sheet: str) -> Parts:
    try:
        return parts_of(data, sheet)
    except DAMAGED as error:  # the reader of values does not look at checksums
        raise unreadable(path, BROKEN) from error


def _book(content: Content, data: BytesIO, *, is_archive: bool) -> CalamineWorkbook:
    """By its bytes, since a name may be wrong; by its name where the reader then tells more."""
    try:
        return CalamineWorkbook.from_object(data)
    except CalamineError:
        if is_archive or content.packed or content.path.suffix.lower() != ".xls":
            raise
    return CalamineWorkbook.from_object(content.path)


def _opened(content: Content, cells: CalamineSheet, parts: Parts, said: Said) -> XlsxFile:
    rows = list(_top(cells, parts))
    header_line, above = _header(content, rows, said)
    first, names = _names(rows, header_line)
    every = (row for row in _numbered(cells, parts) if row[0] > header_line)
    count, width = _body(content, every, header_line, first, names)
    found = Found(
        kind="workbook", packed=content.packed, sheet=cells.name, header_line=header_line,
        above=above,
    )  # fmt: skip
    _refuse_merged(content, [*(cells.merged_cell_ranges or []), *parts.merged], found, rows)
    _refuse_without_value(content, parts, header_line)
    return XlsxFile(
        content.path, cells.name, names[:width], content.digest(), count, found, first, cells, parts
    )


def _refuse_without_value(content: Content, parts: Parts, header_line: int) -> None:
    """Programs other than offices write formulas and leave their values to be calculated."""
    if parts.no_value is not None and parts.no_value[0] + 1 >= header_line:
        reason = f"line {parts.no_value[0] + 1} has a formula that was never calculated"
        raise unreadable(content.path, f"{reason}; open it in Excel and save it again")


def _top(sheet: CalamineSheet, parts: Parts) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(_numbered(sheet, parts)):
        if number >= _TOP_ROWS:
            return
        yield row


def _header(
    content: Content, rows: list[tuple[int, list[str]]], said: Said
) -> tuple[int, tuple[int, ...]]:
    lines = [line for line, _ in rows]
    if said.header is not None:
        if said.header and said.header not in lines:
            raise unreadable(content.path, f"line {said.header} is empty and names no columns")
        return said.header, tuple(line for line in lines if line < said.header)
    gaps = frozenset(a for a, b in pairwise(lines) if b > a + 1)
    top = find_top(rows, gaps)
    if isinstance(top, Trouble):
        raise unreadable(content.path, str(top))
    return lines[top.place], top.above


def _names(rows: list[tuple[int, list[str]]], header_line: int) -> tuple[int, tuple[str, ...]]:
    """The first column that holds something, and the names from there on."""
    table = [cells for line, cells in rows if line >= header_line]
    width = len(table[0])
    used = [at for at in range(width) if any(cells[at].strip() for cells in table)]
    first, last = used[0], width
    if header_line == 0:
        return first, tuple(f"column_{at + 1}" for at in range(last - first))
    return first, tuple(table[0][first:last])


def _body(
    content: Content,
    rows: Iterator[tuple[int, list[str]]],
    header_line: int,
    first: int,
    names: tuple[str, ...],
) -> tuple[int, int]:
    """How many rows there are, and columns up to the last that holds something.

    Raises FileUnreadable where a row is none, or notes stand below them.
    """
    body, count, before = Body(len(names), header_line, names), 0, header_line
    width = _filled_up_to(names, 0)
    for line, row in rows:
        if line > before + 1:
            body.take(before + 1, [""] * len(names))
        cells = row[first : first + len(names)]
        count += body.take(line, cells)
        width, before = _filled_up_to(cells, width), line
        if body.trouble is not None:
            raise unreadable(content.path, str(body.trouble))
    if body.note is not None:
        raise unreadable(content.path, str(body.note))
    return count, width


def _filled_up_to(cells: Sequence[str], known: int) -> int:
    """How many columns there are up to the last that is filled; at least those known."""
    rest = (at for at in range(len(cells), known, -1) if cells[at - 1].strip())
    return next(rest, known)


def _refuse_merged(
    content: Content,
    merged: list[tuple[tuple[int, int], tuple[int, int]]],
    found: Found,
    rows: list[tuple[int, list[str]]],
) -> None:
    """Of merged cells only the first holds what stands in all of them."""
    for (top, left), (bottom, right) in merged:
        if bottom + 1 < found.header_line or (top, left) == (bottom, right):
            continue
        inside = [row for line, row in rows if top < line <= bottom + 1]
        if found.above and bottom + 1 < found.header_line:
            continue
        if inside or top >= _TOP_ROWS:
            reason = f"line {top + 1} has merged cells; separate them, and fill each one"
            raise unreadable(content.path, reason)


def _sheet(path: Path, book: CalamineWorkbook, wanted: str | None) -> CalamineSheet:
    names = [one.name for one in book.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet]
    if wanted is not None and wanted not in names:
        raise unreadable(path, f"it has no sheet “{wanted}” but {_listed(names)}")
    shown = {
        one.name for one in book.sheets_metadata if one.visible is SheetVisibleEnum.Visible
    } or set(names)
    chosen = [wanted] if wanted is not None else [name for name in names if name in shown]
    sheets = [book.get_sheet_by_name(name) for name in chosen]
    return _only_one(path, [one for one in sheets if next(_numbered(one), None)])


def _only_one(path: Path, sheets: list[CalamineSheet]) -> CalamineSheet:
    if not sheets:
        raise unreadable(path, "it holds nothing but empty cells")
    if len(sheets) > 1:
        names = _listed([one.name for one in sheets])
        reason = f"it has several sheets with data, {names}; choose one with --sheet NAME"
        raise unreadable(path, reason)
    return sheets[0]


def _numbered(sheet: CalamineSheet, parts: Parts = _NO_PARTS) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, as text, with their numbers in the sheet."""
    lines = {line for line, _ in parts.errors}
    for place, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [_text(cell) for cell in cells]
        if place - 1 in lines:
            # The reader gives nothing for an error, as if the cell were empty.
            texts = [parts.errors.get((place - 1, at), text) for at, text in enumerate(texts)]
        if any(map(str.strip, texts)):
            yield place, texts


def _text(cell: Cell) -> str:
    if isinstance(cell, str) and (match := _SPAN.fullmatch(cell)):
        return f"{'-' * cell.startswith('-')}{int(match[1])}:{match[2]}:{match[3]}"
    return as_text(cell)


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
