"""Choose how a text is cut: each dialect is tried, and only one may give a sound table."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import StringIO

from storage.sources.dialect import OPEN_QUOTE, Dialect, Row, candidates, sep_of
from storage.sources.found import Said
from storage.sources.header import Trouble
from storage.sources.layout import Layout, lay_out, neatness

_MARGIN = 0.1  # tables by two delimiters that are nearer than this in neatness are a doubt
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_IN_NAMES = " _.,;|\t()[]{}\"'?%~^"
_WITHIN_NAMES = "-@#"  # once in e-mail, more often in what they separate
_PROSE = re.compile(r"[;|\t]|,(?! )")


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The dialect and layout that were chosen."""

    dialect: Dialect
    layout: Layout


@dataclass(frozen=True, slots=True)
class _Tried:
    dialect: Dialect
    rows: Sequence[Row]
    layout: Layout
    neat: float

    @property
    def table(self) -> list[list[str]]:
        return [cells for line, cells in self.rows if line >= self.layout.header_line]


def sniff(text: str, said: Said, *, cut_off: bool, lenient: bool = False) -> Sniffed | Trouble:
    """Choose by a file's first lines; ``cut_off`` tells that more lines follow.

    What is cut soundly comes first; only where nothing is, and ``lenient``, are a few uneven rows
    no trouble.
    """
    found = _sniff(text, said, cut_off=cut_off, lenient=False)
    if isinstance(found, Trouble) and lenient:
        again = _sniff(text, said, cut_off=cut_off, lenient=True)
        return found if isinstance(again, Trouble) else again
    return found


def _sniff(text: str, said: Said, *, cut_off: bool, lenient: bool) -> Sniffed | Trouble:
    lines = text.splitlines(keepends=True)
    sep = sep_of(lines[0]) if lines and said.delimiter is None else None
    if sep is not None and said.header is None:
        said = replace(said, delimiter=sep)
    tried, troubles = [], []
    for dialect in _dialects(text, said):
        rows, broken = _rows(text, dialect, cut_off=cut_off)
        if broken is not None:
            troubles.append((_weight(rows), broken))
            continue
        rows = rows[1:] if sep is not None else rows
        layout = lay_out(rows, said.header, lenient=lenient)
        closed = dialect.closing(rows) if isinstance(layout, Trouble) else None
        if closed is not None:
            dialect, rows = closed, closed.shortened(rows)
            layout = lay_out(rows, said.header, lenient=lenient)
        if isinstance(layout, Trouble):
            troubles.append((_weight(rows), layout))
        elif layout.width > 1 or said.delimiter == "":
            tried.append(_Tried(dialect, rows, layout, _neat(rows, layout, dialect)))
        elif not dialect.delimiter:
            tried.append(_Tried(dialect, rows, layout, -1))
    return _choice(text, tried, troubles)


def _dialects(text: str, said: Said) -> list[Dialect]:
    if said.delimiter is None:
        return candidates(text)
    return [
        one for one in [Dialect(said.delimiter), *candidates(text)]
        if one.delimiter == said.delimiter
    ]  # fmt: skip


def _rows(text: str, dialect: Dialect, *, cut_off: bool) -> tuple[list[Row], Trouble | None]:
    rows: list[Row] = []
    try:
        rows.extend(dialect.rows(StringIO(text, newline="")))
    except csv.Error as error:
        if cut_off and OPEN_QUOTE in str(error) and rows:
            return rows, None
        line = len(re.findall("\r\n|\r|\n", text)) if not rows else rows[-1][0]
        named = re.search(r"line (\d+) (.*)", str(error))
        return rows, Trouble(int(named[1]), named[2]) if named else Trouble(line, str(error))
    return rows, None


def _weight(rows: Sequence[Row]) -> int:
    """How much of a table there is although it has a trouble."""
    widths = Counter(len(cells) for _, cells in rows)
    usual = max(widths, key=lambda width: widths[width], default=0)
    return (usual > 1) * widths[usual] * usual


def _neat(rows: Sequence[Row], layout: Layout, dialect: Dialect) -> float:
    return neatness(rows, layout, dialect) + 0.15 * (not layout.above)


def _choice(
    text: str, tried: list[_Tried], troubles: list[tuple[int, Trouble]]
) -> Sniffed | Trouble:
    wide = [one for one in _best_by_delimiter(tried) if one.neat >= 0]
    wide.sort(key=lambda one: -one.neat)
    if not wide:
        return _one_column(text, tried, troubles)
    best = wide[0]
    mark = _longer_mark(best)
    if mark is not None:
        reason = f"has cells between which “{mark}” may separate; save it with a single character"
        return Trouble(best.layout.header_line, reason)
    for other in wide[1:]:
        if other.neat > best.neat - _MARGIN and other.table != best.table:
            marks = f"“{best.dialect.delimiter}” and “{other.dialect.delimiter}”"
            reason = f"can be cut by {marks} alike; say which with --delimiter"
            return Trouble(best.layout.header_line, reason)
    if doubt := _quotes_left(best) or _odd_escapes(text, best) or _odd_names(best):
        return doubt
    return Sniffed(best.dialect, best.layout)


