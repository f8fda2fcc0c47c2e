"""Files that are not what they should be: one sentence, nothing written."""

import csv
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from storage.errors import FileUnreadable, UnknownShape
from storage.imports import import_file
from storage.sources import csv_file
from storage.sources.csv_file import open_csv
from storage.store import Store
from tests.storage import NOW

HEAD = b"date,leads\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n \n\n", "empty lines"),
        (b",,,\n,\n", "empty cells"),
        (b"\xff\xfed\0a\0t\0e", "line 1 is not text in the encoding utf-16"),
        (HEAD + b"2026-01-01,1\0\n", "line 2 holds NUL"),
        (HEAD + b"2026-01-01,\x81\x8d\n", "line 2 is not UTF-8"),
        (HEAD + b"2026-01-01,1\n2026-01-02,\xe2\x82", "line 3 is not UTF-8"),
        (b"PK\x03\x04rest", "workbook or an archive"),
        (b"\x1f\x8brest", "damaged"),
        (b"BZhrest", "unpack it first"),
        (b"%PDF-1.7", "PDF"),
        (b"date leads\n1 2\n", "cut by spaces"),
        (HEAD + b'2026-01-01,"1\n2026-01-02,2\n', "line 2 is broken"),
        (HEAD + b'2026-01-01,1\n2026-01-02,"2"x\n', "line 3 is broken"),
        (b'"date,leads\n', ""),
    ],
)
def test_a_file_that_is_no_csv_text(
    store: Store, tmp_path: Path, content: bytes, reason: str
) -> None:
    file = tmp_path / "data.csv"
    file.write_bytes(content)
    with pytest.raises(FileUnreadable, match=r"data\.csv cannot be read") as raised:
        import_file(store, file, client="acme", create=True, now=NOW, by="U1")
    assert reason in str(raised.value)
    assert store.clients.all() == []


@pytest.mark.parametrize(("name", "reason"), [("none.csv", "no such file"), ("", "not a file")])
def test_what_is_not_there(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(FileUnreadable, match=reason):
        open_csv(tmp_path / name)


def test_a_table_of_another_kind_is_refused(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,age\nSam,40\n")
    with pytest.raises(UnknownShape, match="names no date column"):
        import_file(store, file, client="acme", create=True, now=NOW, by="U1")


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2,
                         max_size=2), min_size=1), st.sampled_from(",;\t"))  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_rows_come_back_as_written(tmp_path: Path, rows: list[list[str]], mark: str) -> None:
    filled = [cells for row in rows if (cells := [cell for cell in row if cell.strip()])]
    assume(not filled or len(filled[-1]) > 1)  # it may be a note below the table
    file = tmp_path / "data.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL).writerows([["date", "x"], *rows])
    opened = open_csv(file)
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert [cells for _, cells in opened.rows()] == kept
    assert (opened.delimiter, opened.row_count) == (mark, len(kept))


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused_by_name(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "data.csv"
    file.write_bytes(content)
    with suppress(FileUnreadable):
        opened = open_csv(file)
        assert len(list(opened.rows())) == opened.row_count


@pytest.mark.parametrize(
    "rows",
    [
        "2026-01-01,1\n2026-01-02,2\n",
        "2026-01-01,1\n2026-01-02,2",
        "2026-01-01,1\nday,leads\n2026-01-02,2\n",
        "2026-01-01,1\n2026-01-02,2\nTotals,\n",
        "2026-01-01,1\n2026-01-02,2\n,\nSource: us,\n",
        "2026-01-01,1\n,\n2026-01-02,2\n",
        "2026-01-01,1\n2026-01-02\n",
    ],
)
def test_the_quickest_look_sees_what_the_slow_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str
) -> None:
    file = tmp_path / "data.csv"
    file.write_text("day,leads\n" + rows)
    seen: list[tuple[int, object]] = []
    for large in (1 << 20, 0):
        monkeypatch.setattr(csv_file, "_LARGE", large)
        try:
            opened = open_csv(file, strict=True)
            seen.append((opened.row_count, list(opened.every_row())))
        except FileUnreadable as refused:
            seen.append((0, str(refused)))
    assert seen[0] == seen[1]
