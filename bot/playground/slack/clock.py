"""Message times and ids: strictly increasing, the same in every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Stamps:
    """Hands out message timestamps from a clock of epoch seconds; never the same one twice."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._last = 0

    def next(self) -> str:
        self._last = max(round(self.clock() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


class Ids:
    """Counts ids up for each prefix: U00000001, U00000002, …"""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def next(self, prefix: str) -> str:
        self._counts[prefix] += 1
        return prefix + base36(self._counts[prefix], 8)


def base36(number: int, width: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits.rjust(width, "0")
