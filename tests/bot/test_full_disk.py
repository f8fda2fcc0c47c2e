"""A full disk: nothing is lost, nothing doubled, everybody hears it, and it goes on by itself."""

import pytest

from bot.slack import post
from bot.web import listening, web_app
from commands.due import plan_due
from storage.errors import DatabaseFull
from storage.values import Delivery
from tests.bot.publishing import MONDAY, SECOND, assert_stands_once, at, newest, posted, subscribe
from tests.bot.test_http import http
from tests.conftest import Running
from tests.full_disk import full, large

SETTLED = 20 * SECOND


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody rests long before the next try."""
    monkeypatch.setattr("bot.patience.REST", 0.05)


def test_what_is_said_meanwhile_is_sent_again_and_kept_once(running: Running) -> None:
    team, ts = running.team, running.report().ts
    delivered = len(running.slack.log.named("message"))
    with full(running.store.engine):
        running.slack.people.say(team.maya, team.acme, large("The outage did it"), ts)
        running.slack.wait_for(
            lambda: any(not entry.ok for entry in running.slack.log.named("message")[delivered:])
        )
        assert running.store.inbox.waiting() == []
    running.settle()
    assert running.report().text.count("The outage did it") == 1


def test_a_command_typed_meanwhile_gets_one_sentence(running: Running) -> None:
    team = running.team
    with full(running.store.engine):
        words = large("acme it rained")
        outcome = running.slack.people.command(team.sam, team.acme, "/note", words)
        assert outcome.acked
    assert [message.text for message in running.from_bot(team.acme, team.sam)] == [
        "I could not write that down, so nothing was done; please type it again in a moment."
    ]


def test_machines_hear_of_it_until_it_is_over(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    team, store = running.team, running.store
    app = web_app({"database": store.problem})
    with listening(app, "127.0.0.1", 0) as port:
        address = f"http://127.0.0.1:{port}/readyz"
        assert http(address).status == 200
        with full(store.engine):
            running.slack.people.command(team.sam, team.acme, "/note", large("acme words"))
            told = http(address)
        assert told.status == 503
        assert "The disk of the database" in told.body
        assert "is full" in told.body
        monkeypatch.setattr("storage.store.REFUSED_WITHIN", 0)
        assert http(address).status == 200


def planned(house: Running) -> Delivery:
    subscribe(house)
    house.clock.move_to(MONDAY)
    plan_due(house.store, MONDAY)
    return newest(house)


def goes_on(house: Running) -> None:
    """There is space again: the heartbeat and the clock do what they do."""
    house.publisher.finish_own()
    at(house, MONDAY + SETTLED)
    at(house, MONDAY + 2 * SETTLED)
    assert_stands_once(house)


@pytest.mark.usefixtures("hasty")
def test_full_after_slack_took_it_the_report_stands_once(
    house: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, space = planned(house), full(house.store.engine)
    post_once = post.post_once

    def taken(*args: object, **kwargs: object) -> str:
        ts = post_once(*args, **kwargs)  # type: ignore[arg-type]
        space.__enter__()
        return ts

    with monkeypatch.context() as patch:
        patch.setattr("bot.engine.attempt.post_once", taken)
        house.publisher.deliver(one)
    left = newest(house)
    assert (left.state, left.ts, len(posted(house))) == ("posting", None, 1)
    space.__exit__(None, None, None)
    goes_on(house)


@pytest.mark.usefixtures("hasty")
def test_full_between_the_claim_and_the_post_nothing_is_posted_until_there_is_space(
    house: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, space = planned(house), full(house.store.engine)
    upload = post.upload

    def uploaded(*args: object, **named: object) -> str | None:
        file_id = upload(*args, **named)  # type: ignore[arg-type]
        space.__enter__()
        return file_id

    with monkeypatch.context() as patch:
        patch.setattr("bot.engine.attempt.upload", uploaded)
        refuse_slots(house, patch)
        house.publisher.deliver(one)
    assert posted(house) == []
    assert newest(house).state == "posting"
    space.__exit__(None, None, None)
    goes_on(house)


@pytest.mark.usefixtures("hasty")
def test_full_before_the_claim_the_report_comes_once_there_is_space(house: Running) -> None:
    one = planned(house)
    with full(house.store.engine):
        house.publisher.deliver(one)
    goes_on(house)


def refuse_slots(house: Running, patch: pytest.MonkeyPatch) -> None:
    """A small row fits into a page that is there; a disk that is full for good refuses it too."""

    def refused(*_: object) -> None:
        raise DatabaseFull(where="here", reason="no space")

    patch.setattr(house.store.slots, "reserve", refused)
