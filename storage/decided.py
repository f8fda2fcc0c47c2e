"""How a source's files are written, where somebody decided it: kept for the source's next file."""

import codecs
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from reports.errors import Expected
from storage.errors import FileUnreadable, MappedColumnMissing, UnknownShape
from storage.sources.content import content_of
from storage.sources.encoding import encoding_of
from storage.sources.found import NOTHING_SAID, Said
from storage.sources.table import TableFile, open_table
from storage.sources.xlsx_file import is_workbook
from storage.store import Store

_NAMES = tuple(one.name for one in fields(Said) if one.name != "kept")
_LAYOUT = ("sheet", "encoding", "delimiter", "header")  # what a file may be unreadable by
_MARKS = {"": "none", "\t": "tab", " ": "space"}


class KeptDiffers(Expected):
    """{problem} Earlier files of “{source}” were read with {kept}, and so was this one: if it is
    written otherwise, say so with these options."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decided: the workbook's sheet, and how the file is written."""

    sheet: str | None = None
    said: Said = NOTHING_SAID

    def then(self, sheet: str | None, said: Said) -> "Decided":
        """The same with what is said now in its place."""
        now = {name: one for name in _NAMES if (one := getattr(said, name)) is not None}
        return Decided(sheet or self.sheet, replace(self.said, **now))

    def reading(self, said: Said) -> Said:
        """How to read a file: what is not ``said`` now is marked as kept."""
        kept = {name for name in _NAMES if getattr(said, name) is None}
        return replace(self.said, kept=frozenset(kept & self._told().keys()))

    def to_json(self) -> dict[str, Any]:
        """As it stands in a mapping's JSON; what nobody decided is left out."""
        return {"sheet": self.sheet} | ({"said": self._told()} if self._told() else {})

    def options(self, said: Said) -> str:
        """What is kept of the layout, as options; empty where nothing is."""
        told = {"sheet": self.sheet} | self._told()
        kept = {name: told[name] for name in _LAYOUT if told.get(name) is not None}
        spoken = {name for name in _NAMES if getattr(said, name) is not None}
        return ", ".join(
            f"--{name} {_MARKS.get(str(one), one)}"
            for name, one in kept.items()
            if name not in spoken
        )

    def _told(self) -> dict[str, Any]:
        return {name: one for name, one in asdict(self.said).items() if one is not None and
                name in _NAMES}  # fmt: skip


NOTHING_DECIDED = Decided()


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with how to read its columns, and what to keep with its ``source``.

    ``before`` is what was kept until now.
    """

    source: str
    file: TableFile
    said: Said
    decided: Decided
    before: Decided

    @contextmanager
    def as_kept(self, said: Said) -> Iterator[None]:
        """Within it, what fails by the layout that was kept raises KeptDiffers."""
        with _as_kept(self.source, self.before, said):
            yield


def decided_in(mapping: str | None) -> Decided:
    """What the JSON of a mapping keeps."""
    kept: Mapping[str, Any] = json.loads(mapping) if mapping else {}
    return Decided(kept.get("sheet"), Said(**kept.get("said", {})))


def open_decided(
    store: Store, path: Path, source: str, sheet: str | None, said: Said = NOTHING_SAID
) -> Opened:
    """Open a file of ``source`` as its earlier ones were, but for what is said now.

    Raises FileUnreadable, and KeptDiffers where what was kept makes it so.
    """
    kept = decided_in(store.imports.mapping_of(source))
    before = kept if sheet is None else replace(kept, sheet=None)
    decided, reading = kept.then(sheet, said), kept.then(sheet, said).reading(said)
    chosen = decided.sheet if sheet is not None or is_workbook(path) else None
    with _as_kept(source, before, said):
        _check_encoding(path, reading)
        return Opened(source, open_table(path, chosen, reading), reading, decided, before)


@contextmanager
def _as_kept(source: str, before: Decided, said: Said) -> Iterator[None]:
    kept = before.options(said)
    try:
        yield
    except (FileUnreadable, UnknownShape, MappedColumnMissing) as problem:
        if not kept:
            raise
        raise KeptDiffers(problem=str(problem), source=source, kept=kept) from problem


def _check_encoding(path: Path, said: Said) -> None:
    """Text that is proven to be Unicode is not read as something else because that was kept."""
    if "encoding" not in said.kept or said.encoding is None or is_workbook(path):
        return
    content = content_of(path)
    if all(chunk.isascii() for chunk in content.chunks()):
        return
    try:
        shown = encoding_of(content)
    except FileUnreadable:
        return
    if shown.startswith("utf") and _family(shown) != _family(said.encoding):
        raise FileUnreadable(file=path.name, reason=f"it is text in {shown}")


def _family(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name.removesuffix("-sig")
    except LookupError:
        return encoding
