"""Sorted observations, each once, without those that contradict each other."""

from itertools import groupby
from operator import itemgetter

import numpy as np

from storage.bulk.fields import Ints
from storage.bulk.numbers import Truths
from storage.bulk.observed import Records, named, parts
from storage.bulk.sorting import Sorter, Spilled
from storage.staging import Key

Clashes = list[tuple[Key, list[int]]]


class Settled:
    """What is left of a file's observations: one a key, in order; and what they were before."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._spilled = Spilled()
        self.rows = 0
        self.clients: set[int] = set()
        self.days: tuple[int, int] | None = None

    @property
    def size(self) -> int:
        """How many observations there are."""
        return self._spilled.size

    def take(self, sorter: Sorter, listed: int) -> tuple[int, Clashes]:
        """Take what the sorter gives; how many rows clash, and the keys of the first of them."""
        count, shown = 0, []
        for rows in sorter.ranges():
            first, clash = _heads(rows), _clashing(rows)
            clashing = rows[clash][: max(0, listed - count)]
            shown += list(zip(clashing["key"].tolist(), clashing["line"].tolist(), strict=True))
            count += int(np.count_nonzero(clash))
            self.rows += int(np.count_nonzero(~clash))
            self._keep(rows[first & ~clash])
        groups = groupby(shown, key=itemgetter(0))
        return count, [(named(key), [line for _, line in group]) for key, group in groups]

    def read(self, first: int, count: int) -> Records:
        """Observations from the place ``first`` on."""
        return self._spilled.read(first, count)

    def close(self) -> None:
        """Give the space back."""
        self._spilled.close()

    def _keep(self, rows: Records) -> None:
        if not len(rows):
            return
        self._spilled.add(rows)
        clients, _, days = parts(rows["key"])
        self.clients.update(np.unique(clients).tolist())
        first, last = int(days.min()), int(days.max())
        known = self.days or (first, last)
        self.days = min(first, known[0]), max(last, known[1])


def _heads(rows: Records) -> Truths:
    """Which rows are the first with their key."""
    heads: Truths = np.concatenate([[True], rows["key"][1:] != rows["key"][:-1]])[: len(rows)]
    return heads


def _clashing(rows: Records) -> Truths:
    """Which rows say something else than another row of their key."""
    heads = _heads(rows)
    if heads.all():
        return ~heads
    firsts: Ints = np.flatnonzero(heads)
    different = _differ(rows["value"], firsts) | _differ(rows["weight"], firsts)
    sizes = np.diff(firsts, append=len(rows))
    clashing: Truths = np.repeat(different, sizes)
    return clashing


def _differ(values: Ints, firsts: Ints) -> Truths:
    """Whether the rows of each key have different values, where NaN is a value as others."""
    same = values[1:] == values[:-1]
    same |= np.isnan(values[1:]) & np.isnan(values[:-1])
    changes = np.concatenate([[False], ~same])
    changes[firsts] = False
    differ: Truths = np.logical_or.reduceat(changes, firsts)
    return differ
