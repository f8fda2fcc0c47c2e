"""What Slack said is kept before it is acknowledged, and worked on whatever happens between."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from bot.playground.slack.server import LoopbackSlack
from bot.renderers import Renderers
from storage.engine import connect, writing
from storage.errors import DatabaseBusy
from tests.conftest import NOW, Running, bot_at_work, make_team


@contextmanager
def locked(running: Running) -> Iterator[None]:
    """Another program writes to the database and does not stop."""
    other = connect(running.office.database_url)
    with writing(other) as connection:
        if other.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE inbox IN EXCLUSIVE MODE")
        yield
    other.dispose()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that does not wait long for the lock."""
    monkeypatch.setattr("storage.dialect.BUSY_MILLISECONDS", 100)
    monkeypatch.setattr("bot.patience.REST", 0.05)


def test_a_command_that_cannot_be_stored_is_answered_in_time(running: Running) -> None:
    team = running.team
    with locked(running):
        outcome = running.slack.people.command(team.sam, team.acme, "/report", "acme")
        assert outcome.acked
        assert "please type it again" in str(outcome.body)
    running.settle()
    assert [message.text for message in running.from_bot(team.acme, team.sam)] == [
        "I could not write that down, so nothing was done; please type it again in a moment."
    ]


def test_an_event_that_cannot_be_stored_is_sent_again_and_stored_once(
    running: Running, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.verbs.inbox.PUT_WITHIN", 0.1)
    team, ts = running.team, running.report().ts
    delivered = len(running.slack.log.named("message"))
    with locked(running):
        running.slack.people.say(team.maya, team.acme, "The outage did it", ts)
        running.slack.wait_for(
            lambda: any(not entry.ok for entry in running.slack.log.named("message")[delivered:])
        )
    running.settle()
    assert running.report().text.count("The outage did it") == 1


def test_words_that_were_acknowledged_wait_for_the_database(
    running: Running, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    team, ts = running.team, running.report().ts
    add, refused = running.store.comments.add, list[bool]()

    def busy_at_first(*args: object, **kwargs: object) -> object:
        if len(refused) < 3:
            refused.append(True)
            raise DatabaseBusy(where="here")
        return add(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(running.store.comments, "add", busy_at_first)
    running.slack.people.say(team.maya, team.acme, "Kept all the same", ts)
    running.settle()
    assert len(refused) == 3
    assert "Kept all the same" in running.report().text


def test_a_question_meanwhile_hears_that_the_database_is_busy(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise DatabaseBusy(where="sqlite:////secret/place.db")

    monkeypatch.setattr(running.store.comments, "add", busy)
    answer = running.answer(running.team.sam, running.team.acme, "/note", "acme words")
    assert answer.text.startswith("I cannot use my database just now")
    assert "secret" not in str(running.messages(running.team.acme, running.team.sam))


def slash(team_acme: str, sam: str, trigger: str, text: str = "acme") -> dict[str, str]:
    return {
        "command": "/report",
        "text": text,
        "channel_id": team_acme,
        "user_id": sam,
        "trigger_id": trigger,
    }


def test_what_an_earlier_run_left_is_answered_at_the_start_and_never_twice(
    database_url: str, renderers: Renderers
) -> None:
    with LoopbackSlack() as slack:
        team = make_team(slack)
        with bot_at_work(slack, database_url, renderers) as (office, _):
            office.store.inbox.put("77.1", "slash", slash(team.acme, team.sam, "77.1"), NOW)
            # Of another week, for the same report again would but lead to the first.
            other = slash(team.acme, team.sam, "77.2", "acme 2026-W44")
            office.store.inbox.put("77.2", "slash", other, NOW)
        with bot_at_work(slack, database_url, renderers) as (office, _):
            slack.wait_for(lambda: not office.store.inbox.waiting(), timeout=60)
            assert slack.log.posted(team.acme) == 2
            # As if it had been killed after it posted and before it could say so.
            with office.store.engine.begin() as connection:
                connection.exec_driver_sql("UPDATE inbox SET state = 'taken'")
        with bot_at_work(slack, database_url, renderers) as (office, _):
            slack.wait_for(lambda: not office.store.inbox.waiting(), timeout=60)
        assert slack.log.posted(team.acme) == 2


def test_what_was_finished_long_ago_is_let_go(database_url: str, renderers: Renderers) -> None:
    with LoopbackSlack() as slack:
        with bot_at_work(slack, database_url, renderers) as (office, _):
            office.store.inbox.put("old", "event", {}, NOW - timedelta(days=15))
            office.store.inbox.put("new", "event", {}, NOW)
            for item in office.store.inbox.waiting():
                office.store.inbox.done(item.id)
        with bot_at_work(slack, database_url, renderers) as (office, _):
            assert office.store.inbox.put("old", "event", {}, NOW) is not None
            assert office.store.inbox.put("new", "event", {}, NOW) is None
