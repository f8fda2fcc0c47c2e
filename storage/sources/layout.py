"""Where the table lies in rows of text: what stands above, between and below it, and doubts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from storage.sources.dialect import DELIMITERS, Dialect, Row
from storage.sources.header import LOOKED_AT, Trouble, find_top, kind_of, kinds_of

_NOTES = 30  # lines below a table at most


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's width and header; ``above`` are the lines that stand before it."""

    width: int
    header_line: int
    header: tuple[str, ...]
    above: tuple[int, ...] = ()


@dataclass(slots=True)
class Body:
    """Looks at the rows below a header, one by one; ``trouble`` is the first that does not fit.

    ``header`` has the names where they are known, ``note`` is what ends the table and may be no row
    of it. Where ``lenient``, a few rows of
    another width are no trouble, for whoever refuses them one by one.
    """

    width: int
    header_line: int
    header: tuple[str, ...] = ()
    comments: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)
    trouble: Trouble | None = None
    note: Trouble | None = None
    lenient: bool = False
    fitting: int = 0
    uneven: int = 0
    hash_line: int = 0
    _empty_before: bool = False
    _typed: bool | None = None

    def take(self, line: int, cells: list[str]) -> bool:
        """Whether the row is one of the table."""
        if self.trouble is not None:
            return False
        if not any(map(str.strip, cells)):
            self._empty_before = True
            return len(cells) == self.width
        if len(cells) == self.width and not self.below:
            self.trouble = self._no_row(line, cells)
            if self.trouble is not None:
                return False
            self._remember(line, cells)
            self.fitting += 1
            return True
        if len(cells) != self.width and cells[0].lstrip().startswith("#"):
            self.comments.append(line)
            self._check_comments()
        elif self._is_note(cells):
            self.below.append(line)
        elif self.lenient and not self.below and self.uneven <= self.fitting:
            self.uneven += 1
        else:
            self.trouble = self._trouble(line, cells)
        return False

    def _no_row(self, line: int, cells: list[str]) -> Trouble | None:
        if _is_drawn(cells):
            return Trouble(line, "is a line drawn with signs, not a row")
        if self.width > 1 and cells == list(self.header) and any(map(str.strip, cells)):
            reason = f"has the names of line {self.header_line} again; take it away, or divide the "
            return Trouble(line, f"{reason}file there")
        return None

    def _check_comments(self) -> None:
        if self.hash_line and self.comments:
            self.trouble = Trouble(self.hash_line, "may be a comment, as other lines are")

    def _remember(self, line: int, cells: list[str]) -> None:
        if cells[0].startswith("#") and line != self.header_line:
            self.hash_line = self.hash_line or line
            self._check_comments()
        if self.width > 1 and may_be_note(cells) and (self.note or self._is_remark(cells)):
            reason = "may be a note below the table; take it away, and save the file again"
            self.note = self.note or Trouble(line, reason)
        else:
            self.note = None
            self._look_at_first(cells[0])
        self._empty_before = False

    def _is_remark(self, cells: list[str]) -> bool:
        """Whether a row's only cell may be about the table; its first tells by being no number."""
        text = next(cell for cell in cells if cell.strip())
        if text is not cells[0]:
            return self._empty_before and _remarks(text)
        unlike = bool(self._typed) and kind_of(text) == "text"
        return unlike or _remarks(text) or (self._empty_before and _speaks(text))

    def _look_at_first(self, cell: str) -> None:
        if self._typed is not False:
            kind = kind_of(cell)
            self._typed = kind != "text" if kind else self._typed

    def _is_note(self, cells: list[str]) -> bool:
        if len(cells) >= self.width or len(self.below) >= _NOTES:
            return False
        if self.below:
            return len(cells) == 1 or len(cells) * 2 < self.width
        return self._empty_before and len(cells) == 1 and _speaks(cells[0])

    def _trouble(self, line: int, cells: list[str]) -> Trouble:
        if len(cells) == self.width:
            return Trouble(self.below[0], f"stands apart, but the table goes on at line {line}")
        return Trouble(line, f"has {count(cells)} where line {self.header_line} has {self.width}")


def may_be_note(cells: Sequence[str]) -> bool:
    """Whether a row holds one cell, or nothing."""
    return sum(map(bool, map(str.strip, cells))) < 2


def _remarks(cell: str) -> bool:
    """Whether a cell is more of a sentence than names and values are."""
    plain = cell.strip()
    words = plain.split()
    return len(words) > 1 and (
        plain[0] in "*©" or plain[-1] == "." or words[0][-1] == ":" or len(words) > 6
    )


