"""Where the cells of a block's lines begin and end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storage.bulk.blocks import Block

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
WORD = 8
LONGEST = 64  # bytes; longer cells are read one by one
_LINE_FEED, _RETURN = ord("\n"), ord("\r")
# Row n keeps the first n bytes of a cell and makes the others zero.
_KEEP = np.array(
    [[0xFF] * length + [0] * (LONGEST - length) for length in range(LONGEST + 1)], np.uint8
).view(np.uint64)


@dataclass(frozen=True, slots=True)
class Cells:
    """One cell a row: where it starts in the block, and its length, both in bytes."""

    starts: Ints
    lengths: Ints

    def at(self, rows: Ints) -> "Cells":
        """The cells of some of the rows."""
        return Cells(self.starts[rows], self.lengths[rows])


class Fields:
    """A block's lines. Those in ``regular``, by their places in the block, have a cell a column."""

    def __init__(self, block: Block, delimiter: str, width: int) -> None:
        """Find the cells of every line that has ``width``."""
        self._block = block
        self._delimiter = delimiter
        self._width = width
        self.text = np.frombuffer(block.text + bytes(LONGEST + 1), np.uint8)
        written = self.text[: len(block.text)]
        found = (written == ord(delimiter)) | (written == _LINE_FEED)
        self._marks = np.concatenate([[-1], np.flatnonzero(found)])
        ends = np.flatnonzero(self.text[self._marks[1:]] == _LINE_FEED) + 1
        widths = np.diff(ends, prepend=0)
        self.count = len(ends)
        self.regular = np.flatnonzero(widths == width)
        self.irregular = np.flatnonzero(widths != width)
        self._ends = ends
        self._firsts = ends[self.regular] - width

    def line(self, row: int) -> int:
        """The number in the file of the block's line ``row``."""
        return self._block.line + row

    @property
    def lines(self) -> Ints:
        """The numbers in the file of the regular lines."""
        return self.regular + self._block.line

    def cells(self, row: int) -> list[str]:
        """The cells of any line of the block."""
        first = self._ends[row - 1] if row else 0
        start, end = self._marks[first] + 1, self._marks[self._ends[row]]
        return self._block.text[start:end].removesuffix(b"\r").decode().split(self._delimiter)

    def column(self, place: int) -> Cells:
        """The cells of a column, one a regular line."""
        marks = self._firsts + place
        starts, ends = self._marks[marks] + 1, self._marks[marks + 1]
        if place == self._width - 1:
            ends = ends - (self.text[ends - 1] == _RETURN)
        return Cells(starts, ends - starts)

    def words(self, cells: Cells) -> Words:
        """The cells' first 64 bytes, or fewer where none is longer, filled up with zeros.

        A row a cell; eight bytes a word.
        """
        lengths = np.minimum(cells.lengths, LONGEST)
        count = -(-int(lengths.max(initial=1)) // WORD) or 1
        # Every place's next bytes as one item, of which those at the starts are copied.
        size = count * WORD
        items = np.ndarray((len(self.text) - size,), f"V{size}", self.text, strides=(1,))
        words = items[cells.starts].view(np.uint64).reshape(-1, count)
        words &= _KEEP[lengths, :count]
        return words

    def shown(self, start: int, length: int) -> str:
        """One cell's text."""
        return self._block.text[start : start + length].decode()
