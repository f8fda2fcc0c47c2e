"""What a tick costs: as many questions to the database with a hundred schedules as with one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.clock import machine_now
from bot.engine.planner import LOST_AFTER, Planner
from commands.due import AT_ONCE, plan_due
from storage.values import Subscription
from tests.bot.publishing import MONDAY, SECOND, at, posted, subscribe
from tests.conftest import NOW, Running


@contextmanager
def asked(house: Running) -> Iterator[list[str]]:
    """What the database is asked."""
    statements: list[str] = []

    def hear(*given: object) -> None:
        statements.append(str(given[2]))

    event.listen(house.store.engine, "before_cursor_execute", hear)
    yield statements
    event.remove(house.store.engine, "before_cursor_execute", hear)


def tick(house: Running) -> list[str]:
    planner = Planner(house.office, lambda _: None, lambda *_: None)
    with asked(house) as statements:
        planner.tick()
        planner.follow()
        planner.tidy()
    return statements


def test_a_tick_asks_as_much_with_many_schedules_as_with_few(house: Running) -> None:
    subscribe(house)
    tick(house)
    few = tick(house)
    for _ in range(100):
        subscribe(house)
    while house.store.subscriptions.to_look_at(house.clock.now(), 1):
        tick(house)
    assert tick(house) == few
    assert len(few) < 25


def test_more_than_can_be_looked_at_in_one_go_are_all_planned(
    house: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        subscribe(house)
    monkeypatch.setattr("bot.engine.planner.AT_ONCE", 2)
    house.clock.move_to(MONDAY)
    for _ in range(3):
        tick(house)
    assert len(house.store.deliveries.recent(9)) == 5
    assert AT_ONCE > 2


def test_what_is_changed_while_it_is_looked_at_is_looked_at_again(house: Running) -> None:
    one, later = subscribe(house), NOW + timedelta(days=1)
    house.store.subscriptions.change(one.id, "weekly tuesday 09:00", NOW)
    house.store.subscriptions.looked([(one, later)])
    [changed] = house.store.subscriptions.to_look_at(NOW, 9)
    house.store.subscriptions.looked([(changed, later)])
    assert house.store.subscriptions.to_look_at(later - SECOND, 9) == []
    assert house.store.subscriptions.to_look_at(later, 9) == [changed]
    house.store.subscriptions.looked([(changed, later)])
    house.store.subscriptions.look_at_all()
    assert house.store.subscriptions.to_look_at(NOW, 9) == [changed]


def test_a_schedule_that_was_changed_just_before_it_is_due_follows_its_new_rhythm(
    house: Running,
) -> None:
    subscription = subscribe(house)
    at(house, MONDAY - SECOND)
    house.store.subscriptions.change(subscription.id, "weekly monday 09:30", NOW)
    at(house, MONDAY)
    assert posted(house) == []
    at(house, MONDAY + timedelta(minutes=30))
    assert len(posted(house)) == 1


def test_a_draft_for_nobody_holds_up_nothing_else(house: Running) -> None:
    """Whose account is gone has no room for direct messages; it waits for the next owner."""
    reviewed = subscribe(house)
    house.store.subscriptions.set_conditions(reviewed.id, '{"review": 24, "send_anyway": true}')
    subscribe(house, house.team.borealis, "borealis")
    house.slack.faults.fail("conversations.open", "user_not_found", times=1)
    at(house, MONDAY - timedelta(hours=1))
    at(house, MONDAY - timedelta(hours=1) + 59 * SECOND)
    assert house.from_bot(house.slack.world.open_dm(house.team.sam)) == []
    drafts = [one for one in house.store.deliveries.recent(9) if one.kind == "draft"]
    left = "whoever looked after the schedule has left"
    assert [(one.state, one.error) for one in drafts] == [("queued", left)], "for who comes next"
    at(house, MONDAY)
    assert len(posted(house, house.team.borealis)) == 1


def names(found: list[Subscription]) -> list[int]:
    return [one.id for one in found]


def test_those_that_were_never_looked_at_come_first(house: Running) -> None:
    first, second, third = (subscribe(house) for _ in range(3))
    house.store.subscriptions.looked([(first, NOW + SECOND), (second, NOW)])
    later = NOW + timedelta(seconds=5)
    order = [third.id, second.id, first.id]
    assert names(house.store.subscriptions.to_look_at(later, 9)) == order
    assert plan_due(house.store, NOW) == []


def test_what_nobody_takes_is_given_anew_only_while_somebody_works(house: Running) -> None:
    subscribe(house)
    house.clock.move_to(MONDAY)
    planner = Planner(house.office, lambda _: None, lambda *_: None)
    planner.tick()
    house.clock.move_to(MONDAY + 2 * LOST_AFTER)
    planner.tidy()
    [given] = house.store.deliveries.recent(1)
    assert (given.job, given.submitted_at) == (0, MONDAY), "or the engine's queue would grow"
    house.store.workers.beat("w1", "worker", machine_now())
    planner.tidy()
    [given] = house.store.deliveries.recent(1)
    assert (given.job, given.submitted_at) == (1, None)
