"""Sheets as offices keep them: titles, notes, merged cells; and typed cells of Parquet."""

import io
import zipfile
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
from tests.storage.written_tables import ods

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


def changed(path: Path, old: str, new: str) -> Path:
    """A workbook with another text in its first sheet's XML."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return path


def test_an_error_is_no_empty_cell(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", {"One": [["a", "b"], ["x", 7], ["y", 8]]})
    table = open_table(changed(file, '<c r="B2" s="0"><v>7', '<c r="B2" t="e"><v>#REF!'))
    assert grid(table) == [["a", "b"], ["x", "#REF!"], ["y", "8"]]


def test_a_formula_that_was_never_calculated_is_refused(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", {"One": [["a", "b"], ["x", 7], ["y", 8]]})
    calculated = changed(file, "<v>7<", "<f>1+6</f><v>7<")
    assert grid(open_table(calculated))[1] == ["x", "7"]
    with pytest.raises(FileUnreadable, match="line 2 has a formula that was never calculated"):
        open_table(changed(calculated, "<v>7</v>", "<v/>"))


def test_a_space_far_out_is_no_column(tmp_path: Path) -> None:
    rows: Rows = [["a", "b", None, " "], ["x", 7], ["y", 8], [None, None, "  "]]
    table = open_table(workbook(tmp_path / "a.xlsx", {"One": rows}))
    assert grid(table) == [["a", "b"], ["x", "7"], ["y", "8"]]


def test_a_workbook_is_known_by_its_bytes(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xls", {"One": [["a", "b"], ["x", 7]]})
    assert grid(open_table(file)) == [["a", "b"], ["x", "7"]]


def test_merged_cells_of_ods_are_refused(tmp_path: Path) -> None:
    known = ods([["team", "n"], ["A", "1"], ["", "2"]])
    with zipfile.ZipFile(io.BytesIO(known)) as file:
        body = file.read("content.xml").decode()
    spanned = 'office:value-type="string" table:number-rows-spanned="2"><text:p>A<'
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("META-INF/manifest.xml", "<manifest/>")
        merged = body.replace('office:value-type="string"><text:p>A<', spanned)
        assert merged != body
        out.writestr("content.xml", merged)
    with pytest.raises(FileUnreadable, match="line 2 has merged cells"):
        open_table(tmp_path / "a.ods")


def test_small_floats_and_smallest_times_of_parquet(tmp_path: Path) -> None:
    columns: dict[str, Any] = {
        "share": pa.array([0.1, float("nan")], pa.float32()),
        "at": pa.array([1793525400123456789, None], pa.timestamp("ns")),
    }
    pq.write_table(pa.table(columns), tmp_path / "data.parquet")
    assert grid(open_table(tmp_path / "data.parquet")) == [
        ["share", "at"], ["0.1", "2026-11-01 09:30:00"], ["", ""],
    ]  # fmt: skip


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
