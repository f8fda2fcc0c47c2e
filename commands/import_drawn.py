"""A form of an import as it was drawn, and what a person wants by what stands in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from commands.import_columns import maps_of
from commands.import_kinds import KINDS
from storage.looked import NUMBERS, Wish
from storage.sources.found import DateOrder, Mark, Said

OTHER = "+"  # a client that is not in the list, or new
BLANK = "Write the client's name."
DRAWN = re.compile(
    r"(?P<step>form|bring)(?P<files>(?: \S+)+?)(?: as (?P<kind>[a-z]+))?(?: sheet (?P<sheet>\d+))?"
    r"(?: (?P<new>new))?(?: for(?: (?P<client>.+))?)?"
)
ORDERS: dict[DateOrder, str] = {
    "day-first": "1 February: the day comes first",
    "month-first": "2 January: the month comes first",
}
MARKS: dict[Mark, str] = {
    "point": "A little more than 1: the point is decimal",
    "comma": "More than a thousand: the comma is decimal",
}


@dataclass(frozen=True)
class Drawn:
    """A form's words: which files it is about, the shown one first, and as what it was shown.

    ``sheet`` is the number of the workbook's sheet, “0” where there is none to choose.
    """

    step: str
    files: tuple[str, ...]
    kind: str | None
    sheet: str
    client: str | None
    new: bool

    def args(self, step: str) -> str:
        """The words of the next step."""
        kind = f" as {self.kind}" if self.kind else ""
        return f"{step} {' '.join(self.files)}{kind} sheet {self.sheet}"

    def of_file(self, chosen: str | None) -> "Drawn":
        """The same about another of its files, of which nothing was shown yet."""
        if chosen not in self.files[1:]:
            return self
        others = (one for one in self.files if one != chosen)
        return replace(self, files=(str(chosen), *others), kind=None, sheet="0")

    def showed(self, fields: Mapping[str, str]) -> bool:
        """Whether it showed this kind of rows of this sheet: nothing unseen is imported."""
        sheet = fields.get("sheet", "").partition(":")[0]
        same = fields.get("file", self.files[0]) == self.files[0] and sheet in {"", self.sheet}
        return same and self.kind is not None and fields.get("kind") == self.kind


def read_drawn(words: str) -> Drawn | None:
    """The words of a form; None for those of another step."""
    found = DRAWN.fullmatch(words.strip())
    if found is None:
        return None
    kind = found["kind"] if found["kind"] in KINDS else None
    client = (found["client"] or "").strip() or None
    files = tuple(found["files"].split())
    return Drawn(found["step"], files, kind, found["sheet"] or "0", client, bool(found["new"]))


def check(args: str, fields: Mapping[str, str]) -> Mapping[str, str]:
    """What is wrong with what stands in the form, as far as that is plain at once."""
    drawn = read_drawn(args)
    named = fields.get("client") != OTHER or fields.get("name", "").strip()
    return {} if drawn is None or named else {"name": BLANK}


def wish_of(path: Path, drawn: Drawn, fields: Mapping[str, str]) -> Wish:
    """What the form asks for.

    Columns of another kind count for nothing, those of another sheet where it has them.
    """
    kind = fields.get("kind") or drawn.kind
    number, _, sheet = fields.get("sheet", "").partition(":")
    maps = maps_of(fields, numbers=kind == NUMBERS) if kind == drawn.kind else ()
    client, create = _client(drawn, fields, maps, kind)
    wish = Wish(path, kind, client, create, sheet or None, _said(fields))
    same = number in {"", drawn.sheet}
    return replace(wish, maps=maps) if same else replace(wish, hopes=maps)


def _said(fields: Mapping[str, str]) -> Said:
    dates = next((one for one in ORDERS if one == fields.get("dates")), None)
    decimal = next((one for one in MARKS if one == fields.get("decimal")), None)
    return Said(dates=dates, decimal=decimal)


def _client(
    drawn: Drawn, fields: Mapping[str, str], maps: tuple[str, ...], kind: str | None
) -> tuple[str | None, bool]:
    """Whose it is, and whether clients that are new are made."""
    if not fields:
        return drawn.client, drawn.new
    if kind == "accounts" or any(one.startswith("client=") and one != "client=" for one in maps):
        return None, fields.get("create") == "yes"
    if fields.get("client") == OTHER:
        return fields.get("name", "").strip() or None, True
    return fields.get("client"), False
