"""The sheet: one axes over the whole picture, measured in units from the top left corner."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from reports.chart.fonts import DPI, properties, seat

WIDTH = 1200.0  # units; pixels at the usual size
_INCHES = WIDTH / DPI


class Box(NamedTuple):
    """A part of the sheet, in units."""

    left: float
    top: float
    right: float
    bottom: float


class Canvas:
    """A white sheet ``WIDTH`` units wide; y grows downwards. A unit is a pixel at 1200 px."""

    def __init__(self, width: int, height: int) -> None:
        """A sheet for a picture of ``width`` × ``height`` pixels."""
        self.height = WIDTH * height / width
        size = (_INCHES, _INCHES * height / width)
        self.figure = Figure(size, dpi=width / _INCHES, facecolor="white")
        self.figure.set_layout_engine("none")
        FigureCanvasAgg(self.figure)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set(xlim=(0, WIDTH), ylim=(self.height, 0))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        color: str,
        *,
        bold: bool = False,
        align: Literal["left", "center", "right"] = "left",
    ) -> None:
        """``words`` as they are, on the baseline ``y``; ``size`` in units."""
        # Names may hold $, _ and ^: they are words here, never formulas.
        scale, lift = seat(words)
        up = y - lift * size
        text = Text(x, up, words, color=color, ha=align, va="baseline", clip_on=False)
        text.set_fontproperties(properties(words, size * scale, bold=bold))
        text.set(parse_math=False, usetex=False)
        self._axes.add_artist(text)

    def line(
        self,
        x: Sequence[float],
        y: Sequence[float],
        color: str,
        width: float,
        *,
        dashes: tuple[float, float] | None = None,
        dots: tuple[float, Sequence[int]] = (0.0, ()),
        place: Transform | None = None,
        name: str = "",
    ) -> None:
        """A line of ``width`` units, broken at NaN, in units or in the data of ``place``.

        ``dots``: their diameter, and the indices that get one.
        """
        line = Line2D(x, y, linewidth=_points(width), color=color, label=name, clip_on=False)
        line.set(linestyle=(0, dashes) if dashes else "solid", solid_joinstyle="round")
        if dots[1]:
            line.set(marker="o", markersize=_points(dots[0]), markevery=list(dots[1]))
        line.set_transform((place or Affine2D()) + self._axes.transData)
        self._axes.add_artist(line)


def place(box: Box, across: tuple[float, float], upwards: tuple[float, float]) -> Affine2D:
    """The way from data to the units of ``box``; both ranges increase."""
    wide = (box.right - box.left) / (across[1] - across[0])
    high = (box.bottom - box.top) / (upwards[1] - upwards[0])
    x, y = box.left - across[0] * wide, box.bottom + upwards[0] * high
    return Affine2D.from_values(wide, 0, 0, -high, x, y)


def _points(units: float) -> float:
    return units * 72 / DPI
