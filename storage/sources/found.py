"""What was said about a file beforehand, and what was found out by looking at it."""

from dataclasses import dataclass
from typing import Literal

DateOrder = Literal["year-first", "day-first", "month-first"]
Mark = Literal["point", "comma"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of a file; None leaves it to be found out.

    ``header`` is the number of the header's line, 0 where the file has none. ``delimiter`` is one
    character, or "" for a table of one column. ``kept`` names those that were said of an earlier
    file of the source: a file that shows otherwise is in doubt.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header: int | None = None
    dates: DateOrder | None = None
    decimal: Mark | None = None
    kept: frozenset[str] = frozenset()


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Found:
    """How a file is written.

    ``header_line`` is 0 where it has no header; ``above``, ``comments`` and ``below`` are the
    lines that are no part of the table. What a kind of file does not have is None.
    """

    kind: str
    packed: bool = False
    encoding: str | None = None
    delimiter: str | None = None
    quotechar: str | None = None
    escapechar: str | None = None
    skip_space: bool = False
    sheet: str | None = None
    header_line: int = 1
    above: tuple[int, ...] = ()
    comments: tuple[int, ...] = ()
    below: tuple[int, ...] = ()


class Typed(str):
    """The text of a cell that is no text in its file: its number or day can be read one way."""

    __slots__ = ()
