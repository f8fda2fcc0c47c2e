"""What is met in the cells of one column: numbers, days and how they are written."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from storage.cells import UNKNOWN, Refused
from storage.sources.formats import Amount, amount_in, day, in_order
from storage.sources.found import DateOrder, Mark, Typed

# One character that no cell ends with keeps the cells of a chunk apart.
_PLAIN_NUMBERS = re.compile(
    r"(?:[+-]?(?:\d++(?:\.\d*+)?|\.\d++)?(?:[eE][+-]?\d++)?\x1f)*+", re.ASCII
)
_ISO_DAYS = re.compile(r"(?:(?:(?:19|20)\d\d-\d\d-\d\d)?\x1f)*+", re.ASCII)
_SURE_POINT = re.compile(
    r"(?:\d{4,}\.|(?:^|[\x1f+-])0?\.|(?:^|[\x1f+-])0\d*\.|\.\d{1,2}[\x1feE]|\.\d{4})"
)
_ORDERS: tuple[DateOrder, ...] = ("day-first", "month-first", "year-first")


@dataclass(slots=True)
class Seen:
    """What was met in one column so far."""

    numbers: int = 0
    days: int = 0
    others: int = 0
    point: bool = False
    comma: bool = False
    maybe_point: str | None = None
    maybe_comma: str | None = None
    thousands: set[str] = field(default_factory=set)
    bare: int = 0
    iso: int = 0
    signs: Counter[str] = field(default_factory=Counter)
    orders: set[DateOrder] = field(default_factory=lambda: set(_ORDERS))
    ordered: str | None = None
    clash: bool = False
    formatted: bool = False

    def take(self, cells: Sequence[str]) -> None:
        """Look at the next cells of the column."""
        joined = "\x1f".join(cells) + "\x1f"
        if _ISO_DAYS.fullmatch(joined):
            self.days += len(cells) * (len(joined) > len(cells))
            self.iso += len(cells)
            return
        if _PLAIN_NUMBERS.fullmatch(joined) and (self.point or _SURE_POINT.search(joined)):
            self.point = self.point or "." in joined
            self.numbers += len(cells)
            self.bare += len(cells)
            self.signs[""] += len(cells)
            return
        for cell, times in Counter(cells).items():
            self._look(cell, times)

    def _look(self, cell: str, times: int) -> None:
        plain = cell.strip()
        if plain.casefold() in UNKNOWN:
            return
        if isinstance(cell, Typed):
            self._typed(plain, times)
        elif not self._is_day(plain, times):
            amount = amount_in(plain)
            if amount is None:
                self.others += times
            else:
                self._number(amount, plain, times)

    def _typed(self, plain: str, times: int) -> None:
        if re.fullmatch(r"-?[\d.]+(?:e[+-]\d+)?", plain):
            self.numbers += times
            self.bare += times
            self.signs[""] += times
        elif re.match(r"\d{4}-\d\d-\d\d", plain):
            self.days += times
            self.iso += times
        else:
            self.others += times

    def _is_day(self, plain: str, times: int) -> bool:
        try:
            day(plain)
        except Refused:
            pass
        else:
            self.days += times
            self.iso += times
            return True
        found = {order: when for order in _ORDERS if (when := in_order(plain, order))}
        if not found:
            return False
        self.days += times
        if len(set(found.values())) > 1 or len(found) == 1:
            self.ordered = self.ordered or plain
            self.clash = self.clash or not self.orders & found.keys()
            self.orders &= found.keys()
        self.formatted = True
        return True

    def _number(self, amount: Amount, plain: str, times: int) -> None:
        self.numbers += times
        if amount.body.strip("0.,"):
            self.signs[amount.sign] += times
        body = amount.body
        self.formatted = self.formatted or amount.rewritten
        self.bare += times * body.isdecimal()
        for group in " \u00a0\u202f\u2009'’":
            if group in body:
                self.thousands.add(group)
                body = body.replace(group, "")
                self.formatted = True
        self._marks(body, plain)

    def _marks(self, body: str, plain: str) -> None:
        points, commas = body.count("."), body.count(",")
        if points and commas:
            last = "," if body.rfind(",") > body.rfind(".") else "."
            self._sure("comma" if last == "," else "point")
            self.thousands.add("." if last == "," else ",")
        elif points + commas > 1:
            self._sure("comma" if points else "point")
            self.thousands.add("." if points else ",")
        elif points + commas == 1:
            left, right = re.split("[.,]", body)
            unsure = len(right) == 3 and 1 <= len(left) <= 3 and not left.startswith("0")
            grouped = self.thousands & set(" \u00a0\u202f\u2009'’")
            if unsure and not grouped:
                self.maybe_point = self.maybe_point or (plain if points else None)
                self.maybe_comma = self.maybe_comma or (plain if commas else None)
            else:
                self._sure("point" if points else "comma")

    def _sure(self, mark: Mark) -> None:
        self.point = self.point or mark == "point"
        self.comma = self.comma or mark == "comma"
