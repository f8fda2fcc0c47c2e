"""The two table blocks."""

from __future__ import annotations

from bot.playground.slack.rules import (
    all_of,
    array,
    boolean,
    one_of,
    problem,
    record,
    string,
    whole,
)
from bot.playground.slack.shapes_text import CELL, HEADER_CELL, ID, kind

COLUMNS = 20
_SETTINGS = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _nullable_settings(value: object, pointer: str) -> list[str]:
    return [] if value is None else _SETTINGS(value, pointer)


def _even(table: object, pointer: str) -> list[str]:
    rows = table["rows"] if isinstance(table, dict) else []
    return [
        problem("all rows must have the same number of cells", f"{pointer}/rows/{index}")
        for index, row in enumerate(rows)
        if len(row) != len(rows[0])
    ]


def _header(table: object, pointer: str) -> list[str]:
    if not isinstance(table, dict):
        return []
    found = array(HEADER_CELL, COLUMNS)(table["rows"][0], f"{pointer}/rows/0")
    index = table.get("row_header_column_index", 0)
    if index >= len(table["rows"][0]):
        found.append(problem("no such column", f"{pointer}/row_header_column_index"))
    return found


TABLE = all_of(
    kind(
        "table",
        {"rows": array(array(CELL, COLUMNS), 100)},
        {"block_id": ID, "column_settings": array(_nullable_settings, COLUMNS, 0)},
    ),
    _even,
)
DATA_TABLE = all_of(
    kind(
        "data_table",
        {"rows": array(array(CELL, COLUMNS), 201, 2), "caption": string(255)},
        {
            "block_id": ID,
            "page_size": whole(1, 100),
            "row_header_column_index": whole(0, COLUMNS - 1),
        },
    ),
    _even,
    _header,
)
