"""How a column writes numbers and days, decided over the whole column, and cells read so."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from string import ascii_uppercase

from storage import cells
from storage.cells import Refused, quoted
from storage.currencies import meant_by
from storage.sources.found import DateOrder, Mark, Typed
from storage.sources.months import USUAL_YEARS, full_year, named_day
from storage.verbs.observations import day_number

_NUMBER = re.compile(
    r"(?P<sign>[-+]?)\s?(?P<before>[^\W\d_]{1,4}\.?|[A-Z]{1,3}\$|[^\w\s.,'’+()-]{1,3})?\s?"
    r"(?P<inner>-?)(?P<body>\d[\d.,'’\u00a0\u202f\u2009 ]*|[.,]\d+)(?P<power>[eE][+-]?\d+)?"
    r"\s?(?P<after>%|[^\w\s.,'’+()-]{1,3}|[^\W\d_]{1,7}\.?|°[CF])?"
)
_IN_BRACKETS = re.compile(r"([^()\d]*)\(([^()]*)\)([^()\d]*)")
_FLAT = re.compile(r"(?<=\d)([.,])(?:--?|—)(?=\D*$)")  # as prices without cents end
_AT_END = re.compile(r"(.*\d) ?-")
_DAY = re.compile(
    r"(\d{1,4}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{1,4})\.?"
    r"(?:,?[T ]+([\d:.]+(?: ?[AaPp]\.?[Mm]\.?)?))?"
)
_MIDNIGHT = re.compile(r"(?:[0:.]+|12:00(?::00)?(?= ?[Aa]))(?: ?[Aa]\.?[Mm]\.?)?")
_UNITS = frozenset((
    "%", "‰", "h", "hr", "hrs", "hour", "hours", "min", "mins", "minute", "minutes", "s", "sec",
    "secs", "second", "seconds", "ms", "d", "day", "days", "kg", "g", "km", "°c", "°f", "pcs",
    "pp", "pts", "std", "stunde", "stunden", "sek", "tag", "tage", "stk",
))  # fmt: skip
_FOLDED = {
    "٫": ".",
    "٬": ",",
    "٪": "%",
    "−": "-",
    "–": "-",
    "﹣": "-",
    "﹪": "%",
    "￥": "¥",
    "￦": "₩",
}
_GROUPS = " \u00a0\u202f\u2009'’"


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
    """A number as it is written: its digits with their marks, and the sign beside it.

    ``rewritten`` where its digits are those of another script, or it is negative in another way
    than by a sign before it.
    """

    body: str
    sign: str
    negative: bool
    power: str
    rewritten: bool = False


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
    plain = folded(text).strip()
    match = _DAY.fullmatch(plain)
    if match is None:
        named = _named(plain)
        return cells.day(text) if named is None else named
    if match[5] and _MIDNIGHT.fullmatch(match[5]) is None:
        raise Refused(f"{quoted(plain)} has a time of day; give whole days", "date")
    order: DateOrder | None = "year-first" if len(match[1]) == 4 else written.dates
    if order is None:
        return cells.day(text)
    found = in_order(plain, order)
    if found is None:
        raise Refused(f"{quoted(plain)} {_why_none(match, order)}", "date")
    return day_number(found)


def _why_none(match: re.Match[str], order: DateOrder) -> str:
    if len(match[1]) < 4:
        return f"is not a date that is {order}"
    if int(match[1]) in USUAL_YEARS:
        return "is not a day of the calendar"
    return "lies in a year that no data are of; it may be a placeholder, or of another calendar"


def _named(plain: str) -> int | None:
    try:
        found = named_day(plain)
    except ValueError as error:
        raise Refused(f"{quoted(plain)} is not a day of the calendar", "date") from error
    return None if found is None else day_number(found)


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
    plain, below = _without_brackets(_FLAT.sub(r"\g<1>0", folded(text)).strip())
    match = _NUMBER.fullmatch(plain)
    if match is None or (match["before"] and match["after"]):
        return None
    before, minus = (match["before"] or "").strip(), bool(match["sign"]) + bool(match["inner"])
    if minus + below > 1 or (before and not is_currency(before) and before[-1].isalpha()):
        return None
    negative = below or "-" in match["sign"] + match["inner"]
    sign = before or (match["after"] or "").strip()
    rewritten = plain != text.strip() or plain.startswith("- ")
    return Amount(match["body"].strip(), sign, negative, match["power"] or "", rewritten)


def _without_brackets(plain: str) -> tuple[str, bool]:
    """The text without the brackets, or the minus at its end, that make an amount negative."""
    around = _IN_BRACKETS.fullmatch(plain)
    if around is not None:
        return "".join(around.groups()).strip(), True
    at_end = _AT_END.fullmatch(plain)
    return (at_end[1], True) if at_end is not None else (plain, False)


def folded(text: str) -> str:
    """Text with the digits and signs of other scripts and widths as those of ASCII."""
    return text if text.isascii() else "".join(map(_folded, text))


@cache
def _folded(one: str) -> str:
    figure = unicodedata.decimal(one, None)
    if figure is not None:
        return str(figure)
    wide = "！" <= one <= "～"
    return _FOLDED.get(one) or (chr(ord(one) - 0xFEE0) if wide else one)


def is_unit(sign: str) -> bool:
    """Whether a sign is one that is known to be a unit, a percent sign or a currency."""
    return sign.casefold().rstrip(".") in _UNITS or is_currency(sign)


def is_currency(sign: str) -> bool:
    """Whether a sign is one or more currencies', or its code."""
    if meant_by(sign):
        return True
    return bool(sign) and all(
        unicodedata.category(one) == "Sc" for one in sign.lstrip(ascii_uppercase)
    )


def in_order(plain: str, order: DateOrder) -> date | None:
    """The day that a text means where its parts stand in this order; None where it means none."""
    match = _DAY.fullmatch(folded(plain))
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
    try:
        return date(full_year(year), int(month_), int(first))
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
