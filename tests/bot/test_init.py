"""`rapport init` writes the settings file that `rapport run` reads."""

import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import Keys, Settings

SOCKET = "\nxoxb-1-2-3\nxapp-1-2-3\n\n"
HTTP = "http\nxoxb-1\n8f742231b10e8888abcd99yyyzzz85a5\n"


def asked(answers: str) -> Result:
    return CliRunner().invoke(app, ["init"], input=answers)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder and no settings in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET"):
        monkeypatch.delenv(f"SLACK_{name}", raising=False)
    for name in ("DATABASE_URL", "PORT"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_what_it_writes_is_what_the_program_reads(elsewhere: Path) -> None:
    result = asked(SOCKET)
    assert result.exit_code == 0, result.output
    settings = Settings.read(for_slack=True)
    assert settings.keys() == Keys("xoxb-1-2-3", "xapp-1-2-3", None)
    assert settings.database_url == "sqlite:///rapport.db"
    assert settings.port is None
    assert stat.S_IMODE((elsewhere / ".env").stat().st_mode) == 0o600
    assert [file.name for file in elsewhere.iterdir()] == [".env"]


def test_over_http_it_asks_for_the_signing_secret_and_the_port_instead() -> None:
    result = asked(HTTP + "8080\n\n")
    assert result.exit_code == 0, result.output
    settings = Settings.read(for_slack=True)
    assert settings.keys() == Keys("xoxb-1", None, "8f742231b10e8888abcd99yyyzzz85a5")
    assert settings.port == 8080
    assert "rapport manifest --url" in result.output
    assert "8f742231b10e8888abcd99yyyzzz85a5" not in result.output
    assert "xapp-" not in result.output


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "٣٠٠٠"])
def test_what_is_no_port_is_asked_for_again(port: str) -> None:
    result = asked(HTTP + f"{port}\n\n\n")
    assert result.exit_code == 0, result.output
    assert "from 1 to 65535" in result.output
    assert Settings.read().port == 3000


def test_another_way_than_the_two_is_asked_for_again() -> None:
    result = asked("carrier pigeon" + SOCKET.replace("\n", "\nSOCKET\n", 1))
    assert result.exit_code == 0, result.output
    assert "Type socket or http." in result.output


def test_tokens_are_not_shown_and_a_wrong_kind_is_asked_for_again() -> None:
    result = asked("socket\nxapp-the-other\nxoxb-1\nxapp-2\npostgresql://u:p@h/db\n")
    assert result.exit_code == 0
    assert "does not begin with xoxb-" in result.output
    assert "xoxb-1" not in result.output
    assert Settings.read().database_url == "postgresql://u:p@h/db"


def test_a_secret_with_words_in_it_is_asked_for_again() -> None:
    result = asked("http\nxoxb-1\nmy signing secret\nabc123\n\n\n")
    assert result.exit_code == 0
    assert "does not look like one" in result.output
    assert Settings.read(for_slack=True).keys().signing_secret == "abc123"


def test_what_is_no_address_of_a_database_is_asked_for_again() -> None:
    result = asked("socket\nxoxb-1\nxapp-2\nrapport.db\nsqlite:///kept.db\n")
    assert result.exit_code == 0
    assert "begins with none of sqlite://" in result.output
    assert Settings.read().database_url == "sqlite:///kept.db"


@pytest.mark.parametrize("password", ["it's", "a #b", "back\\slash", "a#b", "$HOME", 'a"b'])
def test_every_password_comes_back_as_it_was_typed(password: str) -> None:
    url = f"postgresql://rapport:{password}@host/db"
    assert asked(f"socket\nxoxb-1\nxapp-2\n{url}\n").exit_code == 0
    assert Settings.read().database_url == url


def test_an_existing_file_is_kept_unless_one_agrees(elsewhere: Path) -> None:
    file = elsewhere / ".env"
    file.write_text("SLACK_BOT_TOKEN=xoxb-old\n")
    assert asked("n\n").exit_code == 1
    assert file.read_text() == "SLACK_BOT_TOKEN=xoxb-old\n"
    assert asked("y\n" + SOCKET).exit_code == 0
    assert "xoxb-1-2-3" in file.read_text()


def test_who_stops_in_the_middle_has_written_nothing(elsewhere: Path) -> None:
    assert asked("socket\nxoxb-1\n").exit_code == 1
    assert list(elsewhere.iterdir()) == []
