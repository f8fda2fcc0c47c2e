"""Each kind of mistake, from the file over its row to the sentence in the report."""

import json
from pathlib import Path

import pytest

from tests.bot.cli import rapport

NUMBERS = "date,leads\n" + "".join(f"2026-11-{day:02},{12 + day % 3}\n" for day in range(2, 16))
DESK = """ticket id,created,closed,first response (s),talk (s)
T1,2026-11-09 09:00,2026-11-09 10:00,60,100
T2,2026-11-10 09:00,2026-11-10 10:00,60,100
"""
BILLS = "invoice number,issued,due,amount,currency\n1,2026-11-09,2026-12-09,100,EUR\n"


def number(value: str, day: int = 11) -> str:
    return NUMBERS.replace(f"2026-11-{day},{12 + day % 3}\n", f"2026-11-{day},{value}\n")


def looks_wrong(value: str, why: str) -> str:
    return f"1 value of Leads is left out because it looks wrong: {value} on 11 Nov 2026, {why}"


CASES = {
    "a line twice": (
        "numbers",
        NUMBERS + "2026-11-11,14\n",
        ("repaired", "repaired"),
        ("repaired", "1 value or row was put right when the files came in"),
    ),
    "a ticket twice": (
        "tickets",
        DESK + DESK.splitlines()[1] + "\n",
        ("repaired", "repaired"),
        ("repaired", "1 value or row was put right when the files came in"),
    ),
    "a ticket told in two ways": (
        "tickets",
        DESK + "T1,2026-11-09 09:00,2026-11-09 11:00,60,100\n",
        ("contradiction", "excluded"),
        ("excluded", "2 rows contradict each other and do not count"),
    ),
    "a negative duration": (
        "tickets",
        DESK + "T3,2026-11-10 09:00,2026-11-10 10:00,-60,100\n",
        ("negative", "excluded"),
        ("excluded", "1 row has a duration below zero and does not count"),
    ),
    "a year of talk": (
        "tickets",
        DESK + "T3,2026-11-10 09:00,,60,31536000\n",
        ("impossible", "excluded"),
        ("excluded", "1 row has a duration that cannot be and does not count"),
    ),
    "more work than time": (
        "tickets",
        DESK + "T3,2026-11-10 09:00,2026-11-10 10:00,60,10000\n",
        ("duration", "kept"),
        ("tickets", "1 ticket was worked on for longer than it was open"),
    ),
    "closed before opened": (
        "tickets",
        DESK + "T3,2026-11-10 09:00,2026-11-08 10:00,60,100\n",
        ("order", "excluded"),
        ("excluded", "1 ticket was closed before it was opened and does not count"),
    ),
    "a wrong sign": (
        "numbers",
        number("-5"),
        ("sign", "excluded"),
        ("left_out", looks_wrong("−5", "which cannot be below zero")),
    ),
    "minus one": (
        "numbers",
        number("-1"),
        ("placeholder", "excluded"),
        ("left_out", looks_wrong("−1", "which looks like a placeholder")),
    ),
    "nines": (
        "numbers",
        number("99999"),
        ("placeholder", "excluded"),
        ("left_out", looks_wrong("99,999", "which looks like a placeholder")),
    ),
    "a question mark": (
        "numbers",
        number("?"),
        ("repaired", "repaired"),
        ("repaired", "1 value or row was put right when the files came in"),
    ),
    "an outlier": (
        "numbers",
        number("13042"),
        ("outlier", "excluded"),
        ("left_out", looks_wrong("13,042", "1,003 times the usual 13")),
    ),
    "a gap": (
        "numbers",
        NUMBERS.replace("2026-11-11,14\n", ""),
        ("gap", "kept"),
        ("gap", "No data on 11 Nov, so totals are too low"),
    ),
    "two currencies": (
        "invoices",
        BILLS + "2,2026-11-09,2026-12-09,90,USD\n",
        ("currency", "excluded"),
        ("excluded", "1 row is in another currency and does not count"),
    ),
    "two currencies in a column": (
        "numbers",
        "date,revenue\n2026-11-09,$100\n2026-11-10,€90\n",
        ("currency", "excluded"),
        ("excluded", "1 row is in another currency and does not count"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_a_row_and_a_sentence(case: str, tmp_path: Path) -> None:
    kind, content, (found, done), (notice, sentence) = CASES[case]
    (tmp_path / "data.csv").write_text(content, encoding="utf-8")
    words = ("--as", kind, "--client", "acme", "--create", "--yes")
    assert rapport("import", "data.csv", *words, folder=tmp_path).returncode == 0
    rows = json.loads(rapport("data", "check", "acme", "--format", "json", folder=tmp_path).stdout)
    assert (found, done) in {(one["kind"], one["done"]) for one in rows}
    report = rapport("report", "acme", "2026-W46", "--format", "json", folder=tmp_path)
    told = {one["kind"]: one["text"] for one in json.loads(report.stdout)["notices"]}
    assert sentence in told[notice]


def test_the_same_tickets_over_two_files_count_once_and_over_two_sources_are_told(
    tmp_path: Path,
) -> None:
    for name, source in (("a.csv", "desk"), ("b.csv", "desk"), ("c.csv", "copy")):
        (tmp_path / name).write_text(DESK, encoding="utf-8")
        words = ("--as", "tickets", "--client", "acme", "--create", "--yes", "--source", source)
        rapport("import", name, *words, folder=tmp_path)
        check = ("data", "check", "acme", "--format", "json")
        rows = json.loads(rapport(*check, folder=tmp_path).stdout)
        assert [one["kind"] for one in rows] == (["twice"] if source == "copy" else [])
    report = rapport("report", "acme", "2026-W46", "--format", "json", folder=tmp_path)
    made = json.loads(report.stdout)
    told = {one["kind"]: one["text"] for one in made["notices"]}
    assert told["tickets"].startswith("2 tickets such as T1 stand in both “desk” and “copy”")
    assert {one["key"]: one["value"] for one in made["metrics"]}["requests"] == 2
