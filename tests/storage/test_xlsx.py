"""Workbooks: typed cells become the text that a CSV file would hold."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.errors import FileUnreadable
from storage.imports import import_file
from storage.sources.cell_text import as_text
from storage.sources.table import open_table
from storage.store import Store
from tests.storage import NOW
from tests.storage.workbooks import workbook

HEAD = ("date", "leads")


def test_cells_become_text(tmp_path: Path) -> None:
    typed: list[object] = [
        date(2026, 1, 31),
        datetime(2026, 1, 31, 9, 12, 58),  # noqa: DTZ001
        time(9, 12, 58),
        timedelta(hours=26, minutes=3, seconds=4),
        True,
        3.0,
        0.1,
        "a & b",
    ]
    rows: list[list[object]] = [["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"], typed]
    file = workbook(tmp_path / "a.xlsx", {"One": rows})
    table = open_table(file)
    assert table.header == ("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7")
    assert list(table.rows()) == [
        (
            2,
            [
                "2026-01-31",
                "2026-01-31 09:12:58",
                "09:12:58",
                "26:03:04",
                "true",
                "3",
                "0.1",
                "a & b",
            ],
        )
    ]
    assert len(table.digest) == 64


def test_lines_are_those_of_the_sheet(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [],
        [None, "date", "leads"],
        [],
        [None, date(2026, 1, 1), 4],
        [None, " "],
    ]
    table = open_table(workbook(tmp_path / "a.xlsx", {"One": rows}))
    assert (table.header, table.row_count) == (("date", "leads"), 1)
    assert list(table.rows()) == [(4, ["2026-01-01", "4"])]
    assert list(table.rows()) == [(4, ["2026-01-01", "4"])]


def test_a_wide_and_a_long_workbook_go_in(store: Store, tmp_path: Path) -> None:
    wide = workbook(tmp_path / "wide.xlsx", {"One": [HEAD, (date(2026, 1, 1), 4)]})
    result = import_file(store, wide, client="acme", create=True, now=NOW, by="U1")
    assert (result.taken, result.refused, result.source) == (1, [], "wide")
    rows = [("client", "date", "metric", "value"), ("acme", date(2026, 1, 2), "leads", 5.5)]
    long = workbook(tmp_path / "long.xlsx", {"One": rows})
    named = import_file(store, long, client=None, create=False, now=NOW, by="U1", source="crm")
    assert (named.taken, named.source) == (1, "crm")
    acme = store.clients.find("acme")
    assert acme
    frame = store.observations.frame(acme.id, date.min, date.max)
    assert sorted(zip(frame["value"], frame["source"], strict=True)) == [(4, "wide"), (5.5, "crm")]


def test_of_several_sheets_one_is_to_be_named(tmp_path: Path) -> None:
    sheets = {"May": [HEAD, ("2026-05-01", 1)], "Empty": [], "June": [HEAD, ("2026-06-01", 2)]}
    file = workbook(tmp_path / "a.xlsx", sheets)
    with pytest.raises(FileUnreadable, match=r"several sheets with data, “May”, “June”.*--sheet"):
        open_table(file)
    assert [cells for _, cells in open_table(file, "June").rows()] == [["2026-06-01", "2"]]
    with pytest.raises(FileUnreadable, match="no sheet “July” but “May”, “Empty”, “June”"):
        open_table(file, "July")
    with pytest.raises(FileUnreadable, match="nothing but empty cells"):
        open_table(file, "Empty")


def test_hidden_sheets_are_read_only_by_name(tmp_path: Path) -> None:
    sheets = {"Shown": [HEAD, ("2026-05-01", 1)], "Lists": [HEAD, ("2026-06-01", 2)]}
    file = workbook(tmp_path / "a.xlsx", sheets, hidden=["Lists"])
    assert [cells[1] for _, cells in open_table(file).rows()] == ["1"]
    assert [cells[1] for _, cells in open_table(file, "Lists").rows()] == ["2"]


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"])
def test_a_broken_workbook_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(content)
    with pytest.raises(FileUnreadable, match=r"a\.xlsx cannot be read: it is a workbook or an arc"):
        open_table(file)


def test_a_sheet_of_a_csv_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("date,leads\n")
    with pytest.raises(FileUnreadable, match="no sheet “May”"):
        open_table(file, "May")
    with pytest.raises(FileUnreadable, match="no such file"):
        open_table(tmp_path / "none.xlsx")


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_damaged_workbook_is_read_or_refused_by_name(tmp_path: Path, data: st.DataObject) -> None:
    file = workbook(tmp_path / "a.xlsx", {"One": [HEAD, (date(2026, 1, 1), 4)]})
    content = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    file.write_bytes(content)
    with suppress(FileUnreadable):
        table = open_table(file)
        assert len(list(table.rows())) == table.row_count


@given(st.timedeltas(timedelta(days=-9), timedelta(days=999)).map(lambda one: one // timedelta(
    seconds=1)))  # fmt: skip
def test_durations_keep_their_seconds(seconds: int) -> None:
    sign = -1 if seconds < 0 else 1
    hours, minutes, rest = as_text(timedelta(seconds=seconds)).lstrip("-").split(":")
    assert sign * (int(hours) * 3600 + int(minutes) * 60 + int(rest)) == seconds


@pytest.mark.realdata
def test_a_real_workbook_behind_a_password(real_data: Path) -> None:
    with pytest.raises(FileUnreadable, match="protected by a password"):
        open_table(real_data / "messy" / "encrypted_no_password.xls")


@pytest.mark.realdata
@pytest.mark.parametrize("name", ["simple.xlsx", "simple.xls"])
def test_real_workbooks(real_data: Path, name: str) -> None:
    table = open_table(real_data / "messy" / name)
    assert table.header == ("date", "temperature", "place")
    assert next(table.rows()) == (2, ["2011-01-01", "1", "Galway"])
