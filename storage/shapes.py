"""The shapes of tables that can be read: long and wide."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from storage.errors import ColumnTwice, UnknownShape
from storage.text import clean

_LONG = ("metric", "value")
_KEPT = "LMN"


@dataclass(frozen=True, slots=True)
class Long:
    """One number a line. Each attribute is a column's place."""

    metric: int
    value: int
    weight: int | None


@dataclass(frozen=True, slots=True)
class Wide:
    """One column a metric: its place and the metric's key."""

    metrics: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a table keeps what. ``ignored`` names the columns that are not read."""

    width: int
    date: int
    client: int | None
    body: Long | Wide
    ignored: tuple[str, ...]


def recognise(file: str, header: Sequence[str]) -> Shape:
    """The shape that a header announces, whatever its case.

    Long has date, metric and value (also client and weight); wide has date (also client) and one
    column a metric. Raises UnknownShape, ColumnTwice.
    """
    names = [metric_key_of(name) for name in header]
    places = {name: place for place, name in enumerate(names)}
    _refuse_twice(file, names)
    if "date" not in places:
        raise UnknownShape(file=file, reason="its first line names no date column")
    if all(name in places for name in _LONG):
        return _long(header, names, places)
    return _wide(file, header, names, places)


def metric_key_of(name: str) -> str:
    """A metric's key: small letters of any script and digits, all else one ``_`` between them."""
    small = unicodedata.normalize("NFC", clean(name)).lower()
    kept = "".join(one if unicodedata.category(one)[0] in _KEPT else " " for one in small)
    return "_".join(kept.split())


def _refuse_twice(file: str, names: list[str]) -> None:
    for name, count in Counter(names).items():
        if name and count > 1:
            raise ColumnTwice(file=file, column=name)


def _long(header: Sequence[str], names: list[str], places: dict[str, int]) -> Shape:
    body = Long(places["metric"], places["value"], places.get("weight"))
    known = {"date", "client", "metric", "value", "weight"}
    ignored = tuple(
        title.strip() for title, name in zip(header, names, strict=True) if name not in known
    )
    return Shape(len(names), places["date"], places.get("client"), body, ignored)


def _wide(file: str, header: Sequence[str], names: list[str], places: dict[str, int]) -> Shape:
    columns = [(place, name) for name, place in places.items() if name not in {"date", "client"}]
    metrics = tuple((place, name) for place, name in columns if name)
    if not metrics:
        raise UnknownShape(file=file, reason="its first line names no metric")
    ignored = tuple(title.strip() for title, name in zip(header, names, strict=True) if not name)
    return Shape(len(names), places["date"], places.get("client"), Wide(metrics), ignored)
