"""Sheets as offices keep them: titles, notes, merged cells; and typed cells of Parquet."""

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from storage.errors import FileUnreadable
from storage.sources.table import open_table
from tests.storage import workbooks
from tests.storage.test_readers import grid
from tests.storage.workbooks import workbook

Rows = list[list[object]]
HEAD: list[object] = ["date", "leads", "spend"]
BODY: Rows = [[date(2026, 1, 1), 1, 2.5], [date(2026, 1, 2), 2, 1.234]]
TABLE = [["date", "leads", "spend"], ["2026-01-01", "1", "2.5"], ["2026-01-02", "2", "1.234"]]


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ([], 1),
        ([["Report for May"]], 2),
        ([["Report for May"], [], ["Client", "Acme"], []], 5),
        ([["Client", "Acme"], ["Period", "May"], []], 4),
    ],
)
def test_what_stands_above_is_left_out(tmp_path: Path, above: Rows, line: int) -> None:
    table = open_table(workbook(tmp_path / "a.xlsx", {"One": [*above, HEAD, *BODY]}))
    assert grid(table) == TABLE
    assert table.found.header_line == line


@pytest.mark.parametrize(
    ("rows", "merged", "reason"),
    [
        ([*BODY, *BODY], "", "line 1 looks like data"),
        ([HEAD, *BODY, [], ["Source: the CRM"]], "", "line 5 may be a note"),
        ([HEAD, *BODY, [], ["name", "city"], ["Bob", "Rome"]], "", "line 5 looks like names"),
        ([HEAD, [None, "count", "EUR"], *BODY, *BODY], "", "line 2 looks like names"),
        ([HEAD, BODY[0], [None, 2, 3]], "A2:A3", "line 2 has merged cells"),
        ([["a", "b", None], ["x", "y", "z"]], "B1:C1", "line 1 has merged cells"),
        ([["a", None, None], [1, 2, 3], [4, 5, 6]], "", "line 2 looks like data"),
    ],
)
def test_doubtful_sheets_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: Rows, merged: str, reason: str
) -> None:
    plain = workbooks._sheet
    more = f'</sheetData><mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>'
    if merged:
        changed = lambda one: plain(one).replace("</sheetData>", more)  # noqa: E731
        monkeypatch.setattr(workbooks, "_sheet", changed)
    with pytest.raises(FileUnreadable, match=reason):
        open_table(workbook(tmp_path / "a.xlsx", {"One": rows}))


def test_a_merged_title_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = workbooks._sheet
    more = '</sheetData><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>'
    changed = lambda one: plain(one).replace("</sheetData>", more)  # noqa: E731
    monkeypatch.setattr(workbooks, "_sheet", changed)
    file = workbook(tmp_path / "a.xlsx", {"One": [["Report"], HEAD, *BODY]})
    assert grid(open_table(file)) == TABLE


def test_typed_columns_of_parquet(tmp_path: Path) -> None:
    moments = [datetime(2026, 1, 1), datetime(2026, 1, 2), None]  # noqa: DTZ001
    columns: dict[str, Any] = {
        "day": pa.array([date(2026, 1, 1), None, date(2026, 1, 3)]),
        "midnight": pa.array(moments, pa.timestamp("ns")),
        "at": pa.array([datetime(2026, 1, 1, 9, 30), None, None]),  # noqa: DTZ001
        "amount": pa.array([Decimal("12.50"), Decimal("3.00"), None]),
        "share": [0.5, 2.0, float("nan")],
        "count": pa.array([1, None, 3]),
        "kind": pa.array(["a", "b", "a"]).dictionary_encode(),
        "yes": [True, False, None],
    }
    file = tmp_path / "data.csv"
    pq.write_table(pa.table(columns), file)
    assert grid(open_table(file)) == [
        list(columns),
        ["2026-01-01", "2026-01-01", "2026-01-01 09:30:00", "12.5", "0.5", "1", "a", "true"],
        ["", "2026-01-02", "", "3", "2", "", "b", "false"],
        ["2026-01-03", "", "", "", "", "3", "a", ""],
    ]


def test_lists_in_parquet_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    pq.write_table(pa.table({"a": [1], "tags": [["x", "y"]]}), out)
    (tmp_path / "data").write_bytes(out.getvalue())
    with pytest.raises(FileUnreadable, match="“tags” holds lists"):
        open_table(tmp_path / "data")
