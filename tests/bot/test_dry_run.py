"""`rapport import FILE --dry-run`: how a file would be read, without a database."""

import json
from pathlib import Path

import pytest
import typer

from bot.cli import preview
from bot.cli.dry_run import csv_line
from tests.bot.cli import Done, program, rapport
from tests.storage.workbooks import workbook

GERMAN = "Datum;Umsatz\n31.12.2025;1.234,50 €\n01.01.2026;x\n"


def dry(folder: Path, content: str | bytes, *words: str) -> Done:
    """A dry run; it leaves no database behind."""
    data = content.encode() if isinstance(content, str) else content
    (folder / "data.csv").write_bytes(data)
    done = rapport("import", "data.csv", "--dry-run", *words, folder=folder)
    assert [one.name for one in folder.iterdir()] == ["data.csv"]
    assert "Traceback" not in done.stderr
    return done


def found(folder: Path, content: str | bytes, *words: str) -> dict[str, object]:
    """What a dry run tells other programs."""
    done = dry(folder, content, "--format", "json", *words)
    assert (done.returncode, done.stderr) == (0, "")
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_csv_is_nothing_but_the_table(tmp_path: Path) -> None:
    done = dry(tmp_path, 'näme;x\r\n a ;1,5\r\n"q""";\r\n'.encode("cp1252"), "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == 'näme,x\n a ,"1,5"\n"q""",\n'


def test_what_is_left_out_is_told_beside_it(tmp_path: Path) -> None:
    done = dry(tmp_path, "Report\n\na,b,c\n1,2,3\n4,5,6\n", "--format", "csv")
    assert done.stdout == "a,b,c\n1,2,3\n4,5,6\n"
    assert done.stderr == "Left out above the table: line 1.\n"


def test_every_cell_stays_in_its_place() -> None:
    assert csv_line(["x\ry", "1", 'a "b"', " c", "", "d\n"]) == '"x\ry",1,"a ""b""", c,,"d\n"\n'
    assert csv_line([""]) == '""\n'


def test_what_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    for how in ("csv", "json", "text"):
        done = dry(tmp_path, "a,b\n1,2\n3\n4,5\n", "--format", how)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == (
            "The file data.csv cannot be read: line 3 has 1 cell where line 1 has 2.\n"
        )


def test_json_tells_what_was_found(tmp_path: Path) -> None:
    told = found(tmp_path, GERMAN.encode("cp1252"), "--map", "date=Datum")
    assert told["found"] == {
        "kind": "text", "gzip": False, "encoding": "cp1252", "delimiter": ";", "quote": '"',
        "escape": None, "space_after_delimiter": False, "sheet": None, "header_line": 1,
        "lines_above": [], "comment_lines": [], "lines_below": [],
    }  # fmt: skip
    columns = told["columns"]
    assert isinstance(columns, list)
    assert [(one["name"], one["kind"], one["format"]["text"]) for one in columns] == [
        ("Datum", "date", "date, day-first"),
        ("Umsatz", "number", "number, decimal comma, thousands “.”, in €"),
    ]
    assert told["mapping"] == {
        "shape": "wide",
        "columns": {"date": "Datum", "metric: umsatz": "Umsatz"},
        "reason": None,
    }
    assert told["refusals"] == [
        {"line": 3, "reason": "umsatz: “x” is not a plain number such as 1234.5"}
    ]


def test_a_table_of_another_kind_is_told_too(tmp_path: Path) -> None:
    told = found(tmp_path, "name,age\nBob,3\n")
    mapping = told["mapping"]
    assert isinstance(mapping, dict)
    assert mapping["shape"] is None
    assert "date" in mapping["reason"]
    assert told["rows"] == 1


def test_doubts_are_told_and_settled(tmp_path: Path) -> None:
    content = "date,leads\n01/02/2026,5\n03/04/2026,6\n"
    told = found(tmp_path, content)
    mapping = told["mapping"]
    assert isinstance(mapping, dict)
    assert (mapping["shape"], "--dates day-first" in mapping["reason"]) == ("wide", True)
    settled = found(tmp_path, content, "--dates", "month-first")["mapping"]
    assert isinstance(settled, dict)
    assert settled["reason"] is None


@pytest.mark.parametrize("kind", ["tickets", "feedback"])
def test_rows_of_other_kinds(tmp_path: Path, kind: str) -> None:
    content = "ticket,opened,rating,comment\n1,2026-11-09,5,Good\n2,soon,4,Bad\n"
    told = found(tmp_path, content, "--as", kind)
    mapping = told["mapping"]
    assert isinstance(mapping, dict)
    assert mapping["shape"] == kind or mapping["reason"]
    if kind == "tickets":
        refusals = told["refusals"]
        assert isinstance(refusals, list)
        assert [one["line"] for one in refusals] == [3]


ROWS = {
    "tickets": (
        "Ticket ID,Created\n1,2026-11-09\n2,soon\n1,2026-11-10\n3,2026-11-10\n3,2026-11-10\n",
        {2: "told differently on lines 2, 4", 3: "Created: “soon”", 4: "lines 2, 4"},
    ),
    "invoices": (
        "Invoice,Issued,Due,Amount\nR-1,2026-10-01,2026-10-15,5\nR-1,2026-10-01,2026-10-15,6\n"
        "R-2,2026-10-01,2026-09-15,7\nR-3,2026-10-01,2026-10-15,8\n",
        {2: "R-1 is told differently", 3: "R-1 is told", 4: "it was due before"},
    ),
    "feedback": (
        "Date,Rating,Comment\n2026-11-09,9,\n2026-11-10,5,ok\n2026-11-11,5,\n2026-11-12,,\n",
        {2: "Rating: ", 5: "neither a score nor a text"},
    ),
    "orders": (
        "Order ID,Order date,Buyer,Total\n1,2026-11-09,Ann,5\n2,?,Bo,6\n",
        {3: "Order date is empty"},
    ),
    "usage": (
        "Timestamp,User,Event\n2026-11-09 10:00,ann,login\n2026-11-10 10:00,,login\n",
        {3: "User is empty"},
    ),
    "accounts": (
        "slug,name,currency,tz\nacme,Acme,GBP,Mars\nbo,Bo,EUR,\nbo,Bo,EUR,\n,,EUR,\nme,Me,,\n",
        {2: "“Mars” is not a time zone", 4: "stands on line 3", 5: "names no client", 6: "“me”"},
    ),
}


@pytest.mark.parametrize("kind", ROWS)
def test_each_refused_row_is_listed_with_its_reason(tmp_path: Path, kind: str) -> None:
    content, because = ROWS[kind]
    maps = ("--map", "rating=Rating") if kind == "feedback" else ()
    told = found(tmp_path, content, "--as", kind, *maps)
    refusals = told["refusals"]
    assert isinstance(refusals, list)
    assert [one["line"] for one in refusals] == list(because)
    assert told["refused"] == len(because)
    for one in refusals:
        assert because[one["line"]] in one["reason"]
    text = dry(tmp_path, content, "--as", kind, *maps).stdout
    assert all(f"  line {one['line']}: {one['reason']}" in text for one in refusals)


def test_a_person_reads_the_same(tmp_path: Path) -> None:
    done = dry(tmp_path, "a title\n\n" + GERMAN, "--map", "date=Datum")
    assert done.returncode == 0
    assert "data.csv: text, encoding utf-8, delimiter ;, names in line 3; 2 rows." in done.stdout
    assert "Left out above the table: line 1." in done.stdout
    assert "  Umsatz: number, decimal comma, thousands “.”, in €" in done.stdout
    assert "Would be read as wide: date = Datum, metric: umsatz = Umsatz." in done.stdout
    assert "1 lines would be refused:\n  line 5: umsatz" in done.stdout


def test_how_a_file_is_written_can_be_said(tmp_path: Path) -> None:
    words = ("--delimiter", "space", "--header", "0", "--format", "csv")
    assert dry(tmp_path, "1 2\n3 4\n", *words).stdout == "column_1,column_2\n1,2\n3,4\n"
    wrong = dry(tmp_path, "a,b\n", "--delimiter", "commas")
    assert (wrong.returncode, "is no delimiter" in wrong.stderr) == (1, True)


def test_a_sheet_can_be_named(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"May": [["a"], [1]], "June": [["b"], [2.5]]})
    words = ("import", "a.xlsx", "--dry-run", "--format", "csv")
    assert "choose one with --sheet" in rapport(*words, folder=tmp_path).stderr
    assert rapport(*words, "--sheet", "June", folder=tmp_path).stdout == "b\n2.5\n"


