"""A sentinel in internal words, and a search through everything that leaves."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict
from typer.testing import CliRunner

from bot.cli.app import app
from bot.playground.slack import messages
from bot.playground.slack.log import Entry
from bot.playground.slack.models import Message
from reports.chart import alt_text
from reports.model import Report
from tests.conftest import NOW, Running

SECRET = "xq7-they-will-leave-us"
OTHER = "Borealis Clinics"
NOTE = "note-" + SECRET
QUESTIONS = (
    *("acme refresh", "acme 2026-W46 refresh", "acme this month refresh"),
    *("acme last quarter refresh", "acme why csat", "acme vs 2026-W45"),
)


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    """What the program writes to its log."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture(scope="module")
def planted(lasting: Running) -> Running:
    """A reply and a note, both internal."""
    team = lasting.team
    first = lasting.report()
    lasting.slack.people.say(team.maya, team.acme, f"reply-{SECRET}", first.ts)
    lasting.answer(team.sam, team.general, "/note", f"acme {NOTE}")
    lasting.settle()
    return lasting


def readers(running: Running, entry: Entry) -> set[str]:
    """Who can read what a call to Slack brought there; an uploaded file may go anywhere."""
    world, request = running.slack.world, entry.request
    if not isinstance(request, dict) or request.get("channel") not in world.channels:
        return set(world.users)
    if entry.name == "chat.postEphemeral":
        return {request["user"]}
    return set(world.channels[request["channel"]].members)


def leaks(running: Running, words: str = SECRET) -> list[Entry]:
    """The calls that brought the words to anybody who is not of the team."""
    team = {running.team.sam, running.team.maya, running.slack.world.bot_user_id}
    calls = [entry for entry in running.slack.log.entries if entry.direction == "bot→slack"]
    told = [entry for entry in calls if words in json.dumps(entry.request, ensure_ascii=False)]
    return [entry for entry in told if not readers(running, entry) <= team]


def dm(running: Running, user: str) -> list[Message]:
    return running.from_bot(running.slack.world.open_dm(user))


def seen_by(running: Running, user: str) -> str:
    """All that the bot ever said where the person can read it."""
    rooms = [c.id for c in running.slack.world.channels.values() if user in c.members]
    return "".join(str(message) for room in rooms for message in running.from_bot(room, user))


def test_the_sentinel_is_there_to_be_found(planted: Running) -> None:
    text = planted.report().text
    assert f"reply-{SECRET}" in text
    assert NOTE in text
    assert leaks(planted) == []


def test_asking_everywhere_tells_nobody_outside(planted: Running, logged: list[EventDict]) -> None:
    team = planted.team
    for asked in QUESTIONS:
        for room in (team.shared, team.guests_room, team.borealis):
            planted.ask(team.sam, room, "/report", asked)
            planted.ask(team.sam, room, "/report", f"{asked} me")
        planted.ask(team.guest, team.guests_room, "/report", asked)
        bot = planted.slack.world.bot_user_id
        planted.slack.people.say(team.outsider, team.shared, f"<@{bot}> report {asked}")
    planted.settle()

    assert leaks(planted) == []
    assert SECRET not in str(logged)
    assert SECRET not in seen_by(planted, team.guest)
    assert SECRET not in seen_by(planted, team.outsider)
    assert len(planted.from_bot(team.shared)) == 2 * len(QUESTIONS)
    assert planted.from_bot(team.borealis) == []
    whole = [message for message in dm(planted, team.sam) if SECRET in message.text]
    assert len(whole) >= len(QUESTIONS)


def test_a_guest_hears_of_no_other_client(planted: Running) -> None:
    team, people = planted.team, planted.slack.people
    own = planted.slack.world.open_dm(team.guest)
    bot = planted.slack.world.bot_user_id
    for words in ("borealis", "boreal", "", "acme --audience internal"):
        planted.ask(team.guest, team.guests_room, "/report", words)
        people.say(team.guest, own, f"report {words}")
        people.say(team.outsider, team.shared, f"<@{bot}> report {words}")
    for verb in ("/note", "/schedule", "/client", "/rapport"):
        planted.ask(team.guest, team.guests_room, verb, "list")
        people.say(team.outsider, team.shared, f"<@{bot}> {verb} list")
    people.say(team.guest, own, "what can you do?")
    planted.settle()

    for person in (team.guest, team.outsider):
        said = seen_by(planted, person)
        assert "of the team" in said
        assert OTHER not in said
        assert "borealis" not in said.replace("“borealis”", "")
        assert SECRET not in said