def _best_by_delimiter(tried: list[_Tried]) -> list[_Tried]:
    """Of each delimiter's dialects the neatest; the usual one where they are alike."""
    best: dict[str, _Tried] = {}
    for one in tried:
        held = best.get(one.dialect.delimiter)
        if held is None or one.neat > held.neat + 1e-9:
            best[one.dialect.delimiter] = one
    return list(best.values())


def _longer_mark(tried: _Tried) -> str | None:
    """The delimiter of several characters, where every other column holds but its middle."""
    between = {cell.strip() for row in tried.table for cell in row[1::2] if len(row) > 2}
    if tried.layout.width % 2 == 0 or len(between) != 1:
        return None
    middle, mark = between.pop(), tried.dialect.delimiter
    if any(map(str.isalnum, middle)) or (not middle and mark in ",;"):
        return None
    return mark + middle + mark


def _quotes_left(tried: _Tried) -> Trouble | None:
    """A cell that begins with a quote and does not end with it may have been cut.

    A row with all its cells in the other kind of quotes was written by another program.
    """
    mark = tried.dialect.quotechar or '"'
    for line, cells in tried.rows:
        filled = [cell for cell in cells if cell]
        other = "'" if mark == '"' else '"'
        if len(filled) > 1 and all(len(one) > 1 and one[0] == one[-1] == other for one in filled):
            return Trouble(line, f"has its cells in other quotes ({other}) than the rest")
        for cell in cells if tried.dialect.quotechar is None else ():
            if cell.startswith(mark) and cell.endswith(mark) and len(cell) > 1:
                return Trouble(line, "has quoted cells, while others hold quotes that never close")
    return None


def _odd_names(tried: _Tried) -> Trouble | None:
    """Names with control characters, which may be what separates cells or lines."""
    for one in _CONTROLS.findall("".join(tried.layout.header)):
        reason = f"has a control character (U+{ord(one):04X}) among its names; it may separate them"
        return Trouble(tried.layout.header_line, reason)
    return None


def _odd_escapes(text: str, tried: _Tried) -> Trouble | None:
    """Backslashes that escape quotes while others stand for themselves, or for a line's end."""
    escape, mark = tried.dialect.escapechar, tried.dialect.delimiter
    if escape is None:
        return None
    doubled = re.search(rf'[^{re.escape(mark)}\r\n"\\]""[^{re.escape(mark)}\r\n"]', text)
    if doubled is not None:
        line = text.count("\n", 0, doubled.start()) + 1
        return Trouble(line, "doubles its quotes, while others are escaped by backslashes")
    for match in re.finditer(r"\\(.)", text, re.DOTALL):
        if match[1] not in {"\\", '"', "'", mark, "\n", "\r"}:
            line = text.count("\n", 0, match.start()) + 1
            return Trouble(line, f"has “{match[0]}”, while other backslashes escape quotes")
    return None


def _one_column(
    text: str, tried: list[_Tried], troubles: list[tuple[int, Trouble]]
) -> Sniffed | Trouble:
    alone = next((one for one in tried if not one.dialect.delimiter), None)
    worst = max(troubles, key=lambda pair: pair[0], default=(0, None))[1]
    if alone is None:
        return worst or Trouble(1, "cannot be cut into cells")
    cells = [(line, row[0].strip()) for line, row in alone.rows if row and row[0].strip()]
    head = next((cell for line, cell in cells if line == alone.layout.header_line), "")
    if worst is not None and (_PROSE.search(text) or re.search("[,;|\t]", head)):
        return worst
    doubt = _hidden_columns(cells) or _quoted_whole(cells) or _odd_names(alone)
    return doubt or Sniffed(alone.dialect, alone.layout)


def _quoted_whole(cells: Sequence[tuple[int, str]]) -> Trouble | None:
    """Whether each line stands in quotes, with its delimiters, as if it were one cell."""
    line, first = cells[0]
    for mark in ",;\t|":
        if len(cells) > 1 and mark in first and len({cell.count(mark) for _, cell in cells}) == 1:
            reason = f"and all others stand in quotes as a whole, with “{mark}” in them; take away"
            return Trouble(line, f"{reason} the quotes around the lines")
    return None


def _hidden_columns(cells: Sequence[tuple[int, str]]) -> Trouble | None:
    """Whether one column looks as if it were several."""
    line, first = cells[0]
    for mark in dict.fromkeys(one for one in first if not (one.isalnum() or one in _IN_NAMES)):
        times = {cell.count(mark) for _, cell in cells}
        if len(cells) > 1 and len(times) == 1 and times.pop() > (mark in _WITHIN_NAMES):
            return Trouble(line, f"seems to be cut by “{mark}”; say so with --delimiter, or none")
    if re.match(r"\d.* \S", first):
        return Trouble(line, "looks like data, not like a column's name; say so with --header")
    parts = {len(cell.split()) for _, cell in cells}
    if len(cells) > 1 and len(parts) == 1 and len(first.split()) > 1:
        return Trouble(line, "seems to be cut by spaces; say so with --delimiter space")
    if sum("  " in cell for _, cell in cells) * 2 > len(cells):
        return Trouble(line, "seems to have columns of fixed width; save the table as CSV")
    return None
