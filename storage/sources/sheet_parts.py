"""What stands in a sheet's XML beside its values: errors, formulas without one, merged cells."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import BinaryIO

from storage.sources.archives import CELL, ROW, column_number, times

Place = tuple[int, int]  # row and column, from 0
_CHUNK = 1 << 20
_ERROR = re.compile(
    rb"""<c\b[^>]*?\sr=["']([A-Z]+)(\d+)["'][^>]*?\st=["']e["'][^>]*>(?:<f\b.*?</f>|<f[^>]*/>)?\s*"""
    rb"<v>([^<]*)</v>",
    re.DOTALL,
)
_NO_VALUE = re.compile(
    rb"""<c\b(?![^>]*\st=["']str["'])[^>]*?\sr=["']([A-Z]+)(\d+)["'][^>]*>\s*"""
    rb"<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>|</c>)"
)
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_SPANNED = re.compile(rb"number-(rows|columns)-spanned=.(\d+)")


@dataclass(frozen=True, slots=True)
class Parts:
    """The texts of errors such as #REF!, the first formula without a value, merged ranges."""

    errors: dict[Place, str] = field(default_factory=dict)
    no_value: Place | None = None
    merged: tuple[tuple[Place, Place], ...] = ()


def parts_of(file: BinaryIO, sheet: str) -> Parts:
    """The parts of a sheet of XLSX or ODS; none of what is no such workbook."""
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        if "content.xml" in names:
            return Parts(merged=tuple(_spans(archive.read("content.xml"), sheet)))
        part = _part(archive, sheet) if "xl/workbook.xml" in names else None
        return _of_excel(archive, part) if part in names and part is not None else Parts()


def _part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The name of the part that holds a sheet."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {_value(one, "Id"): _value(one, "Target") for one in _RELATION.findall(links)}
    for one in _SHEET.findall(book):
        if _value(one, "name") == sheet:
            target = targets.get(_value(one, r"\w+:id")) or ""
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return None


def _value(tag: str, name: str) -> str | None:
    match = re.search(rf"""\s{name}=(["'])(.*?)\1""", tag, re.DOTALL)
    return unescape(match[2]) if match else None


def _of_excel(archive: zipfile.ZipFile, part: str) -> Parts:
    errors: dict[Place, str] = {}
    no_value: Place | None = None
    for text in _cells(archive, part):
        if b'"e"' in text or b"'e'" in text:
            errors |= {_place(one): unescape(one[3].decode()) for one in _ERROR.finditer(text)}
        if no_value is None and b"<f" in text and (match := _NO_VALUE.search(text)):
            no_value = _place(match)
    return Parts(errors, no_value)


def _cells(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The XML in pieces that divide no cell."""
    rest = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            text = rest + chunk
            end = max(text.rfind(b"<c "), 0)
            yield text[:end]
            rest = text[end:]
    yield rest


def _place(match: re.Match[bytes]) -> Place:
    return int(match[2]) - 1, column_number(match[1]) - 1


def _spans(content: bytes, sheet: str) -> Iterator[tuple[Place, Place]]:
    for table in content.split(b"<table:table ")[1:]:
        if (
            _value(f" {table[: table.find(b'>')].decode('utf-8', 'replace')}", "table:name")
            == sheet
        ):
            yield from _spans_of(table)


def _spans_of(table: bytes) -> Iterator[tuple[Place, Place]]:
    row, pieces = 0, ROW.split(table)[1:]
    for attributes, inner in zip(pieces[::2], pieces[1::2], strict=True):
        column = 0
        for cell in CELL.finditer(inner):
            spans = {one: int(many) - 1 for one, many in _SPANNED.findall(cell[1])}
            if any(spans.values()):
                end = row + spans.get(b"rows", 0), column + spans.get(b"columns", 0)
                yield (row, column), end
            column += times(cell[1])
        row += times(attributes)
