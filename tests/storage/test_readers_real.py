"""Real files that break readers: what each of them holds, found by looking at it."""

from pathlib import Path

import pytest

from storage.errors import FileUnreadable
from storage.sources.table import open_table
from tests.bot.cli import rapport
from tests.storage.test_readers_generated import table_in

YEAR = ["Year", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        "J-D", "D-N", "DJF", "MAM", "JJA", "SON"]  # fmt: skip
DAYS = ["date", "temperature", "place"]
# The columns, how many rows follow, and the starts of the first and the last.
RIGHT: dict[str, tuple[int, list[str], int, list[str], list[str]]] = {
    "blank_line.ods": (3, ["Name", "Age", "When"], 3, ["Bob", "20", "2010-10-10"], ["Ian", "34"]),
    "characters.csv": (18, ["id", "景點編號", "景點中文名稱"], 382,
                       ["v_1", "C1_395000000A_000001", "雲嘉南濱海國家風景區管理處"],
                       ["v_382", "C1_395000000A_000382", "沈光文紀念廳"]),
    "complex.csv": (4, ["date", "another date", "temperature", "place"], 3,
                    ["2011-01-01", "24 October 2011", "0", ""],
                    ["2011-01-03", "", "6,000,000", "Galway"]),
    "long.csv": (1, ["foo"], 3999, ["foo"], ["foo"]),
    "mixedGLB.csv": (19, YEAR, 133, ["1880", "-43", "-27"], ["2012", "34", "38"]),
    "ods_formats.ods": (10, ["Date", "Time", "Boolean", "Float", "Currency"], 5,
                        ["2014-11-11", "11:12:12", "true", "11.11", "1"], ["", "Other", ""]),
    "simple.xls": (3, DAYS, 6, ["2011-01-01", "1", "Galway"], ["2011-01-03", "5", "Berkeley"]),
    "simple.xlsx": (3, DAYS, 6, ["2011-01-01", "1", "Galway"], ["2011-01-03", "5", "Berkeley"]),
    "skip_initials.csv": (2, ["field1", "field2"], 2, ["hello", "    goodbye"],
                          ["hello2", "goodbye2"]),
    "small.csv": (1, ["a"], 0, [], []),
    "sparse_with_column_errors.csv": (4, ["LP", "Bezeichnung", "Kapitel/Titel", ""], 2237,
                                      ["A", "Trägerorganisationen; Umstrukturierung der "
                                       "Forschung im Beitrittsgebiet; Hochschulbau und "
                                       "überwiegend hochschulbezogene Sonderprogramme"],
                                      ["Y39000"]),
    "utf-16le_encoded.csv": (19, ["Organisation_code", "Organisation_name"], 327,
                             ["5C1", "Enfield PCT"],
                             ["NYA04", "St Andrews Healthcare - Nottinghamshire"]),
    "utf8bom.csv": (2, ["kitten", "win"], 0, [], []),
    "weird_head_padding.csv": (11, ["", "1985", "1993", "2000"], 60,
                               ["   Chirurgie (ohne Orthopädie) ..."],
                               ["      Strahlentherapie", ".", "106", "97"]),
}  # fmt: skip
REFUSED = {
    "encrypted_no_password.xls": "protected by a password",
    "null.csv": "line 1 looks like data",  # it has no line of names
    "spanish_chars.csv": "line 120 may be a note below the table",  # "Fuente: …" after an empty row
}


@pytest.mark.realdata
def test_every_messy_file_is_known(real_data: Path) -> None:
    names = {one.name for one in (real_data / "messy").iterdir()}
    assert names == RIGHT.keys() | REFUSED.keys()


@pytest.mark.realdata
@pytest.mark.parametrize("name", RIGHT)
def test_what_a_messy_file_holds(tmp_path: Path, real_data: Path, name: str) -> None:
    width, header, rows, first, last = RIGHT[name]
    words = ("import", str(real_data / "messy" / name), "--dry-run", "--format", "csv")
    done = rapport(*words, folder=tmp_path)
    found = table_in(done.stdout)
    assert done.returncode == 0
    assert {len(row) for row in found} == {width}
    assert (found[0][: len(header)], len(found) - 1) == (header, rows)
    if rows:
        assert (found[1][: len(first)], found[-1][: len(last)]) == (first, last)


@pytest.mark.realdata
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_rightly(tmp_path: Path, real_data: Path, name: str) -> None:
    with pytest.raises(FileUnreadable, match=REFUSED[name]):
        open_table(real_data / "messy" / name, strict=True)
    words = ("import", str(real_data / "messy" / name), "--dry-run", "--format", "csv")
    done = rapport(*words, folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert REFUSED[name] in done.stderr
