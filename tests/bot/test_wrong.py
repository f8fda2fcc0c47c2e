"""When things are wrong: one sentence that says what to do, nothing lost, nothing twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from bot.playground.slack.models import Message
from commands import registry
from tests.conftest import Running

QUESTIONS = {
    "borealsi": "Did you mean",
    "acme lastt weeek": "I do not understand the period",
    "acme 2027-W10": "has not begun yet",
    "": "Which client?",
    "newcomer": "There is no data for newcomer yet",
    "<!channel>": "I do not know a client “&lt;!channel&gt;”",
    "&lt;b&gt;": "I do not know a client “&amp;lt;b&amp;gt;”",
    "x" * 300: "I do not know a client “xxx",
}


def whispers(running: Running, channel: str) -> list[str]:
    found = running.from_bot(channel, running.team.sam)
    return [message.text for message in found if message.ephemeral_for]


def in_room(running: Running, channel: str) -> list[Message]:
    return [found for found in running.from_bot(channel) if not found.ephemeral_for]


def dm(running: Running) -> str:
    return running.slack.world.open_dm(running.team.sam)


def ask(running: Running, text: str = "acme", channel: str | None = None) -> None:
    running.ask(running.team.sam, channel or running.team.acme, "/report", text)
    running.settle()


def test_each_unanswerable_question_gets_one_sentence(running: Running) -> None:
    team = running.team
    running.store.clients.add("newcomer", "newcomer", now=running.clock.now())
    for text, expected in QUESTIONS.items():
        answer = running.answer(team.sam, team.general, "/report", text)
        assert expected in answer.text
        assert answer.ephemeral_for == team.sam
        assert "Traceback" not in answer.text
    assert len(whispers(running, team.general)) == len(QUESTIONS)
    assert in_room(running, team.general) == []
    assert "<!channel>" not in str([found.text for found in running.messages(team.general)])


def test_a_period_without_data_offers_the_newest_that_has_some(running: Running) -> None:
    message = running.report(text="acme 2019-W10")
    assert message.text.startswith("No data for Acme Outdoor")
    button = next(block for block in message.blocks if block["type"] == "actions")["elements"][0]
    before = {found.ts for found in running.from_bot(running.team.acme)}
    running.slack.people.click(running.team.sam, running.team.acme, message.ts, button["action_id"])
    newest = running.next_message(running.team.acme, running.team.sam, before)
    assert "Week 47" in newest.text


def test_a_suggestion_answers_when_clicked_and_goes_away(running: Running) -> None:
    team = running.team
    room = running.slack.world.add_channel("lounge", members=[team.sam])
    suggestion = running.answer(team.sam, room, "/report", "acmee last week")

    assert running.slack.people.click(team.sam, room, suggestion.ts, "ask:0").acked
    running.settle()

    assert whispers(running, room) == []
    assert len(in_room(running, room)) == 1
    assert "Acme Outdoor" in in_room(running, room)[0].text


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found", "is_archived"])
def test_a_closed_room_sends_the_report_by_dm(running: Running, code: str) -> None:
    running.slack.faults.fail("chat.postMessage", code)
    ask(running)
    [message] = in_room(running, dm(running))
    assert "archived" in message.text if code == "is_archived" else "/invite" in message.text
    assert "Acme Outdoor" in message.text
    kinds = [block["type"] for block in message.blocks]
    assert kinds[:4] == ["rich_text", "header", "rich_text", "table"]
    assert "image" in kinds
    assert in_room(running, running.team.acme) == []
    assert running.store.publications.of_thread(message.channel, message.ts) is not None


def test_being_told_to_wait_delays_and_nothing_more(running: Running) -> None:
    running.slack.faults.status("chat.postMessage", 429, times=2, retry_after=1)
    ask(running)
    assert len(in_room(running, running.team.acme)) == 1
    assert running.slack.log.posted(running.team.acme) == 1


def test_what_slack_refuses_is_told_and_not_posted(running: Running) -> None:
    faults, room = running.slack.faults, running.team.acme
    for plan, reason in (
        (partial(faults.status, "chat.postMessage", 500), "internal_error"),
        (partial(faults.fail, "chat.postMessage", "fatal_error"), "fatal_error"),
        (partial(faults.fail, "chat.postMessage", "no_permission"), "no_permission"),
    ):
        plan()
        ask(running)
        assert reason in whispers(running, room)[-1]
    assert len(whispers(running, room)) == 3
    assert "please look before you ask again" in whispers(running, room)[0]
    assert "was not posted" in whispers(running, room)[2]
    assert running.slack.log.posted(room) == 0


def test_a_dropped_connection_is_looked_up(running: Running) -> None:
    room = running.team.acme
    running.slack.faults.drop_after_accept("chat.postMessage")
    ask(running)
    [message] = in_room(running, room)
    assert running.slack.log.posted(room) == 1
    assert whispers(running, room) == []
    assert "image" in [block["type"] for block in message.blocks]
    assert running.store.publications.of_thread(room, message.ts) is not None


def test_where_not_even_a_whisper_is_heard_the_first_error_is_kept(
    running: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    team, faults = running.team, running.slack.faults
    for method in ("chat.postMessage", "chat.postEphemeral", "conversations.open"):
        faults.fail(method, "team_access_not_granted", times=5)
    running.slack.people.say(
        team.sam, team.acme, f"<@{running.office.bot_user}> report acme last week"
    )
    running.settle()
    assert dead(running) == ["SlackApiError"]
    assert "could not tell the asker" in capsys.readouterr().out


@contextmanager
def broken_note(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    command = registry.all_commands()["note"]
    secret = "xoxb-1234-secret"

    def explode(*_: object) -> None:
        raise RuntimeError(f"boom with {secret}")

    with monkeypatch.context() as patch:
        patch.setitem(
            registry._COMMANDS,
            "note",
            registry.Command("note", "", "", explode),  # type: ignore[arg-type]
        )
        yield
    assert registry.all_commands()["note"] is command


def test_an_unforeseen_error_is_one_sentence_and_a_traceback_in_the_log(
    running: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    team = running.team
    with broken_note(monkeypatch):
        answer = running.answer(team.sam, team.acme, "/note", "acme words")
    assert answer.text.startswith("Something went wrong on my side")
    assert "boom" not in str(running.messages(team.acme, team.sam))
    assert dead(running) == ["RuntimeError"]
    assert "Traceback" in capsys.readouterr().out


def dead(running: Running) -> list[str]:
    """The kinds of error that made an item of the inbox end."""
    with running.store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT error FROM inbox WHERE state = 'dead'")
        return [str(row[0]).split(":")[0] for row in rows]


def test_the_same_question_twice_is_answered_once(running: Running) -> None:
    team = running.team
    ask(running)
    bot = running.office.bot_user
    running.slack.people.say(team.sam, team.acme, f"<@{bot}> report acme refresh")
    running.settle()
    running.slack.people.redeliver(3)
    running.settle()
    assert len(in_room(running, team.acme)) == 2
