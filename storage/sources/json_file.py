"""JSON and JSON Lines as a table: records, rows, or columns; never a guess between them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.sources.cell_text import as_text
from storage.sources.content import Content, unreadable
from storage.sources.encoding import encoding_of
from storage.sources.found import Found, Said
from storage.sources.header import kind_of
from storage.text import clean

Record = dict[str, str]
_MOST_DIGITS = 308  # with more, no number that can be counted with
_OF_ROWS = ("columns", "data")
_KNOWN_ROWS = ({*_OF_ROWS}, {*_OF_ROWS, "index"})


class Unfit(ValueError):  # noqa: N818 - what became of the file
    """JSON that is no table; its text is the reason, with the line or record."""


@dataclass(frozen=True, slots=True)
class JsonFile:
    """A readable table of JSON: its header, the file's SHA-256, and how many rows follow.

    A row's line is its number among the records, and in JSON Lines its line.
    """

    path: Path
    header: tuple[str, ...]
    digest: str
    row_count: int
    found: Found
    _rows: tuple[tuple[int, list[str]], ...]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with its number; rows of empty cells are left out."""
        return ((line, list(cells)) for line, cells in self._rows if any(map(str.strip, cells)))

    def every_row(self) -> Iterator[tuple[int, list[str]]]:
        """Each row, also one of empty cells."""
        return ((line, list(cells)) for line, cells in self._rows)


def is_json(start: bytes) -> bool:
    """Whether a file that starts so is JSON rather than a table whose first name has brackets."""
    plain = start.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\0", b"")[:200]
    rest = plain[1:].lstrip()
    if plain.startswith(b"{"):
        return not rest or rest[:1] in b'"}'
    return plain.startswith(b"[") and (not rest or rest[:1] in b'{["]-0123456789tfn')


def open_json(content: Content, said: Said) -> JsonFile:
    """Open JSON or JSON Lines; raises FileUnreadable, naming the line or record."""
    encoding = encoding_of(content, said.encoding)
    text = content.whole().decode("utf-8-sig" if encoding == "utf-8" else encoding)
    try:
        kind, header, rows = _table(text)
        _check_header(header)
    except Unfit as error:
        raise unreadable(content.path, str(error)) from error
    except RecursionError as error:
        raise unreadable(content.path, "its parts lie too deep within each other") from error
    found = Found(kind=kind, packed=content.packed, encoding=encoding, header_line=0)
    count = sum(any(map(str.strip, cells)) for _, cells in rows)
    return JsonFile(content.path, header, content.digest(), count, found, tuple(rows))


def _check_header(header: tuple[str, ...]) -> None:
    for name in header:
        if clean(name) != name:
            raise Unfit(f"the name “{clean(name)}” holds NUL or half of a character")


def _table(text: str) -> tuple[str, tuple[str, ...], list[tuple[int, list[str]]]]:
    try:
        whole = _loads(text)
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data"):
            line = f"line {error.lineno}"
            if error.lineno == 1 or not _is_line(text.splitlines()[0]):
                raise Unfit(f"{line} is no JSON ({error.msg})") from error
        return ("JSON Lines", *_of_records(list(_lines(text))))
    if isinstance(whole, dict) and _is_flat(whole):
        _check_names(whole)
    if isinstance(whole, dict) and "\n" not in text.strip() and _is_flat(whole):
        return ("JSON Lines", *_of_records([(1, whole)]))
    return ("JSON", *_of_document(whole))


def _loads(text: str) -> Any:  # noqa: ANN401 - whatever the document holds
    return json.loads(
        text,
        object_pairs_hook=_object,
        parse_constant=_constant,
        parse_float=_float,
        parse_int=_int,
    )


