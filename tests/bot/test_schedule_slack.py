"""/schedule as it is typed in Slack, and what then stands in the channels."""

from datetime import UTC, datetime

from bot.playground.slack.models import Message
from tests.conftest import Running

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NEXT = "Next: Mon 23 Nov 09:00, Mon 30 Nov 09:00, Mon 7 Dec 09:00."


def typed(running: Running, words: str, user: str | None = None) -> Message:
    """Type it in #borealis, where nothing is taken from the place."""
    return running.answer(user or running.team.sam, running.team.borealis, "/schedule", words)


def test_the_channel_can_be_picked_or_typed(running: Running) -> None:
    team, world = running.team, running.slack.world
    secret = world.add_channel("secret", kind="private", members=[team.sam], bot=False)
    picked = typed(running, f"acme weekly Mon 9am <#{team.acme}|acme>")
    assert NEXT in picked.text
    assert f"<#{team.acme}>" in picked.text
    assert "does this already" in typed(running, "acme weekly on mondays at 9:00 #ACME").text
    assert "/invite @rapport" in typed(running, f"acme Mon 9am <#{team.general}|general>").text
    for words, because in (
        ("acme Mon 9am #nowhere", "I cannot find #nowhere"),
        ("acme Mon 9am #borealis", "belongs to another client, Borealis Clinics"),
        ("borealis Mon 9am #acme-shared", "belongs to another client, Acme Outdoor"),
        (f"acme Mon 9am <#{secret}|>", "I cannot see who reads along"),
        ("acme at Christmas #acme", "I cannot read “at Christmas” as a rhythm"),
    ):
        assert because in typed(running, words).text
    channels = [one.channel for one in running.store.subscriptions.all()]
    assert channels == [team.acme, team.general]


def test_who_may_schedule_where(running: Running) -> None:
    team, world = running.team, running.slack.world
    partners = world.add_channel("partners", members=[team.sam, team.outsider], shared=True)
    refusal = running.answer(team.guest, team.guests_room, "/schedule", "acme Mon 9am")
    assert "Only people of the team" in refusal.text
    assert "Others outside the team" in typed(running, f"acme Mon 9am <#{partners}|partners>").text
    running.slack.faults.fail("conversations.info", "internal_error", times=9)
    world.add_channel("fresh", members=[team.sam])
    hidden = world.add_channel("hidden", members=[team.sam])
    assert "I cannot see who reads along" in typed(running, f"acme Mon 9am <#{hidden}|hidden>").text
    running.slack.faults.clear()
    assert running.store.subscriptions.all() == []
    assert NEXT in running.answer(team.sam, team.acme, "/schedule", "Mon 9am").text


def test_list_pause_resume_now_and_what_is_posted(running: Running) -> None:
    team = running.team
    running.slack.faults.ready_after = 0
    typed(running, "acme Mon 9am #acme")
    typed(running, "acme Mon 9am #acme-shared")
    assert "paused" in typed(running, "pause 2").text
    listed = typed(running, "list acme")
    assert "Mon 23 Nov 09:00" in str(listed.blocks)
    assert "paused" in str(listed.blocks)
    running.slack.people.say(team.maya, team.acme, "unrelated words")
    assert "on its way" in typed(running, "now 2").text

    running.publisher.tick()
    running.clock.move_to(MONDAY)
    running.publisher.tick()
    assert ["Week 47" in m.text for m in running.from_bot(team.acme)] == [True]
    assert ["Week 46" in m.text for m in running.from_bot(team.shared)] == [True]
    assert "published on request" in running.from_bot(team.shared)[0].text
    assert "Mon 30 Nov 09:00" in typed(running, "resume 2").text
    running.publisher.tick()
    assert len(running.from_bot(team.shared)) == 1
