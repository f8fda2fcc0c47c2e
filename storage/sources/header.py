"""Which row of a table names its columns, and whether it can be told from the data below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from storage.sources.found import Typed

Row = tuple[int, list[str]]
_MOST_BETWEEN = 10  # lines below the names that are no rows
_WHICH = "which line names the columns"
LOOKED_AT = 200  # rows of data that tell what a column holds
_EMPTY = frozenset({"", "-", "--", "n/a", "na", "nan", "null", "none", ".", "?", "#n/a"})
_STARS = re.compile(r"\*+")
_NUMBER = re.compile(
    r"[(]?[-+−]?\s?(?:[^\w\s.,;:'\"#*/()+-]|[A-Z]{3}\b)?\s?[-+]?(?:\d[\d.,'’\s_]*|[.,]\d+)"
    r"(?:[eE][-+]?\d+)?\s?(?:%|[^\w\s.,;:'\"*/()]|[A-Z]{3})?[)]?-?"
)
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ,]+[\d:.]+ ?(?:[AaPp]\.?[Mm]\.?)?(?:Z|[+-][\d:]+)?)?"
    r"|\d{1,2}[ -][A-Za-z]{3,9}\.?,?[ -]\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}"
    r"|\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a table cannot be read rightly, and the line where that shows."""

    line: int
    reason: str

    def __str__(self) -> str:
        """The reason as a sentence's part."""
        return f"line {self.line} {self.reason}"


@dataclass(frozen=True, slots=True)
class Top:
    """The place of the header among the rows; the lines above it are no part of the table."""

    place: int
    above: tuple[int, ...] = ()


def kind_of(cell: str) -> str:
    """``number``, ``date``, ``text`` or "" for nothing, as a first look has it."""
    plain = cell.strip()
    if plain.casefold() in _EMPTY or _STARS.fullmatch(plain):
        return ""
    if _DATE.fullmatch(plain):
        return "date"
    if len(plain) < 60 and _NUMBER.fullmatch(plain):
        return "number"
    return "text"


def find_top(rows: Sequence[Row], blank_after: frozenset[int] = frozenset()) -> Top | Trouble:
    """Where the names stand in rows of equal width.

    ``blank_after`` has the lines that an empty line follows. A title, a note or an empty row
    above the names is left out.
    """
    place, above = 0, []
    while place + 1 < len(rows) and _is_title(rows, place, blank_after):
        above.append(rows[place][0])
        place += 1
    parted = _parted(rows, place, blank_after)
    if isinstance(parted, Trouble):
        return parted
    if parted is not None:
        above += [line for line, _ in rows[place:parted]]
        place = parted
    trouble = _bare_title(rows, place, above, blank_after) or _doubt(rows, place)
    if trouble is not None and rows[place][1][0].lstrip().startswith("#") and place + 1 < len(rows):
        below = _doubt(rows, place + 1)
        if below is None and not _reads_as_data(rows, place + 1):
            return Top(place + 1, (*above, rows[place][0]))
    return trouble or Top(place, tuple(above))


def _is_title(rows: Sequence[Row], place: int, blank_after: frozenset[int]) -> bool:
    line, cells = rows[place]
    filled, next_filled = _filled(cells), _filled(rows[place + 1][1])
    if not filled:
        return True
    if filled >= max(_filled(later) for _, later in rows[place + 1 : place + 12]):
        return False
    alone = line in blank_after or not next_filled
    if filled == 1 and cells[0].strip():
        return len(cells) >= 3 or alone
    return alone and filled * 2 < len(cells)


def _bare_title(
    rows: Sequence[Row], place: int, above: Sequence[int], blank_after: frozenset[int]
) -> Trouble | None:
    """A title right above names, where no column of numbers or days tells names from data."""
    line, cells = rows[place - 1]
    if not above or line not in above or line in blank_after or not _filled(cells):
        return None
    if cells[0].lstrip().startswith("#") or cells[0].rstrip().endswith(":"):
        return None
    body = [later for _, later in rows[place + 1 : place + 1 + LOOKED_AT]]
    if any(kinds_of(body, len(cells))):
        return None
    return Trouble(line, "may be a title, or the names of a few columns; say with --header LINE")


def _parted(rows: Sequence[Row], place: int, blank_after: frozenset[int]) -> int | Trouble | None:
    """Where the names stand if an empty line parts notes from the table; None if it does not.

    Two tables, and notes that may be rows, are a trouble.
    """
    gaps = [at for at in range(place, len(rows) - 1) if rows[at][0] in blank_after]
    if not gaps or len(gaps) > 3 or len(gaps) > len(rows) // 4:
        return None
    first, width = gaps[0] + 1, len(rows[place][1])
    after = {gap + 1 for gap in gaps}
    body = [cells for at, (_, cells) in enumerate(rows) if at > place and at not in after]
    if all(cells[0].rstrip().endswith(":") for _, cells in rows[place:first]):
        return first
    kinds = kinds_of(body[: LOOKED_AT * 2], width)
    before = kinds_of([cells for _, cells in rows[place + 1 : first]], width)
    later = kinds_of([cells for _, cells in rows[first + 1 : first + LOOKED_AT]], width)
    for at in sorted(after):
        ways = [kinds, before, *([later] if at == first else [])]
        if _filled(rows[at][1]) > 1 and any(_is_names(rows[at][1], one) for one in ways):
            return _part(rows, place, at, ways)
    if not any(kinds) and first <= place + 10:
        return Trouble(rows[first][0], "stands below an empty line, which may part it from what "
                       "stands above; take the line away, or say --header LINE")  # fmt: skip
    return None


