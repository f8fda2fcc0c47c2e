"""The whole picture: header, panels, footer; or a word that there is nothing to draw."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from reports.chart import content, fonts
from reports.chart.canvas import WIDTH, Canvas
from reports.chart.content import Panel
from reports.chart.panels import draw_panels
from reports.chart.style import (
    ASCENT,
    BEFORE,
    DASHES,
    DOTS,
    GAP,
    GOAL,
    INK,
    LINE,
    NORMAL,
    PAD,
    QUIET,
    SMALL,
)
from reports.model import Report

_TITLE = 44.0
_PERIOD = 30.0
_TOP = 28.0
_BOTTOM = 32.0  # from the last baseline down
_SAMPLE = 58.0  # length of a line in the legend


def figure(report: Report, *, width: int = 1200, height: int = 675) -> Figure:
    """The picture as a matplotlib figure on the Agg canvas, ``width`` × ``height`` pixels.

    Texts keep their share of the width. Raises ValueError where the picture is less than half
    as high as wide: four panels do not fit.
    """
    if height * 2 < width:
        raise ValueError("A chart is at least half as high as wide.")
    canvas = Canvas(width, height)
    shown = content.panels(report)
    _draw_header(canvas, report)
    if shown:
        draw_panels(canvas, shown)
        room = WIDTH - PAD - GAP - fonts.width(content.newest_day(report), SMALL)
        _draw_legend(canvas, shown, room)
    else:
        _draw_nothing(canvas)
    _draw_newest_day(canvas, report)
    return canvas.figure


def _draw_header(canvas: Canvas, report: Report) -> None:
    """The name, and on the right the period and what it is compared with, if that fits."""
    baseline, room = _TOP + _TITLE * ASCENT, WIDTH - 2 * PAD - GAP
    name, period = content.title(report), content.period(report)
    both = f"{period}, {content.compared(report)}"
    whole = fonts.width(name, _TITLE, bold=True) + fonts.width(both, _PERIOD) <= room
    period = fonts.fit(both if whole else period, _PERIOD, room / 2 if not whole else room)
    name = fonts.fit(name, _TITLE, room - fonts.width(period, _PERIOD), bold=True)
    canvas.text(PAD, baseline, name, _TITLE, INK, bold=True)
    canvas.text(WIDTH - PAD, baseline, period, _PERIOD, QUIET, align="right")


def _draw_legend(canvas: Canvas, shown: Sequence[Panel], room: float) -> None:
    """What the lines are, as far as there is room; the panels name their goals themselves."""
    x, baseline = PAD, _baseline(canvas)
    lines = ((LINE, NORMAL.stroke, None), (BEFORE, NORMAL.stroke, DASHES), (INK, GOAL, DOTS))
    for words, (color, width, dashes) in zip(content.legend(shown), lines, strict=True):
        if words and x + _SAMPLE + 12 + fonts.width(words, SMALL) <= room:
            y = [baseline - SMALL * 0.32] * 2
            canvas.line([x, x + _SAMPLE], y, color, width, dashes=dashes)
            canvas.text(x + _SAMPLE + 12, baseline, words, SMALL, QUIET)
            x += _SAMPLE + 12 + fonts.width(words, SMALL) + 32


def _draw_newest_day(canvas: Canvas, report: Report) -> None:
    words = content.newest_day(report)
    canvas.text(WIDTH - PAD, _baseline(canvas), words, SMALL, QUIET, align="right")


def _draw_nothing(canvas: Canvas) -> None:
    x, y = WIDTH / 2, canvas.height / 2
    canvas.text(x, y, "No data to draw", 60, INK, bold=True, align="center")
    reason = "No metric has two known weeks among the last 13."
    canvas.text(x, y + 60, reason, 30, QUIET, align="center")


def _baseline(canvas: Canvas) -> float:
    return canvas.height - _BOTTOM
