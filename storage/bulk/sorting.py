"""More observations than memory should hold, brought into the order of their keys."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import numpy as np

from storage.bulk.fields import Ints
from storage.bulk.observed import RECORD, Records

RUN_ROWS = 1 << 18
_LAST_KEY = int(np.iinfo(np.int64).max)
STEP = 1 << 9  # every so many keys of a run one is remembered


class Spilled:
    """Records in a file without a name, gone when it is closed."""

    def __init__(self) -> None:
        """Make the file where the system keeps such files."""
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="rapport-")  # noqa: SIM115 - closed below
        self.size = 0

    def add(self, rows: Records) -> None:
        """Write records behind those that are there."""
        self._file.seek(0, 2)
        self._file.write(rows.data)
        self.size += len(rows)

    def read(self, first: int, count: int) -> Records:
        """Records from the place ``first`` on; fewer than ``count`` at the end."""
        self._file.seek(first * RECORD.itemsize)
        text = self._file.read(max(0, min(count, self.size - first)) * RECORD.itemsize)
        return np.frombuffer(text, RECORD)

    def close(self) -> None:
        """Give the space back."""
        self._file.close()


@dataclass(frozen=True, slots=True)
class _Run:
    """Sorted records in the spilled file, from ``first`` on, and every 512th of their keys."""

    first: int
    size: int
    keys: Ints

    def place(self, spilled: Spilled, key: int) -> int:
        """How many of its records have a key up to ``key``."""
        near = max(0, int(np.searchsorted(self.keys, key, side="right")) - 1) * STEP
        some = spilled.read(self.first + near, min(STEP, self.size - near))["key"]
        return near + int(np.searchsorted(some, key, side="right"))


class Sorter:
    """Takes records in the order of the file, and gives them in the order of keys and lines."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._waiting: list[Records] = []
        self._count = 0
        self._runs: list[_Run] = []
        self._spilled = Spilled()

    def add(self, rows: Records) -> None:
        """Take records. Those of one line may come in any order, but lines only rise."""
        self._waiting.append(rows)
        self._count += len(rows)
        if self._count >= RUN_ROWS:
            self._spill()

    def ranges(self) -> Iterator[Records]:
        """All records, sorted, in parts of about a run's size; those of one key in one part."""
        self._spill()
        lower = [0] * len(self._runs)
        for key in self._bounds():
            upper = [run.place(self._spilled, key) for run in self._runs]
            parts = zip(self._runs, lower, upper, strict=True)
            found = [self._spilled.read(run.first + a, b - a) for run, a, b in parts if b > a]
            yield in_order(np.concatenate(found or [np.empty(0, RECORD)]))
            lower = upper

    def close(self) -> None:
        """Give the space back."""
        self._spilled.close()

    def _spill(self) -> None:
        if not self._count:
            return
        rows = in_order(np.concatenate(self._waiting))
        self._runs.append(_Run(self._spilled.size, len(rows), rows["key"][::STEP].copy()))
        self._spilled.add(rows)
        self._waiting, self._count = [], 0

    def _bounds(self) -> list[int]:
        """The last keys of parts of about equal size."""
        if not self._runs:
            return []
        known = np.sort(np.concatenate([run.keys for run in self._runs]))
        return [*np.unique(known[RUN_ROWS // STEP :: RUN_ROWS // STEP]).tolist(), _LAST_KEY]


def in_order(rows: Records) -> Records:
    """Sorted by key, then by line."""
    lines = rows["line"]
    if bool((lines[1:] >= lines[:-1]).all()):
        ordered: Records = rows[np.argsort(rows["key"], kind="stable")]
        return ordered
    return rows[np.lexsort((lines, rows["key"]))]