def _int(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise Unfit(f"the number {text[:40]}… is too large")
    return int(text)


def _float(text: str) -> Any:  # noqa: ANN401 - a number too exact for a float stays text
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise Unfit(f"the number {text[:40]} is too large")
    return value


def _constant(name: str) -> None:
    if name != "NaN":
        raise Unfit(f"{name} is no number of JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unfit(f"an object has “{twice}” twice")
    return found


def _is_line(line: str) -> bool:
    try:
        return isinstance(_loads(line), dict | list)
    except json.JSONDecodeError:
        return False


def _lines(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, _loads(line)
            except json.JSONDecodeError as error:
                raise Unfit(f"line {number} is no JSON ({error.msg})") from error
            except Unfit as error:
                raise Unfit(f"line {number}: {error}") from error


def _of_document(whole: Any) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:  # noqa: ANN401
    if isinstance(whole, list):
        return _of_records(list(enumerate(whole, start=1)))
    if not isinstance(whole, dict):
        raise Unfit("it holds a single value and no table")
    if set(whole) in _KNOWN_ROWS and all(isinstance(whole[one], list) for one in _OF_ROWS):
        return _of_records(list(enumerate([whole["columns"], *whole["data"]])))
    inner = [value for value in whole.values() if isinstance(value, list | dict)]
    if inner and len(inner) == len(whole):
        columns = _columns(whole)
        if columns is not None:
            return columns
    return _of_part(whole)


def _of_part(whole: dict[str, Any]) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    """The one list of records that an answer of an API carries, or the one record it is."""
    lists = {
        name: value
        for name, value in whole.items()
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value)
    }
    if len(lists) == 1:
        return _of_records(list(enumerate(next(iter(lists.values())), start=1)))
    if len(lists) > 1:
        names = ", ".join(f"“{name}”" for name in lists)
        raise Unfit(f"it holds several tables, {names}; save one of them as a file of its own")
    if _is_flat(whole):
        return _of_records([(1, whole)])
    raise Unfit("it is no list of records, no rows and no columns")


def _is_flat(whole: Mapping[str, Any]) -> bool:
    return bool(whole) and not any(isinstance(value, list | dict) for value in whole.values())


def _check_names(whole: Mapping[str, Any]) -> None:
    """A record whose names are days is a column of days beside one of values."""
    if len(whole) > 1 and all(kind_of(name) == "date" for name in whole):
        raise Unfit("its names are days; make a record of each day and its value")


def _columns(whole: dict[str, Any]) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]] | None:
    """Columns as lists of one length, or as objects that number their rows alike."""
    values = list(whole.values())
    if all(isinstance(one, list) for one in values):
        if any(isinstance(cell, dict | list) for one in values for cell in one):
            return None
        if len({len(one) for one in values}) > 1:
            sizes = ", ".join(f"“{name}” {len(one)}" for name, one in whole.items())
            raise Unfit(f"its columns are not equally long: {sizes[:200]}")
        rows = list(zip(*values, strict=True))
    elif all(isinstance(one, dict) and _counts(one) for one in values):
        keys = list(values[0])
        if any(set(one) != set(keys) for one in values):
            raise Unfit("its columns do not number the same rows")
        rows = [tuple(one[key] for one in values) for key in keys]
    else:
        return None
    return tuple(whole), [
        (number, [_cell(cell, number, "a column") for cell in row])
        for number, row in enumerate(rows, start=1)
    ]


def _counts(column: dict[str, Any]) -> bool:
    return bool(column) and list(column) == [str(number) for number in range(len(column))]


def _of_records(
    records: list[tuple[int, Any]],
) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    if not records:
        raise Unfit("it holds no records")
    if all(isinstance(one, list) for _, one in records):
        return _of_rows(records)
    flat = [(number, _flattened(number, one)) for number, one in records]
    header = tuple(dict.fromkeys(name for _, one in flat for name in one))
    outer = {name[:at] for name in header for at in _points(name)}
    header = tuple(name for name in header if name not in outer or _is_filled(name, flat))
    if not header:
        raise Unfit("its records are empty")
    return header, [(number, [one.get(name, "") for name in header]) for number, one in flat]


def _points(name: str) -> list[int]:
    return [at for at, one in enumerate(name) if one == "."]


def _is_filled(name: str, flat: list[tuple[int, Record]]) -> bool:
    """Whether a name says more than that the record within is missing."""
    return any(one.get(name) for _, one in flat)


def _of_rows(
    records: list[tuple[int, list[Any]]],
) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    header = records[0][1]
    if not all(isinstance(name, str) for name in header) or not header:
        raise Unfit("the first of its rows does not name the columns")
    for number, row in records:
        if len(row) != len(header):
            cells = f"{len(row)} cells where the first has {len(header)}"
            raise Unfit(f"the row {number} has {cells}")
    rows = [
        (number, [_cell(cell, number, name) for cell, name in zip(row, header, strict=True)])
        for number, row in records[1:]
    ]
    return tuple(header), rows


def _flattened(number: int, record: Any) -> Record:  # noqa: ANN401 - looked at here
    if not isinstance(record, dict):
        raise Unfit(f"the record {number} is no object")
    found: Record = {}
    for name, value in record.items():
        inner = value.items() if isinstance(value, dict) else ()
        cells = {f"{name}.{key}": one for key, one in inner} or {name: value or _none(value)}
        for path, cell in cells.items():
            if path in found:
                raise Unfit(f"the record {number} has “{path}” twice")
            found[path] = _cell(cell, number, path)
    return found


def _none(value: Any) -> Any:  # noqa: ANN401 - an empty object holds nothing
    return None if value == {} else value


def _cell(value: Any, number: int, name: str) -> str:  # noqa: ANN401 - looked at here
    if isinstance(value, dict | list):
        what = "a list" if isinstance(value, list) else "an object"
        raise Unfit(f"“{name}” of the record {number} holds {what}; a cell holds one value")
    text = as_text(value)
    if clean(text) != text:
        reason = "holds NUL or half of a character, which is no text"
        raise Unfit(f"“{clean(name)}” of the record {number} {reason}")
    return text