@pytest.mark.parametrize("method", ["conversations.info", "conversations.members", "users.info"])
def test_where_slack_cannot_be_asked_nothing_internal_is_posted(
    planted: Running, method: str
) -> None:
    """The channel counts as shared, and the asker of a room nobody knows as a stranger."""
    team = planted.team
    planted.office.directory._people.clear()
    planted.slack.faults.fail(method, "internal_error", times=50)
    before = {message.ts for message in planted.from_bot(team.acme)}
    planted.ask(team.sam, team.acme, "/report", "acme refresh")
    planted.settle()
    new = [m for m in planted.from_bot(team.acme, team.sam) if m.ts not in before]
    planted.slack.faults.clear()
    assert len(new) == 1
    assert SECRET not in str(new)


def test_a_room_that_changes_is_seen_as_it_is_now(planted: Running) -> None:
    team, world = planted.team, planted.slack.world
    assert SECRET in planted.report().text
    planted.slack.people.join(team.guest, team.acme)
    assert SECRET not in planted.report().text
    world.channels[team.acme].members.remove(team.guest)
    assert SECRET in planted.report().text
    world.channels[team.acme].shared = True
    assert SECRET not in planted.report().text
    world.channels[team.acme].shared = False


def test_a_guest_may_press_the_teams_buttons_and_learn_nothing(planted: Running) -> None:
    """A report of weeks without data has a button to the newest that has some."""
    team, people = planted.team, planted.slack.people
    acme = planted.store.clients.find("acme")
    assert acme
    room = planted.slack.world.add_channel("acme-two", members=[team.sam])
    planted.store.clients.link_channel(acme.id, room)
    empty = planted.report(room, "acme 2020-W10")
    people.join(team.guest, room)
    before = {message.ts for message in planted.from_bot(room, team.guest)}
    assert people.click(team.guest, room, empty.ts, "ask:0").acked
    answer = planted.next_message(room, team.guest, before)
    assert "Acme Outdoor" in answer.text
    assert SECRET not in str(answer)


def test_a_pin_of_the_team_opens_a_comment_and_of_nobody_else(planted: Running) -> None:
    team, slack = planted.team, planted.slack
    slack.scopes.add("reactions:read")
    report = planted.report(team.shared)
    reply = slack.people.say(team.maya, team.shared, "pin-me", report.ts)
    planted.settle()

    def shown() -> bool:
        planted.settle()
        return "pin-me" in planted.report(team.shared).text

    slack.people.react(team.outsider, team.shared, reply, "pushpin")
    slack.people.react(team.sam, team.shared, reply, "thumbsup")
    assert not shown()
    slack.people.react(team.sam, team.shared, reply, "pushpin")
    assert shown()
    unpin(planted, reply, team.outsider)
    assert shown()
    planted.office.directory._people.clear()
    slack.faults.fail("users.info", "internal_error", times=1)
    unpin(planted, reply, team.sam)
    assert not shown()


def test_the_terminal_writes_the_clients_version_too(
    planted: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", planted.office.database_url)

    def written(audience: str, format_: str) -> bytes:
        words = ["report", "acme", "--period", "2026-W46", "--format", format_]
        done = CliRunner().invoke(app, [*words, "--audience", audience, "--now", NOW.isoformat()])
        assert done.exit_code == 0
        return done.stdout_bytes

    for format_ in ("text", "json"):
        assert SECRET.encode() in written("internal", format_)
        assert SECRET.encode() not in written("client", format_)
    shown = Report.model_validate_json(written("client", "json"))
    assert SECRET not in alt_text(shown)
    # The picture is drawn from the same value, and words have no place in it.
    assert written("client", "png") == written("internal", "png")


def unpin(running: Running, ts: str, user: str) -> None:
    slack, channel = running.slack, running.team.shared
    message = slack.world.find(channel, ts)
    assert message
    messages.unreact(slack.core, message, user, "pushpin")
    running.settle()


def test_what_is_published_to_outsiders_is_the_clients_version(
    planted: Running, logged: list[EventDict]
) -> None:
    team = planted.team
    for room in ("#acme-shared", "#acme-guests", "#acme"):
        asked = f"acme weekly monday 09:00 {room}"
        planted.answer(team.sam, team.acme, "/schedule", asked)
    lonely = planted.slack.world.add_channel("lonely", members=[team.sam, team.guest])
    refused = planted.answer(team.sam, team.acme, "/schedule", "acme weekly monday 09:00 #lonely")
    assert "Others outside the team read along" in refused.text
    acme = planted.store.clients.find("acme")
    assert acme
    planted.store.subscriptions.add(
        acme.id, lonely, "weekly monday 09:00", "UTC", team.sam, planted.clock.now()
    )
    planted.clock.move_to(planted.clock.now() + timedelta(days=5))
    planted.publisher.tick()

    for room in (team.shared, team.guests_room):
        assert "Week 47" in planted.from_bot(room)[-1].text
    assert SECRET in planted.from_bot(team.acme)[-1].text
    assert planted.from_bot(lonely) == []
    assert leaks(planted) == []
    assert SECRET not in str(logged)
