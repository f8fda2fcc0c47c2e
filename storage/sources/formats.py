"""How a column writes numbers and days, decided over the whole column, and cells read so."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from storage import cells
from storage.cells import Refused, quoted
from storage.sources.found import DateOrder, Mark, Typed
from storage.verbs.observations import day_number

_NUMBER = re.compile(
    r"(?P<sign>[-+−]?)\s?(?P<before>[^\w\s.,'’+−-]{1,3}|[A-Z]{3}|[A-Z]{1,2}\$)?\s?(?P<inner>[-−]?)"
    r"(?P<body>\d[\d.,'’\u00a0\u202f\u2009 ]*|[.,]\d+)(?P<power>[eE][+-]?\d+)?"
    r"\s?(?P<after>%|[^\w\s.,'’]{1,3}|[A-Za-z]{1,7}|°[CF])?"
)
_DAY = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:,?[T ]+([\d:.]+))?")
_NAMED = (
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -](?P<m>[A-Za-z]{3,9})\.?,?[ -](?P<y>\d{4})"),
    re.compile(r"(?P<m>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december")  # fmt: skip
_UNITS = frozenset((
    "%", "‰", "h", "hr", "hrs", "hour", "hours", "min", "mins", "minute", "minutes", "s", "sec",
    "secs", "second", "seconds", "ms", "d", "day", "days", "kg", "g", "km", "°c", "°f", "pcs",
    "pp", "pts",
))  # fmt: skip
_GROUPS = " \u00a0\u202f\u2009'’"
_PIVOT = 70  # two digits below are years of this century


@dataclass(frozen=True, slots=True)
class Format:
    """How a column is written.

    ``decimal`` None: its numbers are plain. ``dates`` None: its days are ISO. ``sign`` is the
    unit, currency or percent sign beside its numbers; other signs are refused. Where ``shares``,
    percent signs are understood too, as in one column for many metrics.
    """

    decimal: Mark | None = None
    thousands: str | None = None
    dates: DateOrder | None = None
    sign: str | None = None
    shares: bool = False


PLAIN = Format()


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it is written: its digits with their marks, and the sign beside it."""

    body: str
    sign: str
    negative: bool
    power: str


def number(text: str, written: Format = PLAIN) -> float | None:
    """The number in a cell of a column that is written so; a share of 12 % is 0.12.

    None for what is not known. Raises Refused for what is no number in that format.
    """
    if isinstance(text, Typed) or written is PLAIN:
        return cells.number(text)
    amount = amount_in(text)
    if amount is None:
        return cells.number(text)
    body = _plain(amount.body, written)
    if body is None or not _fits(amount, written):
        if written.decimal is None:
            return cells.number(text)
        _check_currency(amount, written)
        raise Refused(f"{quoted(text.strip())} is not a number as the column writes them", "number")
    value = cells.number(("-" if amount.negative else "") + body + amount.power)
    scale = {"%": 100, "‰": 1000}.get(amount.sign, 1)
    return None if value is None else value / scale


@lru_cache(maxsize=1 << 16)
def day(text: str, written: Format = PLAIN) -> int:
    """The day number of a cell of a column that is written so; raises Refused."""
    plain = text.strip()
    named = _by_name(plain)
    if named is not None:
        return named
    match = _DAY.fullmatch(plain)
    if match is None or written.dates is None or len(match[1]) > 2:
        return cells.day(text)
    if match[5] and match[5].strip("0:."):
        raise Refused(f"{quoted(plain)} has a time of day; give whole days", "date")
    found = in_order(plain, written.dates)
    if found is None:
        raise Refused(f"{quoted(plain)} is not a date that is {written.dates}", "date")
    return day_number(found)


def _check_currency(amount: Amount, written: Format) -> None:
    """Say so where it is another currency that does not fit."""
    both = (amount.sign, written.sign or "")
    if amount.sign != written.sign and all(map(is_currency, both)):
        raise Refused(f"it is in {both[0]}, while the column is in {both[1]}", "currency")


def _fits(amount: Amount, written: Format) -> bool:
    """Whether the sign beside a number is the column's."""
    if amount.sign == (written.sign or ""):
        return not amount.sign or is_unit(amount.sign)
    if not amount.sign:
        return is_currency(written.sign or "") or not amount.body.strip("0.,")
    return written.shares and amount.sign == "%"


def amount_in(text: str) -> Amount | None:
    """The parts of a number with marks or a sign; None where there is no number."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None or (match["before"] and match["after"]) or (match["sign"] and match["inner"]):
        return None
    sign = (match["before"] or match["after"] or "").strip()
    negative = (match["sign"] or match["inner"]) in {"-", "−"}
    return Amount(match["body"].strip(), sign, negative, match["power"] or "")


def is_unit(sign: str) -> bool:
    """Whether a sign is one that is known to be a unit, a percent sign or a currency."""
    return sign.casefold() in _UNITS or is_currency(sign)


def is_currency(sign: str) -> bool:
    """Whether a sign is a currency's, or its code."""
    return (len(sign) == 3 and sign.isalpha() and sign.isupper()) or (
        bool(sign) and sign not in {"%", "‰"} and not sign[-1].isalnum() and sign[0] != "°"
    )


def in_order(plain: str, order: DateOrder) -> date | None:
    """The day that a text means where its parts stand in this order; None where it means none."""
    match = _DAY.fullmatch(plain)
    if match is None:
        return None
    parts = [match[1], match[3], match[4]]
    if order != "year-first":
        day_, month = (0, 1) if order == "day-first" else (1, 0)
        year, month_, first = parts[2], parts[month], parts[day_]
    else:
        year, month_, first = parts
    if len(year) not in {2, 4} or len(first) > 2:
        return None
    if order == "year-first" and len(year) == 2 and match[2] == ".":
        return None  # nobody writes 26.01.31
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < _PIVOT else 1900)
    try:
        return date(full, int(month_), int(first))
    except ValueError:
        return None


def _plain(body: str, written: Format) -> str | None:
    """The digits with a point, or None where the marks are not where they belong."""
    point, comma = (",", ".") if written.decimal == "comma" else (".", ",")
    whole, mark, rest = body.partition(point)
    if mark and (not rest.isdecimal() and rest):
        return None
    for group in (comma, *_GROUPS):
        if group in whole:
            if group == comma and written.thousands != comma:
                return None
            return _joined(whole.split(group), mark, rest)
    return whole + mark.replace(",", ".") + rest if whole.isdecimal() or not whole else None


def _joined(groups: list[str], mark: str, rest: str) -> str | None:
    first, *others = groups
    indian = all(len(one) == 2 for one in others[:-1]) and bool(others[:-1])
    sizes = len(others[-1]) == 3 and (indian or all(len(one) == 3 for one in others))
    if not sizes or not 1 <= len(first) <= 3 or not all(one.isdecimal() for one in groups):
        return None
    return "".join(groups) + mark.replace(",", ".") + rest


def _by_name(plain: str) -> int | None:
    for pattern in _NAMED:
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        name = match["m"].casefold()
        at = _FULL.index(name) if name in _FULL else _short(name)
        if at is None:
            return None
        try:
            return day_number(date(int(match["y"]), at + 1, int(match["d"])))
        except ValueError as error:
            raise Refused(f"{quoted(plain)} is not a day of the calendar", "date") from error
    return None


def _short(name: str) -> int | None:
    name = "sep" if name == "sept" else name
    return _MONTHS.index(name) if name in _MONTHS else None
