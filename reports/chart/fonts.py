"""The fonts of the picture: what they can draw, and how wide a text becomes."""

from functools import cache, lru_cache

from matplotlib.backends.backend_agg import get_hinting_flag
from matplotlib.font_manager import FontPath, FontProperties, get_font
from matplotlib.ft2font import FT2Font

from reports.chart import font_files
from reports.chart.font_files import FontFile

DPI = 100  # of the design: 12 inches are 1200 units
_PROBE = 100.0  # units: a size to measure at
_ABOVE, _BELOW = 0.95, 0.24  # room of a line above and below its baseline, in text sizes
# Signs that only say how their neighbours join: drawn by no font, and needed by some scripts.
JOINERS = "\u200c\u200d"
_LINE = 1.15  # both together, a hair less
_KANA = range(0x3040, 0x3100)


def properties(text: str, size: float, *, bold: bool) -> FontProperties:
    """The fonts that draw ``text`` in ``size`` units, the same files on every machine."""
    return _properties(_files(text, bold=bold), size)


@lru_cache(maxsize=1024)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """How many units wide ``text`` is drawn."""
    font = _set(text, size, bold=bold)
    return font.get_width_height()[0] / 64


def fit(text: str, size: float, limit: float, *, bold: bool = False) -> str:
    """``text``, or the longest beginning of it that fits into ``limit`` units with an ellipsis."""
    if width(text, size, bold=bold) <= limit:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(_cut(text, middle), size, bold=bold) <= limit:
            low = middle
        else:
            high = middle - 1
    return _cut(text, low)


def tall(text: str) -> bool:
    """Whether any of it would stand out above or below its line, as piled-up accents do."""
    above, below = _reach(text)
    return below > _BELOW or above > _ABOVE


@lru_cache(maxsize=1024)
def seat(text: str) -> tuple[float, float]:
    """By how much ``text`` is drawn smaller, and then how far above its baseline, in its size.

    1 and 0 for nearly all; a script that reaches further up or down than its line stays on it.
    """
    if set(text) <= _own_signs():
        return 1.0, 0.0
    above, below = _reach(text)
    scale = min(1.0, _LINE / (above + below))
    return scale, max(0.0, below - _BELOW) * scale


def _reach(text: str) -> tuple[float, float]:
    """How far the text reaches above and below its baseline, in its size."""
    font = _set(text, _PROBE, bold=True)
    height, descent = font.get_width_height()[1] / 64, font.get_descent() / 64
    return (height - descent) / _PROBE, descent / _PROBE


def missing(text: str) -> set[str]:
    """The signs of ``text`` that no font here can draw."""
    rest = set(text) - set(JOINERS) - _own_signs()
    return rest - _signs(font_files.others(japanese=False)) if rest else rest


def _set(text: str, size: float, *, bold: bool) -> FT2Font:
    paths = [FontPath(str(one.path), one.face) for one in _files(text, bold=bold)]
    font = get_font(paths)
    font.set_size(size * 72 / DPI, DPI)
    font.set_text(text, 0.0, flags=get_hinting_flag())  # type: ignore[no-untyped-call]
    return font


@lru_cache(maxsize=1024)
def _files(text: str, *, bold: bool) -> tuple[FontFile, ...]:
    """Matplotlib's own font alone where it will do: looking into more takes its time."""
    own = font_files.own(bold=bold)
    if set(text) <= _own_signs():
        return (own,)
    return (own, *font_files.others(japanese=any(ord(sign) in _KANA for sign in text)))


@lru_cache
def _properties(files: tuple[FontFile, ...], size: float) -> FontProperties:
    return FontProperties(family=[file.name for file in files], size=size * 72 / DPI)


@cache
def _own_signs() -> frozenset[str]:
    regular, bold = (_signs((font_files.own(bold=bold),)) for bold in (False, True))
    return regular & bold


@cache
def _signs(files: tuple[FontFile, ...]) -> frozenset[str]:
    fonts = (FT2Font(file.path, face_index=file.face) for file in files)
    return frozenset(chr(code) for font in fonts for code in font.get_charmap())


def _cut(text: str, length: int) -> str:
    return text[:length].rstrip() + "…"
