"""Publishing: on time, once, and only what is still wanted."""

import threading
from datetime import timedelta

import pytest

from bot.engine.outcome import RESTS
from bot.publisher import Publisher
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


def test_two_publishers_post_it_once_and_it_carries_its_key(house: Running) -> None:
    subscribe(house)
    house.clock.move_to(MONDAY)
    ticks = [threading.Thread(target=Publisher(house.office).tick) for _ in range(2)]
    for tick in ticks:
        tick.start()
    for tick in ticks:
        tick.join()
    at(house, MONDAY + SECOND)

    assert_stands_once(house)
    key, message = newest(house).key, posted(house)[0]
    assert message.metadata
    assert message.metadata["event_payload"] == {"key": key}
    assert message.blocks[-1]["block_id"] == key
    assert not newest(house).late


def test_after_downtime_the_newest_is_posted_and_marked_late(house: Running) -> None:
    subscribe(house)
    at(house, MONDAY + 4 * WEEK + timedelta(days=2))
    assert_stands_once(house)
    assert newest(house).late
    assert "Week 51" in posted(house)[0].text
    assert "Late: this was due on Monday 21 December, 09:00" in posted(house)[0].text
    states = [one.state for one in house.store.deliveries.recent(9)]
    assert states == ["posted", *["superseded"] * 4]


def test_a_message_arrives_with_less_where_slack_takes_less(house: Running) -> None:
    subscribe(house)
    faults = house.slack.faults
    for number, switch in enumerate(("uploads", "new_blocks"), 1):
        setattr(faults, switch, False)
        at(house, MONDAY + number * WEEK)
        assert_stands_once(house, number)
        assert posted(house)[-1].blocks[-1]["block_id"] == newest(house).key
        assert "csat" in posted(house)[-1].text.lower()


@pytest.mark.parametrize("end", ["pause", "remove", "newer"])
def test_a_report_that_waited_too_long_is_not_posted(house: Running, end: str) -> None:
    subscription = subscribe(house)
    house.slack.faults.status("chat.postMessage", 500)
    at(house, MONDAY)
    waiting = newest(house)
    if end == "pause":
        house.store.subscriptions.set_state(subscription.id, "paused", MONDAY)
    elif end == "remove":
        house.store.subscriptions.remove(subscription.id)
    at(house, MONDAY + WEEK)
    ended = house.store.deliveries.by_key(waiting.key)
    assert ended
    assert ended.state == "superseded"
    texts = [message.text for message in posted(house)]
    assert ["Week 48" in text for text in texts] == ([True] if end == "newer" else [])


def test_an_unreadable_schedule_is_told_of_once_and_holds_up_none(house: Running) -> None:
    subscribe(house, cadence="whenever <!channel> likes")
    subscribe(house)
    for second in range(3):
        at(house, MONDAY + second * SECOND)
    assert_stands_once(house)
    assert len(told(house)) == 1
    assert "Schedule 1 cannot be published" in told(house)[0]
    assert "<!channel>" not in told(house)[0]


def test_a_channel_that_became_anothers_gets_nothing(house: Running) -> None:
    subscribe(house, house.team.borealis)
    borealis = house.store.clients.find("borealis")
    assert borealis
    house.store.clients.link_channel(borealis.id, house.team.borealis)
    now = MONDAY
    for rest in (timedelta(), *RESTS):
        now += rest
        at(house, now)
    assert newest(house).state == "dead"
    assert posted(house, house.team.borealis) == []
    assert "That channel belongs to others" in told(house)[0]
