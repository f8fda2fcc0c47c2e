"""Publishing while Slack, the database or the program itself fails."""

from datetime import datetime, timedelta

import pytest

from bot.engine.outcome import MOST_ATTEMPTS, RESTS, SETTLE
from bot.publisher import Publisher
from commands.due import plan_due
from storage.errors import DatabaseBusy
from tests.bot.publishing import (
    MONDAY,
    SECOND,
    WEEK,
    assert_stands_once,
    at,
    newest,
    posted,
    subscribe,
    told,
)
from tests.conftest import Running


@pytest.mark.parametrize("metadata", [True, False])
def test_a_lost_answer_leads_to_no_second_message(house: Running, metadata: bool) -> None:
    subscribe(house)
    house.slack.faults.metadata = metadata
    house.slack.faults.drop_after_accept("chat.postMessage")
    at(house, MONDAY)
    assert (newest(house).state, newest(house).attempts) == ("queued", 1)
    if metadata:  # then it alone must do
        house.slack.world.change(posted(house)[0], blocks=())
    house.slack.faults.fail("conversations.history", "internal_error")
    at(house, MONDAY + RESTS[0])
    assert (newest(house).state, newest(house).attempts) == ("queued", 2)
    at(house, MONDAY + RESTS[0] + RESTS[1])
    assert_stands_once(house)
    assert newest(house).posted_at == MONDAY


def test_what_a_killed_process_left_is_found_or_posted_once(
    house: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(house)
    house.clock.move_to(MONDAY)
    plan_due(house.store, MONDAY)
    assert house.store.deliveries.take(newest(house).id, 0, "elsewhere:1", MONDAY)
    restarted(house, MONDAY + SECOND)
    assert_stands_once(house)

    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    steps = ((house.store.publications, "add"), (house.store.deliveries, "posted"))
    for number, (verbs, step) in enumerate(steps, 1):
        with monkeypatch.context() as dying:
            dying.setattr(verbs, step, killed)
            with pytest.raises(SystemExit):
                at(house, MONDAY + number * WEEK)
        assert newest(house).state == "posting"
        restarted(house, MONDAY + number * WEEK + SECOND)
        assert newest(house).state == "queued", "Slack's history may not show it yet"
        at(house, MONDAY + number * WEEK + SETTLE)
        assert_stands_once(house, number + 1)


def restarted(house: Running, now: datetime) -> None:
    """Another process begins where the last one ended."""
    house.clock.move_to(now)
    publisher = Publisher(house.office)
    publisher.take_over()
    publisher.tick()


def test_a_busy_database_kills_no_delivery(house: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the ts could not be kept, nobody could write down either what became of it."""
    monkeypatch.setattr("bot.patience.REST", 0.01)
    subscribe(house)

    def busy(*_: object, **__: object) -> None:
        raise DatabaseBusy(where="here")

    with monkeypatch.context() as trouble:
        trouble.setattr(house.store.deliveries, "posted", busy)
        at(house, MONDAY)
    assert newest(house).state == "posting"
    at(house, MONDAY + SETTLE)
    assert_stands_once(house)
    assert newest(house).takeovers == 0
    assert told(house) == []


def test_one_failure_rests_alone_and_dies_after_five_attempts(house: Running) -> None:
    subscribe(house)
    subscribe(house, house.team.borealis, "borealis")
    house.slack.faults.status("chat.postMessage", 500)
    at(house, MONDAY)
    assert (len(posted(house)), len(posted(house, house.team.borealis))) == (0, 1)
    house.slack.faults.status("chat.postMessage", 500, times=MOST_ATTEMPTS - 1)
    now = MONDAY
    for number, rest in enumerate(RESTS, 1):
        at(house, now + rest - SECOND)
        assert house.store.deliveries.recent(2)[1].attempts == number
        now += rest
        at(house, now)
    at(house, now + timedelta(days=1))
    dead = house.store.deliveries.recent(2)[1]
    assert (dead.state, dead.attempts) == ("dead", MOST_ATTEMPTS)
    assert posted(house) == []
    assert len(told(house)) == 1
    assert "Schedule 1 (acme 2026-W47) could not be published in #acme" in told(house)[0]


def test_what_slack_refuses_for_good_is_dead_at_once_with_advice(house: Running) -> None:
    world, team = house.slack.world, house.team
    archived = world.add_channel("old", members=[team.sam])
    world.channels[archived].archived = True
    hidden = world.add_channel("secret", kind="private", members=[team.sam], bot=False)
    for channel in (team.general, archived, hidden):
        subscribe(house, channel)
    for _ in range(2):
        at(house, MONDAY)
    assert [one.state for one in house.store.deliveries.recent(9)] == ["dead"] * 3
    said = told(house)
    assert len(said) == 3
    assert "in #general" in said[0]
    assert "Invite me there with “/invite @rapport”. “/schedule retry 1” posts it again." in said[0]
    assert "is archived; schedule the report somewhere else" in said[1]
    assert "gone or private; schedule the report somewhere else" in said[2]


def test_a_place_slack_does_not_tell_about_waits(house: Running) -> None:
    """Nobody may be told less, or nothing, because Slack was away for a moment."""
    free = house.slack.world.add_channel("free", members=[house.team.sam])
    subscribe(house, free)
    house.slack.faults.fail("conversations.info", "internal_error", times=2)
    at(house, MONDAY)
    assert newest(house).state == "queued"
    at(house, MONDAY + RESTS[0])
    assert newest(house).state == "posted"
    assert len(posted(house, free)) == 1


def test_a_slack_that_says_wait_is_waited_for(house: Running) -> None:
    subscribe(house)
    house.slack.faults.status("chat.postMessage", 429, retry_after=1)
    at(house, MONDAY)
    assert_stands_once(house)
    assert newest(house).attempts == 0


def test_a_country_that_is_not_known_any_more_keeps_back_no_report_that_was_due(
    running: Running,
) -> None:
    """A later release of the calendar may leave a country out."""
    one = subscribe(running)
    running.clock.move_to(MONDAY)
    plan_due(running.store, MONDAY)
    strange = "weekly monday 09:00 skip holidays XX"
    running.store.subscriptions.change(one.id, strange, MONDAY)
    at(running, MONDAY + SECOND)
    [report] = [one for one in posted(running) if "published by schedule" in one.text]
    assert "Acme Outdoor" in report.text
