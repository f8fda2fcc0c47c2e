"""Small workbooks to read, written without Excel."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

Rows = Sequence[Sequence[object]]
_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - workbooks know no zones
_FORMATS = (0, 14, 22, 21, 46)  # plain, day, day and time, time, hours beyond 24


def workbook(path: Path, sheets: Mapping[str, Rows], hidden: Sequence[str] = ()) -> Path:
    """Write a workbook with these sheets; None leaves a cell out."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", _types(len(sheets)))
        file.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        file.writestr("xl/workbook.xml", _book(list(sheets), hidden))
        links = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
        file.writestr("xl/_rels/workbook.xml.rels", _relations([*links, ("styles", "styles.xml")]))
        file.writestr("xl/styles.xml", _styles())
        for number, rows in enumerate(sheets.values(), start=1):
            file.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(rows))
    return path


def _types(count: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {"workbook": f"{kind}.sheet.main+xml", "styles": f"{kind}.styles+xml"}
    parts |= {f"worksheets/sheet{n}": f"{kind}.worksheet+xml" for n in range(1, count + 1)}
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{of}"/>' for name, of in parts.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    default = f'<Default Extension="rels" ContentType="{rels}"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{default}{overrides}</Types>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _book(names: Sequence[str], hidden: Sequence[str]) -> str:
    inner = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"'
        f"{' state=' + quoteattr('hidden') if name in hidden else ''}/>"
        for n, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{_SPACE}" xmlns:r="{_LINKS}"><sheets>{inner}</sheets></workbook>'


def _styles() -> str:
    formats = "".join(f'<xf numFmtId="{number}" applyNumberFormat="1"/>' for number in _FORMATS)
    return f'<styleSheet xmlns="{_SPACE}"><cellXfs>{formats}</cellXfs></styleSheet>'


def _sheet(rows: Rows) -> str:
    inner = "".join(_row(number, row) for number, row in enumerate(rows, start=1))
    return f'<worksheet xmlns="{_SPACE}"><sheetData>{inner}</sheetData></worksheet>'


def _row(number: int, row: Sequence[object]) -> str:
    cells = "".join(
        _cell(f"{chr(65 + place)}{number}", cell)
        for place, cell in enumerate(row)
        if cell is not None
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, cell: object) -> str:
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    style, number = _number(cell)
    return f'<c r="{place}" s="{style}"><v>{number!r}</v></c>'


def _number(cell: object) -> tuple[int, float]:
    if isinstance(cell, datetime):
        return 2, (cell - _EPOCH) / timedelta(days=1)
    if isinstance(cell, date):
        return 1, (cell - _EPOCH.date()) / timedelta(days=1)
    if isinstance(cell, time):
        return 3, timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second) / timedelta(
            days=1
        )
    if isinstance(cell, timedelta):
        return 4, cell / timedelta(days=1)
    assert isinstance(cell, int | float)
    return 0, cell
