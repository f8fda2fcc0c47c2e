"""Awkward files: each gives the right table, or one sentence that names the line."""

import csv
import gzip
import io
import json
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from storage.errors import FileUnreadable
from storage.sources import archives, content
from storage.sources.found import Said
from storage.sources.table import TableFile, open_table
from tests.storage import workbooks
from tests.storage.workbooks import workbook
from tests.storage.written_tables import ods

Grid = list[list[str]]
AB = [["a", "b"], ["1", "2"], ["3", "4"]]


def grid(table: TableFile) -> Grid:
    """The header and every row."""
    return [list(table.header), *(cells for _, cells in table.every_row())]


def read(folder: Path, content: str | bytes, said: Said | None = None) -> Grid:
    """What stands in a file with this content, opened strictly."""
    file = folder / "data"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return grid(open_table(file, None, said or Said(), strict=True))


@pytest.mark.parametrize(
    ("content", "table"),
    [
        ("a\tb\n1\t2\n3\t4\n", AB),
        ("a|b\n1|2\n3|4\n", AB),
        ("a^b\r1^2\r3^4\r", AB),
        ("a,b\r\r\n1,2\r\r\n3,4", AB),
        ("a,b\n1,2\r\n3,4\r", AB),
        ("sep=;\na;b\n1;2\n3;4\n", AB),
        ("# by Sam\n#\na,b\n1,2\n3,4\n", AB),
        ("# by Sam, and others\na,b\n1,2\n3,4\n", AB),
        ("a,b\n1,2\n# no row\n3,4\n", AB),
        ("\n\n a title \n\na,b\n1,2\n3,4\n\nSource: the CRM\n", AB),
        ("Client:,Acme\n\na,b\n1,2\n3,4\n", AB),
        (",,\n,,\nid,name,age\n1,Bob,3\n", [["id", "name", "age"], ["1", "Bob", "3"]]),
        ("a,b\n\n1,2\n\n3,4\n\n", AB),
        ("a,b\n,\n1,2\n", [["a", "b"], ["", ""], ["1", "2"]]),
        ("a, b\n1, 2\n3, 4\n", [["a", " b"], ["1", " 2"], ["3", " 4"]]),
        ('a, b\n1, "2"\n3, 4\n', AB),
        ('a,b\n1,5" pipe\n', [["a", "b"], ["1", '5" pipe']]),
        ('a\tb\n1\t"so" he said\n2\tx\n', [["a", "b"], ["1", '"so" he said'], ["2", "x"]]),
        ("a,b\nx\\,y,1\nz,2\n", [["a", "b"], ["x,y", "1"], ["z", "2"]]),
        ('a,b\n"C:\\dir\\",x\n', [["a", "b"], ["C:\\dir\\", "x"]]),
        ("a,b\n'x,y',1\n'z',2\n", [["a", "b"], ["x,y", "1"], ["z", "2"]]),
        ("a,b\n'tis,1\nit's,2\n", [["a", "b"], ["'tis", "1"], ["it's", "2"]]),
        ("a;b\n1,5;2,5\n3,5;4,5\n", [["a", "b"], ["1,5", "2,5"], ["3,5", "4,5"]]),
        ("who;what\nBob;Hi, all\nAl;Bye, all\n", [["who", "what"], ["Bob", "Hi, all"],
                                                   ["Al", "Bye, all"]]),
        ("name\nBob\nAl\n", [["name"], ["Bob"], ["Al"]]),
        ("e-mail\na-b@x.org\n", [["e-mail"], ["a-b@x.org"]]),
        ("first_name(s)\nan_b(c)\n", [["first_name(s)"], ["an_b(c)"]]),
        ('"name"\n"a,b"\n', [["name"], ["a,b"]]),
        ("kitten,win", [["kitten", "win"]]),
        ("a,a,\n1,2,3\n", [["a", "a", ""], ["1", "2", "3"]]),
        ("Region,2024,2025\nNorth,1,2\n", [["Region", "2024", "2025"], ["North", "1", "2"]]),
        ("[id],name\n1,x\n", [["[id]", "name"], ["1", "x"]]),
        ('a\n"two\nlines"\n', [["a"], ["two\nlines"]]),
        ("=1+1,@x\n2,=3\n", [["=1+1", "@x"], ["2", "=3"]]),
        ('"a":"b"\n"1":"2"\n"3":"4"\n', AB),
        ('"a" "b"\r\n"1" "2"\r\n"3" "4"\r\n', AB),
        ("a,b\n1,2,\n3,4,\n", AB),
        ("a;b;\n1;2\n3;4\n", AB),
        ("a,b,\n1,2,\n", [["a", "b", ""], ["1", "2", ""]]),
        ("a,,b\n1,,2\n", [["a", "", "b"], ["1", "", "2"]]),
        ("# x, y, z\n# ----\n#\n\na,b\n1,2\n3,4\n", AB),
        ("".join(f"Filter {n}: all\n" for n in range(9)) + "\na,b\n1,2\n3,4\n", AB),
        ("a,b\n1,2\n3,4\n\nMade by us\nAll rights\n: kept\nat home\n", AB),
        ("a,b\nx,\n1,2\ny,\n3,4\n", [["a", "b"], ["x", ""], ["1", "2"], ["y", ""], ["3", "4"]]),
        ('[{"a": 1, "b": null}, {"a": 2.0, "c": true}]',
         [["a", "b", "c"], ["1", "", ""], ["2", "", "true"]]),
        ('[["a", "b"], [1, "2"], [3, 4]]', AB),
        ('{"a": [1, 3], "b": ["2", 4]}', AB),
        ('{"a": {"0": 1, "1": 3}, "b": {"0": 2, "1": 4}}', AB),
        ('{"columns": ["a", "b"], "index": [0, 1], "data": [[1, 2], [3, 4]]}', AB),
        ('{"total": 2, "items": [{"a": 1, "b": 2}, {"a": 3, "b": 4}]}', AB),
        ('{"a": 1, "b": 2}\n\n{"b": 4, "a": 3}\n', AB),
        ('["a", "b"]\n[1, 2]\n[3, 4]', AB),
        ('[{"a": 1, "b": {"c": 0.5}}, {"a": 2, "b": null}]',
         [["a", "b.c"], ["1", "0.5"], ["2", ""]]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("packed", [False, True])
def test_the_table_is_read_right(tmp_path: Path, content: str, table: Grid, packed: bool) -> None:
    data = content.encode()
    assert read(tmp_path, gzip.compress(data) if packed else data) == table


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "it is empty"),
        ("\n \n", "nothing but empty lines"),
        (";;\n;\n", "nothing but empty cells"),
        ("a,b,c\n1,2,3\n4,5\n6,7,8\n", "line 3 has 2 cells where line 1 has 3"),
        ("a,b\n1,2\n3,4,5\n6,7\n", "line 3 has 3 cells where line 1 has 2"),
        ("a,b\n1,2,3\n4,5,6\n", "line 1 has 2 cells where line 2 has 3"),
        ("a,b,c\n1,2\n3,4\n", "line 1 has 3 cells where line 2 has 2"),
        ("a,b,c\n1,2,3\nSource: us\n", "line 3 has 1 cell where line 1 has 3"),
        ("a,b,c\n1,2,3\n,,\nSource: us,,\n", "line 4 may be a note"),
        ('a,b\n1,"2\n3,4\n', "line 2 is broken .a quote opens there that nothing closes"),
        ('a,b\n1,"2"x\n3,4\n', "line 2 is broken .*quotes within a cell must be doubled"),
        ("1,null,0\n2,0,0\n", "line 1 looks like data"),
        ("1,Bob,2026-01-01\n2,Al,2026-01-02\n", "line 1 looks like data"),
        ("1\n2\n3\n", "line 1 looks like data"),
        ("day,leads\n,count\n2026-01-01,1\n2026-01-02,2\n", "line 2 looks like names"),
        ("Report, May\nday,leads\n2026-01-01,1\n2026-01-02,2\n", "line 1 looks like data"),
        ("a,,b,\nJ,F,M,A\n1,2,3,4\n5,6,7,8\n", "line 2 looks like names"),
        ("a,b\n1,2\n\nx,y,z\n1,2,3\n4,5,6\n", "line 2 and those around it"),
        ("a,b\n1,2\n3,4\n\nx,y\n5,6\n7,8\n9,9\n1,1\n", "line 5 looks like names of columns again"),
        ("a,b\n1,2\n# 3,4\n# a comment\n5,6\n", "line 3 may be a comment"),
        ("name,,\nBob,x,y\nAl,z,w\n", "line 1 may be a title"),
        ("a||b||c\n1||2||3\n", "“||” may separate"),
        ("a b\n1 2\n3 4\n", "cut by spaces"),
        ("a:b\n1:2\n3:4\n", "cut by “:”"),
        ("x   yy  z\n1   2   3  \nab  c   d e\n", "spaces|fixed width"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "line 2 is a line drawn"),
        ("a,b\n1,2\x003\n", "line 2 holds NUL"),
        ('a,b\n"x\\"y",1\n"C:\\new",2\n', "line 3 has “.n”|broken"),
        ("date,b\n2026-01-01,2\n2026-01-02,3\nFOOTNOTE,\n", "line 4 may be a note"),
        ("a,b,c\nx,1,2\ny,3,4\nSource: us,,\n", "line 4 may be a note"),
        ("a,b\n1,2\na,b\n3,4\n", "line 3 has the names of line 1 again"),
        ("a,b\nWhen,Why\nX,Y\n2026-01-01,1\n2026-01-02,2\n", "line 3 and those above"),
        ("a,b\n1,2,\n3,4\n", "line 2 has 3 cells"),
        ('\'a\',\'b\'\n"1","2"\n"3","4"\n', "line 1 has its cells in other quotes"),
        ('"a,b"\n"1,2"\n"3,4"\n', "line 1 and all others stand in quotes"),
        ("a，b\n1，2\n3，4\n", "cut by “，”"),
        ("a-b-c\n1-2-3\n4-5-6\n", "cut by “-”"),
        ("a·b\n1·2\n", "cut by “·”"),
        ("Report,May,\n,,\na,b,c\nx,y,z\n", "line 1 names fewer columns than there are"),
        ('a,b\n1,"x ""y"" z"\n2,"x \\"y\\" z"\n', "line 2 doubles its quotes"),
        ("a~^~b\n1~^~2\n3~^~4\n", "“~.~” may separate"),
        ("a\x1fb\x1e1\x1f2\x1e", "U\\+001E"),
        ("\ufeff\ufeffa,b\n1,2\n", "two byte order marks"),
        (b"a,b\n1,\xed\xa0\xbd\xed\xb8\x80\n", "line 2 is not UTF-8"),
        (b"8BPS\0\x01", "NUL"),
        ("<rows>\n<row><a>1</a></row>\n</rows>\n", "web page"),
        ("<!-- x --><table>", "web page"),
        ("<html><table></table></html>", "web page"),
        ("{\\rtf1 x}", "RTF"),
        ("%PDF-1.7", "PDF"),
        ("PK\x05\x06", "empty archive"),
        ('{"a": 1,', "line 1 is no JSON"),
        ('{"a": 1}\n{"a": 2\n', "line 2 is no JSON"),
        ('[{"a": 1, "a": 2}]', "“a” twice"),
        ('[{"a.b": 1, "a": {"b": 2}}]', "“a.b” twice"),
        ('[{"a": [1]}]', "record 1 holds a list"),
        ('[{"a": {"b": {"c": 1}}}]', "record 1 holds an object"),
        ('[["a"], [1, 2]]', "row 2 has 2 cells"),
        ("[[1], [2]]", "does not name the columns"),
        ('{"a": [1], "b": [1, 2]}', "not equally long"),
        ('{"x": [{"a": 1}], "y": [{"b": 1}]}', "several tables"),
        ('[{"a": 1e999}]', "too large"),
        ("[]", "no records"),
        ("[" * 5000, "no JSON|too deep"),
        ('[{"a": ' + "9" * 5000 + "}]", "too large"),
        ('[{"a": "x\\ud800"}]', "record 1 holds NUL or half"),
        ('[{"a\\u0000": 1}]', "holds NUL"),
        ('{"columns": ["a"], "data": 5}', "several tables|no list of records"),
        ('{"2026-01-01": 5, "2026-01-02": 6}', "its names are days"),
    ],
)
def test_what_is_in_doubt_is_refused(tmp_path: Path, content: str | bytes, reason: str) -> None:
    with pytest.raises(FileUnreadable, match=reason):
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "said", "table"),
    [
        ("1,2\n3,4\n", Said(header=0), [["column_1", "column_2"], ["1", "2"], ["3", "4"]]),
        ("x,y\na,b\n1,2\n3,4\n", Said(header=2), AB),
        ("a b\n1 2\n3 4\n", Said(delimiter=" "), AB),
        ("a:b\n1:2\n3:4\n", Said(delimiter=":"), AB),
        ("a:b\n1:2\n", Said(delimiter=""), [["a:b"], ["1:2"]]),
        ("a,b\n1,é\n".encode("cp850"), Said(encoding="cp850"), [["a", "b"], ["1", "é"]]),
    ],
)
def test_what_is_said_counts(tmp_path: Path, content: str | bytes, said: Said, table: Grid) -> None:
    assert read(tmp_path, content, said) == table


