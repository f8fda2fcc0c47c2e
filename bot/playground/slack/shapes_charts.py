"""The native chart block."""

from __future__ import annotations

from bot.playground.slack.rules import (
    Rule,
    all_of,
    array,
    number,
    positive,
    problem,
    record,
    repeated,
    string,
    typed,
)
from bot.playground.slack.shapes_text import ID, kind

LABEL = string(20)
_POINT = record({"label": LABEL, "value": number()})
_SERIES = record({"name": LABEL, "data": array(_POINT, 20)})
_AXIS = record({"categories": array(LABEL, 20)}, {"x_label": string(50), "y_label": string(50)})
_PIE = kind("pie", {"segments": array(record({"label": LABEL, "value": positive}), 12)})


def _lines(name: str) -> Rule:
    shape = kind(name, {"series": array(_SERIES, 12), "axis_config": _AXIS})
    return all_of(shape, _unique_series, _every_category)


def _unique_series(chart: object, pointer: str) -> list[str]:
    names = [series["name"] for series in _parts(chart, "series")]
    twice = repeated(names)
    return [problem(f"series names must be unique: {name}", f"{pointer}/series") for name in twice]


def _every_category(chart: object, pointer: str) -> list[str]:
    """Each series has exactly one point for each category."""
    if not isinstance(chart, dict):
        return []
    categories = chart["axis_config"]["categories"]
    if repeated(categories):
        return [problem("categories must be unique", f"{pointer}/axis_config/categories")]
    return [
        problem("must have one point for every category", f"{pointer}/series/{index}/data")
        for index, series in enumerate(chart["series"])
        if sorted(point["label"] for point in series["data"]) != sorted(categories)
    ]


def _parts(chart: object, name: str) -> list[dict[str, object]]:
    return list(chart[name]) if isinstance(chart, dict) else []


_CHARTS = {"pie": _PIE, **{name: _lines(name) for name in ("bar", "area", "line")}}
DATA_VISUALIZATION = kind(
    "data_visualization",
    {"title": string(50), "chart": typed(_CHARTS, "chart")},
    {"block_id": ID},
)
