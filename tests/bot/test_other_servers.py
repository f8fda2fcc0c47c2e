"""Slack-compatible servers that know less than Slack: the circle works on them unchanged."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.playground.slack.server import LoopbackSlack
from bot.publisher import Publisher
from bot.renderers import Renderers
from tests.bot.test_http import bot_over_http
from tests.conftest import Running, Team, bot_at_work, make_team

LACKING = frozenset(
    {
        "chat.getPermalink",
        "chat.postEphemeral",
        "conversations.replies",
        "files.completeUploadExternal",
        "files.getUploadURLExternal",
        "reactions.add",
        "users.conversations",
        "views.open",
    }
)


@contextmanager
def bot_on(slack: LoopbackSlack, url: str, renderers: Renderers, door: str) -> Iterator[Running]:
    team = make_team(slack)
    if door == "socket":
        with bot_at_work(slack, url, renderers) as (office, clock):
            yield Running(slack, team, office, clock, Publisher(office))
        return
    with bot_over_http(slack, url, renderers) as (office, clock, address):
        slack.deliver_to(f"{address}/slack/events")
        slack.connected()
        yield Running(slack, team, office, clock, Publisher(office))


@pytest.fixture(params=["socket", "http"])
def elsewhere(
    request: pytest.FixtureRequest, database_url: str, renderers: Renderers
) -> Iterator[Running]:
    """The bot on a server without files, metadata, forms, reactions and newer blocks."""
    with LoopbackSlack() as slack:
        faults = slack.faults
        faults.unknown, faults.metadata, faults.new_blocks = LACKING, False, False
        with bot_on(slack, database_url, renderers, request.param) as running:
            acme = running.store.clients.find("acme")
            assert acme
            running.store.clients.link_channel(acme.id, running.team.acme)
            yield running


def test_ask_reply_and_ask_again(elsewhere: Running) -> None:
    team = elsewhere.team
    report = elsewhere.report()
    assert "Leads:" in report.text
    assert not {"image", "table", "data_visualization"} & {one["type"] for one in report.blocks}
    elsewhere.slack.people.say(team.maya, team.acme, "The outage did it", report.ts)
    elsewhere.settle()
    assert "The outage did it" in elsewhere.report().text


def test_a_schedule_publishes_once(elsewhere: Running) -> None:
    team = elsewhere.team
    said = elsewhere.answer(team.sam, team.acme, "/schedule", "acme weekly monday 09:00")
    assert "09:00" in said.text
    elsewhere.answer(team.sam, team.acme, "/schedule", "now 1")
    for _ in range(3):
        elsewhere.publisher.tick()
    published = [one for one in elsewhere.from_bot(team.acme) if "on request" in one.text]
    assert len(published) == 1


def test_what_needs_a_form_or_a_private_word_is_said_by_direct_message(elsewhere: Running) -> None:
    team = elsewhere.team
    elsewhere.ask(team.sam, team.acme, "/note", "acme")
    elsewhere.settle()
    heard = _whispers(elsewhere, team)
    assert any("What should I note?" in text for text in heard), heard


def _whispers(running: Running, team: Team) -> list[str]:
    """What the bot said to Sam alone, in the channel or by direct message."""
    direct = running.from_bot(running.slack.world.open_dm(team.sam))
    here = [one for one in running.from_bot(team.acme, team.sam) if one.ephemeral_for]
    return [one.text for one in (*direct, *here)]
