"""Where the panels lie, and drawing them."""

from collections.abc import Sequence

from reports.chart.canvas import WIDTH, Box, Canvas
from reports.chart.content import Panel
from reports.chart.heading import draw_heading
from reports.chart.plot import DAYS, Plot, aligned, draw_plot
from reports.chart.style import FOOTER, GAP, HEADER, LARGE, NORMAL, PAD


def draw_panels(canvas: Canvas, shown: Sequence[Panel]) -> None:
    """Draw one to four panels; where all have the same weeks, the days stand at the bottom only."""
    sizes = LARGE if len(shown) == 1 else NORMAL
    shared = len({panel.days for panel in shown}) == 1
    bottom = canvas.height - FOOTER
    plots = []
    for panel, box in zip(shown, boxes(len(shown), bottom, shared=shared), strict=True):
        below = draw_heading(canvas, panel, box, sizes)
        plots.append(Plot(panel, below, sizes, dated=box.bottom == bottom or not shared))
    for plot in aligned(plots):
        draw_plot(canvas, plot)


def boxes(count: int, bottom: float, *, shared: bool) -> list[Box]:
    """Where the panels lie: two columns, the first panel taller where one is left over.

    ``shared``: only the lowest panels have days, so the upper ones are less high by as much.
    """
    middle, half = WIDTH / 2, (HEADER + bottom - (DAYS * NORMAL.axis if shared else 0)) / 2
    left, right = (PAD, middle - GAP / 2), (middle + GAP / 2, WIDTH - PAD)
    upper, lower = (HEADER, half - GAP / 4), (half + GAP / 4, bottom)
    whole = (HEADER, bottom)
    columns = {
        1: [((PAD, WIDTH - PAD), whole)],
        2: [(left, whole), (right, whole)],
        3: [(left, whole), (right, upper), (right, lower)],
        4: [(left, upper), (right, upper), (left, lower), (right, lower)],
    }
    return [Box(x[0], y[0], x[1], y[1]) for x, y in columns[count]]
