"""Who has to do with schedules, and whether they are in the team."""

from datetime import timedelta

from storage.store import Store
from tests.storage import NOW

HOUR = timedelta(hours=1)


def test_what_slack_says_is_kept_since_it_is_so(store: Store) -> None:
    people = store.people
    assert people.get("U1") is None
    assert not people.saw("U1", NOW, there=True)
    assert people.saw("U1", NOW + HOUR, there=False)
    assert not people.saw("U1", NOW + 2 * HOUR, there=False)
    found = people.get("U1")
    assert found
    assert (found.there, found.since, found.seen_at) == (False, NOW + HOUR, NOW + 2 * HOUR)
    assert people.away() == {"U1"}
    assert people.saw("U1", NOW + 3 * HOUR, there=True)
    assert people.away() == frozenset()
    assert people.saw("U2", NOW, there=False), "news, though nobody knew them"


def test_who_changed_a_schedule_comes_last_one_first(store: Store) -> None:
    people = store.people
    people.acted("U1", NOW)
    people.acted("U2", NOW + HOUR)
    people.saw("U1", NOW, there=False)
    people.acted("U1", NOW + 2 * HOUR)
    people.saw("U3", NOW, there=True)
    assert [one.person for one in people.actors()] == ["U1", "U2"]
    assert people.away() == {"U1"}


def test_who_was_not_looked_at_for_a_while(store: Store) -> None:
    people = store.people
    people.saw("U1", NOW, there=True)
    people.saw("U2", NOW - HOUR, there=True)
    people.acted("U3", NOW)
    assert people.unseen(["U3", "U2", "U1", "U3"], NOW) == ["U2", "U3"]


def test_another_workspace_has_its_own(store: Store) -> None:
    one, other = store.adopt("T1", "One"), store.adopt("T2", "Two")
    one.people.saw("U1", NOW, there=False)
    one.people.acted("U1", NOW)
    assert other.people.away() == frozenset()
    assert other.people.actors() == []
    assert other.people.get("U1") is None
    assert other.people.unseen(["U1"], NOW) == ["U1"]
