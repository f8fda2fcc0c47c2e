"""`rapport import FILE --as tickets`: the door that people use."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import typer
from syrupy.assertion import SnapshotAssertion

from bot.cli import preview
from tests.bot.cli import Done, rapport
from tests.storage.workbooks import workbook

CALLS = (
    "Call Id,Agent,Date,Time,Topic,Answered (Y/N),Resolved,Speed of answer in seconds,"
    "AvgTalkDuration,Talk Duration (Seconds),Satisfaction rating\n"
    "1,Ann,2026-11-09,09:00:00,Bill,Y,Y,10,00:01:40,100,5\n"
    "2,Bob,2026-11-09,09:10:00,Line,Y,N,30,00:03:20,200,3\n"
    "3,Bob,2026-11-10,10:00:00,Line,N,N,,00:00:00,9,\n"
    "4,Bob,2026-11-10,10:00:00,Line,Y,N,10,00:00:20,20,7\n"
)
EVENTS = "case,activity,timestamp\n1,opened,2026-11-09 09:00\n1,done,2026-11-09 10:00\n"


def tickets(folder: Path, *words: str, content: str = CALLS, name: str = "calls.csv") -> Done:
    (folder / name).write_text(content, encoding="utf-8")
    return rapport("import", name, "--client", "acme", *words, folder=folder)


def test_one_command_takes_a_file_in(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    done = tickets(tmp_path, "--as", "tickets", "--create")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == snapshot
    report = rapport("report", "acme", "2026-W46", "--format", "json", folder=tmp_path)
    values = {one["key"]: one["value"] for one in json.loads(report.stdout)["metrics"]}
    assert values["requests"] == 3
    assert values["first_response"] == 20


def test_an_event_log_says_what_it_assumes(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    words = ("--as", "tickets", "--create")
    done = tickets(tmp_path, *words, content=EVENTS, name="events.csv")
    assert done.stdout == snapshot
    named = tickets(tmp_path, "--map", "closing=done", content=EVENTS, name="events.csv")
    assert "closed by the activity “done”" in named.stdout
    assert "Figures: Requests, Backlog, Resolution time, Interactions per ticket." in named.stdout


def test_the_next_file_needs_no_words(tmp_path: Path) -> None:
    tickets(tmp_path, "--as", "tickets", "--create", "--map", "talk=AvgTalkDuration")
    again = tickets(tmp_path)
    assert "3 tickets taken (0 new, 0 changed, 3 unchanged)." in again.stdout
    assert "First values" not in again.stdout
    other = tickets(tmp_path, "--source", "calls", name="december.csv")
    assert "source: calls." in other.stdout
    lacking = tickets(tmp_path, content="Call Id,Date\n1,2026-11-09\n")
    assert lacking.returncode == 1
    assert "lacks “Time”, “Agent”, “Topic”" in lacking.stderr


@pytest.mark.parametrize(("agrees", "words"), [(True, ()), (False, ()), (False, ("--yes",))])
def test_on_a_terminal_it_asks_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agrees: bool, words: tuple[str, ...]
) -> None:
    asked: list[str] = []

    def confirm(text: str, default: bool) -> bool:
        asked.append(f"{text} {default}")
        return agrees

    monkeypatch.setattr(preview, "can_ask", lambda: True)
    monkeypatch.setattr(typer, "confirm", confirm)
    done = tickets(tmp_path, "--as", "tickets", "--create", *words)
    assert asked == ([] if words else ["Import like this? True"])
    taken = agrees or bool(words)
    assert done.returncode == (0 if taken else 1)
    assert ("3 tickets taken" in done.stdout) is taken
    assert ("Nothing was imported." in done.stdout) is not taken


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--as", "tickets"), "There is no client “acme”"),
        (("--as", "tickets", "--create", "--map", "agent=Who"), "the columns are “Call Id”"),
        (("--as", "tickets", "--create", "--map", "ref="), "cannot be left out"),
        (("--as", "tickets", "--create", "--sheet", "May"), "no sheet “May”"),
        (("--create", "--map", "agent=Agent"), "--as tickets"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = tickets(tmp_path, *words)
    assert (done.returncode, done.stdout if "--map" in words else "") == (1, "")
    assert sentence in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_a_workbook_with_its_sheet(tmp_path: Path) -> None:
    rows = [("ticket", "opened"), (1, date(2026, 11, 9))]
    workbook(tmp_path / "desk.xlsx", {"May": rows, "June": [*rows, (2, date(2026, 11, 10))]})
    words = ("import", "desk.xlsx", "--client", "acme", "--create", "--as", "tickets")
    refused = rapport(*words, folder=tmp_path)
    assert "several sheets with data, “May”, “June”; choose one with --sheet" in refused.stderr
    assert "2 tickets taken" in rapport(*words, "--sheet", "June", folder=tmp_path).stdout
    assert "2 unchanged" in rapport(*words, folder=tmp_path).stdout


@pytest.mark.realdata
def test_real_tickets_go_in_with_one_command_each(tmp_path: Path, real_data: Path) -> None:
    calls = real_data / "support" / "call_center.xlsx"
    words = ("--as", "tickets", "--client", "acme", "--create")
    assert "5,000 tickets taken" in rapport("import", str(calls), *words, folder=tmp_path).stdout
    log = str(real_data / "support" / "helpdesk_events.csv")
    assert "3,804 tickets taken" in rapport("import", log, *words, folder=tmp_path).stdout
    found = rapport("report", "acme", "2021-W08", "--format", "json", folder=tmp_path)
    values = {one["key"]: one["value"] for one in json.loads(found.stdout)["metrics"]}
    rows = pd.read_excel(calls, engine="calamine")
    week = rows[pd.to_datetime(rows["Date"]).between("2021-02-22", "2021-02-28")]
    assert values["requests"] == len(week)
    rated = week["Satisfaction rating"].dropna()
    assert values["csat"] == pytest.approx((rated >= 4).mean())


def test_the_summary_speaks_of_metrics_as_the_team_does(tmp_path: Path) -> None:
    own = '[metrics.requests]\nlabel = "Calls"\n\n[metrics.nps]\nlabel = "Fans"\n'
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    assert rapport("metrics", "declare", "own.toml", folder=tmp_path).returncode == 0
    done = tickets(tmp_path, "--as", "tickets", "--create")
    assert "Figures: Calls, " in done.stdout
    survey = "Date,Score\n2026-11-09,9\n2026-11-10,10\n"
    words = ("--as", "feedback", "--map", "scale=nps")
    assert "Fans" in tickets(tmp_path, *words, content=survey, name="survey.csv").stdout


def test_what_was_decided_needs_no_words_the_next_time(tmp_path: Path) -> None:
    first = "Ticket ID,Created,Rating\n1,01/02/2026,5\n"
    words = ("--as", "tickets", "--create")
    asked = tickets(tmp_path, *words, content=first)
    assert (asked.returncode, "say --dates day-first" in asked.stderr) == (1, True)
    assert tickets(tmp_path, *words, "--dates", "day-first", content=first).returncode == 0
    second = tickets(tmp_path, content=first.replace("01/02", "03/04"))
    assert "Days 2026-04-03 to 2026-04-03" in second.stdout
    other = tickets(tmp_path, content=first.replace("01/02", "12/31"))
    assert (other.returncode, other.stdout) == (1, "")
    assert "“Created” of the file calls.csv is not clear: its days are written month-first" in (
        other.stderr
    )