def _part(rows: Sequence[Row], place: int, at: int, ways: Sequence[list[str]]) -> int | Trouble:
    """Names below an empty line: those of the table, if nothing above looks like its rows."""
    for _, cells in rows[place + 1 : at]:
        for kinds in ways:
            if any(kind and kind_of(cells[n]) == kind for n, kind in enumerate(kinds)):
                reason = "looks like names of columns again: the file holds several tables"
                return Trouble(rows[at][0], reason)
    return at


def _is_names(cells: Sequence[str], kinds: Sequence[str]) -> bool:
    typed = [cell for cell, kind in zip(cells, kinds, strict=True) if kind and cell.strip()]
    return bool(typed) and all(kind_of(cell) == "text" for cell in typed)


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _doubt(rows: Sequence[Row], place: int) -> Trouble | None:
    line, header = rows[place]
    body = [cells for _, cells in rows[place + 1 : place + 1 + LOOKED_AT]]
    used = [any(cells[at].strip() for cells in body) for at in range(len(header))]
    named = sum(bool(name.strip()) for name, use in zip(header, used, strict=True) if use)
    if body and named * 2 < sum(used):
        return Trouble(line, f"names only {named} of {sum(used)} columns that hold something")
    below = [_filled(cells) for cells in body]
    if below and not below[0] and _filled(header) < max(below):
        return Trouble(line, "names fewer columns than there are, above an empty row; it may be a "
                       "title, so say --header LINE")  # fmt: skip
    if header[0].startswith("# ") and not header[0].startswith("# of "):
        return Trouble(line, "may be a comment; take it away, or say --header LINE")
    if _reads_as_data(rows, place):
        return Trouble(
            line, "looks like data, not like the columns' names; add a line of names at the top, "
            "or say with --header 0 that it has none",
        )  # fmt: skip
    return _two_headers(rows, place)


def _reads_as_data(rows: Sequence[Row], place: int) -> bool:
    header = rows[place][1]
    kinds = kinds_of([cells for _, cells in rows[place + 1 : place + 1 + LOOKED_AT]], len(header))
    if not any(kinds):
        if len(header) > 1 and _spaced(header) and not any(_spaced(one) for _, one in rows[1:]):
            return True
        return all(isinstance(cell, Typed) or kind_of(cell) == "number" for cell in header)
    cells = [(header[at], kind) for at, kind in enumerate(kinds) if kind and header[at].strip()]
    alike = [kind_of(cell) in {kind, ""} for cell, kind in cells]
    return bool(alike) and all(alike) and not _are_years(header, [cell for cell, _ in cells])


def _spaced(cells: Sequence[str]) -> bool:
    return any(cell.startswith(" ") for cell in cells[1:])


def _are_years(header: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether names that are numbers count something, such as years or months, beside others."""
    if len(cells) == len(header) or not all(cell.strip().isdecimal() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    rising = all(a < b for a, b in pairwise(numbers))
    return rising and (len(numbers) > 2 or all(1900 <= one <= 2100 for one in numbers))


def _two_headers(rows: Sequence[Row], place: int) -> Trouble | None:
    if len(rows) < place + 4:
        return None
    late = _late_rows(rows, place)
    if late is not None:
        reason = f"and those above it are unlike the rows below; say with --header LINE {_WHICH}"
        return Trouble(late, reason)
    (line, first), (second_line, second) = rows[place : place + 2]
    body = [cells for _, cells in rows[place + 2 : place + 2 + LOOKED_AT]]
    kinds = kinds_of(body, len(first))
    # One number alone is no sign of a column of numbers.
    typed = [
        at for at, kind in enumerate(kinds)
        if kind and second[at].strip() and sum(bool(cells[at].strip()) for cells in body) > 1
    ]  # fmt: skip
    if typed and all(kind_of(second[at]) == "text" for at in typed) and any(
        kind_of(first[at]) == "text" for at in typed
    ):  # fmt: skip
        return Trouble(
            second_line, f"looks like names of columns, as line {line} does; say with "
            f"--header LINE which of them are",
        )  # fmt: skip
    return None


def _late_rows(rows: Sequence[Row], place: int) -> int | None:
    """The last line between the names and the rows, where several fit neither."""
    body = [cells for _, cells in rows[place + 1 : place + 1 + LOOKED_AT]]
    kinds = kinds_of(body[-2:], len(rows[place][1]))
    typed = [at for at, kind in enumerate(kinds) if kind]
    between = list(takewhile(lambda cells: _is_unlike(cells, kinds, typed), body))
    if len(typed) < 2 or not 1 < len(between) <= min(_MOST_BETWEEN, len(body) - 2):
        return None
    below = kinds_of(body[len(between) :], len(kinds))
    return rows[place + len(between)][0] if all(below[at] for at in typed) else None


def _is_unlike(cells: Sequence[str], kinds: Sequence[str], typed: Sequence[int]) -> bool:
    """Whether a row has text, and nothing of what its columns hold elsewhere."""
    met = {at: kind_of(cells[at]) for at in typed}
    return "text" in met.values() and all(kind != kinds[at] for at, kind in met.items())


def kinds_of(body: Sequence[Sequence[str]], width: int) -> list[str]:
    """What each column holds throughout: numbers, dates, or "" for all else."""
    return [_kind_of_column([cells[at] for cells in body]) for at in range(width)]


def _kind_of_column(cells: Sequence[str]) -> str:
    kinds = {kind for cell in cells if (kind := kind_of(cell))}
    return kinds.pop() if len(kinds) == 1 and kinds != {"text"} else ""
