"""A look at a whole large file without reading its rows: whether every line is a plain row."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

_LINE_FEED = ord("\n")
_LONGEST_CELL = 1 << 17  # bytes; longer ones the usual reader refuses
_LAST = 3  # lines that tell whether notes end a table
_MOST_DOUBTFUL = 1000  # lines in a block; where there are more, another look is as quick
# Bytes of printed ASCII: a line that begins with one is no row of empty cells.
_PRINTED = np.zeros(256, np.bool_)
_PRINTED[0x21:0x7F] = True


def plain_rows(chunks: Iterable[bytes], delimiter: str, width: int) -> int | None:
    """How many rows follow the first line, which is the header; rows of empty cells do not count.

    None where it takes another look: where there is a quote, a line of another width, a row of
    empty cells, the header again, or at the end a row that may be a note.
    """
    rows, carried, last, header = -1, b"", b"", b""
    for chunk in chunks:
        text = carried + chunk
        end = text.rfind(b"\n") + 1
        found = _rows(text[:end], delimiter, width)
        again = bool(header) and text.startswith(header)
        header = header or text[: text.find(b"\n") + 1]
        if found is None or len(text) - end > _LONGEST_CELL or again or b"\n" + header in text:
            return None
        rows, carried, last = rows + found, text[end:], text[:end] or last
    found = _rows(carried + b"\n", delimiter, width) if carried else 0
    sure = _ends_in_rows(last[-_LONGEST_CELL:] + carried, delimiter)
    return rows + found if found is not None and sure else None


def _ends_in_rows(text: bytes, delimiter: str) -> bool:
    """Whether the last lines hold more than one cell each, as notes below a table do not."""
    lines = text.decode("utf-8", "replace").splitlines()[-_LAST:]
    return all(sum(map(bool, map(str.strip, line.split(delimiter)))) > 1 for line in lines)


def _rows(text: bytes, delimiter: str, width: int) -> int | None:
    """The rows in whole lines; None where not every line is one."""
    if b'"' in text or (b"\r" in text and text.count(b"\r") != text.count(b"\r\n")):
        return None
    bytes_ = np.frombuffer(text, np.uint8)
    marks = np.flatnonzero((bytes_ == ord(delimiter)) | (bytes_ == _LINE_FEED))
    if len(marks) % width:
        return None
    ends = marks[width - 1 :: width]
    line_feeds = bytes_[marks] == _LINE_FEED
    if not line_feeds[width - 1 :: width].all() or np.count_nonzero(line_feeds) != len(ends):
        return None
    return len(ends) if _all_filled(text, bytes_, ends, delimiter) else None


def _all_filled(
    text: bytes, bytes_: NDArray[np.uint8], ends: NDArray[np.int64], delimiter: str
) -> bool:
    """Whether each line has a cell in which something stands, and none that is too long."""
    starts = np.concatenate([[0], ends + 1])[:-1]
    if np.max(ends - starts, initial=0) > _LONGEST_CELL:
        return False
    first = bytes_[starts]
    doubtful = np.flatnonzero(~_PRINTED[first] | (first == ord(delimiter)))
    if len(doubtful) > _MOST_DOUBTFUL:
        return False
    lines = (text[starts[one] : ends[one]].decode() for one in doubtful.tolist())
    return all(line.replace(delimiter, "").strip() for line in lines)
