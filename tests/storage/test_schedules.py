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


def test_superseded_ones_are_recorded_and_never_handed_out(
    store: Store, weekly: Subscription
) -> None:
    due = NOW - HOUR
    assert store.deliveries.plan(
        "report", "old", due, "C1", weekly.id, {}, superseded=True, now=NOW
    )
    assert store.dispatch.ready(NOW, 9) == []
    assert store.deliveries.last_due(weekly.id) == due


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
    assert other.dispatch.ready(NOW, 9) == []
    assert other.dispatch.counts() == {}
    assert other.deliveries.recent(5) == []
    assert other.subscriptions.all() == []
    with pytest.raises(NoSuchSubscription):
        other.subscriptions.remove(weekly.id)
    assert plan(other, "k1") is True
