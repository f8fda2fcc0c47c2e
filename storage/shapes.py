"""The shapes of tables that can be read: long and wide."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage.errors import ColumnTwice, UnknownShape
from storage.text import clean

_LONG = ("metric", "value")
_OF_LONG = ("metric", "value", "weight")
_SYNONYMS = {
    "date": ("day", "วันที่", "วัน", "日期"),
    "client": ("client_name", "ลูกค้า", "ชื่อลูกค้า", "客户", "客户名称", "客戶", "客戶名稱"),
    "metric": ("metric_name", "measure", "kpi", "ตัวชี้วัด", "指标", "指标名称", "指標"),
    "value": ("ค่า", "值", "数值", "指标值", "數值"),
    "weight": ("น้ำหนัก", "权重", "權重"),
}
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


def recognise(file: str, header: Sequence[str], told: Mapping[str, str] | None = None) -> Shape:
    """The shape that a header announces, whatever its case, in English, Thai or Chinese.

    Long has date, metric and value (also client and weight); wide has date (also client) and one
    column a metric. ``told`` names the columns of those that people named. Raises UnknownShape,
    ColumnTwice.
    """
    names = _known_as([metric_key_of(name) for name in header], _told_places(header, told or {}))
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


def _told_places(header: Sequence[str], told: Mapping[str, str]) -> dict[str, int]:
    titles = [title.strip() for title in header]
    return {known: titles.index(column) for known, column in told.items()}


def _known_as(names: list[str], told: Mapping[str, int]) -> list[str]:
    """The names with each synonym as what it means; those of long where it is long."""
    meant = dict(told)
    for known, synonyms in _SYNONYMS.items():
        if known not in told:
            place = next((names.index(one) for one in (known, *synonyms) if one in names), None)
            if place is not None and place not in told.values():
                meant[known] = place
    if not all(known in meant for known in _LONG):
        meant = {known: place for known, place in meant.items() if known not in _OF_LONG}
    by_place = {place: known for known, place in meant.items()}
    kept = ["" if name in told else name for name in names]
    return [by_place.get(place, name) for place, name in enumerate(kept)]


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
