"""The command line: what scripts rely on."""

import json
from pathlib import Path

import jsonschema
import pytest
from PIL import Image

from reports.render.json import schema
from tests.bot.cli import program, rapport
from tests.conftest import NOW, weekly_rows

AT = ("--now", NOW.isoformat())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place where acme has data."""
    place = tmp_path_factory.mktemp("terminal")
    (place / "acme.csv").write_text(weekly_rows("acme"), encoding="utf-8")
    done = rapport("import", "acme.csv", "--create", folder=place)
    assert done.returncode == 0, done.stderr
    return place


def test_an_import_says_what_it_took_and_changes_nothing_twice(folder: Path) -> None:
    again = rapport("import", "acme.csv", folder=folder)
    assert again.returncode == 0
    assert "1,260 observations taken (0 new, 0 changed, 1,260 unchanged)" in again.stdout


def test_a_refused_line_is_named_with_its_reason(tmp_path: Path) -> None:
    lines = "client,date,metric,value\nacme,2026-11-09,leads,7\nacme,2026-11-10,leads,many\n"
    (tmp_path / "odd.csv").write_text(lines, encoding="utf-8")
    done = rapport("import", "odd.csv", "--create", folder=tmp_path)
    assert done.returncode == 0
    assert "line 3:" in done.stdout
    assert "“many”" in done.stdout


def test_an_unknown_client_is_made_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("date,leads\n2026-11-09,7\n", encoding="utf-8")
    refused = rapport("import", "new.csv", "--client", "acme", folder=tmp_path)
    assert refused.returncode == 1
    assert "--create" in refused.stderr + refused.stdout
    assert rapport("import", "new.csv", "--client", "acme", "--create", folder=tmp_path).stdout


def test_the_json_is_the_report_and_keeps_its_schema(folder: Path) -> None:
    done = rapport("report", "acme", "--format", "json", *AT, folder=folder)
    report = json.loads(done.stdout)
    jsonschema.validate(report, schema())
    assert report["period"] == {
        "grain": "week",
        "start": "2026-11-09",
        "end": "2026-11-15",
        "label": "Week 46, 9–15 Nov 2026",
        "complete": True,
    }
    assert (report["health"]["score"], report["health"]["coverage"]) == (None, 0.4)
    assert {"drivers", "anomalies", "forecast", "actions", "recommendations"} <= set(report)


def test_the_picture_is_written_to_a_file(folder: Path) -> None:
    done = rapport("report", "acme", "--format", "png", "--out", "a.png", *AT, folder=folder)
    assert done.returncode == 0, done.stderr
    with Image.open(folder / "a.png") as picture:
        assert picture.size == (1200, 675)


@pytest.mark.parametrize("period", ["2026-W46", "last-week", "9 Nov – 15 Nov"])
def test_a_period_is_a_code_or_words(folder: Path, period: str) -> None:
    done = rapport("report", "acme", "--period", period, *AT, folder=folder)
    assert "15 Nov 2026" in done.stdout


def test_notes_stand_in_the_report_and_not_in_the_clients(folder: Path) -> None:
    week = ("--period", "2026-W46")
    assert rapport("note", "acme", *week, "Their budget was cut", folder=folder).returncode == 0
    inside = rapport("report", "acme", *week, folder=folder)
    outside = rapport("report", "acme", *week, "--audience", "client", folder=folder)
    assert "Their budget was cut" in inside.stdout
    assert "Their budget was cut" not in outside.stdout


def test_looking_back_leaves_out_what_was_known_later(tmp_path: Path) -> None:
    header = "client,date,metric,value\n"
    (tmp_path / "leads.csv").write_text(f"{header}acme,2026-11-09,leads,7\n", encoding="utf-8")
    rapport("import", "leads.csv", "--create", folder=tmp_path)
    ask = ("report", "acme", "2026-W46", "--format", "json", *AT)
    early = json.loads(rapport(*ask, "--as-of", "2020-01-01", folder=tmp_path).stdout)
    today = json.loads(rapport(*ask, "--as-of", "2999-01-01", folder=tmp_path).stdout)
    assert early["metrics"] == []
    assert [figure["value"] for figure in today["metrics"]] == [7]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("report", "acmee"), "Did you mean"),
        (("report", "acme", "someday"), "someday"),
        (("report", "acme", "--now", "soon"), "is no time"),
        (("note", "acme"), "What should I note?"),
        (("import", "missing.csv"), "missing.csv"),
        (
            ("run",),
            "SLACK_BOT_TOKEN (xoxb-…) is missing; "
            "SLACK_APP_TOKEN (xapp-…, or, for HTTP, SLACK_SIGNING_SECRET) is missing",
        ),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    folder: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = rapport(*words, folder=folder)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_program_itself_answers_and_fails_in_words(folder: Path) -> None:
    answered = program("report", "acme", *AT, folder=folder)
    assert answered.returncode == 0, answered.stderr
    assert "Acme" in answered.stdout or "acme" in answered.stdout
    refused = program("run", folder=folder)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr


def test_misuse_is_status_two(folder: Path) -> None:
    assert rapport("report", "acme", "--format", "docx", folder=folder).returncode == 2
    assert rapport("nonsense", folder=folder).returncode == 2


@pytest.mark.parametrize("words", [(), ("report",), ("import",), ("run",), ("playground",)])
def test_everything_has_help(folder: Path, words: tuple[str, ...]) -> None:
    done = rapport(*words, "--help", folder=folder)
    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_the_database_is_upgraded_by_command(tmp_path: Path) -> None:
    first = rapport("db", "upgrade", folder=tmp_path)
    again = rapport("db", "upgrade", folder=tmp_path)
    assert "was upgraded" in first.stdout
    assert "is up to date" in again.stdout
