"""What a record can say, and what files call it: how a field is declared."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from storage.shapes import metric_key_of

Reads = Literal["text", "moment", "time", "yes", "duration", "count", "number", "amount", "paid"]
_UNITS = {
    **dict.fromkeys(("ms", "milliseconds", "毫秒"), 0.001),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "秒", "วินาที"), 1.0),
    **dict.fromkeys(("min", "mins", "minute", "minutes", "分钟", "分鐘", "นาที"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "小时", "小時", "ชั่วโมง"), 3600.0),
    **dict.fromkeys(("day", "days"), 86400.0),
}
_CODES = ("USD", "EUR", "GBP", "THB", "CNY", "JPY", "SGD", "HKD", "AUD", "CAD", "CHF", "INR")
_CURRENCIES = {
    **{code.lower(): code for code in _CODES},
    **dict.fromkeys(("rmb", "元", "人民币"), "CNY"),
    "บาท": "THB",
}
_TRAILING = frozenset({*_UNITS, *_CURRENCIES, "in", "y", "n", "yes", "no", "utc"})
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its key (as ``--map`` takes it), what it is called, and how its cells read.

    ``names`` are what files call it, the most telling first; ``weak`` names count only where no
    column has one of these. A ``required`` field must have exactly one column.
    """

    key: str
    label: str
    reads: Reads
    names: tuple[str, ...]
    weak: tuple[str, ...] = ()
    required: bool = False


def field(
    key: str, label: str, reads: Reads, names: str, weak: str = "", *, required: bool = False
) -> Field:
    """A field whose names are written as people read them, separated by commas."""
    return Field(key, label, reads, _names(names), _names(weak), required)


def plain(header: str) -> str:
    """A column's name as it is compared: letters and digits alone, without unit or currency."""
    words = _words(header)
    while len(words) > 1 and words[-1] in _TRAILING:
        words = words[:-1]
    return "".join(words)


def seconds_in(header: str) -> float:
    """How many seconds the unit has that a column's name ends with; 1 where it names none."""
    words = _words(header)
    return _UNITS.get(words[-1], 1.0) if len(words) > 1 else 1.0


@lru_cache
def currency_in(header: str) -> str | None:
    """The currency that a column's name ends with, such as ``Amount (EUR)``."""
    words = _words(header)
    return _CURRENCIES.get(words[-1]) if len(words) > 1 else None


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.replace(" ", "") for name in text.split(", ")) if text else ()


def _words(header: str) -> list[str]:
    return metric_key_of(_CAMEL.sub(" ", header)).split("_")
