"""What is due at a moment, computed from rows alone."""

from datetime import UTC, datetime, timedelta

import pytest

from commands.due import next_dates, next_due, plan_due, plan_now
from storage.store import Store
from storage.values import Delivery, Subscription
from tests.conftest import NOW

WEEK = timedelta(weeks=1)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def subscribe(
    store: Store, cadence: str = "weekly monday 09:00", tz: str = "Europe/London"
) -> Subscription:
    acme = store.clients.find("acme")
    assert acme
    return store.subscriptions.add(acme.id, "C1", cadence, tz, "USAM", NOW)


def planned(store: Store) -> list[Delivery]:
    """Oldest first."""
    return store.deliveries.recent(100)[::-1]


def states(store: Store) -> list[tuple[str, object]]:
    return [(one.state, one.args["args"]) for one in planned(store)]


def test_nothing_is_due_before_its_time_and_once_at_it(store: Store) -> None:
    subscribe(store)
    plan_due(store, MONDAY - timedelta(microseconds=1))
    assert planned(store) == []
    for later in (timedelta(), timedelta(seconds=1), timedelta(days=6)):
        plan_due(store, MONDAY + later)
    assert states(store) == [("queued", "acme 2026-W47")]
    assert [one.due for one in planned(store)] == [MONDAY]


def test_what_was_announced_is_what_becomes_due(store: Store) -> None:
    """Each announced time is planned at that minute, through the end of summer time too."""
    subscription = subscribe(store, "weekly sunday 02:30", "America/Chicago")
    announced = next_dates(subscription, NOW, 52)
    for due in announced:
        plan_due(store, due - timedelta(minutes=1))
        plan_due(store, due)
    assert [one.due for one in planned(store)] == announced
    assert {one.state for one in planned(store)} == {"queued"}


def test_after_downtime_the_newest_missed_one_is_queued(store: Store) -> None:
    subscribe(store)
    plan_due(store, MONDAY + 4 * WEEK + timedelta(days=2))
    older = [("superseded", f"acme 2026-W{week}") for week in (47, 48, 49, 50)]
    assert states(store) == [*older, ("queued", "acme 2026-W51")]
    plan_due(store, MONDAY + 5 * WEEK)
    assert states(store)[-1] == ("queued", "acme 2026-W52")


def test_a_monthly_report_is_about_the_month_before_it_was_due(store: Store) -> None:
    subscribe(store, "monthly 31 09:00", "Pacific/Auckland")
    plan_due(store, datetime(2026, 12, 30, 21, 0, tzinfo=UTC))
    assert states(store) == [("superseded", "acme 2026-10"), ("queued", "acme 2026-11")]


def test_the_week_is_that_of_the_clients_own_monday(store: Store) -> None:
    """At one o'clock on an Auckland Monday it is still Sunday in UTC."""
    subscribe(store, "weekly monday 01:00", "Pacific/Auckland")
    plan_due(store, datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    assert states(store) == [("queued", "acme 2026-W47")]


def test_what_was_missed_while_paused_is_not_made_up_for(store: Store) -> None:
    subscription = subscribe(store)
    store.subscriptions.set_state(subscription.id, "paused", NOW)
    plan_due(store, MONDAY + 2 * WEEK)
    store.subscriptions.set_state(subscription.id, "active", MONDAY + 2 * WEEK)
    plan_due(store, MONDAY + 3 * WEEK - timedelta(seconds=1))
    assert planned(store) == []
    plan_due(store, MONDAY + 3 * WEEK)
    assert states(store) == [("queued", "acme 2026-W50")]


def test_a_report_on_request_leaves_the_rhythm_alone(store: Store) -> None:
    """Asked for just after the due time and before anybody looked, the due one still comes."""
    subscription = subscribe(store)
    for _ in range(2):
        plan_now(subscription, store, MONDAY + timedelta(seconds=1), "UMAYA")
    plan_due(store, MONDAY + timedelta(seconds=2))
    assert [one.key.partition(":")[0] for one in planned(store)] == ["report", "now"]
    assert [one.args["tell"] for one in planned(store)] == ["USAM", "UMAYA"]


def test_an_unreadable_row_holds_up_no_other(store: Store) -> None:
    broken, readable = subscribe(store, "whenever it suits"), subscribe(store)
    assert [one.subscription for one in plan_due(store, MONDAY)] == [broken]
    assert [one.subscription_id for one in planned(store)] == [readable.id]
    assert next_due(store, NOW) == (MONDAY, readable)


def test_a_zone_this_machine_does_not_know_holds_up_no_other(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("storage.verbs.subscriptions.zone", lambda _: None)
        broken = subscribe(store, tz="Mars/Olympus")
    readable = subscribe(store)
    unplanned = plan_due(store, MONDAY)
    assert [one.subscription for one in unplanned] == [broken]
    assert "Mars/Olympus" in unplanned[0].reason
    assert [one.subscription_id for one in planned(store)] == [readable.id]
    assert next_due(store, NOW) == (MONDAY, readable)


def test_with_no_subscription_nothing_comes(store: Store) -> None:
    assert next_due(store, NOW) is None
    assert plan_due(store, NOW) == []
