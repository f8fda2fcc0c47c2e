"""`rapport import FILE --dry-run`: how a file would be read; no client, no database."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    # What reads files is worth loading only when one comes in.
    from storage.sources.columns import Column
    from storage.sources.found import Said
    from storage.sources.table import TableFile
    from storage.trying import Tried

SHOWN = 20
_MARKS = {"\t": "tab", " ": "space", "": "none"}
_AT_ONCE = 5_000
_Q = '"'
_NEEDS = re.compile('[,"\r\n]')


class Format(StrEnum):
    """How a dry run is told."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def dry_run(
    file: Path, sheet: str | None, said: "Said", kind: str | None, maps: tuple[str, ...],
    format_: Format,
) -> None:  # fmt: skip
    """Write the table as it was read, or what was found out about it; raises FileUnreadable."""
    from storage.sources.table import open_table

    table = open_table(file, sheet, said, strict=True)
    if format_ is Format.CSV:
        _write_table(table)
        return
    from storage.trying import try_table

    tried = try_table(table, said, kind, maps)
    if format_ is Format.JSON:
        text = json.dumps(as_json(tried), ensure_ascii=False, indent=2, default=str)
        typer.echo(text.encode("utf-8", "backslashreplace").decode())
        return
    for line in lines(tried):
        typer.echo(line)


def _write_table(table: "TableFile") -> None:
    """Nothing but the table: UTF-8, commas, line feeds, quotes where they are needed."""
    for note in notes(table):
        typer.echo(note, err=True)
    out = sys.stdout.buffer
    for part in _parts(table):
        out.write(part)
    out.flush()


def _parts(table: "TableFile") -> Iterator[bytes]:
    rows = table.every_row()
    text = csv_line(table.header)
    while chunk := list(islice(rows, _AT_ONCE)):
        yield text.encode("utf-8", "surrogatepass")
        text = "".join(csv_line(cells) for _, cells in chunk)
    yield text.encode("utf-8", "surrogatepass")


def csv_line(cells: Sequence[str]) -> str:
    """A row with commas between its cells, quotes where they are needed, and a line feed."""
    # Python's own writer leaves a carriage return without quotes.
    quoted = [f'"{cell.replace(_Q, _Q * 2)}"' if _NEEDS.search(cell) else cell for cell in cells]
    return (",".join(quoted) if quoted != [""] else _Q * 2) + "\n"


def notes(table: "TableFile") -> list[str]:
    """What stands in the file and is no part of the table."""
    found = table.found
    places = {"above": found.above, "among": found.comments, "below": found.below}
    return [
        f"Left out {where} the table: {_lines(numbers)}."
        for where, numbers in places.items()
        if numbers
    ]


def as_json(tried: "Tried") -> dict[str, object]:
    """What was found out, as it is written for other programs."""
    table, found = tried.table, tried.table.found
    mapping = {"shape": tried.shape, "columns": dict(tried.fields), "reason": tried.reason}
    return {
        "file": table.path.name,
        "found": {
            "kind": found.kind, "gzip": found.packed, "encoding": found.encoding,
            "delimiter": found.delimiter, "quote": found.quotechar, "escape": found.escapechar,
            "space_after_delimiter": found.skip_space, "sheet": found.sheet,
            "header_line": found.header_line or None, "lines_above": list(found.above),
            "comment_lines": list(found.comments), "lines_below": list(found.below),
        },
        "rows": table.row_count,
        "columns": [_column(one) for one in tried.columns],
        "mapping": mapping,
        "refusals": [{"line": one.line, "reason": one.reason} for one in tried.refusals],
        "refused": tried.refused_count,
    }  # fmt: skip


def _column(column: "Column") -> dict[str, object]:
    return {
        "name": column.name,
        "kind": column.kind,
        "format": asdict(column.format) | {"text": written(column)},
        "doubt": column.doubt,
    }


def lines(tried: "Tried") -> list[str]:
    """What was found out, for a person."""
    table = tried.table
    told = [f"{table.path.name}: {how(table)}; {table.row_count:,} rows.", *notes(table)]
    told += [f"  {one.name.strip() or '(no name)'}: {written(one)}" for one in tried.columns]
    told += [f"  “{one.name.strip()}” is not certain: {one.doubt}" for one in tried.columns
             if one.doubt]  # fmt: skip
    if tried.shape:
        fields = ", ".join(f"{key} = {name.strip()}" for key, name in tried.fields.items())
        told.append(f"Would be read as {tried.shape}: {fields}.")
    if tried.reason:
        told.append(tried.reason)
    return [*(_printable(line) for line in told), *_refusals(tried)]


def how(table: "TableFile") -> str:
    """How a file is written, in a few words."""
    found = table.found
    words = [found.kind + (", gzipped" if found.packed else "")]
    words += [f"encoding {found.encoding}"] if found.encoding else []
    if found.delimiter is not None:
        words.append(f"delimiter {_MARKS.get(found.delimiter, found.delimiter)}")
    words += [f"quotes {found.quotechar}"] if found.quotechar not in {None, '"'} else []
    words += [f"escapes {found.escapechar}"] if found.escapechar else []
    words += [f"sheet {found.sheet}"] if found.sheet else []
    words += [f"names in line {found.header_line}"] if found.header_line > 1 else []
    return ", ".join(words)


def written(column: "Column") -> str:
    """What a column holds and how it writes it, in a few words."""
    of = column.format
    words: list[str] = [column.kind]
    words += [f"decimal {of.decimal}"] if of.decimal else []
    words += [f"thousands “{of.thousands}”"] if of.thousands else []
    words += [of.dates] if of.dates else []
    words += [f"in {of.sign}"] if of.sign else []
    return ", ".join(words)


def _refusals(tried: "Tried") -> list[str]:
    if not tried.refused_count:
        return []
    told = [f"{tried.refused_count:,} lines would be refused:"]
    told += [_printable(f"  line {one.line}: {one.reason}") for one in tried.refusals[:SHOWN]]
    left = tried.refused_count - min(SHOWN, len(tried.refusals))
    return [*told, f"  … and {left:,} more"] if left else told


def _lines(numbers: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, numbers[:5])) + (", …" if len(numbers) > 5 else "")
    return f"line{'s' * (len(numbers) > 1)} {shown}"


def _printable(text: str) -> str:
    """Text without what would move a terminal's cursor."""
    return "".join(one if one.isprintable() else " " for one in text)
