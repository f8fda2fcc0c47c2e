"""Questions in passing: “@rapport how is acme?”, in channels, direct messages and threads."""

import pytest

from bot.playground.slack.models import Message
from tests.conftest import Running


def say(
    running: Running, channel: str, words: str, thread: str | None = None, *, named: bool = True
) -> list[Message]:
    """What the bot answers Sam; only what he may see."""
    sam = running.team.sam
    before = {one.ts for one in running.from_bot(channel, sam)}
    name = f"<@{running.slack.world.bot_user_id}> " if named else ""
    running.slack.people.say(sam, channel, f"{name}{words}", thread)
    running.settle()
    return [one for one in running.from_bot(channel, sam) if one.ts not in before]


def comments(running: Running, report: Message) -> list[str]:
    kept = running.store.publications.of_thread(report.channel, report.ts)
    assert kept
    return [one.text for one in running.store.comments.of_thread(kept.id)]


@pytest.fixture(scope="module")
def report(lasting: Running) -> Message:
    """Week 45 of acme, in its channel."""
    return lasting.report(text="acme 2026-W45")


def test_how_a_client_is_asks_for_its_health(lasting: Running) -> None:
    [answer] = say(lasting, lasting.team.acme, "how is acme?")
    assert "Acme Outdoor" in answer.text
    own = lasting.slack.world.open_dm(lasting.team.sam)
    for named in (True, False):
        [answer] = say(lasting, own, "How’s acme doing?", named=named)
        assert "Acme Outdoor" in answer.text


def test_why_a_figure_moved_is_answered_in_the_thread_of_its_report(
    lasting: Running, report: Message
) -> None:
    [answer] = say(lasting, lasting.team.acme, "why did csat fall?", report.ts)
    assert answer.thread_ts == report.ts
    assert "CSAT" in answer.text
    assert "45" in answer.text
    assert comments(lasting, report) == []


def test_the_same_words_without_the_name_are_a_comment(lasting: Running, report: Message) -> None:
    assert say(lasting, lasting.team.acme, "why did csat fall?", report.ts, named=False) == []
    assert say(lasting, lasting.team.acme, "why is everybody so sad?", report.ts) == []
    assert comments(lasting, report) == ["why did csat fall?", "@rapport why is everybody so sad?"]


def test_a_verb_comes_before_what_it_might_mean(lasting: Running) -> None:
    [answer] = say(lasting, lasting.team.acme, "report acme 2026-W44")
    assert "Acme Outdoor in week 44" in answer.text
    [answer] = say(lasting, lasting.team.acme, "how do I do this?")
    assert "/report" in str(answer.blocks)
