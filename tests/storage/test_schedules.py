"""Subscriptions and the deliveries that come of them."""

from datetime import timedelta

import pytest

from reports.zones import UnknownZone
from storage.errors import NoSuchClient, NoSuchSubscription
from storage.store import Store
from storage.values import Client, Subscription
from tests.storage import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def weekly(store: Store, acme: Client) -> Subscription:
    """A subscription made at NOW."""
    return store.subscriptions.add(acme.id, "C1", "weekly monday 09:00", "Europe/Berlin", "U1", NOW)


def plan(store: Store, key: str, hours: int = 0, of: Subscription | None = None) -> bool:
    """Plan a report due ``hours`` after NOW."""
    due = NOW + hours * HOUR
    of_id = None if of is None else of.id
    return store.deliveries.plan("report", key, due, "C1", of_id, {"client": "ä"}, now=NOW)


def test_a_subscription_is_kept_as_it_was_asked_for(
    store: Store, acme: Client, weekly: Subscription
) -> None:
    assert store.subscriptions.get(weekly.id) == weekly
    assert store.subscriptions.all() == store.subscriptions.all(acme.id) == [weekly]
    assert store.subscriptions.all(acme.id + 1) == []
    assert (weekly.state, weekly.since, weekly.tz) == ("active", NOW, "Europe/Berlin")


def test_pausing_and_resuming(store: Store, weekly: Subscription) -> None:
    paused = store.subscriptions.set_state(weekly.id, "paused", NOW + HOUR)
    assert (paused.state, paused.since) == ("paused", NOW)
    assert store.subscriptions.active() == []
    resumed = store.subscriptions.set_state(weekly.id, "active", NOW + 2 * HOUR)
    assert (resumed.state, resumed.since) == ("active", NOW + 2 * HOUR)
    again = store.subscriptions.set_state(weekly.id, "active", NOW + 3 * HOUR)
    assert again.since == NOW + 2 * HOUR
    assert store.subscriptions.active() == [again]


def test_removing_keeps_the_deliveries(store: Store, weekly: Subscription) -> None:
    plan(store, "k1", of=weekly)
    store.subscriptions.remove(weekly.id)
    left = store.deliveries.by_key("k1")
    assert left is not None
    assert left.subscription_id is None
    for verb in (store.subscriptions.get, store.subscriptions.remove):
        with pytest.raises(NoSuchSubscription):
            verb(weekly.id)
    with pytest.raises(NoSuchSubscription):
        store.subscriptions.set_state(weekly.id, "paused", NOW)


def test_subscriptions_that_make_no_sense_are_refused(store: Store, acme: Client) -> None:
    with pytest.raises(NoSuchClient):
        store.subscriptions.add(acme.id + 1, "C1", "daily 09:00", "UTC", "U1", NOW)
    with pytest.raises(UnknownZone):
        store.subscriptions.add(acme.id, "C1", "daily 09:00", "Nowhere", "U1", NOW)
    assert store.subscriptions.all() == []


def test_a_key_is_planned_once(store: Store) -> None:
    assert plan(store, "k1") is True
    assert plan(store, "k1", hours=5) is False
    kept = store.deliveries.by_key("k1")
    assert kept is not None
    assert (kept.state, kept.due, kept.args) == ("queued", NOW, {"client": "ä"})
    assert store.deliveries.by_key("k2") is None


def test_the_first_due_is_claimed_first_and_once(store: Store) -> None:
    for key, hours in (("late", 2), ("early", -2), ("now", 0)):
        plan(store, key, hours)
    claimed = [store.deliveries.claim("w1", NOW) for _ in range(3)]
    assert [one and one.key for one in claimed] == ["early", "now", None]
    first = claimed[0]
    assert first is not None
    assert (first.state, first.claimed_by, first.claimed_at) == ("posting", "w1", NOW)


def test_a_posted_delivery_is_done(store: Store) -> None:
    plan(store, "k1")
    claimed = store.deliveries.claim("w1", NOW)
    assert claimed is not None
    store.deliveries.posted(claimed.id, "12.34", NOW + HOUR, late=True)
    done = store.deliveries.by_key("k1")
    assert done is not None
    assert (done.state, done.ts, done.posted_at, done.late) == ("posted", "12.34", NOW + HOUR, True)
    store.deliveries.failed(claimed.id, "too late to fail", final=False)
    assert store.deliveries.by_key("k1") == done
    assert store.deliveries.claim("w1", NOW) is None


def test_a_failure_is_tried_again_until_it_is_final(store: Store) -> None:
    plan(store, "k1")
    for attempts, final, state in ((1, False, "queued"), (2, True, "dead")):
        claimed = store.deliveries.claim("w1", NOW)
        assert claimed is not None
        store.deliveries.failed(claimed.id, "no \0 such channel", final=final)
        found = store.deliveries.by_key("k1")
        assert found is not None
        assert (found.state, found.claimed_by, found.attempts) == (state, None, attempts)
        assert found.error == "no \N{REPLACEMENT CHARACTER} such channel"
    assert store.deliveries.claim("w1", NOW) is None


def test_superseded_ones_are_recorded_and_never_claimed(store: Store, weekly: Subscription) -> None:
    due = NOW - HOUR
    assert store.deliveries.plan(
        "report", "old", due, "C1", weekly.id, {}, superseded=True, now=NOW
    )
    assert store.deliveries.claim("w1", NOW) is None
    assert store.deliveries.last_due(weekly.id) == due


def test_what_was_claimed_and_forgotten_is_found(store: Store) -> None:
    plan(store, "k1")
    claimed = store.deliveries.claim("w1", NOW)
    assert store.deliveries.stuck(NOW) == []
    assert store.deliveries.stuck(NOW + HOUR) == [claimed]


def test_the_newest_come_first(store: Store, weekly: Subscription) -> None:
    for hours in (3, 1, 2):
        plan(store, f"k{hours}", hours, of=weekly)
    assert [one.key for one in store.deliveries.recent(2)] == ["k3", "k2"]
    assert store.deliveries.last_due(weekly.id) == NOW + 3 * HOUR
    assert store.deliveries.last_due(weekly.id + 1) is None


def test_workspaces_do_not_meet(store: Store, weekly: Subscription) -> None:
    store.adopt("T1", "One")
    other = store.adopt("T2", "Two")
    plan(store, "k1", of=weekly)
    assert other.deliveries.claim("w1", NOW) is None
    assert other.deliveries.recent(5) == []
    assert other.subscriptions.all() == []
    with pytest.raises(NoSuchSubscription):
        other.subscriptions.remove(weekly.id)
    assert plan(other, "k1") is True


def test_a_resting_one_is_passed_over_and_an_unwanted_one_withdrawn(store: Store) -> None:
    plan(store, "first", -1)
    plan(store, "second")
    first = store.deliveries.by_key("first")
    assert first is not None
    second = store.deliveries.claim("w1", NOW, passing_over=[first.id])
    assert second is not None
    assert second.key == "second"
    assert store.deliveries.claim("w1", NOW, passing_over=[first.id]) is None
    store.deliveries.withdrawn(second.id, "paused")
    gone = store.deliveries.by_key("second")
    assert gone is not None
    assert (gone.state, gone.error) == ("superseded", "paused")
    store.deliveries.withdrawn(first.id, "never claimed")
    assert store.deliveries.by_key("first") == first
