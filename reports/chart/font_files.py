"""Which fonts draw the picture: matplotlib's own, and the Noto fonts where they are installed.

The Noto fonts come as Python packages, so that a picture looks the same on every machine:
``rapport-bot[fonts]`` brings most scripts in some megabytes, ``rapport-bot[fonts-cjk]`` Chinese,
Japanese and Korean. No package has emoji as outlines, which is what can be drawn here; a font of
the machine that does is taken where there is one (Debian's package fonts-symbola).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontEntry, findSystemFonts, fontManager

_OWN = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
_PACKAGES = ("justmytype_intl_sea", "justmytype_intl_rtl", "justmytype_intl_south_asia")
_THIN = "NotoSansHebrew"  # its usual weight is a hairline; matplotlib's own font has Hebrew
_CJK = "noto_cjk_sans_otc"
_EMOJI = ("NotoEmoji", "Symbola")  # how the files' names begin, the better first
_JAPANESE, _CHINESE = 0, 2  # faces of the collection: the same sign is written differently


@dataclass(frozen=True)
class FontFile:
    """A font file, which of its faces, and under which name matplotlib finds exactly this one."""

    path: Path
    face: int = 0

    @property
    def name(self) -> str:
        """The family's name: not its own, which a font of the machine could have too."""
        return f"rapport {self.path.name} {self.face}"


@cache
def own(*, bold: bool) -> FontFile:
    """The file that matplotlib ships."""
    return _registered(FontFile(Path(mpl.get_data_path(), "fonts", "ttf", _OWN[bold])))


@cache
def others(*, japanese: bool) -> tuple[FontFile, ...]:
    """The other fonts in the order in which they are asked for a sign."""
    found = [FontFile(path) for package in _PACKAGES for path in _fonts_of(package)]
    face = _JAPANESE if japanese else _CHINESE
    found += [FontFile(path, face) for path in _fonts_of(_CJK)]
    known = tuple(_registered(file) for file in found if _THIN not in file.path.name)
    return (*known, *_emoji())


def _fonts_of(package: str) -> Iterator[Path]:
    spec = find_spec(package)
    for folder in (spec and spec.submodule_search_locations) or ():
        yield from sorted(Path(folder).rglob("*.tt[fc]"))


def _emoji() -> list[FontFile]:
    """The machine's best font with emoji as outlines; none on many machines."""
    # Not matplotlib's own list of fonts: it is kept on disk, and older than a new font.
    paths = sorted(map(Path, findSystemFonts()))
    found = [path for name in _EMOJI for path in paths if path.name.startswith(name)]
    return [_registered(FontFile(path)) for path in found[:1]]


def _registered(file: FontFile) -> FontFile:
    entry = FontEntry(fname=str(file.path), index=file.face, name=file.name)
    fontManager.ttflist.append(entry)
    return file