def test_what_is_said_wrong_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="no encoding “klingon”"):
        read(tmp_path, "a,b\n", Said(encoding="klingon"))
    with pytest.raises(FileUnreadable, match="line 2 is not text in the encoding"):
        read(tmp_path, b"a,b\n1,\x81\n", Said(encoding="cp1252"))
    with pytest.raises(FileUnreadable, match="line 9 was named as the header"):
        read(tmp_path, "a,b\n1,2\n", Said(header=9))


def test_bytes_of_two_encodings_are_refused(tmp_path: Path) -> None:
    mixed = "a,b\nZürich,größer\n".encode() + "Köln,1\n".encode("cp1252")
    with pytest.raises(FileUnreadable, match="line 3 is not UTF-8"):
        read(tmp_path, mixed)


def test_uneven_rows_are_left_to_who_refuses_them_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text("a,b\n1,2\n3\n4,5\n6,7,8\n9,9\n")
    table = open_table(file)
    assert table.row_count == 5
    assert [(line, len(cells)) for line, cells in table.rows()] == [
        (2, 2), (3, 1), (4, 2), (5, 3), (6, 2),
    ]  # fmt: skip


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(",;\t|^"),
    st.sampled_from(["doubled", "backslash", "single"]),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None
)
def test_any_cells_come_back_or_are_refused(
    tmp_path: Path, rows: Grid, mark: str, style: str, encoding: str
) -> None:
    # Without a quote that is escaped nobody can tell an escaped backslash from two of them.
    assume(style != "backslash" or not any("\\" in cell for row in rows for cell in row))
    out = io.StringIO(newline="")
    csv.writer(
        out,
        delimiter=mark,
        quoting=csv.QUOTE_ALL,
        quotechar="'" if style == "single" else '"',
        doublequote=style != "backslash",
        escapechar="\\" if style == "backslash" else None,
    ).writerows([["day", "place", "remark"], *rows])
    with suppress(FileUnreadable):
        assert read(tmp_path, out.getvalue().encode(encoding)) == [
            ["day", "place", "remark"],
            *rows,
        ]


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.one_of(st.none(), CELLS), min_size=1),
                min_size=1, max_size=5), st.booleans())  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_records_come_back(
    tmp_path: Path, records: list[dict[str, str | None]], by_line: bool
) -> None:
    text = "\n".join(map(json.dumps, records)) if by_line else json.dumps(records)
    names = list(dict.fromkeys(name for one in records for name in one))
    assert read(tmp_path, text) == [
        names, *[[one.get(name) or "" for name in names] for one in records],
    ]  # fmt: skip


