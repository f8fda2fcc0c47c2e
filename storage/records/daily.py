"""Records spread over their days: counts, sums, means and how many different ones."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from math import fsum
from typing import Generic, TypeVar

from storage.records.kind import Found

LONGEST_PAUSE = 7  # days without a record, from which on it is not known that there were none
Record = TypeVar("Record")


class Spread(Generic[Record]):
    """Records by day, in total and by part.

    Days between two with records are known to have none, unless it was quiet for a week or
    longer. Sums are exact, so that the order of the records does not matter.
    """

    def __init__(
        self, records: Iterable[Record], day: Callable[[Record], int], parts: Sequence[str] = ()
    ) -> None:
        """Spread by ``day``; ``parts`` are attributes by which they are told apart besides."""
        self._total: dict[int, list[Record]] = defaultdict(list)
        self._parts: dict[tuple[str, int], list[Record]] = defaultdict(list)
        for one in records:
            on = day(one)
            self._total[on].append(one)
            for part in parts:
                name = getattr(one, part)
                if name is not None:
                    self._parts[f"{part}:{name}", on].append(one)
        self._quiet = quiet_days(sorted(self._total))

    def count(self, metric: str) -> Iterator[Found]:
        """How many records."""
        for part, day, records in self._groups():
            yield Found(metric, day, float(len(records)), None, part)
        yield from self._nothing(metric, None)

    def total(self, metric: str, value: Callable[[Record], float | None]) -> Iterator[Found]:
        """The sum of what is known; a day of which nothing is known has none."""
        for part, day, known in self._known(value):
            yield Found(metric, day, fsum(known), None, part)
        yield from self._nothing(metric, None)

    def mean(self, metric: str, value: Callable[[Record], float | None]) -> Iterator[Found]:
        """The mean of what is known, weighing as many as are known.

        A mean over no cases weighs nothing: it changes no figure, and no day of it is missing.
        """
        met = set()
        for part, day, known in self._known(value):
            met.add(day)
            yield Found(metric, day, fsum(known) / len(known), float(len(known)), part)
        if met:
            yield from (Found(metric, day, 0.0, 0.0) for day in self._total.keys() - met)
            yield from self._nothing(metric, 0.0)

    def different(self, metric: str, name: Callable[[Record], str | None]) -> Iterator[Found]:
        """How many different names stand in the records of each day."""
        for part, day, known in self._known(name):
            yield Found(metric, day, float(len(set(known))), None, part)
        yield from self._nothing(metric, None)

    def _groups(self) -> Iterator[tuple[str | None, int, list[Record]]]:
        yield from ((None, day, records) for day, records in self._total.items())
        yield from ((part, day, records) for (part, day), records in self._parts.items())

    def _known(self, value: "Callable[[Record], Value | None]") -> "Iterator[_Known[Value]]":
        for part, day, records in self._groups():
            known = [found for one in records if (found := value(one)) is not None]
            if known:
                yield part, day, known

    def _nothing(self, metric: str, weight: float | None) -> Iterator[Found]:
        yield from (Found(metric, day, 0.0, weight) for day in self._quiet)


Value = TypeVar("Value")
_Known = tuple[str | None, int, list[Value]]


def quiet_days(days: Sequence[int]) -> list[int]:
    """The days between two of ``days`` (ascending), unless it was quiet for a week or longer."""
    pauses = (range(before + 1, after) for before, after in pairwise(days))
    return [day for pause in pauses if len(pause) < LONGEST_PAUSE for day in pause]
