"""Who waits for a report hears within a second that it is being made, and then gets it once."""

import threading
from collections.abc import Iterator

import pytest

from bot.child import Job
from bot.desk import LANES
from bot.playground.slack.server import LoopbackSlack
from bot.progress import Progress, Watch, nobody_waits
from bot.renderers import Renderers
from bot.slack.message import Rendered
from bot.slack.show import Stage
from tests.bot.publishing import MONDAY, at, subscribe
from tests.conftest import NOW, Running, bot_at_work, make_team

WORD = "I am working on it: the report comes in a moment."


class Gate:
    """Where reports wait until they may be drawn."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._open, render = threading.Event(), Renderers.render

        def when_open(renderers: Renderers, job: Job) -> Rendered:
            assert self._open.wait(20)
            return render(renderers, job)

        monkeypatch.setattr(Renderers, "render", when_open)

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Reports that take long, and people who wait a moment only."""
    monkeypatch.setattr("bot.progress.AFTER", 0.05)
    held = Gate(monkeypatch)
    yield held
    held.open()


def words(running: Running, viewer: str | None = None) -> list[str]:
    """What Sam, or somebody else, reads in #acme."""
    found = running.from_bot(running.team.acme, viewer or running.team.sam)
    return [message.text.partition("\n")[0] for message in found]


def told(running: Running, count: int = 1, word: str = WORD) -> None:
    running.slack.wait_for(lambda: words(running).count(word) == count, timeout=60)


def test_the_asker_hears_that_it_takes_longer_and_then_gets_the_report(
    running: Running, gate: Gate
) -> None:
    running.ask(running.team.sam, running.team.acme, "/report", "acme")
    told(running)
    assert words(running, running.team.maya) == []
    gate.open()
    running.settle()
    assert words(running)[0] == WORD
    assert [text.startswith("Acme Outdoor") for text in words(running)[1:]] == [True]
    assert len(words(running, running.team.maya)) == 1


def test_who_stands_in_the_queue_hears_it_too(
    database_url: str, renderers: Renderers, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LANES, "slow", 1)
    with LoopbackSlack() as slack:
        team = make_team(slack)
        with bot_at_work(slack, database_url, renderers):
            for _ in range(3):
                slack.people.command(team.sam, team.acme, "/report", "acme")
            slack.wait_for(lambda: len(slack.log.named("response_url")) == 3, timeout=60)
            gate.open()


def test_in_a_thread_the_word_stands_in_the_thread(running: Running, gate: Gate) -> None:
    team, bot = running.team, running.slack.world.bot_user_id
    question = running.slack.people.say(team.maya, team.acme, "How was it?")
    running.slack.people.say(team.maya, team.acme, f"<@{bot}> report acme", question)
    running.slack.wait_for(lambda: WORD in words(running, team.maya), timeout=60)
    gate.open()
    running.settle()
    word, answer = running.from_bot(team.acme, team.maya)
    assert (word.text, word.ephemeral_for, word.thread_ts) == (WORD, team.maya, question)
    assert answer.thread_ts == question


def test_an_answer_comes_even_where_the_word_cannot_be_said(
    running: Running, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = threading.Event()

    def fail(*_: object, **__: object) -> None:
        tried.set()
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(Stage, "whisper", fail)
        running.ask(running.team.sam, running.team.acme, "/report", "acme")
        assert tried.wait(20)
        gate.open()
        running.settle()
    assert [text.startswith("Acme Outdoor") for text in words(running)] == [True]


def test_a_sentence_instead_of_a_report_ends_the_wait_too(running: Running, gate: Gate) -> None:
    running.ask(running.team.sam, running.team.acme, "/report", "acme 2027-W10")
    told(running)
    gate.open()
    running.settle()
    assert ["begun" in text for text in words(running)] == [False, True]


def test_quick_answers_and_schedules_say_nothing(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.progress.AFTER", 0.0)
    running.answer(running.team.sam, running.team.acme, "/note", "acme Spring is over")
    subscribe(running)
    at(running, MONDAY)
    running.settle()
    assert WORD not in words(running)
    assert len(running.from_bot(running.team.acme)) == 1


def test_what_an_earlier_run_left_is_answered_without_the_word(
    database_url: str, renderers: Renderers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.progress.AFTER", 0.0)
    with LoopbackSlack() as slack:
        team = make_team(slack)
        asked = {"command": "/report", "text": "acme", "trigger_id": "77.1"}
        asked |= {"channel_id": team.acme, "user_id": team.sam}
        with bot_at_work(slack, database_url, renderers) as (office, _):
            office.store.inbox.put("77.1", "slash", asked, NOW)
        with bot_at_work(slack, database_url, renderers) as (office, _):
            slack.wait_for(lambda: not office.store.inbox.waiting(), timeout=60)
        assert slack.log.posted(team.acme) == 1
        assert slack.log.named("chat.postEphemeral") == []


def test_an_answer_that_is_there_is_not_announced() -> None:
    said: list[str] = []
    wait = Progress(lambda: said.append("word"))
    wait.over()
    wait.watch()
    nobody_waits().watch()
    assert said == []


def test_the_word_that_is_being_said_comes_before_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.progress.AFTER", 0.0)
    order: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def tell() -> None:
        begun.set()
        assert go_on.wait(20)
        order.append("word")

    watch = Watch()
    wait = watch.begin(tell)
    assert begun.wait(20)
    threading.Timer(0.05, go_on.set).start()
    wait.over()
    order.append("answer")
    watch.close()
    assert order == ["word", "answer"]
