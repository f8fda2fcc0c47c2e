"""What each column of a table holds and how it writes it, over all of its cells."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal, Protocol

from storage.currencies import meant_by
from storage.sources.csv_file import CsvFile
from storage.sources.formats import PLAIN, Format
from storage.sources.found import NOTHING_SAID, DateOrder, Mark, Said
from storage.sources.seen import Seen

Kind = Literal["number", "date", "text", "empty"]
_WITHOUT_CENTS = frozenset({"JPY", "KRW", "VND"})
_CHUNK = 1_000
_SAMPLE = 5_000  # rows; whoever reads plain cells refuses later cells that are not
_LARGE = 50_000
_OTHERWISE = (
    "its {what} are written {shown}, unlike those of its source's earlier files; if that is right, "
    "say --{option}"
)
_MARKS: tuple[Mark, ...] = ("point", "comma")


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, what it holds, and how; ``doubt`` says why that is not certain."""

    name: str
    kind: Kind
    format: Format = PLAIN
    doubt: str | None = None
    signs: tuple[str, ...] = ()


class Table(Protocol):
    """What has a header and rows."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows with their lines."""


def columns_of(
    table: Table, said: Said = NOTHING_SAID, rows: int | None = None
) -> tuple[Column, ...]:
    """Look at every cell of a table, once; what is in doubt is said, not guessed.

    Where one column does not show its decimal mark or the order of its days, another column of
    the file that does decides. ``rows`` bounds how many are looked at.
    """
    return _columns(table, _look(table, rows), said)


def formats_of(table: Table, places: Sequence[int], said: Said = NOTHING_SAID) -> list[Column]:
    """The columns at some places, as ``columns_of`` has them; of a large plain file by a sample.

    Those are read by who takes plain cells only and refuses others, so that a sample will do where
    it shows that points are decimal.
    """
    if isinstance(table, CsvFile) and table.is_plain and table.row_count > _LARGE:
        seen = _look(table, _SAMPLE)
        found = _columns(table, seen, said)
        sure = all(seen[at].point or found[at].kind == "date" for at in places)
        if sure and all(found[at].format == PLAIN and not found[at].doubt for at in places):
            return [found[at] for at in places]
    found = columns_of(table, said)
    return [found[at] for at in places]


def _look(table: Table, rows: int | None) -> list[Seen]:
    width = len(table.header)
    seen = [Seen() for _ in range(width)]
    for chunk in _chunks(islice((row for _, row in table.rows() if len(row) == width), rows)):
        for one, cells in zip(seen, zip(*chunk, strict=True), strict=True):
            one.take(cells)
    return seen


def _columns(table: Table, seen: list[Seen], said: Said) -> tuple[Column, ...]:
    mark, order = _of_file(seen)
    told = Said(dates=said.dates or order, decimal=said.decimal or mark)
    found = tuple(
        _column(name, one, told, said) for name, one in zip(table.header, seen, strict=True)
    )
    if not said.kept:
        return found
    doubts = (_unlike(one, of, mark, order, said) for one, of in zip(found, seen, strict=True))
    return tuple(
        replace(one, doubt=one.doubt or doubt) for one, doubt in zip(found, doubts, strict=True)
    )


def _unlike(
    column: Column, seen: Seen, mark: Mark | None, order: DateOrder | None, said: Said
) -> str | None:
    """Why a column is in doubt that does not show what was kept from its source's earlier files.

    Where it shows nothing itself, the file's ``mark`` and ``order`` count.
    """
    if column.kind == "date" and seen.ordered and "dates" in said.kept:
        orders: set[DateOrder | None] = {*seen.orders} if len(seen.orders) == 1 else {order}
        # A year that comes first is plain to see.
        other = next(iter(orders - {None, "year-first", said.dates}), None)
        return other and _OTHERWISE.format(what="days", shown=other, option=f"dates {other}")
    if column.kind == "number" and "decimal" in said.kept:
        marks: set[Mark | None] = {
            one for one, there in zip(_MARKS, (seen.point, seen.comma), strict=True) if there
        }
        unsure = seen.maybe_point or seen.maybe_comma
        shown = marks or ({mark} if unsure else set())
        one = next(iter(shown - {None, said.decimal}), None)
        how = f"with a decimal {one}"
        return one and _OTHERWISE.format(what="numbers", shown=how, option=f"decimal {one}")
    return None


