"""The fonts of the picture: what they can draw, and how wide a text becomes."""

import unicodedata
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import get_hinting_flag
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

DPI = 100  # of the design: 12 inches are 1200 units
_PROBE = 100.0  # units: a size to measure at
_ABOVE, _BELOW = 0.95, 0.24  # room of a line above and below its baseline, in text sizes
_FILES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}


@lru_cache
def properties(size: float, *, bold: bool) -> FontProperties:
    """The font of ``size`` units; always the files matplotlib ships, whatever the machine has."""
    return FontProperties(fname=str(_file(bold=bold)), size=size * 72 / DPI)


@lru_cache(maxsize=1024)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """How many units wide ``text`` is drawn."""
    font = _font(bold=bold)
    font.set_size(size * 72 / DPI, DPI)
    font.set_text(text, 0.0, flags=get_hinting_flag())  # type: ignore[no-untyped-call]
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


def drawable(*candidates: str) -> str:
    """The first text that the fonts can draw whole, else what they can draw of the last one.

    Texts come back on one line: without control characters, runs of spaces, and piled-up accents.
    """
    lines = [_line(candidate) for candidate in candidates]
    whole = (line for line in lines if line and _known(line))
    known = next(whole, "") or "".join(filter(_known, lines[-1]))
    return _flat(known).strip() or "?"


def _line(text: str) -> str:
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(sign for sign in line if not unicodedata.category(sign).startswith("C")).strip()


def _flat(line: str) -> str:
    bare = "".join(sign for sign in line if not unicodedata.category(sign).startswith("M"))
    return bare if bare != line and _tall(line) else line


def _tall(text: str) -> bool:
    """Whether any of it would stand out above or below its line, as piled-up accents do."""
    font = _font(bold=True)
    font.set_size(_PROBE * 72 / DPI, DPI)
    font.set_text(text, 0.0, flags=get_hinting_flag())  # type: ignore[no-untyped-call]
    height, descent = font.get_width_height()[1] / 64, font.get_descent() / 64
    return descent > _BELOW * _PROBE or height - descent > _ABOVE * _PROBE


def _cut(text: str, length: int) -> str:
    return text[:length].rstrip() + "…"


def _known(text: str) -> bool:
    return all(ord(sign) in _charmap() for sign in text)


@lru_cache
def _charmap() -> frozenset[int]:
    regular, bold = (_font(bold=bold).get_charmap() for bold in (False, True))
    return frozenset(regular) & frozenset(bold)


@lru_cache
def _font(*, bold: bool) -> FT2Font:
    return FT2Font(_file(bold=bold))


def _file(*, bold: bool) -> Path:
    return Path(mpl.get_data_path(), "fonts", "ttf", _FILES[bold])
