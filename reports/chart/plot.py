"""The lines of a panel: its weeks, the weeks before, and what they are read against."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from matplotlib.transforms import Affine2D

from reports.chart import fonts
from reports.chart.canvas import Box, Canvas, place
from reports.chart.content import Panel
from reports.chart.style import (
    BEFORE,
    DASHES,
    DESCENT,
    DOTS,
    GOAL,
    INK,
    LINE,
    QUIET,
    RULE,
    SPACE,
    Sizes,
)
from reports.periods import day_name

_MIDDLE = 0.36  # from a digit's baseline to its middle, as a share of the text's size
DAYS = 1.0  # room for the days, in text sizes
_BELOW = 0.7  # and between them and the lines
_WIDEST_DAY = "30 Nov"


@dataclass(frozen=True)
class Plot:
    """A panel's lines and where they go; ``outer`` also holds the words around them.

    ``margins`` are the least room left and right of the lines; ``dated`` says whether the days
    stand below them.
    """

    panel: Panel
    outer: Box
    sizes: Sizes
    margins: tuple[float, float] = (0.0, 0.0)
    dated: bool = True

    @cached_property
    def ends(self) -> tuple[str, str]:
        """The low and the high end of the scale, as read."""
        low, high = map(self._number, self.panel.span)
        return low, high

    @cached_property
    def newest(self) -> str:
        """The newest known week's value, as read."""
        return self._number(self.panel.weeks[self.panel.newest])

    @cached_property
    def needed(self) -> tuple[float, float]:
        """The room left of the lines for the scale, and right of them for the newest value."""
        scale = max(fonts.width(end, self.sizes.axis) for end in self.ends)
        newest = fonts.width(self.newest, self.sizes.axis, bold=True)
        day = fonts.width(_WIDEST_DAY, self.sizes.axis) / 2
        return max(scale + SPACE, day), max(newest + SPACE + self.sizes.dot / 2, day)

    @cached_property
    def box(self) -> Box:
        """Where the lines go."""
        left, right = map(max, self.needed, self.margins)
        below = _BELOW + (DAYS if self.dated else 0.0)
        return Box(
            left=self.outer.left + left,
            top=self.outer.top + self.sizes.axis * 0.5,
            right=self.outer.right - right,
            bottom=self.outer.bottom - self.sizes.axis * below,
        )

    @cached_property
    def place(self) -> Affine2D:
        """The way from (ordinal day, value) to units."""
        days = self.panel.days
        return place(self.box, (days[0].toordinal(), days[-1].toordinal()), self.panel.span)

    def at(self, index: int, value: float) -> tuple[float, float]:
        """Where week ``index`` with ``value`` lies, in units."""
        x, y = self.place.transform((self.panel.days[index].toordinal(), value))
        return float(x), float(y)

    def _number(self, value: float) -> str:
        number = self.panel.plain(value)
        room = (self.outer.right - self.outer.left) / 3
        fits = fonts.width(number, self.sizes.axis, bold=True) <= room
        return number if fits else self.panel.short(value)


def aligned(plots: Sequence[Plot]) -> list[Plot]:
    """The plots with the same margins down each column, so that their weeks line up."""
    return [replace(plot, margins=_margins(plot, plots)) for plot in plots]


def _margins(plot: Plot, plots: Sequence[Plot]) -> tuple[float, float]:
    column = [other.needed for other in plots if other.outer.left == plot.outer.left]
    left, right = zip(*column, strict=True)
    return max(left), max(right)


def draw_plot(canvas: Canvas, plot: Plot) -> None:
    """Draw the scale, the days, the goal and both lines."""
    _draw_scale(canvas, plot)
    _draw_goal(canvas, plot)
    if plot.dated:
        _draw_days(canvas, plot)
    _draw_lines(canvas, plot)
    _draw_newest(canvas, plot)


def _draw_scale(canvas: Canvas, plot: Plot) -> None:
    box, size = plot.box, plot.sizes.axis
    across = (box.left, box.right)
    canvas.line((*across, math.nan, *across), _twice(box), RULE, 2)
    for words, y in zip(plot.ends, (box.bottom, box.top), strict=True):
        canvas.text(box.left - SPACE, y + size * _MIDDLE, words, size, QUIET, align="right")


def _twice(box: Box) -> tuple[float, ...]:
    return (box.top, box.top, math.nan, box.bottom, box.bottom)


def _draw_goal(canvas: Canvas, plot: Plot) -> None:
    panel = plot.panel
    if not math.isnan(panel.goal):
        days, at = [panel.days[index].toordinal() for index in (0, -1)], [panel.goal] * 2
        name = f"{panel.figure.key} goal"
        canvas.line(days, at, INK, GOAL, dashes=DOTS, place=plot.place, name=name)


def _draw_days(canvas: Canvas, plot: Plot) -> None:
    size = plot.sizes.axis
    y = plot.outer.bottom - size * DESCENT
    for index in _labelled(plot.panel.days, plot.box.right - plot.box.left, size):
        x, _ = plot.at(index, 0.0)
        day = day_name(plot.panel.days[index], year=False)
        canvas.text(x, y, day, size, QUIET, align="center")


def _labelled(days: Sequence[date], room: float, size: float) -> list[int]:
    """The first and the last week, and as many evenly between as leave the days readable."""
    last = len(days) - 1
    most = int(room // (fonts.width(_WIDEST_DAY, size) * 1.5))
    parts = next((parts for parts in (4, 3, 2) if last % parts == 0 and parts <= most), 1)
    return [last * part // parts for part in range(parts + 1)]


def _draw_lines(canvas: Canvas, plot: Plot) -> None:
    panel, sizes = plot.panel, plot.sizes
    days = [day.toordinal() for day in panel.days]
    for values, color, name, dashes in (
        (panel.before, BEFORE, "before", DASHES),
        (panel.weeks, LINE, "weeks", None),
    ):
        width = sizes.stroke * (0.75 if dashes else 1)
        dots = (width * 1.8, _alone(values))
        label = f"{panel.figure.key} {name}"
        canvas.line(
            days, values, color, width, dashes=dashes, dots=dots, place=plot.place, name=label
        )


def _alone(values: Sequence[float]) -> list[int]:
    """The known weeks without known neighbours: no line would show them."""
    known = [False, *(not math.isnan(value) for value in values), False]
    around = zip(known, known[1:], known[2:], strict=False)
    return [index for index, trio in enumerate(around) if trio == (False, True, False)]


def _draw_newest(canvas: Canvas, plot: Plot) -> None:
    index, size = plot.panel.newest, plot.sizes.axis
    x, y = plot.at(index, plot.panel.weeks[index])
    canvas.line([x], [y], LINE, plot.sizes.stroke, dots=(plot.sizes.dot, [0]))
    x += plot.sizes.dot / 2 + SPACE / 2
    canvas.text(x, y + size * _MIDDLE, plot.newest, size, INK, bold=True)
