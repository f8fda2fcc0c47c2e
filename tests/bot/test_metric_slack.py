"""/metric as it is typed and pressed in Slack."""

from bot.playground.slack.models import Message
from tests.conftest import Running


def typed(running: Running, words: str, user: str | None = None) -> Message:
    return running.answer(user or running.team.sam, running.team.acme, "/metric", words)


def pressed(running: Running, user: str, message: Message, label: str) -> Message:
    """What the bot says to the press of that button."""
    buttons = [
        one for block in message.blocks for one in block.get("elements", ())
        if one.get("type") == "button"
    ]  # fmt: skip
    [action] = [one["action_id"] for one in buttons if one["text"]["text"] == label]
    before = {one.ts for one in running.from_bot(message.channel, user)}
    assert running.slack.people.click(user, message.channel, message.ts, action).acked
    return running.next_message(message.channel, user, before)


def test_somebody_else_confirms_in_the_channel(running: Running) -> None:
    team = running.team
    typed(running, "important nps")
    asked = typed(running, "nps 45 2026-10 because 230 people answered")
    assert "is awaiting confirmation" in asked.text
    assert asked.ephemeral_for is None
    own = pressed(running, team.sam, asked, "Confirm no. 1")
    assert own.ephemeral_for == team.sam
    assert "somebody else of the team must confirm it" in own.text
    done = pressed(running, team.maya, asked, "Confirm no. 1")
    assert "No. 1 is confirmed by maya: NPS of Acme Outdoor for October 2026, 45" in done.text
    assert (done.ephemeral_for, done.thread_ts) == (None, asked.ts)
    report = running.answer(team.sam, team.acme, "/report", "acme 2026-10")
    assert "NPS: 45" in " ".join(report.text.split())


def test_a_guest_neither_enters_nor_confirms(running: Running) -> None:
    team = running.team
    for words in ("acme nps 45 2026-10", "acme", "important nps"):
        refused = running.answer(team.guest, team.guests_room, "/metric", words)
        assert refused.text.startswith("Only people of the team can use /metric")
        assert refused.ephemeral_for == team.guest
    assert running.store.numbers.of_client(1, 5) == []


def test_in_a_shared_channel_the_asker_alone_reads_the_answer(running: Running) -> None:
    team = running.team
    typed(running, "important nps")
    answer = running.answer(team.sam, team.shared, "/metric", "nps 45 2026-10")
    assert answer.ephemeral_for == team.sam
    assert "/metric acme confirm 1" in answer.text


def test_the_form_takes_what_was_not_typed(running: Running) -> None:
    team, people = running.team, running.slack.people
    running.ask(team.sam, team.acme, "/metric", "acme nps")
    running.settle()
    [view] = running.slack.world.views.values()
    assert view.declared["title"]["text"] == "Enter a number"
    words = {"type": "plain_text_input", "value": "45 2026-10 because 230 people answered"}
    assert people.submit(team.sam, view.id, {"text": {"text": words}}).acked
    running.settle()
    assert (
        "NPS of Acme Outdoor for October 2026, 45" in running.from_bot(team.acme, team.sam)[-1].text
    )
