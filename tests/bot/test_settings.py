"""What is missing or wrong at the start is said in one sentence, with exit status 1."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.playground.slack.server import LoopbackSlack
from bot.settings import Keys, Settings, WrongSettings
from bot.slack.api import BadToken, SlackUnreachable, web_client, who_am_i

ROOT = Path(__file__).parents[2]
BOT, APP = "xoxb-1-bottoken", "xapp-1-apptoken"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("SLACK_", "RAPPORT_", "DATABASE_URL")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_everything_wrong_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxp-1-secret")
    monkeypatch.setenv("SLACK_API_URL", "nonsense")
    monkeypatch.setenv("RAPPORT_RENDER_PROCESSES", "many")
    monkeypatch.setenv("RAPPORT_LOG_FORMAT", "")
    with pytest.raises(WrongSettings) as caught:
        Settings.read(for_slack=True)
    words = str(caught.value)
    for name in (
        "SLACK_BOT_TOKEN does not begin with xoxb-",
        "SLACK_APP_TOKEN (xapp-…, or, for HTTP, SLACK_SIGNING_SECRET) is missing",
        "SLACK_API_URL: it must begin with https://",
        "RAPPORT_RENDER_PROCESSES",
    ):
        assert name in words
    assert "LOG_FORMAT" not in words
    assert "secret" not in words


def test_the_tokens_are_not_asked_for_where_slack_is_not_needed() -> None:
    assert Settings.read().database_url == "sqlite:///rapport.db"
    with pytest.raises(WrongSettings, match=r"SLACK_BOT_TOKEN.*SLACK_APP_TOKEN"):
        Settings.read().keys()


def test_a_file_is_read_too_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"SLACK_BOT_TOKEN={BOT}\nSLACK_APP_TOKEN={APP}\n", encoding="utf-8")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-other")
    assert Settings.read(for_slack=True).keys() == Keys(BOT, "xapp-other", None)
    assert BOT not in repr(Settings.read())


def run(folder: Path, **environment: str) -> str:
    """`rapport run` must end with status 1 and one sentence; the last line of what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "RAPPORT_RENDER_PROCESSES": "1",
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert not re.search(r"xoxb-\w|xapp-\w", done.stderr)
    return done.stderr.strip().splitlines()[-1]


def test_running_without_tokens_or_slack_is_one_sentence(tmp_path: Path) -> None:
    assert "SLACK_BOT_TOKEN" in run(tmp_path)
    tokens = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
    words = run(tmp_path, **tokens, SLACK_API_URL="http://127.0.0.1:9/api/")
    assert words.startswith("Slack could not be reached at http://127.0.0.1:9/api/")


@pytest.mark.parametrize("kind", ["absent", "not a database", "unknown"])
def test_running_on_an_unusable_database_is_one_sentence(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "file.db"
    file.write_text("these are words, no database\n" * 50, encoding="utf-8")
    url = {
        "absent": f"sqlite:///{tmp_path}/no/such/folder/x.db",
        "not a database": f"sqlite:///{file}",
        "unknown": "mysql://localhost/x",
    }[kind]
    words = run(tmp_path, SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, DATABASE_URL=url)
    assert words.startswith("The database ")
    assert "Check DATABASE_URL" in words


def test_a_token_that_slack_refuses_is_named(tmp_path: Path) -> None:
    with LoopbackSlack() as slack:
        url = {"SLACK_API_URL": slack.api_url}
        words = run(tmp_path, SLACK_BOT_TOKEN=slack.bot_token, SLACK_APP_TOKEN=APP, **url)
        assert words.startswith("Slack refused the app token (")
        with pytest.raises(BadToken, match="invalid_auth"):
            who_am_i(web_client(BOT, slack.api_url))
        slack.faults.status("auth.test", 503)
        with pytest.raises(SlackUnreachable, match="internal_error"):
            who_am_i(web_client(slack.bot_token, slack.api_url))
