"""`rapport import FILE`: invoices, feedback, orders, usage events and accounts."""

import json
from pathlib import Path

import pytest
import typer
from syrupy.assertion import SnapshotAssertion

from bot.cli import preview
from tests.bot.cli import Done, rapport

INVOICES = (
    "Invoice No,Issue date,Due date,Paid on,Amount (GBP),Client\n"
    "INV-1,2026-09-01,2026-09-15,2026-09-20,100.50,Acme Outdoor\n"
    "INV-2,2026-10-01,2026-10-15,2026-11-10,250,Acme Outdoor\n"
    "INV-3,2026-10-05,2026-10-01,,250,Acme Outdoor\n"
    "INV-4,2026-11-01,2026-11-10,2026-11-12,99,Borealis\n"
)
FEEDBACK = "วันที่ตอบ,คะแนน,ความคิดเห็น\n2026-11-09,10,ดีมาก\n2026-11-10,9,\n2026-11-11,3,ช้า\n"


def bring(folder: Path, content: str, *words: str, name: str) -> Done:
    (folder / name).write_text(content, encoding="utf-8")
    return rapport("import", name, *words, folder=folder)


def test_a_clear_header_needs_no_words(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    done = bring(tmp_path, INVOICES, "--create", name="invoices.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == snapshot
    words = ("report", "borealis", "2026-W46", "--format", "json")
    found = json.loads(rapport(*words, folder=tmp_path).stdout)
    values = {one["key"]: one["value"] for one in found["metrics"]}
    assert (values["paid"], values["invoices_overdue"]) == (99, 0)
    assert values["payment_days"] == 11 * 86_400


def test_the_next_file_needs_no_preview(tmp_path: Path) -> None:
    bring(tmp_path, INVOICES, "--create", name="invoices.csv")
    again = bring(tmp_path, INVOICES, name="invoices.csv")
    assert again.stdout.startswith(
        "invoices.csv: 3 invoices taken (0 new, 0 changed, 3 unchanged).\n"
    )
    assert "line 4: it was due before it was issued" in again.stdout


def test_feedback_in_thai_becomes_nps(tmp_path: Path) -> None:
    done = bring(tmp_path, FEEDBACK, "--client", "acme", "--create", name="survey.csv")
    assert "Read as feedback entries: it has the columns “วันที่ตอบ”, “คะแนน”" in done.stdout
    words = ("report", "acme", "2026-W46", "--format", "json")
    found = json.loads(rapport(*words, folder=tmp_path).stdout)
    assert {one["key"]: one["value"] for one in found["metrics"]}["nps"] == pytest.approx(100 / 3)
    assert "ดีมาก" not in json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize(("agrees", "words"), [(True, ()), (False, ()), (False, ("--yes",))])
def test_on_a_terminal_it_says_what_would_change_and_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agrees: bool, words: tuple[str, ...]
) -> None:
    asked: list[str] = []

    def confirm(text: str, default: bool) -> bool:
        asked.append(f"{text} {default}")
        return agrees

    monkeypatch.setattr(preview, "can_ask", lambda: True)
    monkeypatch.setattr(typer, "confirm", confirm)
    done = bring(tmp_path, INVOICES, "--create", *words, name="invoices.csv")
    assert asked == ([] if words else ["Import like this? True"])
    taken = agrees or bool(words)
    assert done.returncode == (0 if taken else 1)
    assert ("3 invoices taken" in done.stdout) is taken
    assert ("Nothing was imported." in done.stdout) is not taken
    would = "This would bring 3 new, 0 changed, 0 unchanged, 1 refused."
    assert (would in done.stdout) is not bool(words)


def test_where_nothing_would_change_it_does_not_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(tmp_path, INVOICES, "--create", name="invoices.csv")
    monkeypatch.setattr(preview, "can_ask", lambda: True)
    again = bring(tmp_path, INVOICES, name="invoices.csv")
    assert "This would bring 0 new, 0 changed, 3 unchanged, 1 refused." in again.stdout


def test_accounts_say_what_would_become_of_clients(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = "slug,name,segment,currency\nacme,Acme Outdoor,smb,GBP\n"
    bring(tmp_path, accounts, "--create", name="accounts.csv")
    monkeypatch.setattr(preview, "can_ask", lambda: True)
    monkeypatch.setattr(typer, "confirm", lambda _text, default: default)
    done = bring(tmp_path, accounts.replace("smb", "top"), name="accounts.csv")
    assert "  acme: segment smb → top\n" in done.stdout
    assert "1 account taken (0 new, 1 changed, 0 unchanged)." in done.stdout


@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        (INVOICES, ("--client", "acme"), "or leave that column out with --map client="),
        ("date,score\n2026-11-09,5\n", ("--as", "feedback", "--client", "acme", "--create"),
         "--map scale=csat or --map scale=nps"),
        ("order id,date\n1,2026-11-09\n", ("--as", "orders"), "Name the client"),
        ("date,leads\n2026-11-09,5\n", ("--map", "at=date"), "rows that are no numbers are read"),
        ("order id,date\n1,2026-11-09\n", ("--as", "usage", "--client", "acme", "--create"),
         "who did it"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_sentence(
    tmp_path: Path, content: str, words: tuple[str, ...], sentence: str
) -> None:
    done = bring(tmp_path, content, *words, name="file.csv")
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_numbers_and_tickets_are_read_as_ever(tmp_path: Path) -> None:
    words = ("--client", "acme", "--create")
    numbers = bring(tmp_path, "date,orders,revenue\n2026-11-09,5,100\n", *words, name="n.csv")
    assert "n.csv: 2 observations taken" in numbers.stdout
    tickets = bring(
        tmp_path, "ticket,opened,priority,requested by\n1,2026-11-09,high,Zoe\n", *words,
        "--as", "tickets", name="t.csv",
    )  # fmt: skip
    assert "Told apart by severity (1)." in tickets.stdout