def _is_drawn(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 1 and all(len(one) > 2 and not one.strip("-=:") for one in filled)


def _speaks(cell: str) -> bool:
    """Whether a cell is a sentence or a line drawn, rather than a value."""
    plain = cell.strip()
    drawn = len(plain) > 2 and not any(map(str.isalnum, plain))
    return drawn or ((" " in plain or ":" in plain) and kind_of(plain) == "text")


def count(cells: Sequence[str]) -> str:
    """How many cells, in words."""
    return f"{len(cells)} cell" + "s" * (len(cells) != 1)


def lay_out(
    rows: Sequence[Row], header_line: int | None = None, *, lenient: bool = False
) -> Layout | Trouble:
    """Find the table in the first rows of a text, cut by one dialect.

    ``header_line`` says where its names stand; 0 that it has none. Rows need not be all.
    """
    filled = [(line, cells) for line, cells in rows if _is_row(cells)]
    if not filled:
        return Trouble(1, "and all others are empty")
    if header_line is not None:
        return _told(filled, header_line)
    width = _width([row for row in filled if not _is_comment(row)] or filled)
    first = next(at for at, (_, cells) in enumerate(filled) if len(cells) == width)
    trouble = _doubt_above(filled, first, width)
    if trouble is not None:
        return trouble
    return _below(rows, filled, first, Body(width, filled[first][0], lenient=lenient))


def _is_row(cells: Sequence[str]) -> bool:
    return len(cells) > 1 or any(map(str.strip, cells))


def _is_comment(row: Row) -> bool:
    return row[1][0].lstrip().startswith("#")


def _width(rows: Sequence[Row]) -> int:
    widths = Counter(len(cells) for _, cells in rows)
    usual = max(widths, key=lambda width: (widths[width], width))
    return usual if usual > 1 else _width_within(rows) or usual


def _width_within(rows: Sequence[Row]) -> int | None:
    """The width of the last block of rows with numbers or days, among many lines of one cell."""
    blocks = [list(block) for _, block in groupby((cells for _, cells in rows), key=len)]
    wide = [block for block in blocks if len(block[0]) > 1]
    last = wide[-1] if wide else []
    return len(last[0]) if len(last) > 1 and any(kinds_of(last[1:], len(last[0]))) else None


def _told(rows: Sequence[Row], header_line: int) -> Layout | Trouble:
    if header_line == 0:
        line, cells = rows[0]
        names = tuple(f"column_{number}" for number in range(1, len(cells) + 1))
        return Layout(len(cells), 0, names)
    for line, cells in rows:
        if line == header_line:
            above = tuple(one for one, _ in rows if one < line)
            return Layout(len(cells), line, tuple(cells), above)
    return Trouble(header_line, "was named as the header, but no row starts there")


def _doubt_above(filled: Sequence[Row], first: int, width: int) -> Trouble | None:
    """Whether what stands above the first row of full width may be part of the table."""
    above = [row for row in filled[:first] if not _is_comment(row)]
    if not above:
        return None
    line, cells = above[-1]
    fits = [cells for _, cells in filled if len(cells) == width]
    if len(fits) < 2 or (len(fits) * 2 < len(above) and not _are_titles(above, fits)):
        return _uneven(filled, width)
    if line + 1 == filled[first][0] and _may_be_names(cells, width):
        reason = f"has {count(cells)} where line {filled[first][0]} has {width}"
        return Trouble(line, reason)
    if any(len(one) > width for _, one in above):
        return _uneven(filled, width)
    return _other_table(above)


def _are_titles(above: Sequence[Row], table: Sequence[Sequence[str]]) -> bool:
    """Whether many lines above are no rows: they hold one cell each, the table numbers or days."""
    return all(len(cells) == 1 for _, cells in above) and any(kinds_of(table[1:], len(table[0])))


def _other_table(above: Sequence[Row]) -> Trouble | None:
    """Rows of equal width above the table that are no pairs of a name and a value."""
    for (_, one), (line, other) in pairwise(above):
        pair = one[0].rstrip().endswith(":") or one[0].lstrip().startswith("#")
        if len(one) == len(other) > 1 and not pair and any(map(str.strip, one[1:])):
            return Trouble(line, "and those around it look like a table of their own")
    return None


def _may_be_names(cells: Sequence[str], width: int) -> bool:
    if len(cells) > 1:
        return len(cells) * 2 >= width
    plain = cells[0].strip()
    return width == 2 and not (" " in plain or ":" in plain)


def _uneven(filled: Sequence[Row], width: int) -> Trouble:
    line, cells = next((line, cells) for line, cells in filled if len(cells) != width)
    return Trouble(line, f"has {count(cells)} where most lines have {width}")


def _below(rows: Sequence[Row], filled: Sequence[Row], first: int, body: Body) -> Layout | Trouble:
    blank = frozenset(line for (line, _), (_, after) in pairwise(rows) if not _is_row(after))
    start = filled[first][0]
    table = [(line, cells) for line, cells in rows if line >= start and body.take(line, cells)]
    if body.trouble is not None:
        return body.trouble
    top = find_top([row for row in table if _is_row(row[1])], blank)
    if isinstance(top, Trouble):
        return top
    above = (*(line for line, _ in filled[:first]), *top.above)
    line, header = table[top.place]
    return Layout(body.width, line, tuple(header), above)


def neatness(rows: Sequence[Row], layout: Layout, dialect: Dialect) -> float:
    """The share of cells that look whole: not as if another dialect should have cut them."""
    cells = [
        cell
        for line, row in rows[: LOOKED_AT * 2]
        if line >= layout.header_line and len(row) == layout.width
        for cell in row
    ]
    return sum(_is_neat(cell, dialect) for cell in cells) / max(1, len(cells))


def _is_neat(cell: str, dialect: Dialect) -> bool:
    plain = cell.strip()
    for mark in {'"', "'"} - {dialect.quotechar}:
        if len(plain) > 1 and plain[0] == plain[-1] == mark:
            return False
    if cell.startswith(" ") and plain.startswith('"'):
        return False
    if dialect.escapechar is None and ('\\"' in plain or plain.endswith("\\")):
        return False
    if any(mark in plain for mark in DELIMITERS if mark != ","):
        return False
    return "," not in plain or ", " in plain or kind_of(plain) in {"number", "date"}
