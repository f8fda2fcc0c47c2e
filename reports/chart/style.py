"""Colours and sizes, in one place. Sizes are units: pixels of a picture 1200 pixels wide."""

from dataclasses import dataclass

from reports.model import Status

# Okabe and Ito's hues, which colour-blind readers tell apart, darkened until words on white
# reach a contrast of 4.5 : 1.
LINE = "#0072B2"
BEFORE = "#8C8C8C"
RULE = "#DDDDDD"
INK = "#1A1A1A"
QUIET = "#595959"
JUDGED = {
    Status.BETTER: "#00755A",
    Status.WORSE: "#B84A00",
    Status.STEADY: QUIET,
    Status.UNKNOWN: QUIET,
}
# Of these the edges are smoothed. Not of the rules: paler shades of them pass for white.
INKS = (LINE, BEFORE, INK, *dict.fromkeys(JUDGED.values()))  # QUIET is among the judged

PAD = 36.0  # left and right
HEADER = 96.0  # where the panels begin
FOOTER = 80.0  # how far from the bottom they end
GAP = 44.0  # between columns
SMALL = 28.0  # 20 points: eight pixels high where a phone shows the picture 340 wide
SPACE = 14.0  # between a line and the words beside it
ASCENT, DESCENT = 0.76, 0.24  # shares of a text's size above and below its baseline
DASHES = (2.2, 1.6)  # drawn and left out, in line widths
DOTS = (1.0, 2.0)  # of the line at a goal
GOAL = 3.0  # how thick that line is


@dataclass(frozen=True)
class Sizes:
    """The sizes of a panel's words and lines."""

    label: float
    value: float
    change: float
    axis: float
    stroke: float
    dot: float


NORMAL = Sizes(label=30, value=54, change=30, axis=SMALL, stroke=4.5, dot=16)
LARGE = Sizes(label=38, value=92, change=42, axis=32, stroke=6, dot=20)
