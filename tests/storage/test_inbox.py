"""The inbox: every event once, none forgotten."""

from datetime import timedelta

from storage.store import Store
from tests.storage import NOW

PAYLOAD = {"text": "half \ud800, nul \0, ünï", "n": [1, None, {"deep": True}]}


def test_an_event_is_kept_once_and_comes_back_whole(store: Store) -> None:
    kept = store.inbox.put("Ev1", "message", PAYLOAD, NOW)
    assert kept is not None
    assert store.inbox.put("Ev1", "message", {}, NOW) is None
    [item] = store.inbox.waiting()
    assert (item.id, item.kind, item.payload, item.received_at) == (kept, "message", PAYLOAD, NOW)


def test_unfinished_ones_wait_for_the_next_start_in_the_order_they_came(store: Store) -> None:
    ids = [store.inbox.put(f"Ev{number}", "message", {}, NOW) or 0 for number in range(4)]
    store.inbox.done(ids[0])
    store.inbox.failed(ids[1], "gone \0 wrong")
    assert [(one.event_id, one.state) for one in store.inbox.waiting()] == [
        ("Ev2", "new"),
        ("Ev3", "new"),
    ]


def test_only_finished_and_old_ones_are_pruned(store: Store) -> None:
    old = [store.inbox.put(f"old{number}", "message", {}, NOW) or 0 for number in range(3)]
    recent = store.inbox.put("recent", "message", {}, NOW + timedelta(days=1)) or 0
    store.inbox.failed(old[1], "wrong")
    for finished in (old[0], recent):
        store.inbox.done(finished)
    assert store.inbox.prune(NOW + timedelta(hours=1)) == 2
    assert [one.id for one in store.inbox.waiting()] == [old[2]]
    assert store.inbox.put("recent", "message", {}, NOW) is None
    assert store.inbox.put("old0", "message", {}, NOW) is not None


def test_workspaces_do_not_meet(store: Store) -> None:
    store.adopt("T1", "One")
    other = store.adopt("T2", "Two")
    kept = store.inbox.put("Ev1", "message", {}, NOW)
    assert other.inbox.waiting() == []
    other.inbox.done(kept or 0)
    assert len(store.inbox.waiting()) == 1
    assert other.inbox.put("Ev1", "message", {}, NOW) is not None
