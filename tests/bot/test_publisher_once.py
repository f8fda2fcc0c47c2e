"""Effectively once: frozen workers, second copies, long outages, and what nobody can know."""

from datetime import timedelta

import pytest

from bot.engine.outcome import CHECKS, MOST_TAKEOVERS, OUTAGE, RESTS, SETTLE
from bot.publisher import Publisher
from commands.due import plan_due
from tests.bot.publishing import (
    MONDAY,
    SECOND,
    assert_stands_once,
    at,
    newest,
    posted,
    subscribe,
    told,
)
from tests.conftest import Running


def due(house: Running) -> None:
    subscribe(house)
    house.clock.move_to(MONDAY)
    plan_due(house.store, MONDAY)


def test_a_worker_that_was_frozen_in_the_act_takes_its_copy_back(
    house: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(house)
    trying = house.store.deliveries.trying
    frozen: list[bool] = []

    def freeze_after(*given: object) -> bool:
        fine = trying(*given)  # type: ignore[arg-type]
        if not frozen:
            frozen.append(True)
            other = Publisher(house.office)
            other.take_over()
            house.clock.move_to(MONDAY + SETTLE)
            other.tick()
            assert_stands_once(house)
        return fine

    monkeypatch.setattr(house.store.deliveries, "trying", freeze_after)
    house.publisher.tick()
    assert_stands_once(house)
    assert newest(house).takeovers == 1
    assert house.store.deliveries.recent(9) == [newest(house)]


@pytest.mark.parametrize("again", [False, True], ids=["goes on", "begins again"])
def test_a_worker_that_was_frozen_before_the_act_does_nothing(house: Running, again: bool) -> None:
    due(house)
    one, publisher = newest(house), house.publisher
    with publisher.at_work_on(one.id, one.job) as work:
        prepared = work.prepare()
        assert prepared
        other = Publisher(house.office)
        other.take_over()
        other.tick()
        assert_stands_once(house)
        if again:
            with publisher.at_work_on(one.id, one.job) as anew:
                anew.send(prepared)
        else:
            work.send(prepared)
    assert_stands_once(house)


def test_a_second_copy_is_found_and_taken_back(house: Running) -> None:
    due(house)
    house.slack.faults.drop_after_accept("chat.postMessage")
    at(house, MONDAY)
    at(house, MONDAY + RESTS[0])
    assert_stands_once(house)
    first = posted(house)[0]
    house.office.api.chat_postMessage(channel=first.channel, text="again", blocks=first.blocks)
    later = MONDAY + RESTS[0] + CHECKS[0]
    at(house, later - SECOND)
    assert len(posted(house)) == 2
    at(house, later)
    assert [message.ts for message in posted(house)] == [first.ts]
    at(house, later + timedelta(days=1))
    assert newest(house).check_at is None


@pytest.mark.parametrize("metadata", [True, False])
def test_after_two_hours_without_slack_all_come_once_in_order_and_late(
    house: Running, metadata: bool
) -> None:
    house.slack.faults.metadata = metadata
    for number in range(3):
        subscribe(house, cadence=f"weekly monday 09:0{number}")
    subscribe(house, house.team.borealis, "borealis")
    house.slack.stop()
    steps = timedelta(hours=2) // OUTAGE // 12
    for step in range(steps):
        at(house, MONDAY + step * OUTAGE * 12)
    house.slack.start()
    for step in range(4):
        at(house, MONDAY + timedelta(hours=2) + step * OUTAGE)
    found = house.store.deliveries.recent(9)
    assert [(one.state, one.attempts, one.late) for one in found] == [("posted", 0, True)] * 4
    lines = [message.text.splitlines()[-1] for message in posted(house)]
    times = [f"⚠ Late: this was due on Monday 23 November, 09:0{number}." for number in range(3)]
    assert lines == times
    assert len(posted(house, house.team.borealis)) == 1
    assert told(house) == []


def test_what_nobody_can_know_is_said_and_not_posted_blind(house: Running) -> None:
    due(house)
    house.slack.faults.drop_after_accept("chat.postMessage")
    at(house, MONDAY)
    house.slack.faults.fail("conversations.history", "missing_scope", times=9)
    at(house, MONDAY + RESTS[0])
    at(house, MONDAY + timedelta(days=1))
    one = newest(house)
    assert one.state == "unknown"
    assert len(posted(house)) == 1
    assert len(told(house)) == 1
    assert "may or may not stand in #acme" in told(house)[0]
    assert f"/schedule retry {one.id}" in told(house)[0]


def test_a_report_that_kills_its_workers_is_stopped(house: Running) -> None:
    due(house)
    for number in range(MOST_TAKEOVERS):
        one = newest(house)
        assert one.state == "queued"
        assert house.store.deliveries.take(one.id, one.job, f"w{number}", MONDAY)
        Publisher(house.office).take_over()
    assert newest(house).state == "dead"
    at(house, MONDAY + timedelta(hours=1))
    assert posted(house) == []
    assert "the program that was posting it ended, 3 times" in told(house)[0]


def test_when_slack_asks_to_wait_long_everybody_waits_and_nobody_is_blamed(house: Running) -> None:
    subscribe(house)
    subscribe(house, house.team.borealis, "borealis")
    house.slack.faults.status("chat.postMessage", 429, retry_after=60)
    at(house, MONDAY)
    at(house, MONDAY + 59 * SECOND)
    assert (posted(house), posted(house, house.team.borealis)) == ([], [])
    at(house, MONDAY + 60 * SECOND)
    found = house.store.deliveries.recent(2)
    assert [(one.state, one.attempts, one.late) for one in found] == [("posted", 0, False)] * 2


def test_two_reports_for_a_channel_are_a_second_apart(house: Running) -> None:
    subscribe(house)
    subscribe(house)
    at(house, MONDAY)
    assert len(posted(house)) == 2
    assert house.store.slots.reserve(house.team.acme, MONDAY) == MONDAY + 2 * SECOND


def test_a_checkpoint_of_another_shape_is_made_anew(house: Running) -> None:
    """It may have been written by the version before."""
    due(house)
    one = newest(house)
    with house.publisher.at_work_on(one.id, one.job) as work:
        assert work.prepare()
        work.send({"message": "?"})
    assert (newest(house).state, newest(house).attempts) == ("queued", 1)
    at(house, MONDAY + RESTS[0])
    assert_stands_once(house)


@pytest.mark.parametrize(
    "method",
    ["conversations.info", "conversations.members", "users.info", "files.getUploadURLExternal"],
)
def test_being_asked_to_wait_costs_neither_the_picture_nor_an_attempt(
    house: Running, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a thousand reports at nine many are told so, by whatever is asked for them."""
    monkeypatch.setattr("slack_sdk.http_retry.handler.time.sleep", lambda _: None)
    subscribe(house)
    house.slack.faults.status(method, 429, times=99, retry_after=2)
    at(house, MONDAY)
    assert posted(house) == []
    assert (newest(house).attempts, newest(house).error) == (0, "Slack asks to wait")
    assert house.store.slots.shut_until(MONDAY) == MONDAY + 2 * SECOND
    house.slack.faults.clear()
    at(house, MONDAY + 2 * SECOND)
    assert_stands_once(house)
    assert any(block["type"] == "image" for block in posted(house)[0].blocks)
