"""Every control under the team's answers, pressed and sent off by the wrong people or too late."""

import re
from datetime import date, timedelta

import pytest
from structlog.testing import capture_logs

from bot.playground.slack.models import Json, Message
from storage.imports import import_file
from tests.bot.test_look_closer_slack import in_dm, labelled, press
from tests.commands.parts import add_parts
from tests.conftest import NOW, Running

SECRET = "xq7-they-will-leave-us"
MONDAY = date(2026, 11, 9)  # of week 46
TEAM_ONLY = ("Diane", SECRET, "Health", "healthy", "By agent", "Only me", "All clients")
QUOTED = re.compile("“[^”]*”")  # their own words, typed or pressed, said back to them
ASKED = ("acme 2026-W46", "acme 2026-W46 by agent", "acme 2026-W46 why csat")


@pytest.fixture(scope="module")
def planted(lasting: Running, tmp_path_factory: pytest.TempPathFactory) -> Running:
    """Acme has agents, a health and an internal note."""
    store, team = lasting.store, lasting.team
    days = [NOW.date() - timedelta(days=back) for back in range(60)]
    rows = [f"acme,{day},{key},1" for day in days for key in ("adoption", "training_completed")]
    file = tmp_path_factory.mktemp("files") / "success.csv"
    file.write_text("\n".join(["client,date,metric,value", *rows]) + "\n", encoding="utf-8")
    import_file(store, file, client=None, create=False, now=NOW, by="test")
    for weeks, csat in ((1, 0.9), (0, 0.7)):
        parts = {part: {"csat": (csat, 40.0)} for part in ("agent:Diane", "topic:Billing")}
        add_parts(store, "acme", parts, MONDAY - timedelta(weeks=weeks))
    lasting.answer(team.sam, team.general, "/note", f"acme {SECRET}")
    return lasting


def room_of(running: Running, name: str, client: str = "acme") -> str:
    """A new room of the client, with the team in it."""
    room = running.slack.world.add_channel(name, members=[running.team.sam, running.team.maya])
    link(running, room, client)
    return room


def link(running: Running, room: str, client: str) -> None:
    found = running.store.clients.find(client)
    assert found
    running.store.clients.unlink_channel(room)
    running.store.clients.link_channel(found.id, room)


def outsiders_come(running: Running, room: str) -> None:
    team, channel = running.team, running.slack.world.channels[room]
    running.slack.people.join(team.guest, room)
    channel.shared = True
    running.slack.people.join(team.outsider, room)
    running.settle()


def choices(message: Message) -> list[tuple[int, str | None]]:
    """Every button and every option under a message."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    elements: list[Json] = [one for row in rows for one in row]
    return [
        (int(one["action_id"].removeprefix("ask:")), option)
        for one in elements
        for option in [found["value"] for found in one.get("options", [])] or [None]
    ]


def read_since(running: Running, room: str, before: set[str]) -> str:
    """What guests and external people read there that was not there before."""
    people = (running.team.guest, running.team.outsider)
    found = [one for person in people for one in running.from_bot(room, person)]
    return "".join(str(one) for one in found if one.ts not in before)


def test_who_comes_later_presses_everything_and_learns_nothing(planted: Running) -> None:
    team, room = planted.team, room_of(planted, "acme-late")
    for words in ASKED:
        planted.answer(team.sam, room, "/report", words)
    planted.answer(team.sam, room, "/health", "acme")
    standing = planted.from_bot(room)
    for word in TEAM_ONLY:
        assert word in str([(one.text, one.blocks) for one in standing]).replace("Agent", "agent")

    outsiders_come(planted, room)
    with capture_logs() as logged:
        for person in (team.guest, team.outsider):
            for message in standing:
                for number, option in choices(message):
                    press(planted, person, message, number, option)
    said = read_since(planted, room, {one.ts for one in standing})
    assert "Acme Outdoor" in said
    assert "Only people of the team" in said
    assert "how each agent does is for the team only" in said.lower()
    for word in TEAM_ONLY:
        assert word not in said
        assert word not in str(logged)
    assert planted.slack.world.views == {}


def test_the_team_presses_on_where_outsiders_came(planted: Running) -> None:
    team, room = planted.team, room_of(planted, "acme-opened")
    report = planted.answer(team.sam, room, "/report", "acme 2026-W46")
    card = planted.answer(team.sam, room, "/health", "acme")
    outsiders_come(planted, room)
    before = {one.ts for one in planted.from_bot(room)}
    for message in (report, card):
        for number, option in choices(message):
            press(planted, team.maya, message, number, option)
    for words in ("report", "report by agent", "why did csat fall?", "health", "how is acme?"):
        bot = planted.slack.world.bot_user_id
        planted.slack.people.say(team.maya, room, f"<@{bot}> {words}", report.ts)
        planted.settle()
    said = read_since(planted, room, before)
    assert "Acme Outdoor" in said
    for word in TEAM_ONLY:
        assert word not in said
    own = [one for one in planted.from_bot(room, team.maya) if one.ephemeral_for]
    assert "Diane" in str(own)
    assert "healthy" in str(own)
    planted.slack.world.views.clear()


def test_a_form_sent_off_where_outsiders_came_answers_its_author_alone(planted: Running) -> None:
    team, room = planted.team, room_of(planted, "acme-form")
    planted.ask(team.sam, room, "/note", "acme")
    planted.settle()
    [view] = planted.slack.world.views.values()
    outsiders_come(planted, room)
    typed = {"text": {"text": {"type": "plain_text_input", "value": SECRET}}}
    assert planted.slack.people.submit(team.sam, view.id, typed).acked
    planted.settle()
    [told] = planted.from_bot(room, team.sam)
    assert (told.ephemeral_for, SECRET in told.text) == (team.sam, False)
    assert read_since(planted, room, set()) == ""


def test_what_was_for_oneself_is_posted_as_the_room_may_read_it_now(planted: Running) -> None:
    team, room = planted.team, room_of(planted, "acme-post")
    before = len(in_dm(planted, team.maya))
    planted.answer(team.maya, room, "/report", "acme 2026-W46 me")
    report = in_dm(planted, team.maya)[before]
    assert SECRET in report.text
    outsiders_come(planted, room)
    press(planted, team.maya, report, *labelled(report, "Post in #acme-post"))
    [posted] = planted.from_bot(room)
    assert "Acme Outdoor in week 46" in posted.text
    for word in TEAM_ONLY:
        assert word not in str(posted)


def test_the_thread_of_another_client_tells_its_new_readers_nothing(planted: Running) -> None:
    """The channel was Acme's and is Borealis's now; the old report still stands in it."""
    team, room = planted.team, room_of(planted, "handed-over")
    report = planted.answer(team.sam, room, "/report", "acme 2026-W46")
    link(planted, room, "borealis")
    outsiders_come(planted, room)
    bot = planted.slack.world.bot_user_id
    before = {one.ts for one in planted.from_bot(room)}
    for person in (team.sam, team.guest, team.outsider):
        for words in ("report", "report acme", "why did csat fall?", "report by topic", "health"):
            planted.slack.people.say(person, room, f"<@{bot}> {words}", report.ts)
            planted.settle()
        for number, option in choices(report):
            press(planted, person, report, number, option)
    said = read_since(planted, room, before)
    assert "Borealis Clinics" in said
    for word in ("Acme", "acme", "Billing", *TEAM_ONLY):
        assert word not in QUOTED.sub("", said)
    planted.slack.world.views.clear()