def test_it_needs_no_database_that_works(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("a,b\n1,2\n")
    words = ("import", "data.csv", "--dry-run", "--format", "csv")
    done = program(*words, folder=tmp_path, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert (done.returncode, done.stdout, done.stderr) == (0, "a,b\n1,2\n", "")


@pytest.mark.parametrize(("agrees", "words"), [(True, ()), (False, ()), (False, ("--yes",))])
def test_on_a_terminal_it_shows_and_asks_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agrees: bool, words: tuple[str, ...]
) -> None:
    asked: list[str] = []

    def confirm(text: str, default: bool) -> bool:
        asked.append(text)
        return agrees

    monkeypatch.setattr(preview, "can_ask", lambda: True)
    monkeypatch.setattr(typer, "confirm", confirm)
    (tmp_path / "data.csv").write_text("date;leads\n31.12.2025;1,5\n")
    line = ("import", "data.csv", "--client", "acme", "--create", *words)
    done = rapport(*line, folder=tmp_path)
    assert asked == ([] if words else ["Import like this?"])
    taken = agrees or bool(words)
    assert ("1 observations taken" in done.stdout) is taken
    assert ("Nothing was imported." in done.stdout) is not taken
    assert ("leads: number, decimal comma" in done.stdout) is not bool(words)
