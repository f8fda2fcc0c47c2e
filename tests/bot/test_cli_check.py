"""`rapport data imports | undo | check`: the door that people use."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.bot.cli import Done, rapport

LEADS = """client,date,metric,value
acme,2026-11-09,leads,12
acme,2026-11-10,leads,abc
acme,2026-11-16,leads,-5
"""
DESK = """ticket id,created,closed
T1,2026-11-09 09:00,2026-11-09 10:00
T2,2026-11-09 09:00,2026-11-08 10:00
T3,2026-11-10 09:00,2026-11-09 10:00
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose database has two imports with something wrong in each."""
    (tmp_path / "leads.csv").write_text(LEADS, encoding="utf-8")
    (tmp_path / "desk.csv").write_text(DESK, encoding="utf-8")
    rapport("import", "leads.csv", "--create", folder=tmp_path)
    rapport("import", "desk.csv", "--as", "tickets", "--client", "acme", folder=tmp_path)
    return tmp_path


def told(done: Done) -> dict[str, str]:
    return {one["kind"]: one["text"] for one in json.loads(done.stdout)["notices"]}


def test_imports_are_listed_and_undone(folder: Path) -> None:
    listed = rapport("data", "imports", folder=folder)
    assert "leads.csv" in listed.stdout
    assert "undone" not in listed.stdout
    asked = rapport("data", "undo", "1", folder=folder)  # a pipe cannot answer
    assert (asked.returncode, "Nothing was undone." in asked.stdout) == (1, True)
    done = rapport("data", "undo", "1", "--yes", folder=folder)
    assert "0 values of acme go back to what they were before, 2 go." in done.stdout
    assert done.stdout.endswith("Import 1 was undone.\n")
    assert "undone 20" in rapport("data", "imports", folder=folder).stdout
    again = rapport("data", "undo", "1", "--yes", folder=folder)
    assert again.returncode == 1
    assert again.stderr.startswith("Import 1 was undone on 20")


def test_an_undone_file_can_be_imported_again(folder: Path) -> None:
    before = rapport("report", "acme", "2026-W46", "--format", "json", folder=folder)
    for number in ("2", "1"):
        rapport("data", "undo", number, "--yes", folder=folder)
    rapport("import", "leads.csv", folder=folder)
    rapport("import", "desk.csv", "--as", "tickets", "--client", "acme", folder=folder)
    after = rapport("report", "acme", "2026-W46", "--format", "json", folder=folder)
    assert json.loads(before.stdout)["metrics"] == json.loads(after.stdout)["metrics"]


def test_what_is_wrong_is_listed(folder: Path) -> None:
    done = rapport("data", "check", "acme", folder=folder)
    assert done.returncode == 1
    assert "line 3: “abc” is not a plain number such as 1234.5" in done.stdout
    assert "Leads on 16 Nov 2026 is −5, which cannot be below zero" in done.stdout
    assert done.stdout.endswith("Rows: 4 excluded, 0 repaired, 0 kept as they are.\n")
    rows = json.loads(rapport("data", "check", "--format", "json", folder=folder).stdout)
    assert [one["kind"] for one in rows] == ["order", "order", "number", "sign"]
    text = rapport("data", "check", "--format", "csv", folder=folder).stdout
    assert [one["record"] for one in csv.DictReader(io.StringIO(text))] == ["T2", "T3", "", ""]


def test_nothing_wrong_is_said_and_an_unknown_client_is_named(folder: Path) -> None:
    for number in ("1", "2"):
        rapport("data", "undo", number, "--yes", folder=folder)
    clean = rapport("data", "check", folder=folder)
    assert (clean.returncode, clean.stdout) == (0, "Nothing wrong was found.\n")
    unknown = rapport("data", "check", "nobody", folder=folder)
    assert (unknown.returncode, "“nobody”" in unknown.stderr) == (1, True)


def test_the_report_tells_it_and_the_clients_version_without_the_command(folder: Path) -> None:
    words = ("report", "acme", "2026-W46", "--format", "json")
    own = told(rapport(*words, folder=folder))
    assert own["excluded"] == (
        "2 tickets were closed before they were opened and 1 row could not be read; they do not "
        "count (“rapport data check acme” lists them)."
    )
    theirs = told(rapport(*words, "--audience", "client", folder=folder))
    assert theirs["excluded"].endswith("; they do not count.")
    later = ("report", "acme", "2026-W47", "--now", "2026-11-24", "--format", "json")
    said = "1 value of Leads is left out because it looks wrong: −5 on 16 Nov 2026, which cannot be"
    assert told(rapport(*later, folder=folder))["left_out"] == (
        f"{said} below zero (“rapport data include acme leads 2026-11-16” counts it after all)."
    )
    theirs = told(rapport(*later, "--audience", "client", folder=folder))
    assert theirs["left_out"] == f"{said} below zero."


def test_people_decide_about_values_and_the_rows_say_so(folder: Path) -> None:
    rows = "".join(f"acme,2026-11-{day},leads,{10 + day % 3}\n" for day in range(11, 23))
    (folder / "more.csv").write_text(f"client,date,metric,value\n{rows}", encoding="utf-8")
    rapport("import", "more.csv", "--source", "leads", folder=folder)
    words = ("acme", "leads", "2026-11-12..2026-11-13")
    done = rapport("data", "exclude", *words, "--because", "a test", folder=folder)
    assert done.stdout == (
        "2 values of Leads of acme for 12–13 Nov 2026 do not count any more: a test.\n"
    )
    listed = json.loads(rapport("data", "check", "acme", "--format", "json", folder=folder).stdout)
    decided = [one for one in listed if one["kind"] == "decided"]
    assert [(one["day"], one["done"]) for one in decided] == [
        ("2026-11-12", "excluded"),
        ("2026-11-13", "excluded"),
    ]
    assert all(one["decided"].startswith("left out by ") for one in decided)
    own = told(rapport("report", "acme", "2026-W46", "--format", "json", folder=folder))
    left_out = "2 values of Leads are left out by the team: 10 on 12 Nov 2026; 11 on 13 Nov 2026."
    assert own["left_out"] == left_out
    assert "was left out by" in own["decided"]
    client = ("report", "acme", "2026-W46", "--audience", "client", "--format", "json")
    theirs = told(rapport(*client, folder=folder))
    assert theirs["left_out"] == left_out
    assert "decided" not in theirs
    back = rapport("data", "include", *words, "--because", "no test", folder=folder)
    assert back.stdout.endswith("count from now on: no test.\n")
    after = told(rapport("report", "acme", "2026-W46", "--format", "json", folder=folder))
    assert "left_out" not in after


def test_a_decision_needs_a_reason_a_value_and_one_source(folder: Path) -> None:
    twice = "client,date,metric,value\nacme,2026-11-09,leads,13\n"
    (folder / "web.csv").write_text(twice, encoding="utf-8")
    rapport("import", "web.csv", folder=folder)
    words = ("data", "exclude", "acme", "leads", "2026-11-09", "--because")
    unclear = rapport(*words, "a test", folder=folder)
    assert unclear.returncode == 1
    assert "comes from leads and web" in unclear.stderr
    assert '--source "leads"' in unclear.stderr
    named = rapport(*words, "a test", "--source", "leads", folder=folder)
    assert named.stdout == "Leads of acme on 9 Nov 2026 (12) does not count any more: a test.\n"
    assert "Say why" in rapport(*words, " ", folder=folder).stderr
    nothing = rapport("data", "include", "acme", "leads", "2026-11-16..2026-11-20",
                      "--because", "x", "--source", "web", folder=folder)  # fmt: skip
    assert "is left out for 16–20 Nov 2026 in web, so nothing was changed" in nothing.stderr