def _chunks(rows: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def _of_file(seen: Iterable[Seen]) -> tuple[Mark | None, DateOrder | None]:
    """The decimal mark and the order of days that the columns show, where they agree."""
    marks: set[Mark] = set()
    orders: set[DateOrder] = set()
    for one in seen:
        marks |= {"point"} if one.point and not one.comma else set()
        marks |= {"comma"} if one.comma and not one.point else set()
        orders |= one.orders if len(one.orders) == 1 and not one.clash else set()
    mark = next(iter(marks)) if len(marks) == 1 else None
    return mark, next(iter(orders)) if len(orders) == 1 else None


def _column(name: str, seen: Seen, told: Said, said: Said) -> Column:
    kind = _kind(seen)
    if kind == "date":
        return _of_days(name, seen, told)
    if kind == "number":
        return _of_numbers(name, seen, told, said)
    return Column(name, kind)


def _kind(seen: Seen) -> Kind:
    counts: dict[Kind, int] = {"number": seen.numbers, "date": seen.days, "text": seen.others}
    best = max(counts, key=lambda kind: counts[kind])
    return best if counts[best] else "empty"


def _of_days(name: str, seen: Seen, told: Said) -> Column:
    if seen.ordered is None or seen.iso * 2 > seen.days:
        order = (told.dates or "day-first") if seen.formatted and seen.ordered is None else None
        return Column(name, "date", Format(dates=order) if order else PLAIN)
    if seen.clash:
        doubt = "some of its days are day-first, others month-first; write them as 2026-01-31"
        return Column(name, "date", doubt=doubt)
    if len(seen.orders) == 1:
        return Column(name, "date", Format(dates=next(iter(seen.orders))))
    if told.dates in seen.orders:
        return Column(name, "date", Format(dates=told.dates))
    doubt = (
        f"“{seen.ordered}” may be {' or '.join(sorted(seen.orders))}, and no day in it decides; "
        "say --dates day-first or --dates month-first"
    )
    return Column(name, "date", doubt=doubt)


def _of_numbers(name: str, seen: Seen, told: Said, said: Said) -> Column:
    sign = max(seen.signs, key=lambda one: (seen.signs[one], not one), default="") or None
    doubt = _mixed_marks(seen, said)
    mark = said.decimal or ("point" if seen.point else "comma" if seen.comma else told.decimal)
    # Among bare numbers one with a comma is refused where it stands; a point would be read.
    few = seen.bare * 2 > seen.numbers
    unsure = seen.maybe_point or (None if few else seen.maybe_comma)
    if mark is None and unsure and frozenset() < meant_by(sign) <= _WITHOUT_CENTS:
        mark = "comma" if unsure == seen.maybe_point else "point"
    if doubt is None and mark is None and unsure:
        doubt = (
            f"“{unsure}” may be about one or a thousand times that, and no number in it decides; "
            "say --decimal comma or --decimal point"
        )
    comma = seen.maybe_comma and (mark or not few)
    plain = not (seen.comma or comma or seen.thousands or sign or mark == "comma")
    if plain and not seen.formatted:
        return Column(name, "number", PLAIN, doubt, tuple(seen.signs))
    thousands = next(iter(sorted(seen.thousands)), None) or _grouped(seen, mark)
    written = Format(mark or "point", thousands, sign=sign)
    return Column(name, "number", written, doubt, tuple(seen.signs))


def _grouped(seen: Seen, mark: Mark | None) -> str | None:
    if mark == "point" and seen.maybe_comma:
        return ","
    return "." if mark == "comma" and seen.maybe_point else None


def _mixed_marks(seen: Seen, said: Said) -> str | None:
    if seen.point and seen.comma and said.decimal is None:
        return "some of its numbers have a decimal point, others a decimal comma"
    return None
