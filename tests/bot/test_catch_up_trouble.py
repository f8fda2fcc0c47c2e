"""Catching up where Slack refuses, where it makes us wait, and where people go on talking."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from bot.catch_up import CatchUp
from bot.playground.slack.models import Message
from bot.playground.slack.server import LoopbackSlack
from bot.slack.unhurried import Unhurried
from reports.model import Audience
from tests.bot.absence import Home, kept, texts
from tests.conftest import Running

INTERNAL = Audience.INTERNAL


def refusing(code: str) -> Callable[[LoopbackSlack], None]:
    return lambda slack: slack.faults.fail("conversations.replies", code, 99)


def answering(status: int, retry_after: int | None = None) -> Callable[[LoopbackSlack], None]:
    return lambda slack: slack.faults.status("conversations.replies", status, 99, retry_after)


def test_a_bot_that_may_not_read_threads_starts_all_the_same(home: Home) -> None:
    report = home.report()
    home.heard(report, "heard")
    home.say("missed", report)
    home.slack.scopes.discard("channels:history")
    with home.awake() as running:
        assert texts(running, report) == ["heard"]
        assert "heard" in running.report().text


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (refusing("missing_scope"), "missing_scope"),
        (refusing("method_not_supported_for_channel_type"), "method_not_supported"),
        (refusing("unknown_method"), "unknown_method"),
        (refusing("thread_not_found"), "thread_not_found"),
        (answering(429, 0), "ratelimited"),
        (answering(429), "ratelimited"),
        (answering(500), "internal_error"),
        (lambda slack: slack.faults.drop_after_accept("conversations.replies", 99), "closed"),
    ],
)
def test_where_slack_refuses_one_line_says_so_and_nothing_is_lost(
    lasting: Running,
    swift: None,
    fault: Callable[[LoopbackSlack], None],
    reason: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    reports = lasting.report(), lasting.report()
    lasting.slack.people.say(lasting.team.maya, lasting.team.acme, "heard", reports[0].ts)
    lasting.settle()
    fault(lasting.slack)
    capsys.readouterr()
    CatchUp(lasting.office, at_once).run()
    lasting.slack.faults.clear()
    [line] = capsys.readouterr().out.splitlines()
    assert "caught up" in line
    assert reason in line
    assert texts(lasting, reports[0]) == ["heard"]


def test_who_is_told_to_wait_waits_and_reads_on(home: Home) -> None:
    report = home.report()
    home.say("missed", report)
    home.slack.faults.status("conversations.replies", 429, 2, 0)
    with home.awake() as running:
        assert texts(running, report) == ["missed"]


def test_a_pause_that_slack_asks_for_ends_with_the_program(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report = home.report()
    home.say("missed", report)
    home.slack.faults.status("conversations.replies", 429, 1, 3600)
    monkeypatch.setattr("tests.bot.absence.caught_up", lambda: None)
    with home.awake():
        home.slack.wait_for(lambda: home.calls("conversations.replies"))
    assert "left to the next start" in capsys.readouterr().out
    monkeypatch.undo()
    with home.awake() as running:
        assert texts(running, report) == ["missed"]


def at_once(act: Callable[[], None]) -> "Future[None]":
    """A lane in which nothing waits."""
    with ThreadPoolExecutor(1) as lane:
        return lane.submit(act)


def read_with(running: Running, meanwhile: Callable[[], object]) -> None:
    """Catch up, while ``meanwhile`` happens between reading a thread and remembering it."""
    begun = list[bool]()

    def in_memory(act: Callable[[], None]) -> "Future[None]":
        if len(begun) == 1:  # at the first, nothing has been read
            meanwhile()
            running.settle()
        begun.append(True)
        return at_once(act)

    CatchUp(running.office, in_memory).run()


def test_what_is_heard_while_an_older_state_is_read_wins(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.catch_up.SPACING", 0)
    people, team, report = running.slack.people, running.team, running.report()

    def say(words: str) -> str:
        return people.say(team.maya, team.acme, words, report.ts)

    edited, pinned, deleted = say("one"), say("two"), say("three")
    people.edit(team.maya, team.acme, edited, "one, edited")
    people.react(team.sam, team.acme, pinned, "pushpin")
    running.settle()

    def meanwhile() -> None:
        people.edit(team.maya, team.acme, edited, "one, edited again")
        people.toggle_reaction(team.sam, team.acme, pinned, "pushpin")
        people.delete(team.maya, team.acme, deleted)
        say("four")

    read_with(running, meanwhile)
    assert kept(running, report) == {
        "one, edited again": INTERNAL,
        "two": INTERNAL,
        "four": INTERNAL,
    }


def test_an_edit_heard_before_its_missed_message_was_read_wins(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.catch_up.PAGE", 200)
    report = home.report()
    missed = home.say("missed", report)
    refusing("not_in_channel")(home.slack)
    with home.awake() as running:
        home.slack.faults.clear()
        edit = "edited meanwhile"
        people, maya = home.slack.people, home.team.maya
        read_with(running, lambda: people.edit(maya, report.channel, missed, edit))
        assert texts(running, report) == [edit]


def test_a_reply_that_slips_between_two_pages_is_not_taken_for_deleted(
    running: Running, swift: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, team, report = running.slack.people, running.team, running.report()
    said = [people.say(team.maya, team.acme, words, report.ts) for words in ("a", "b", "c")]
    running.settle()
    rest, pages = Unhurried.rest, list[float]()

    def deleting(self: Unhurried, seconds: float) -> None:
        pages.extend([seconds] if seconds else [])
        if len(pages) == 2 and seconds:  # the first page is read; “b” moves up into it
            people.delete(team.maya, team.acme, said[0])
        rest(self, seconds)

    monkeypatch.setattr("bot.catch_up.SPACING", 0.001)
    monkeypatch.setattr(Unhurried, "rest", deleting)
    CatchUp(running.office, at_once).run()
    assert len(pages) == 2
    assert texts(running, report) == ["b", "c"]


def reply(report: Message, ts: str, text: str, edited: str | None = None) -> dict[str, object]:
    """A reply as Slack describes it."""
    said: dict[str, object] = {"type": "message", "channel": report.channel, "user": "U00000003"}
    said |= {"text": text, "ts": ts, "thread_ts": report.ts}
    return said | ({"edited": {"user": "U00000003", "ts": edited}} if edited else {})


def test_an_edit_older_than_the_words_that_were_read_changes_nothing(running: Running) -> None:
    report, memory = running.report(), running.office.memory
    ts = running.slack.world.stamps.next()
    assert memory.read_again(reply(report, ts, "third", "1995000003.0"))
    late = {"type": "message", "subtype": "message_changed", "channel": report.channel}
    second = reply(report, ts, "second", "1995000002.0")
    memory.message(late | {"message": second, "event_ts": "1995000002.0"})
    assert texts(running, report) == ["third"]
    fourth = reply(report, ts, "fourth", "1995000004.0")
    memory.message(late | {"message": fourth, "event_ts": "1995000004.0"})
    assert texts(running, report) == ["fourth"]
