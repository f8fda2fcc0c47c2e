"""Channels that change under a schedule: another id, another name, archived, left by the bot."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.engine.outcome import RESTS
from bot.playground.slack.server import LoopbackSlack
from bot.renderers import Renderers
from tests.bot.publishing import MONDAY, WEEK, at, newest, subscribe, told
from tests.bot.test_other_servers import bot_on
from tests.conftest import Running

KINDS = {"public": "channel", "private": "group"}


@contextmanager
def bot_by(door: str, url: str, renderers: Renderers) -> Iterator[Running]:
    with LoopbackSlack() as slack:
        slack.faults.ready_after, slack.faults.rate_limits = 0, False
        with bot_on(slack, url, renderers, door) as running:
            acme = running.store.clients.find("acme")
            assert acme
            running.store.clients.link_channel(acme.id, running.team.acme)
            yield running


@pytest.fixture(params=["socket", "http"])
def bot(
    request: pytest.FixtureRequest, database_url: str, renderers: Renderers
) -> Iterator[Running]:
    """The bot, hearing Slack over a socket and over HTTP."""
    with bot_by(request.param, database_url, renderers) as running:
        yield running


def test_everything_follows_a_channel_to_its_new_id(bot: Running) -> None:
    """What stands is answered there, what is queued is posted there, and once."""
    old, people = bot.team.acme, bot.slack.people
    one = subscribe(bot)
    at(bot, MONDAY)
    report = bot.from_bot(old)[-1]
    bot.clock.move_to(MONDAY + WEEK)
    bot.slack.faults.status("chat.postMessage", 500)
    bot.publisher.tick()
    assert newest(bot).state == "queued"

    new = bot.slack.admin.move(old)
    bot.settle()
    assert bot.store.subscriptions.get(one.id).channel == new
    assert bot.store.clients.get(one.client_id).channels == (new,)
    assert newest(bot).channel == new
    people.say(bot.team.maya, new, "It was the fair.", report.ts)
    bot.settle()
    publication = bot.store.publications.of_thread(new, report.ts)
    assert publication
    assert [c.text for c in bot.store.comments.of_thread(publication.id)] == ["It was the fair."]
    for after in (WEEK + RESTS[0], WEEK + RESTS[1], 2 * WEEK):
        at(bot, MONDAY + after)
    assert [m.channel for m in bot.from_bot(new)] == [new] * 3
    assert told(bot) == []


def test_a_renamed_channel_is_called_by_its_new_name(bot: Running) -> None:
    subscribe(bot)
    bot.slack.admin.rename(bot.team.acme, "acme-outdoor")
    bot.slack.faults.fail("chat.postMessage", "restricted_action")
    at(bot, MONDAY)
    assert "could not be published in #acme-outdoor" in told(bot)[0]


def test_an_archived_channel_is_told_of_once_and_works_again(bot: Running) -> None:
    team, admin = bot.team, bot.slack.admin
    subscribe(bot)
    subscribe(bot, team.borealis, "borealis")
    admin.archive(team.acme, team.maya)
    bot.slack.people.redeliver()
    bot.settle()
    for weeks in range(3):
        at(bot, MONDAY + weeks * WEEK)
    assert [(one.state, one.channel) for one in bot.store.deliveries.recent(2)] == [
        ("posted", team.borealis),
        ("dead", team.acme),
    ]
    [said] = told(bot)
    assert "Schedule 1, the report on Acme Outdoor every Monday at 09:00" in said
    assert "in #acme any more. The channel is archived" in said

    admin.unarchive(team.acme, team.maya)
    dead = newest(bot) if newest(bot).state == "dead" else bot.store.deliveries.recent(2)[1]
    bot.ask(team.sam, team.borealis, "/schedule", f"retry {dead.id}")
    bot.settle()
    bot.publisher.tick()
    at(bot, MONDAY + 3 * WEEK)
    assert len(bot.from_bot(team.acme)) == 2
    admin.archive(team.acme, team.maya)
    bot.settle()
    bot.publisher.tick()
    assert len(told(bot)) == 2, "it worked meanwhile, so this is news"


@pytest.mark.parametrize("kind", ["public", "private"])
def test_a_bot_that_is_removed_says_so_at_once(bot: Running, kind: str) -> None:
    team, world = bot.team, bot.slack.world
    room = world.add_channel("acme-two", kind=kind, members=[team.sam, team.maya])  # type: ignore[arg-type]
    subscribe(bot, room)
    bot.slack.admin.remove_bot(room, team.maya)
    bot.settle()
    bot.publisher.tick()
    [said] = told(bot)
    assert "cannot be published in " in said
    assert "Invite me there with “/invite @rapport”." in said
    assert bot.slack.log.named(f"{KINDS[kind]}_left")


def test_a_channel_without_a_schedule_is_nothing_to_speak_of(bot: Running) -> None:
    subscribe(bot)
    bot.slack.admin.archive(bot.team.borealis, bot.team.maya)
    bot.settle()
    bot.publisher.tick()
    assert told(bot) == []
