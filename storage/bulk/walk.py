"""The rows of a block that must be read by themselves, in the order of their lines."""

import heapq
from dataclasses import dataclass

import numpy as np

from storage.bulk.fields import Fields, Ints
from storage.bulk.numbers import Truths
from storage.bulk.texts import NEW, Texts
from storage.intake import Intake, Staged


@dataclass(frozen=True, slots=True)
class Column:
    """A column of texts: what each means, and the place of each regular line's text."""

    texts: Texts
    places: Ints

    @property
    def numbers(self) -> Ints:
        """What each line's text means just now."""
        return self.texts.numbers[self.places]


class Walk:
    """Reads odd rows one by one; ``alone`` tells which of the block's lines these are.

    The first row with a new text is one of them: so clients and metrics come to be in the order
    of the rows. Where its text turns out to be refused, so are all other rows that have it.
    """

    def __init__(self, fields: Fields, intake: Intake) -> None:
        """Begin with the lines that do not have a cell a column."""
        self._fields = fields
        self._intake = intake
        self._queue: list[int] = []
        self.alone = np.zeros(fields.count, np.bool_)
        self.staged: list[Staged] = []
        self.add(fields.irregular)

    def add(self, lines: Ints) -> None:
        """Read these lines by themselves, too."""
        for line in lines[~self.alone[lines]].tolist():
            heapq.heappush(self._queue, line)
        self.alone[lines] = True

    def go(self, columns: list[Column], clean: Truths) -> None:
        """Read them all, those that join them on the way, and the first row with each new text.

        ``clean`` tells which of the regular lines need not be read alone for themselves.
        """
        for column in columns:
            rows = np.flatnonzero(clean & (column.numbers == NEW))
            _, firsts = np.unique(column.places[rows], return_index=True)
            self.add(self._fields.regular[rows[firsts]])
        while self._queue:
            line = heapq.heappop(self._queue)
            cells = self._fields.cells(line)
            if any(map(str.strip, cells)):
                self.staged += self._intake.rows(self._fields.line(line), cells)
            row = int(np.searchsorted(self._fields.regular, line))
            if row < len(clean) and self._fields.regular[row] == line and clean[row]:
                self._decide(columns, row, clean)

    def _decide(self, columns: list[Column], row: int, clean: Truths) -> None:
        for column in columns:
            place = int(column.places[row])
            if column.texts.numbers[place] == NEW and not column.texts.decide(place):
                self.add(self._fields.regular[clean & (column.places == place)])
