"""One delivery, from worker to worker to its end: nothing is done by whoever lost it."""

from datetime import timedelta

import pytest

from storage.store import Store
from storage.values import Delivery
from tests.storage import NOW

SECOND = timedelta(seconds=1)


def planned(store: Store, key: str = "k1") -> Delivery:
    assert store.deliveries.plan("report", key, NOW, "C1", None, {}, now=NOW)
    return now_of(store, key)


def now_of(store: Store, key: str = "k1") -> Delivery:
    found = store.deliveries.by_key(key)
    assert found
    return found


def taken(store: Store, worker: str = "w1", key: str = "k1") -> Delivery:
    one = store.deliveries.by_key(key) or planned(store, key)
    found = store.deliveries.take(one.id, one.job, worker, NOW)
    assert found
    return found


def test_one_worker_has_it_and_may_take_it_again(store: Store) -> None:
    one = taken(store)
    assert (one.state, one.claimed_by, one.claimed_at) == ("posting", "w1", NOW)
    assert store.deliveries.take(one.id, 0, "w2", NOW) is None
    assert store.deliveries.take(one.id, 0, "w1", NOW + SECOND)
    assert store.deliveries.take(one.id, 1, "w1", NOW) is None, "another job"


def test_what_is_tried_is_written_down_first_and_a_refusal_takes_it_back(store: Store) -> None:
    one = taken(store)
    assert store.deliveries.trying(one, NOW)
    assert now_of(store).tried_at == NOW
    store.deliveries.refused(one)
    assert now_of(store).tried_at is None


def test_a_failure_is_another_job_and_an_outage_no_attempt(store: Store) -> None:
    for job, counts in enumerate((True, False)):
        one = taken(store)
        assert one.job == job
        assert store.deliveries.again(one, "no \0 channel", NOW + SECOND, counts=counts)
    left = now_of(store)
    assert (left.state, left.claimed_by, left.attempts, left.job) == ("queued", None, 1, 2)
    assert left.error == "no \N{REPLACEMENT CHARACTER} channel"
    assert store.deliveries.take(left.id, 1, "w1", NOW) is None, "an old job does nothing"


@pytest.mark.parametrize("state", ["dead", "unknown", "superseded"])
def test_what_has_ended_is_not_taken(store: Store, state: str) -> None:
    one = taken(store)
    assert store.deliveries.ended(one, state, "gone", counts=True)  # type: ignore[arg-type]
    ended = now_of(store)
    assert (ended.state, ended.error, ended.attempts) == (state, "gone", 1)
    assert store.deliveries.take(one.id, one.job, "w1", NOW) is None


def test_the_first_ts_stands_and_nothing_follows(store: Store) -> None:
    one = taken(store)
    assert store.deliveries.posted(one.id, "12.34", NOW, late=True, check_at=NOW) == "12.34"
    assert store.deliveries.posted(one.id, "56.78", NOW, late=False) == "12.34"
    done = now_of(store)
    assert (done.state, done.ts, done.late, done.claimed_by) == ("posted", "12.34", True, None)
    assert not store.deliveries.again(one, "too late to fail", NOW)
    assert not store.deliveries.ended(one, "dead", "too late to die")
    assert not store.deliveries.trying(one, NOW)
    assert now_of(store) == done


def test_a_worker_that_lost_it_changes_nothing(store: Store) -> None:
    one = taken(store)
    assert store.dispatch.released(one)
    assert not store.deliveries.trying(one, NOW)
    other = store.deliveries.take(one.id, one.job, "w2", NOW)
    assert other
    assert other.takeovers == 1
    assert not store.deliveries.again(one, "late", NOW)
    assert not store.dispatch.released(one)
    assert store.dispatch.interrupted(other, "lost", NOW)
    assert (now_of(store).state, now_of(store).job, now_of(store).takeovers) == ("queued", 1, 2)
    assert not store.dispatch.interrupted(other, "lost", NOW)


def test_of_two_that_took_it_as_the_same_worker_one_tries(store: Store) -> None:
    """A worker that was frozen may go on beside its own second run of the job."""
    one = taken(store)
    again = taken(store)
    assert again == one
    assert store.deliveries.trying(one, NOW)
    assert not store.deliveries.trying(again, NOW)
    store.deliveries.refused(one)
    assert store.deliveries.trying(again, NOW)


def test_a_message_that_stands_is_recorded_whoever_has_it(store: Store) -> None:
    """A frozen worker may come back with a ts while another is at work."""
    one = taken(store)
    assert store.dispatch.interrupted(one, "silent", NOW)
    other = taken(store, "w2")
    assert store.deliveries.posted(one.id, "12.34", NOW, late=False) == "12.34"
    assert not store.deliveries.trying(other, NOW)
