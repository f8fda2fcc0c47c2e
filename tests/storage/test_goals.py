"""Goals in the store: a history that is never changed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import periods
from reports.model import Grain
from storage.errors import NoSuchClient
from storage.goals import Goal, stretches, targets
from storage.store import Store
from storage.values import Client
from tests.storage import NOW

ANA = ("U1", "Ana")
DAY = timedelta(days=1)
JANUARY, OCTOBER = date(2026, 1, 1), date(2026, 10, 1)
TODAY = date(2026, 11, 19)
WEEK, MONTH = periods.parse("2026-W46", TODAY), periods.parse("2026-10", TODAY)


def agree(
    store: Store, client: Client, target: float | None, since: date, grain: Grain | None = None
) -> Goal:
    return store.goals.add(client.id, "csat", target, grain=grain, since=since, by=ANA, now=NOW)


def test_a_goal_keeps_who_set_it_when_and_from_when(store: Store, acme: Client) -> None:
    kept = agree(store, acme, 0.9, JANUARY, "month")
    assert (kept.target, kept.grain, kept.since) == (0.9, "month", JANUARY)
    assert (kept.by, kept.by_name, kept.at) == ("U1", "Ana", NOW)
    assert store.goals.of_client(acme.id) == [kept]


def test_a_period_is_held_against_the_goal_that_stood_on_its_last_day(
    store: Store, acme: Client
) -> None:
    agree(store, acme, 0.85, JANUARY)
    agree(store, acme, 0.9, WEEK.end)
    agree(store, acme, None, WEEK.end + DAY)
    every = store.goals.of_client(acme.id)
    assert targets(every, MONTH) == {"csat": 0.85}
    assert targets(every, WEEK) == {"csat": 0.9}
    assert targets(every, periods.following(WEEK)) == {}


def test_a_goal_for_a_months_reports_counts_there_before_one_for_all(
    store: Store, acme: Client
) -> None:
    agree(store, acme, 0.95, JANUARY, "month")
    agree(store, acme, 0.9, OCTOBER)
    every = store.goals.of_client(acme.id)
    assert (targets(every, MONTH), targets(every, WEEK)) == ({"csat": 0.95}, {"csat": 0.9})


def test_what_was_agreed_later_was_not_known_before(store: Store, acme: Client) -> None:
    agree(store, acme, 0.9, JANUARY)
    assert store.goals.of_client(acme.id, known_at=NOW) == []
    assert len(store.goals.of_client(acme.id, known_at=NOW + DAY)) == 1


def test_goals_belong_to_a_workspace(store: Store, acme: Client) -> None:
    agree(store, acme, 0.9, JANUARY)
    store.adopt("T1", "First")
    other = store.adopt("T2", "Second")
    assert other.goals.of_client(acme.id) == []
    with pytest.raises(NoSuchClient):
        agree(other, acme, 0.1, JANUARY)
    assert [one.target for one in store.goals.of_client(acme.id)] == [0.9]


said = st.builds(
    Goal,
    id=st.integers(1, 10_000),
    client_id=st.just(1),
    metric=st.sampled_from(["csat", "leads"]),
    grain=st.sampled_from([None, "week", "month"]),
    target=st.none() | st.floats(0, 10),
    since=st.dates(date(2026, 10, 25), date(2026, 11, 20)),
    by=st.just("U1"),
    by_name=st.just("Ana"),
    at=st.just(NOW),
)


@given(st.lists(said, unique_by=lambda one: one.id, max_size=8))
def test_of_the_same_the_one_that_began_last_stands(goals: list[Goal]) -> None:
    for on in (date(2026, 10, 24) + n * DAY for n in range(30)):
        begun = [one for one in goals if one.since <= on]
        begun.sort(key=lambda one: (one.since, one.id))
        expected = {(one.metric, one.grain): one.target for one in begun}
        found = {
            (one.goal.metric, one.goal.grain): one.target
            for one in stretches(goals)
            if one.holds(on)
        }
        assert found == {key: value for key, value in expected.items() if value is not None}
