"""A table as Slack's table block, and as fixed-width text where that block is unknown."""

import unicodedata

from bot.slack.message import Block
from bot.slack.rich import bullets, element, preformatted, rich_text, section, words
from commands.answer import Run, Table
from reports.words import shorten

MOST_ROWS = 99  # Slack takes 100 with the header
MOST_CHARACTERS = 4_500  # Slack takes 10,000 in tables, and some 11,000 in all blocks together
CELL = 200
PLAIN_CELL = 28
MOST_PLAIN = 2 * PLAIN_CELL  # a cell that long says too little once it is cut


def table_block(table: Table, numbers_from: int | None = None) -> Block:
    """Slack's table block; columns from ``numbers_from`` on are set right."""
    rows = [[_cell(column) for column in table.columns]]
    rows += [[_cell(run) for run in row] for row in _fitting(table)]
    return {
        "type": "table",
        "rows": rows,
        "column_settings": [_column(index, numbers_from) for index in range(len(table.columns))],
    }


def plain_table(table: Table) -> Block:
    """The same table as fixed-width lines; as a list where words would be cut or links lost."""
    rows = _fitting(table)
    if any(not isinstance(run, str) or len(run) > MOST_PLAIN for row in rows for run in row):
        return _listed(rows)
    lines = [[shorten(str(run), PLAIN_CELL) for run in row] for row in rows]
    grid = [list(table.columns), *lines]
    widths = [max(_width(row[index]) for row in grid) for index in range(len(table.columns))]
    text = "\n".join(
        "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in grid
    )
    return rich_text(preformatted(text))


def _listed(rows: list[tuple[Run, ...]]) -> Block:
    """Every row as a bullet, its first cell bold."""
    return rich_text(bullets([_line(row) for row in rows]))


def _line(row: tuple[Run, ...]) -> list[Block]:
    first, *rest = (shorten(run, CELL) if isinstance(run, str) else run for run in row)
    head = words(first, bold=True) if isinstance(first, str) else element(first)
    return [head, *(part for run in rest if run != "" for part in (words(" · "), element(run)))]


def _fitting(table: Table) -> list[tuple[Run, ...]]:
    """As many rows as Slack takes; where some are left out, the last line says how many."""
    count = _count(table)
    if count == len(table.rows):
        return list(table.rows)
    count = min(count, MOST_ROWS - 1)
    left = len(table.rows) - count
    more: tuple[Run, ...] = (f"… and {left} more", *("" for _ in table.columns[1:]))
    return [*table.rows[:count], more]


def _count(table: Table) -> int:
    room = MOST_CHARACTERS
    for index, row in enumerate(table.rows[:MOST_ROWS]):
        room -= sum(len(str(run)[:CELL]) for run in row)
        if room < 0:
            return index
    return min(len(table.rows), MOST_ROWS)


def _cell(run: Run) -> Block:
    if isinstance(run, str):
        return {"type": "raw_text", "text": shorten(run, CELL) or " "}
    return rich_text(section(element(run)))


def _column(index: int, numbers_from: int | None) -> Block:
    right = numbers_from is not None and index >= numbers_from
    return {"align": "right" if right else "left", "is_wrapped": index == 0 or not right}


def _width(text: str) -> int:
    """Columns on a fixed-width screen: wide signs count two, combining ones none."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) != 0 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
