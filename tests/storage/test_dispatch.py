"""What is handed out, to whom, and what is left to say."""

from datetime import timedelta

from storage.store import Store
from storage.values import Delivery
from storage.verbs.slots import EVERYWHERE
from tests.storage import NOW

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def plan(store: Store, key: str, channel: str = "C1", hours: float = 0) -> Delivery:
    due = NOW + hours * HOUR
    assert store.deliveries.plan("report", key, due, channel, None, {}, now=NOW)
    found = store.deliveries.by_key(key)
    assert found
    return found


def ready(store: Store, most: int = 9) -> list[str]:
    return [one.key for one in store.dispatch.ready(NOW, most)]


def take(store: Store, one: Delivery, worker: str = "w1") -> Delivery:
    found = store.deliveries.take(one.id, one.job, worker, NOW)
    assert found
    return found


def test_each_channel_gets_its_first_and_no_more_than_fit(store: Store) -> None:
    plan(store, "later", "C1", hours=-1)
    first = plan(store, "first", "C1", hours=-2)
    plan(store, "other", "C2", hours=-1.5)
    plan(store, "coming", "C3", hours=1)
    assert ready(store) == ["first", "other"]
    assert ready(store, most=1) == ["first"]
    store.dispatch.submitted(first, NOW)
    assert ready(store) == ["other"]
    assert ready(store, most=1) == []
    taken = take(store, first)
    assert ready(store) == ["other"]
    store.deliveries.posted(taken.id, "1.2", NOW, late=False)
    assert ready(store) == ["other", "later"]


def test_what_rests_holds_up_nothing(store: Store) -> None:
    tired = take(store, plan(store, "tired", hours=-1))
    plan(store, "fresh")
    store.deliveries.again(tired, "no", NOW + SECOND)
    assert ready(store) == ["fresh"]
    assert [one.key for one in store.dispatch.ready(NOW + SECOND, 9)] == ["tired"]


def test_what_the_engine_lost_is_queued_anew(store: Store) -> None:
    one = plan(store, "k1")
    store.dispatch.submitted(one, NOW)
    assert store.dispatch.lost(NOW) == 0
    assert store.dispatch.lost(NOW + SECOND) == 1
    assert [(found.key, found.job) for found in store.dispatch.ready(NOW, 9)] == [("k1", 1)]
    store.dispatch.submitted(one, NOW)  # a clock that stood still comes with the old job
    assert ready(store) == ["k1"]


def test_a_failure_is_told_once(store: Store) -> None:
    one = take(store, plan(store, "k1"))
    assert store.dispatch.untold() == []
    store.deliveries.ended(one, "unknown", "nobody knows")
    assert [found.key for found in store.dispatch.untold()] == ["k1"]
    assert store.dispatch.told(one, NOW)
    assert not store.dispatch.told(one, NOW)
    assert store.dispatch.untold() == []
    assert [found.key for found in store.dispatch.troubled(5)] == ["k1"]


def test_copies_are_looked_for_when_their_time_comes(store: Store) -> None:
    one = take(store, plan(store, "k1"))
    store.deliveries.posted(one.id, "1.2", NOW, late=False, check_at=NOW + SECOND)
    assert store.dispatch.to_check(NOW) == []
    found = store.dispatch.to_check(NOW + SECOND)
    assert [other.key for other in found] == ["k1"]
    store.dispatch.checked(found[0], None)
    assert store.dispatch.to_check(NOW + HOUR) == []


def test_the_queue_is_counted_and_has_an_age(store: Store) -> None:
    plan(store, "old", hours=-3)
    done = take(store, plan(store, "older", "C2", hours=-5))
    plan(store, "coming", hours=2)
    assert store.dispatch.oldest_waiting(NOW) == NOW - 5 * HOUR
    store.deliveries.posted(done.id, "1.2", NOW, late=True)
    assert store.dispatch.oldest_waiting(NOW) == NOW - 3 * HOUR
    assert store.dispatch.counts() == {"queued": 2, "posted": 1}


def test_a_slot_is_a_second_for_all_and_slack_may_ask_for_more(store: Store) -> None:
    slots = store.slots
    assert [slots.reserve("C1", NOW) for _ in range(3)] == [NOW, NOW + SECOND, NOW + 2 * SECOND]
    assert slots.reserve("C2", NOW) == NOW
    slots.put_off("C2", NOW + 9 * SECOND)
    slots.put_off("C2", NOW + 5 * SECOND)
    assert slots.reserve("C2", NOW) == NOW + 9 * SECOND
    assert slots.reserve("C1", NOW + HOUR) == NOW + HOUR
    assert slots.shut_until(NOW) is None
    slots.put_off(EVERYWHERE, NOW + 30 * SECOND)
    assert slots.shut_until(NOW) == NOW + 30 * SECOND
    assert slots.reserve("C3", NOW) == NOW + 30 * SECOND
    assert slots.shut_until(NOW + 30 * SECOND) is None


def test_a_slot_of_a_clock_that_was_wrong_holds_nobody_up(store: Store) -> None:
    store.slots.reserve("C1", NOW + 48 * HOUR)
    store.slots.put_off(EVERYWHERE, NOW + 48 * HOUR)
    assert store.slots.shut_until(NOW) is None
    assert store.slots.reserve("C1", NOW) == NOW
    assert store.slots.reserve("C1", NOW) == NOW + SECOND


def test_workers_beat_and_go(store: Store) -> None:
    store.workers.beat("w1", "worker", NOW)
    store.workers.beat("w2", "clock", NOW)
    store.workers.beat("w1", "worker", NOW + SECOND)
    first, second = store.workers.all()
    assert (first.name, first.started_at, first.beat_at) == ("w1", NOW, NOW + SECOND)
    store.workers.gone("w1")
    assert store.workers.all() == [second]
