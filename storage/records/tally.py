"""Records that the file contradicts itself about: refused, each on all its lines."""

from collections.abc import Sequence

from storage.cells import Refused
from storage.intake import REFUSALS_LISTED, Tally
from storage.records.staging import Clash, RecordStaging

_LINES_NAMED = 5


def refuse_told_twice(staged: RecordStaging, tally: Tally, what: str) -> None:
    """Take out records that the file tells in two ways, and refuse them by ``what`` they are."""
    count, clashes = staged.take_out_clashes(REFUSALS_LISTED)
    for ref, lines in clashes:
        shown = ", ".join(map(str, lines[:_LINES_NAMED])) + (", …" if lines[_LINES_NAMED:] else "")
        reason = f"{what} {ref} is told differently on lines {shown}"
        for line in lines:
            tally.refuse(line, Refused(reason, "contradiction"))
    settle(tally, count, clashes)


def settle(tally: Tally, count: int, listed: Sequence[Clash]) -> None:
    """Count refused rows beyond those that were listed, and order the refusals by line."""
    tally.refused_count += count - sum(len(one.lines) for one in listed)
    tally.refused.sort(key=lambda refusal: refusal.line)
