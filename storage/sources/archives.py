"""Zip archives, as workbooks are: what they hold, and whether they would unpack to too much."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from storage.sources.content import MOST_IN_MEMORY, too_large, unreadable

_MOST_TIMES = 1032  # what deflate can reach; a size that claims less may be false
_MOST_CELLS = 50_000_000  # of the smallest block that holds a sheet's cells: it lies in memory
_PLACE = re.compile(rb"""\sr=["']([A-Z]{0,3})(\d{1,7})["']""")
ROW = re.compile(rb"<table:table-row\b([^>]*)>")
CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*?)(/?)>")
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated=.(\d+)")
BROKEN = "it is a workbook or an archive that is broken or of an unknown kind"
# What reading a part of a damaged archive raises.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, KeyError)


def check_archive(path: Path, file: BinaryIO) -> None:
    """Raise FileUnreadable for an archive that is no workbook or far too large a one."""
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            names = {one.filename for one in infos}
            if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
                reason = "it is an archive, but no workbook; unpack it first"
                raise unreadable(path, reason)
            if sum(_size(archive, one) for one in infos) > MOST_IN_MEMORY:
                raise too_large(path, MOST_IN_MEMORY)
            for cells in _blocks(archive):
                if cells > _MOST_CELLS:
                    raise unreadable(path, f"it has cells too far apart ({cells:,} in one block)")
    except DAMAGED as error:
        raise unreadable(path, BROKEN) from error


def _size(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """The size that a part has, not the one it claims to have."""
    if info.compress_type == zipfile.ZIP_STORED:
        return max(info.file_size, info.compress_size)
    if info.compress_size * _MOST_TIMES <= MOST_IN_MEMORY // 8:
        return max(info.file_size, info.compress_size)
    return max(info.file_size, _unpacked(archive, info))


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    file = archive.fp
    if file is None or info.compress_type != zipfile.ZIP_DEFLATED:
        return info.file_size
    file.seek(info.header_offset + 26)
    skipped = file.read(4)
    name, extra = (int.from_bytes(skipped[at : at + 2], "little") for at in (0, 2))
    file.seek(info.header_offset + 30 + name + extra)
    unpack, left, size = zlib.decompressobj(-15), info.compress_size, 0
    while left > 0 and size <= MOST_IN_MEMORY and not unpack.eof:
        chunk = file.read(min(left, 1 << 16))
        if not chunk:
            break
        left -= len(chunk)
        size += len(unpack.decompress(chunk))
    return size


def _blocks(archive: zipfile.ZipFile) -> Iterator[int]:
    """How many cells the block of each sheet has, empty ones among them."""
    for name in archive.namelist():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            yield _block_of_excel(archive, name)
        elif name == "content.xml":
            yield from map(_block_of_ods, archive.read(name).split(b"<table:table ")[1:])


def _block_of_excel(archive: zipfile.ZipFile, name: str) -> int:
    rows, columns, rest = 0, 0, b""
    with archive.open(name) as file:
        while chunk := file.read(1 << 20):
            places = set(_PLACE.findall(rest + chunk))
            rest = chunk[-32:]
            rows = max(rows, *(int(row) for _, row in places), 0)
            columns = max(columns, *map(column_number, {column for column, _ in places}), 0)
    return rows * columns


def column_number(letters: bytes) -> int:
    """The number of a column by its letters, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _block_of_ods(sheet: bytes) -> int:
    rows, last, columns = 0, 0, 0
    pieces = ROW.split(sheet)[1:]
    for attributes, inner in zip(pieces[::2], pieces[1::2], strict=True):
        rows += times(attributes)
        width = _width(inner)
        if width:
            last, columns = rows, max(columns, width)
    return last * columns


def _width(row: bytes) -> int:
    """The number of the last cell that holds something."""
    at, last = 0, 0
    for match in CELL.finditer(row):
        at += times(match[1])
        if b"value-type" in match[1] or not match[2]:
            last = at
    return last


def times(attributes: bytes) -> int:
    """How often a row or a cell of ODS stands there."""
    match = _REPEATED.search(attributes)
    return int(match[1]) if match else 1
