"""Which sheets of a workbook one can choose from."""

from io import BytesIO
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from storage.errors import FileUnreadable
from storage.sources.archives import check_archive
from storage.sources.content import content_of
from storage.sources.xlsx_file import starts_as_workbook


def sheets_with_data(path: Path) -> tuple[str, ...]:
    """The names of the sheets that people see and that hold something, in their order.

    None of a file that is no workbook, or cannot be opened as one.
    """
    try:
        content = content_of(path)
        if not starts_as_workbook(content.start(4)):
            return ()
        data = BytesIO(content.whole())
        if content.start(2) == b"PK":
            check_archive(path, data)
            data.seek(0)
        book = CalamineWorkbook.from_object(data)
    except (FileUnreadable, CalamineError):
        return ()
    seen = [
        one.name
        for one in book.sheets_metadata
        if one.typ is SheetTypeEnum.WorkSheet and one.visible is SheetVisibleEnum.Visible
    ]
    return tuple(name for name in seen if _holds_something(book, name))


def _holds_something(book: CalamineWorkbook, name: str) -> bool:
    rows = book.get_sheet_by_name(name).iter_rows()
    return any(not isinstance(cell, str) or cell.strip() for row in rows for cell in row)
