"""A column of plain numbers, read at once and exactly as ``storage.cells.number`` reads each."""

import numpy as np
from numpy.typing import NDArray

from storage.bulk.fields import Cells, Fields

UNKNOWN, KNOWN, ODD, DASH = 0, 1, 2, 3
Floats = NDArray[np.float64]
Kinds = NDArray[np.uint8]
Truths = NDArray[np.bool_]
_LONGEST = 24
# Digits and powers of ten up to these are exact as floats, and so their quotient is as exact as
# can be (W. D. Clinger, How to Read Floating Point Numbers Accurately, 1990).
_MOST = 1 << 53
_POWERS = 10.0 ** np.arange(23)
_DIGITS_KEPT = 18
_ZERO, _POINT, _MINUS, _PLUS = (ord(one) for one in "0.-+")


def numbers(fields: Fields, cells: Cells) -> tuple[Floats, Kinds]:
    """The number in each cell where its kind is KNOWN.

    UNKNOWN is an empty cell, DASH is ``-``. A cell of kind ODD must be read by itself: it may be no
    number, or one with an exponent or white space.
    """
    found = _Scan(fields.text, cells)
    kinds = np.where(found.is_number, KNOWN, ODD).astype(np.uint8)
    dash = (cells.lengths == 1) & (fields.text[cells.starts] == _MINUS)
    kinds[cells.lengths == 0] = UNKNOWN
    kinds[dash] = DASH
    simple = found.is_number & (found.digits <= _DIGITS_KEPT) & (found.mantissas <= _MOST)
    values = found.mantissas / _POWERS[np.minimum(found.decimals, _DIGITS_KEPT)]
    np.negative(values, out=values, where=found.negative)
    for row in np.flatnonzero(found.is_number & ~simple).tolist():
        values[row] = float(fields.shown(int(cells.starts[row]), int(cells.lengths[row])))
    return values, kinds


class _Scan:
    """The cells' characters from left to right, all cells at once."""

    def __init__(self, text: NDArray[np.uint8], cells: Cells) -> None:
        size = len(cells.starts)
        self.mantissas = np.zeros(size, np.int64)
        self.digits = np.zeros(size, np.int64)
        self.decimals = np.zeros(size, np.int64)
        self._points = np.zeros(size, np.uint8)
        first = text[cells.starts]
        self.negative = (first == _MINUS) & (cells.lengths > 0)
        self._others = np.zeros(size, np.uint8)
        for place in range(min(int(cells.lengths.max(initial=0)), _LONGEST)):
            self._step(text[cells.starts + place], place, place < cells.lengths)
        signs = (self.negative | (first == _PLUS)) & (cells.lengths > 0)
        # A sign counts among what is neither a digit nor a point; it may only stand first.
        self.is_number = (
            (cells.lengths <= _LONGEST)
            & (self.digits > 0)
            & (self._points <= 1)
            & (self._others == signs)
        )

    def _step(self, byte: NDArray[np.uint8], place: int, within: Truths) -> None:
        del place
        figure = byte - np.uint8(_ZERO)
        is_digit = (figure <= 9) & within
        is_point = (byte == _POINT) & within
        self.digits += is_digit
        self.decimals += is_digit & (self._points > 0)
        self._points += is_point
        self._others += within & ~is_digit & ~is_point
        kept = is_digit & (self.digits <= _DIGITS_KEPT)
        self.mantissas = np.where(kept, self.mantissas * 10 + figure, self.mantissas)
