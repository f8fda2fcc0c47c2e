"""How a text is cut into rows and cells: delimiter, quotes, escapes."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

DELIMITERS = ",;\t|^~\x1f\x01"
_SEP = re.compile(r"^\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)
OPEN_QUOTE = "a quote opens there that nothing closes"
_BROKEN = {
    "unexpected end of data": OPEN_QUOTE,
    "expected after": "after a closing quote stands more than a delimiter; quotes within a cell "
    "must be doubled",
}
# Names in quotes, all with the same sign between them.
_QUOTED_NAMES = re.compile(r'\ufeff?\s*"[^"]*"([^\w"\r\n])"[^"]*"(?:\1"[^"]*")*[ \t]*(?:\r|\n|$)')
Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """``delimiter`` is "" for a table of one column; ``quotechar`` None means no quoting.

    ``closed`` is the number of a table's columns where lines may end with one delimiter more.
    """

    delimiter: str
    quotechar: str | None = '"'
    escapechar: str | None = None
    skip_space: bool = False
    closed: int | None = None

    def reader(self, lines: Iterable[str]) -> Any:  # noqa: ANN401 - csv's reader has no public name
        """A strict reader: an unclosed quote must not swallow the rest of a file."""
        return csv.reader(
            lines,
            # No text holds NUL; so nothing is cut where there is one column.
            delimiter=self.delimiter or "\0",
            quotechar=self.quotechar,
            quoting=csv.QUOTE_NONE if self.quotechar is None else csv.QUOTE_MINIMAL,
            escapechar=self.escapechar,
            doublequote=self.escapechar is None,
            skipinitialspace=self.skip_space,
            strict=True,
        )

    def rows(self, lines: Iterable[str]) -> Iterator[Row]:
        """Each row with the line it starts on; raises csv.Error that names the line."""
        reader, line = self.reader(lines), 1
        try:
            for cells in reader:
                yield line, self._opened(cells)
                line = reader.line_num + 1
        except csv.Error as error:
            reason = next((known for part, known in _BROKEN.items() if part in str(error)), error)
            raise csv.Error(f"the row that starts on line {line} is broken ({reason})") from error

    def _opened(self, cells: list[str]) -> list[str]:
        """A row without the empty cell that a delimiter at its end makes."""
        if self.closed is not None and len(cells) == self.closed + 1 and not cells[-1].strip():
            return cells[:-1]
        return cells

    def shortened(self, rows: Iterable[Row]) -> list[Row]:
        """The rows without the empty cells that delimiters at their ends make."""
        return [(line, self._opened(cells)) for line, cells in rows]

    def closing(self, rows: Sequence[Row]) -> "Dialect | None":
        """The dialect for lines that end with a delimiter where the names do not, or only they do.

        None where the rows are not such lines.
        """
        first, *others = [cells for _, cells in rows if any(map(str.strip, cells))] or [[]]
        widths = {len(cells) for cells in others}
        width = min([len(first), *widths])
        longer = [cells for cells in [first, *others] if len(cells) > width]
        if (
            len(widths) != 1
            or widths == {len(first)}
            or any(len(one) > width + 1 for one in longer)
        ):
            return None
        return None if any(one[-1].strip() for one in longer) else replace(self, closed=width)


def candidates(text: str) -> list[Dialect]:
    """Each way in which a text might be cut, the usual first."""
    marks = [mark for mark in DELIMITERS if mark in text]
    quoted = _QUOTED_NAMES.match(text)
    marks += [quoted[1]] if quoted and quoted[1] not in DELIMITERS else []
    found = [Dialect(mark) for mark in marks]
    for mark in [*marks, ""]:
        found += _rarer(text, mark)
    return [*found, Dialect("")]


def sep_of(first_line: str) -> str | None:
    """The delimiter that a first line such as Excel's ``sep=;`` names."""
    match = _SEP.match(first_line)
    return match[1] if match else None


def _rarer(text: str, mark: str) -> Iterator[Dialect]:
    start = rf"(?:^|{re.escape(mark)})" if mark else "^"
    end = rf"(?:{re.escape(mark)}|\r|$)" if mark else r"\r?$"
    spaced = bool(mark) and re.search(rf'{re.escape(mark)} +"', text) is not None
    if spaced:
        yield Dialect(mark, skip_space=True)
    if '\\"' in text or (mark and "\\" + mark in text):
        yield Dialect(mark, escapechar="\\")
        if spaced:
            yield Dialect(mark, escapechar="\\", skip_space=True)
    if re.search(rf"{start} ?'(?:[^']|'')*'{end}", text, re.MULTILINE):
        yield Dialect(mark, quotechar="'")
        yield Dialect(mark, quotechar="'", skip_space=True)
        if "\\'" in text:
            yield Dialect(mark, quotechar="'", escapechar="\\")
    if mark == "\t" and '"' in text:
        yield Dialect(mark, quotechar=None)
