"""A sheet of a workbook (XLSX, and what else Excel and LibreOffice write), read as text."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
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

_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # an archive; the container of older formats
Cell = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class XlsxFile:
    """A readable sheet: its header, the file's SHA-256 in hex, and how many rows follow."""

    path: Path
    sheet: str
    header: tuple[str, ...]
    digest: str
    row_count: int
    _cells: CalamineSheet = field(repr=False, compare=False)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with its number in the sheet; rows of empty cells are left out."""
        rows = _numbered(self._cells)
        next(rows)
        return ((line, [as_text(cell) for cell in cells]) for line, cells in rows)


def is_workbook(path: Path) -> bool:
    """Whether the file starts as workbooks do; False for what cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(4).startswith(_MARKS)
    except OSError:
        return False


def open_xlsx(path: Path, sheet: str | None = None) -> XlsxFile:
    """Open the sheet called ``sheet``, or the only one with data; raises FileUnreadable."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        cells = _sheet(path, CalamineWorkbook.from_path(path), sheet)
        rows = _numbered(cells)
        header = tuple(as_text(cell) for cell in next(rows)[1])
        return XlsxFile(path, cells.name, header, digest, sum(1 for _ in rows), cells)
    except PasswordError as error:
        reason = "it is protected by a password; save it without one"
        raise FileUnreadable(file=path.name, reason=reason) from error
    except CalamineError as error:
        reason = "it is a workbook or an archive that is broken or of an unknown kind"
        raise FileUnreadable(file=path.name, reason=reason) from error
    except OSError as error:
        raise FileUnreadable(file=path.name, reason=f"{error.strerror or error}".lower()) from error


def as_text(cell: Cell) -> str:
    """A cell as a CSV file would hold it.

    Dates are ISO, times and durations H:MM:SS, yes and no Y and N; whole numbers have no point.
    """
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1 << 53:
        return str(int(cell))
    if isinstance(cell, timedelta):
        return _duration(cell)
    if isinstance(cell, datetime | time):
        return _whole(cell)
    return str(cell)


def _sheet(path: Path, book: CalamineWorkbook, wanted: str | None) -> CalamineSheet:
    names = [one.name for one in book.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet]
    if wanted is not None and wanted not in names:
        reason = f"it has no sheet “{wanted}” but {_listed(names)}"
        raise FileUnreadable(file=path.name, reason=reason)
    shown = {
        one.name for one in book.sheets_metadata if one.visible is SheetVisibleEnum.Visible
    } or set(names)
    chosen = [wanted] if wanted is not None else [name for name in names if name in shown]
    sheets = [book.get_sheet_by_name(name) for name in chosen]
    return _only_one(path, [one for one in sheets if next(_numbered(one), None)])


def _only_one(path: Path, sheets: list[CalamineSheet]) -> CalamineSheet:
    if not sheets:
        raise FileUnreadable(file=path.name, reason="it holds nothing but empty cells")
    if len(sheets) > 1:
        names = _listed([one.name for one in sheets])
        reason = f"it has several sheets with data, {names}; choose one with --sheet NAME"
        raise FileUnreadable(file=path.name, reason=reason)
    return sheets[0]


def _numbered(sheet: CalamineSheet) -> Iterator[tuple[int, list[Cell]]]:
    first = sheet.start[0] if sheet.start else 0
    for place, cells in enumerate(sheet.to_python(), start=first + 1):
        if any(not isinstance(cell, str) or cell.strip() for cell in cells):
            yield place, cells


def _duration(length: timedelta) -> str:
    seconds = round(abs(length).total_seconds())
    sign = "-" if length < timedelta() else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _whole(moment: datetime | time) -> str:
    # Workbooks keep times as fractions of a day, which are seldom whole seconds.
    if isinstance(moment, time):
        on = datetime.combine(date(2000, 1, 1), moment)
        return f"{_rounded(on):%H:%M:%S}"
    return _rounded(moment).isoformat(" ")


def _rounded(moment: datetime) -> datetime:
    if moment.microsecond >= 500_000 and moment.year < date.max.year:
        moment += timedelta(seconds=1)
    return moment.replace(microsecond=0)


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
