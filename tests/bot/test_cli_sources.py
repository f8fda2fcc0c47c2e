"""`rapport data sources` and `promise`; `rapport metric` as it is typed."""

from pathlib import Path

import pytest

from tests.bot.cli import rapport

NUMBERS = "date,leads,csat\n2026-10-05,7,0.9\n2026-10-06,8,0.8\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    file = tmp_path / "crm.csv"
    file.write_text(NUMBERS, encoding="utf-8")
    done = rapport("import", str(file), "--client", "acme", "--create", folder=tmp_path)
    assert done.returncode == 0
    return tmp_path


def test_sources_are_listed_with_their_promise_and_whether_they_are_late(folder: Path) -> None:
    listed = rapport("data", "sources", folder=folder)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "no promise" in listed.stdout
    assert "6 Oct 2026" in listed.stdout

    promised = rapport("data", "promise", "crm", "daily", folder=folder)
    assert promised.stdout == "crm promises to come daily.\n"
    assert "late" in rapport("data", "sources", folder=folder).stdout
    assert "every 2 days" in rapport("data", "promise", "crm", "2 days", folder=folder).stdout
    assert "weekly" in rapport("data", "promise", "crm", "weekly", folder=folder).stdout
    assert "nothing" in rapport("data", "promise", "crm", "never", folder=folder).stdout
    assert "no promise" in rapport("data", "sources", folder=folder).stdout


def test_a_wrong_promise_changes_nothing_and_says_what_to_write(folder: Path) -> None:
    for words in (["sometimes"], ["0 days"], ["every", "other", "day"]):
        wrong = rapport("data", "promise", "crm", *words, folder=folder)
        assert wrong.returncode == 1
        assert "is no promise; write daily, weekly" in wrong.stderr
    unknown = rapport("data", "promise", "desk", "daily", folder=folder)
    assert (unknown.returncode, "no source “desk”" in unknown.stderr) == (1, True)


def test_without_data_the_list_says_how_to_begin(tmp_path: Path) -> None:
    assert "rapport import FILE" in rapport("data", "sources", folder=tmp_path).stdout


def test_a_number_is_entered_and_taken_back_on_the_command_line(folder: Path) -> None:
    entered = rapport("metric", "acme", "nps", "-12", "2026-10", "because", "few", folder=folder)
    assert (entered.returncode, entered.stderr) == (0, "")
    assert "NPS of acme for October 2026, −12" in entered.stdout
    report = rapport("report", "acme", "--period", "2026-10", folder=folder).stdout
    assert "NPS: −12" in " ".join(report.split())
    again = rapport("metric", "acme", "leads", "99", "2026-10", folder=folder)
    assert again.returncode == 1
    assert "crm (2 days) brings Leads" in again.stderr
    assert rapport("metric", "acme", "undo", "1", folder=folder).returncode == 0
    assert "NPS" not in rapport("report", "acme", "--period", "2026-10", folder=folder).stdout
    assert "taken back" in rapport("metric", "acme", folder=folder).stdout
