"""What of a text can be drawn: never a box in the place of a sign."""

import logging
import unicodedata
from functools import lru_cache
from itertools import accumulate, pairwise

from reports.chart import fonts

log = logging.getLogger(__name__)
_PICTURES = frozenset({"So", "Sk", "Me", "Cn", "Co"})  # emoji, and what only frames or tints them
_MARKS = 2
_VARIANTS = range(0xFE00, 0xFE10)  # which of its looks the sign before has


def drawable(*candidates: str) -> str:
    """The first text whose letters the fonts can draw, else what they can draw of the last one.

    A picture that no font has, such as an emoji, is left out; both are logged, once a text. Texts
    come back on one line: without control characters, runs of spaces, and piled-up accents.
    """
    lines = [_line(candidate) for candidate in candidates]
    found = next(filter(None, map(_drawn, lines)), "") or _rest(lines[-1])
    if lines[0] and found != lines[0] and fonts.missing(lines[0]):
        _tell(lines[0], found)
    return _flat(found).strip() or "?"


def _drawn(line: str) -> str:
    """The line without pictures that no font has; empty where a letter of it has none."""
    return _rest(line) if all(map(_is_picture, fonts.missing(line))) else ""


def _rest(line: str) -> str:
    """The line without what no font has."""
    missing = fonts.missing(line)
    return _joined("".join(sign for sign in line if sign not in missing))


def _is_picture(sign: str) -> bool:
    return unicodedata.category(sign) in _PICTURES or ord(sign) in _VARIANTS


def _line(text: str) -> str:
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(sign for sign in line if _stays(sign)).strip()


def _stays(sign: str) -> bool:
    return sign in fonts.JOINERS or not unicodedata.category(sign).startswith("C")


def _joined(line: str) -> str:
    """The line without joiners that join nothing any more."""
    around = pairwise(f" {line} ")
    kept = (
        sign
        for (before, sign), after in zip(around, f"{line[1:]} ", strict=False)
        if sign not in fonts.JOINERS or (_is_letter(before) and _is_letter(after))
    )
    return " ".join("".join(kept).split())


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM"


def _flat(line: str) -> str:
    """The line without what stands out of it, as far as it is the same words without."""
    for less in (_without_piles, _without_accents):
        if not fonts.tall(line):
            break
        line = less(line)
    return line


def _without_piles(line: str) -> str:
    """At most two marks above or below a letter, which is what Thai needs."""
    piled = (unicodedata.category(sign) == "Mn" for sign in line)
    marks = accumulate(piled, lambda before, mark: (before + 1) * mark)
    return "".join(sign for sign, count in zip(line, marks, strict=True) if count <= _MARKS)


def _without_accents(line: str) -> str:
    # The vowels of Arabic and Hebrew are optional; marks of other scripts make another word.
    return "".join(sign for sign in line if not (_is_mark(sign) and _names_accent(sign)))


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")


def _names_accent(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(("COMBINING", "ARABIC", "HEBREW"))


@lru_cache(maxsize=1024)
def _tell(text: str, found: str) -> None:
    signs = " ".join(sorted(fonts.missing(text))[:10])
    log.warning(
        "the fonts here lack %s of “%s”: the chart shows “%s”; "
        "rapport-bot[fonts] and rapport-bot[fonts-cjk] bring more scripts",
        signs, text, found,
    )  # fmt: skip
