"""`rapport doctor` against a Slack with one thing wrong at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.playground.slack.core import BOT_SCOPES
from bot.playground.slack.server import LoopbackSlack
from storage.store import open_store
from tests.bot.cli import Done, rapport
from tests.conftest import NOW


@dataclass(frozen=True)
class Patient:
    """A folder with a database, and a Slack."""

    folder: Path
    slack: LoopbackSlack
    acme: str

    def examined(self, **other: str) -> Done:
        """What the doctor says, with some settings changed."""
        settings = {
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_API_URL": self.slack.api_url,
        }
        return rapport("doctor", folder=self.folder, **(settings | other))


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Patient]:
    with LoopbackSlack() as slack, open_store(f"sqlite:///{tmp_path / 'rapport.db'}") as store:
        sam = slack.world.add_user("sam", "Sam Rivers")
        acme = slack.world.add_channel("acme", members=[sam])
        client = store.clients.add("acme", "Acme", now=NOW)
        store.subscriptions.add(client.id, acme, "weekly monday 09:00", "UTC", sam, NOW)
        yield Patient(tmp_path, slack, acme)


def line(done: Done, what: str) -> str:
    return next(found for found in done.stdout.splitlines() if found[2:].startswith(f"{what}:"))


def test_where_all_is_well_every_line_says_so(clinic: Patient) -> None:
    done = clinic.examined()
    assert done.returncode == 0, done.stdout
    assert {found[0] for found in done.stdout.splitlines()} == {"✓"}
    said = " ".join(done.stdout.split())
    for expected in ("Connected to", "All 15 are granted", "1 clients, 1 schedules", "NTP"):
        assert (expected in said) == (expected != "NTP")


def test_missing_tokens_are_named_and_the_rest_is_still_looked_at(clinic: Patient) -> None:
    done = clinic.examined(SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="xoxb-wrong-kind")
    assert done.returncode == 1
    assert line(done, "Settings").startswith("✗ Settings: SLACK_BOT_TOKEN (xoxb-…) is missing; ")
    assert "SLACK_APP_TOKEN does not begin with xapp-" in done.stdout
    assert line(done, "Database").startswith("✓")


def test_a_refused_token_and_a_closed_way_are_told_apart(clinic: Patient) -> None:
    refused = clinic.examined(SLACK_BOT_TOKEN="xoxb-unknown")
    assert "Slack refused the bot token (invalid_auth)" in line(refused, "Slack")
    away = clinic.examined(SLACK_API_URL="http://127.0.0.1:9/api/")
    assert "could not be reached" in line(away, "Slack")
    app = clinic.examined(SLACK_APP_TOKEN="xapp-unknown")
    assert "Slack refused the app token (invalid_auth)" in line(app, "Socket Mode")
    assert [done.returncode for done in (refused, away, app)] == [1, 1, 1]


def test_a_missing_scope_is_named_with_its_reason(tmp_path: Path) -> None:
    with LoopbackSlack(scopes=BOT_SCOPES - {"reactions:read"}) as slack:
        done = Patient(tmp_path, slack, "").examined()
    assert done.returncode == 1
    assert "reactions:read (to see the 📌" in line(done, "Scopes")
    assert line(done, "Database").startswith("!")  # and no clients yet: a hint, not a fault


def test_a_channel_where_a_schedule_could_not_post_is_found(clinic: Patient) -> None:
    channel = clinic.slack.world.channels[clinic.acme]
    channel.members.remove(clinic.slack.world.bot_user_id)
    done = clinic.examined()
    assert done.returncode == 1
    assert "Schedule 1 of acme cannot post in #acme: the bot is not in it" in done.stdout
    clinic.slack.world.channels.pop(clinic.acme)
    assert "Slack says channel_not_found" in clinic.examined().stdout


def test_a_machine_whose_clock_is_wrong_hears_so(clinic: Patient, tmp_path: Path) -> None:
    from bot.doctor.slack import examine
    from bot.settings import Settings

    settings = Settings(
        slack_bot_token=clinic.slack.bot_token,
        slack_api_url=clinic.slack.api_url,
        database_url=f"sqlite:///{tmp_path / 'rapport.db'}",
    )
    found = {finding.what: finding for finding in examine(settings, NOW)}
    assert found["Clock"].state == "wrong"
    assert "let the machine set its time" in found["Clock"].text


def test_a_client_whose_name_no_font_can_write_is_told_with_what_to_install(
    clinic: Patient,
) -> None:
    with open_store(f"sqlite:///{clinic.folder / 'rapport.db'}") as store:
        store.clients.add("imphal", "ꯃꯅꯤꯄꯨꯔ", now=NOW)
    said = line(clinic.examined(), "Fonts")
    assert "charts cannot write “ꯃꯅꯤꯄꯨꯔ”" in said
