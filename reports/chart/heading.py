"""The words above a panel's lines: label, value, change."""

from reports.chart import fonts
from reports.chart.canvas import Box, Canvas
from reports.chart.content import Panel
from reports.chart.style import ASCENT, DESCENT, INK, JUDGED, QUIET, SMALL, SPACE, Sizes

_SHRINK = (1.0, 0.8, 0.65)  # how far a long value may shrink


def draw_heading(canvas: Canvas, panel: Panel, box: Box, sizes: Sizes) -> Box:
    """Write the words into the upper part of ``box``; returns the part that is left."""
    room = box.right - box.left
    first = box.top + sizes.label * ASCENT
    second = first + sizes.label * DESCENT + sizes.value * 0.8
    label = fonts.fit(panel.label, sizes.label, room)
    canvas.text(box.left, first, label, sizes.label, QUIET)
    left = room - fonts.width(label, sizes.label) - 2 * SPACE
    if held := next((one for one in panel.held if fonts.width(one, SMALL) <= left), None):
        canvas.text(box.right, first, held, SMALL, INK, align="right")
    change, value, size = _fitting(panel, room - 2 * SPACE, sizes)
    color = JUDGED[panel.figure.status]
    canvas.text(box.left, second, value, size, INK, bold=True)
    canvas.text(box.right, second, change, sizes.change, color, bold=True, align="right")
    return box._replace(top=second + sizes.value * DESCENT)


def _fitting(panel: Panel, room: float, sizes: Sizes) -> tuple[str, str, float]:
    """The change, the value and its size; numbers that fit in no size are cut short."""
    value, short = panel.number(panel.figure.value), panel.short(panel.figure.value or 0.0)
    choices = [(change, value) for change in (panel.moved, panel.judged)] + [(panel.judged, short)]
    for change, words in choices:
        left = room - fonts.width(change, sizes.change, bold=True)
        for size in (sizes.value * share for share in _SHRINK):
            if fonts.width(words, size, bold=True) <= left:
                return change, words, size
    return panel.judged, short, sizes.value * _SHRINK[-1]
