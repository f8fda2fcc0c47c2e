"""A table in a file, whatever the file's format."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from storage.sources.content import GZIP, Content, content_of, unreadable
from storage.sources.csv_file import open_text
from storage.sources.found import NOTHING_SAID, Found, Said
from storage.sources.json_file import is_json, open_json
from storage.sources.parquet_file import PARQUET, open_parquet
from storage.sources.xlsx_file import open_workbook, starts_as_workbook

_OTHERS = {
    GZIP: "it is compressed twice; unpack it first",
    b"%PDF": "it is a PDF; save the table as CSV first",
    b"BZh": "it is compressed by bzip2; unpack it first",
    b"\xfd7zXZ": "it is compressed by xz; unpack it first",
    b"7z\xbc\xaf": "it is a 7z archive; unpack it first",
    b"Rar!": "it is a RAR archive; unpack it first",
    b"\x28\xb5\x2f\xfd": "it is compressed by zstd; unpack it first",
    b"PK\x05\x06": "it is an empty archive",
    b"SQLite format 3": "it is a SQLite database; save the table as CSV first",
    b"ARROW1": "it is an Arrow file; save the table as CSV or Parquet",
    b"ORC": "it is an ORC file; save the table as CSV or Parquet",
    b"Obj\x01": "it is an Avro file; save the table as CSV or Parquet",
    b"{\\rtf": "it is a text with formats (RTF); save the table as CSV",
    b"\x89PNG": "it is a picture",
    b"\xff\xd8\xff": "it is a picture",
    b"\x09\x08": "it is a workbook of a very old Excel; save it as XLSX",
}
_MARKUP = re.compile(
    rb"\s*<(?:!doctype\b|!--|\?xml\b|(?:html|head|body|table|meta|div|svg|rss|style|script)\b"
    rb"|[a-z][^<>]*>\s*<[a-z!])",
    re.IGNORECASE,
)


class TableFile(Protocol):
    """A readable table: its header, the file's SHA-256 in hex, and how many rows follow."""

    @property
    def path(self) -> Path:
        """Where the file lies."""

    @property
    def header(self) -> tuple[str, ...]:
        """The columns' names as they stand in the file."""

    @property
    def digest(self) -> str:
        """The SHA-256 of the whole file, in hex."""

    @property
    def row_count(self) -> int:
        """How many rows follow the header; rows of empty cells do not count."""

    @property
    def found(self) -> Found:
        """How the file is written."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row's cells as text, with the number of the line it starts on (1 is the first).

        Rows of empty cells are left out. A file opened strictly has rows as wide as its header.
        """

    def every_row(self) -> Iterator[tuple[int, list[str]]]:
        """As ``rows``, with the rows whose cells are all empty."""


def open_table(
    path: Path, sheet: str | None = None, said: Said = NOTHING_SAID, *, strict: bool = False
) -> TableFile:
    """Open a file of any kind that is read, told apart by what stands in it, not by its name.

    ``sheet`` names the workbook's sheet where several hold data; ``said`` is what is known of the
    file beforehand. Raises FileUnreadable.

    A file of text with a few rows of another width than its header's is opened for those who
    refuse such rows one by one; where ``strict``, it is refused as a whole.
    """
    content = content_of(path)
    start = content.start()
    if starts_as_workbook(start):
        return open_workbook(content, sheet, said)
    if sheet is not None:
        raise unreadable(path, f"it is no workbook, and so has no sheet “{sheet}”")
    if start.startswith(PARQUET):
        return open_parquet(content)
    _refuse_others(content, start)
    if is_json(start):
        return open_json(content, said)
    return open_text(content, said, strict=strict)


def _refuse_others(content: Content, start: bytes) -> None:
    if not start:
        raise unreadable(content.path, "it is empty")
    for mark, reason in _OTHERS.items():
        if start.startswith(mark):
            raise unreadable(content.path, reason)
    plain = start[:400].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")
    if _MARKUP.match(plain):
        reason = "it is a web page or XML, whatever its name says; save the table as CSV or XLSX"
        raise unreadable(content.path, reason)
