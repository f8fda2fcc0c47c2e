"""The picture as PNG: few colours, few bytes."""

from functools import lru_cache
from io import BytesIO
from typing import cast

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image

from reports.chart.style import INKS, RULE

COLORS = 64
_SHADES = (COLORS - 2) // len(INKS)  # of each ink on white, for smooth edges


def encode(figure: Figure) -> bytes:
    """``figure`` drawn and encoded with a palette; the same figure gives the same bytes."""
    canvas = cast("FigureCanvasAgg", figure.canvas)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    image = Image.frombuffer("RGBA", canvas.get_width_height(), pixels).convert("RGB")
    out = BytesIO()
    image.quantize(palette=_palette(), dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


@lru_cache
def _palette() -> Image.Image:
    """White and every ink in its shades: known beforehand, so nothing is counted per picture."""
    shades = [_mixed(ink, step / _SHADES) for ink in INKS for step in range(1, _SHADES + 1)]
    colors = [(255, 255, 255), _mixed(RULE, 1), *shades]
    image = Image.new("P", (1, 1))
    image.putpalette([value for color in colors for value in color])
    return image


def _mixed(ink: str, share: float) -> tuple[int, ...]:
    return tuple(round(255 * (1 - share * (1 - part))) for part in to_rgb(ink))
