"""Ask, publish, reply, remember: the circle, through the doors people use."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from tests.conftest import Running

MONDAY_NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def kinds(blocks: Sequence[Mapping[str, object]]) -> list[object]:
    return [block["type"] for block in blocks]


def test_a_question_is_answered_in_the_room(running: Running) -> None:
    message = running.report()

    assert "Acme Outdoor" in message.text
    assert "asked by @sam" in str(message.blocks)
    assert {"header", "table", "image"} <= set(kinds(message.blocks))


def test_a_reply_stands_in_the_next_report_and_follows_its_author(running: Running) -> None:
    team = running.team
    first = running.report()
    ts = running.slack.people.say(team.maya, team.acme, "The outage did it", first.ts)
    running.settle()
    assert "The outage did it" in running.report().text

    running.slack.people.edit(team.maya, team.acme, ts, "The outage on Tuesday did it")
    running.settle()
    text = running.report().text
    assert text.count("The outage on Tuesday did it") == 1
    assert "The outage did it" not in text

    running.slack.people.delete(team.maya, team.acme, ts)
    running.settle()
    assert "The outage" not in running.report().text


def test_a_schedule_publishes_on_time_and_remembers(running: Running) -> None:
    team = running.team
    answer = running.answer(team.sam, team.acme, "/schedule", "acme weekly monday 09:00 #acme")
    assert "Mon 23 Nov 09:00" in answer.text
    running.publisher.tick()
    before = len(running.from_bot(team.acme))

    running.clock.move_to(MONDAY_NINE)
    running.publisher.tick()
    running.publisher.tick()

    posted = running.from_bot(team.acme)[before:]
    assert len(posted) == 1
    assert "Week 47" in posted[0].text
    assert "image" in kinds(posted[0].blocks)
    running.slack.people.say(team.sam, team.acme, "Good week", posted[0].ts)
    running.settle()
    assert "Good week" in running.report(text="acme 2026-W47").text