@given(st.binary(max_size=300))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None
)
def test_any_bytes_are_a_table_or_refused(tmp_path: Path, content: bytes) -> None:
    with suppress(FileUnreadable):
        found = read(tmp_path, content)
        assert len({len(row) for row in found}) == 1


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "SMALL", 1 << 20)
    with pytest.raises(FileUnreadable, match="far larger than a table"):
        read(tmp_path, gzip.compress(b"a,b\n" + b"0" * (8 << 20)))
    monkeypatch.setattr(archives, "MOST_IN_MEMORY", 1 << 20)
    with pytest.raises(FileUnreadable, match="far larger than a table"):
        read(tmp_path, ods([["a", "b"], ["x" * (8 << 20), "2"]]))


def test_cells_far_apart_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sheet = f'<worksheet xmlns="{workbooks._SPACE}"><sheetData>{corner}</sheetData></worksheet>'
    monkeypatch.setattr(workbooks, "_sheet", lambda _: sheet)
    with pytest.raises(FileUnreadable, match="too far apart"):
        open_table(workbook(tmp_path / "a.xlsx", {"One": []}))
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384">'
    many = ods([["a"]]).replace(b"a", b"a")
    with zipfile.ZipFile(io.BytesIO(many)) as file:
        body = file.read("content.xml").decode()
    body = body.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="9999">')
    body = body.replace('<table:table-cell office:value-type="string">', cell)
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as out:
        out.writestr("content.xml", body)
    with pytest.raises(FileUnreadable, match="too far apart"):
        open_table(tmp_path / "a.ods")


def test_other_archives_and_broken_ones(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("data.csv", "a,b\n1,2\n")
    with pytest.raises(FileUnreadable, match="an archive, but no workbook"):
        read(tmp_path, out.getvalue())
    whole = gzip.compress(b"a,b\n1,2\n" * 50)
    with pytest.raises(FileUnreadable, match="broken off or damaged"):
        read(tmp_path, whole[:-12])
    with pytest.raises(FileUnreadable, match="compressed twice"):
        read(tmp_path, gzip.compress(whole))
    with pytest.raises(FileUnreadable, match="Parquet that is broken"):
        read(tmp_path, b"PAR1 and so on")
