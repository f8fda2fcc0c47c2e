"""`rapport data export`: numbers leave as they came, through the door that people use."""

import json
from pathlib import Path

from tests.bot.cli import Done, rapport

ROWS = """client,date,metric,value,weight
acme,2026-11-09,csat,0.875,8
acme,2026-11-10,leads,1.234,
acme,2026-11-11,leads,1200,
bolt,2026-11-11,leads,7,
"""


def house(folder: Path, content: str = ROWS) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "crm.csv").write_text(content, encoding="utf-8")
    done = rapport("import", "crm.csv", "--create", "--decimal", "point", folder=folder)
    assert done.returncode == 0, done.stderr
    return folder


def figures(folder: Path) -> object:
    done = rapport("report", "acme", "2026-W46", "--format", "json", folder=folder)
    return json.loads(done.stdout)["metrics"]


def sentence(done: Done) -> tuple[int, str]:
    return done.returncode, done.stderr.strip()


def test_numbers_leave_as_they_came_and_come_back(tmp_path: Path) -> None:
    first = house(tmp_path / "first")
    done = rapport("data", "export", folder=first)
    assert done.stdout == ROWS.replace("1.234,", "1.2340,")
    second = house(tmp_path / "second", done.stdout)
    assert figures(second) == figures(first)


def test_one_client_and_some_days_go_into_a_file(tmp_path: Path) -> None:
    folder = house(tmp_path)
    words = ("acme", "--from", "2026-11-10", "--to", "2026-11-10", "--out", "some.csv")
    assert sentence(rapport("data", "export", *words, folder=folder)) == (
        0,
        "1 numbers are in some.csv.",
    )
    lines = (folder / "some.csv").read_text(encoding="utf-8").splitlines()
    assert lines == ["client,date,metric,value,weight", "acme,2026-11-10,leads,1.2340,"]


def test_what_cannot_be_written_says_so(tmp_path: Path) -> None:
    folder = house(tmp_path)
    where = ("--out", "no/such/folder.csv")
    cannot = "I cannot write no/such/folder.csv: No such file or directory."
    assert sentence(rapport("data", "export", *where, folder=folder)) == (1, cannot)
    asked = rapport("report", "acme", "2026-W46", *where, folder=folder)
    assert sentence(asked) == (1, cannot)
    unknown = rapport("data", "export", "zeta", folder=folder)
    assert sentence(unknown) == (1, "There is no client “zeta” in this workspace.")
