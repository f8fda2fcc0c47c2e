"""What stands in one cell: a day, a number, or nothing known. Never a guess."""

import math
import re
from datetime import date
from functools import lru_cache
from typing import Literal

from storage.verbs.observations import day_number

# What people and programs write where they know nothing, in small letters.
UNKNOWN = frozenset({"", "-", "--", "–", "—", "?", "n/a", "#n/a", "null"})
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DAY = re.compile(
    r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})"
    r"(?:[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)(?:Z|[+-]00:?00)?)?"
)
_MIDNIGHT = re.compile("[0:.]+")
SHOWN = 40
Mistake = Literal[
    "order", "reply", "due", "negative", "impossible", "duration", "contradiction", "events",
    "currency", "date", "columns", "client", "empty", "number", "unreadable",
]  # fmt: skip


class Refused(ValueError):  # noqa: N818 - what became of the cell
    """A cell that cannot be taken; its text is the reason, ``kind`` names the mistake."""

    def __init__(self, reason: str, kind: Mistake = "unreadable") -> None:
        """Say why."""
        super().__init__(reason)
        self.kind: Mistake = kind

    def told(self, reason: str) -> "Refused":
        """The same mistake in other words."""
        return Refused(reason, self.kind)


def number(text: str) -> float | None:
    """A finite number, or None for what is not known: empty, ``-``, ``n/a``, ``?`` …

    Taken are digits with at most one decimal point, a sign and an exponent. Raises Refused for
    all else: thousands separators, percent and currency signs, NaN and infinities.
    """
    plain = text.strip()
    if _NUMBER.fullmatch(plain) is None:
        if plain.casefold() in UNKNOWN:
            return None
        raise Refused(f"{quoted(plain)} is not a plain number such as 1234.5", "number")
    value = float(plain)
    if not math.isfinite(value):
        raise Refused(f"{quoted(plain)} is too large a number", "number")
    return value


@lru_cache(maxsize=1 << 16)
def day(text: str) -> int:
    """The day number of an ISO date, also with slashes or a time of midnight; raises Refused."""
    plain = text.strip()
    match = _DAY.fullmatch(plain)
    if match is None:
        raise Refused(f"{quoted(plain)} is not a date such as 2026-01-31", "date")
    if match["time"] and _MIDNIGHT.fullmatch(match["time"]) is None:
        raise Refused(f"{quoted(plain)} has a time of day; give whole days", "date")
    try:
        return day_number(date(int(match[1]), int(match[3]), int(match[4])))
    except ValueError as error:
        raise Refused(f"{quoted(plain)} is not a day of the calendar", "date") from error


def quoted(text: str) -> str:
    """A cell as a sentence quotes it: at most 40 characters of it."""
    return f"“{text}”" if len(text) <= SHOWN else f"“{text[:SHOWN]}…”"
