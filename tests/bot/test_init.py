"""`rapport init` writes the settings file that `rapport run` reads."""

import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import Keys, Settings

ANSWERS = "xoxb-1-2-3\nxapp-1-2-3\n\n"


def asked(answers: str) -> Result:
    return CliRunner().invoke(app, ["init"], input=answers)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder and no settings in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_what_it_writes_is_what_the_program_reads(elsewhere: Path) -> None:
    result = asked(ANSWERS)
    assert result.exit_code == 0, result.output
    settings = Settings.read(for_slack=True)
    assert settings.keys() == Keys("xoxb-1-2-3", "xapp-1-2-3", None)
    assert settings.database_url == "sqlite:///rapport.db"
    assert stat.S_IMODE((elsewhere / ".env").stat().st_mode) == 0o600
    assert [file.name for file in elsewhere.iterdir()] == [".env"]


def test_tokens_are_not_shown_and_a_wrong_kind_is_asked_for_again() -> None:
    result = asked("xapp-the-other\nxoxb-1\nxapp-2\npostgresql://u:p@h/db\n")
    assert result.exit_code == 0
    assert "does not begin with xoxb-" in result.output
    assert "xoxb-1" not in result.output
    assert Settings.read().database_url == "postgresql://u:p@h/db"


def test_an_existing_file_is_kept_unless_one_agrees(elsewhere: Path) -> None:
    file = elsewhere / ".env"
    file.write_text("SLACK_BOT_TOKEN=xoxb-old\n")
    assert asked("n\n").exit_code == 1
    assert file.read_text() == "SLACK_BOT_TOKEN=xoxb-old\n"
    assert asked("y\n" + ANSWERS).exit_code == 0
    assert "xoxb-1-2-3" in file.read_text()
