"""What imports refused and repaired can be looked at afterwards; stored tickets are looked over."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from storage.checks import remembering, tickets
from storage.checks.finding import DataFinding
from storage.checks.tickets import check_tickets
from storage.imports import import_file
from storage.records.importing import import_records
from storage.records.planning import plan_records
from storage.store import Store
from storage.undoing import undo
from tests.storage import NOW
from tests.storage.helpdesk import Helpdesk

LEADS = """client,date,metric,value
acme,2026-11-09,leads,12
acme,2026-11-09,leads,12
acme,2026-11-10,leads,abc
acme,2026-11-11,leads,14
acme,2026-11-11,leads,15
acme,2026-13-11,leads,15
"""
DESK = """ticket id,created,closed,first response (s),talk (s)
T1,2026-11-09 09:00,2026-11-09 10:00,60,100
T2,2026-11-09 09:00,2026-11-08 10:00,60,100
T3,2026-11-10 09:00,2026-11-10 10:00,-60,100
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files lie."""
    return tmp_path


def bring(store: Store, folder: Path, content: str = LEADS, name: str = "leads.csv") -> None:
    (folder / name).write_text(content, encoding="utf-8")
    import_file(store, folder / name, client=None, create=True, now=NOW, by="U1")


def by_kind(found: list[DataFinding]) -> dict[str, DataFinding]:
    return {one.kind: one for one in found}


def test_each_refused_line_is_a_row(store: Store, folder: Path) -> None:
    bring(store, folder)
    found = by_kind(store.findings.all())
    assert set(found) == {"number", "contradiction", "date", "repaired"}
    number = found["number"]
    assert (number.client, number.source, number.run) == ("acme", "leads", 1)
    assert (number.day, number.line, number.metric) == (date(2026, 11, 10), 4, "leads")
    assert (number.found, number.done, number.serious) == ("abc", "excluded", True)
    assert number.text == "line 4: “abc” is not a plain number such as 1234.5"
    assert found["date"].day is None
    assert (found["repaired"].done, found["repaired"].serious) == ("repaired", False)


def test_the_same_file_twice_is_found_once(store: Store, folder: Path) -> None:
    for _ in range(2):
        bring(store, folder)
    assert [one.run for one in store.findings.all()] == [2] * 5


def test_what_came_rightly_afterwards_is_no_finding_any_more(store: Store, folder: Path) -> None:
    bring(store, folder)
    bring(store, folder, "client,date,metric,value\nacme,2026-11-10,leads,13\n")
    assert "number" not in by_kind(store.findings.all())
    undo(store, 2, now=NOW, by="U1")
    assert "number" in by_kind(store.findings.all())


def test_an_undone_import_takes_its_findings_along(store: Store, folder: Path) -> None:
    bring(store, folder)
    undo(store, 1, now=NOW, by="U1")
    assert store.findings.all() == []


def test_of_many_the_first_are_kept_and_all_are_counted(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "LISTED", 2)
    rows = "".join(f"acme,2026-11-{day:02},leads,?!\n" for day in range(1, 8))
    bring(store, folder, "client,date,metric,value\nacme,2026-11-09,leads,12\n" + rows)
    assert [one.count for one in store.findings.all()] == [1, 1, 5]
    assert store.findings.all()[-1].text == "5 more lines like these"


def test_placeholder_texts_count_as_unknown_and_are_counted(store: Store, folder: Path) -> None:
    cells = ("?", "--", "#N/A", "n/a", "-", "null", "–")
    rows = "".join(f"acme,2026-11-{at + 1:02},leads,{one}\n" for at, one in enumerate(cells))
    bring(store, folder, f"client,date,metric,value\nacme,2026-11-09,leads,12\n{rows}")
    [one] = store.findings.all()
    assert (one.done, one.count, one.serious) == ("repaired", 7, False)
    assert one.text == "cells such as “?” or “n/a” that count as unknown: 7"
    acme = store.clients.find("acme")
    assert acme
    assert store.findings.repaired(acme.id, date(2026, 11, 9), date(2026, 11, 15)) == 7
    assert store.findings.repaired(acme.id, date(2026, 10, 1), date(2026, 10, 31)) == 0
    frame = store.observations.frame(acme.id, date(2026, 11, 1), date(2026, 11, 30))
    assert frame["value"].tolist() == [12.0]


def test_impossible_tickets_are_counted_by_day(store: Store, folder: Path) -> None:
    Helpdesk(store, folder).bring(DESK)
    acme = store.clients.find("acme")
    assert acme
    week = (date(2026, 11, 9), date(2026, 11, 15))
    assert store.findings.excluded(acme.id, *week) == {"negative": 1, "order": 1}
    assert store.findings.excluded(acme.id, date(2026, 11, 10), week[1]) == {"negative": 1}
    assert by_kind(store.findings.all(acme.id))["order"].record == "T2"
    Helpdesk(store, folder).bring(DESK.replace("2026-11-08", "2026-11-10"))
    assert store.findings.excluded(acme.id, *week) == {"negative": 1}


def test_findings_stay_with_their_client(store: Store, folder: Path) -> None:
    bring(store, folder, LEADS + "borealis,2026-11-09,leads,x\n")
    borealis = store.clients.find("borealis")
    assert borealis is None  # nothing of it could be taken, so it was not made
    other = store.clients.add("other", "Other", now=NOW)
    assert {one.client for one in store.findings.all(other.id)} == {None}


def test_records_in_another_currency_are_found(store: Store, folder: Path) -> None:
    file = folder / "bills.csv"
    rows = "1,acme,2026-11-09,2026-12-09,100,EUR\n2,acme,2026-11-09,2026-12-09,90,USD\n"
    file.write_text(f"invoice number,client,issued,due,amount,currency\n{rows}", encoding="utf-8")
    plan = plan_records(store, file, kind="invoices", create=True)
    import_records(store, plan, now=NOW, by="U1")
    found = by_kind(store.findings.all())["currency"]
    assert (found.record, found.line, found.day) == ("2", 3, date(2026, 11, 9))


def test_stored_tickets_with_impossible_times_are_kept_and_told(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = NOW.date() + timedelta(days=40)
    rows = "".join(f"L{n},{late} 09:00,,60,\n" for n in range(3))
    long = "T4,2026-11-10 09:00,2026-11-10 10:00,60,10000\n"
    desk = Helpdesk(store, folder)
    desk.bring(DESK + long + rows)
    desk.bring(DESK, name="copy.csv")
    acme = store.clients.find("acme")
    assert acme
    monkeypatch.setattr(tickets, "LISTED", 2)
    found = check_tickets(store, acme, NOW)
    assert [(one.kind, one.count, one.serious) for one in found] == [
        ("future", 1, False),
        ("future", 1, False),
        ("future", 1, False),
        ("duration", 1, False),
        ("twice", 1, True),
    ]
    assert found[2].text == "1 more tickets like these"
    assert found[3].text == "ticket T4 was worked on for 2 h 47 m, which is longer than it was open"
    assert found[4].text.startswith("1 ticket such as T1 stands in both “")
