"""What was measured, beside what it ought to be."""

from collections.abc import Iterable
from dataclasses import dataclass

SMALL = 0.1  # targets below have a digit more
HEAD = ("measured", "against", "ratio", "target", "")


@dataclass(frozen=True)
class Row:
    """One ratio of two things measured in the same run; ``at_least`` where more is better."""

    what: str
    against: str
    ratio: float
    target: float
    at_least: bool = False

    @property
    def passed(self) -> bool:
        """Whether the ratio is as it ought to be."""
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target

    def cells(self) -> tuple[str, ...]:
        """The row as it is read."""
        sign, verdict = ("≥" if self.at_least else "≤"), ("pass" if self.passed else "miss")
        digits = 2 if self.target >= SMALL else 3
        ratio, target = (f"{number:.{digits}f}" for number in (self.ratio, self.target))
        return self.what, self.against, ratio, f"{sign} {target}", verdict


def text(rows: Iterable[Row]) -> str:
    """The table for a terminal."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    padded = (map(str.ljust, line, widths) for line in lines)
    return "\n".join("  ".join(cells).rstrip() for cells in padded)


def markdown(rows: Iterable[Row]) -> str:
    """The table for a page."""
    lines = [HEAD, ("---", "---", "--:", "--:", "---"), *(row.cells() for row in rows)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def show(rows: Iterable[Row], details: Iterable[str]) -> None:
    """Print the table and what stands behind it."""
    print(text(rows))
    print(*details, sep="\n")
