"""Records that the file contradicts itself about: refused, each on all its lines."""

from collections.abc import Hashable, Sequence

from storage.cells import Refused
from storage.intake import REFUSALS_LISTED, Tally
from storage.records.staging import Clash, RecordStaging

_LINES_NAMED = 5


def refuse_told_twice(staged: RecordStaging, tally: Tally, what: str) -> None:
    """Take out records that the file tells in two ways, and refuse them by ``what`` they are."""
    count, clashes = staged.take_out_clashes(REFUSALS_LISTED)
    for ref, lines in clashes:
        _refuse(tally, what, ref, lines)
    settle(tally, count, clashes)


class Told:
    """What a file's rows tell of each record, without a place to stage them."""

    def __init__(self) -> None:
        """Nothing is told yet."""
        self._lines: dict[tuple[str, str], list[int]] = {}
        self._first: dict[tuple[str, str], int] = {}
        self._different: set[tuple[str, str]] = set()

    def take(self, line: int, key: tuple[str, str], record: Hashable) -> None:
        """A row's record; ``key`` is whose it is, and its number."""
        self._lines.setdefault(key, []).append(line)
        if self._first.setdefault(key, hash(record)) != hash(record):
            self._different.add(key)

    def refuse(self, tally: Tally, what: str) -> None:
        """Refuse, on every line, what the rows tell differently."""
        for key in self._different:
            _refuse(tally, what, key[1], self._lines[key])
        tally.refused.sort(key=lambda refusal: refusal.line)


def _refuse(tally: Tally, what: str, ref: str, lines: list[int]) -> None:
    shown = ", ".join(map(str, lines[:_LINES_NAMED])) + (", …" if lines[_LINES_NAMED:] else "")
    reason = f"{what} {ref} is told differently on lines {shown}"
    for line in lines:
        tally.refuse(line, Refused(reason, "contradiction"))


def settle(tally: Tally, count: int, listed: Sequence[Clash]) -> None:
    """Count refused rows beyond those that were listed, and order the refusals by line."""
    tally.refused_count += count - sum(len(one.lines) for one in listed)
    tally.refused.sort(key=lambda refusal: refusal.line)
