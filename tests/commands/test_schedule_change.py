"""/schedule change and dates: what is announced is what is sent, each period once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands.due import next_dates, plan_due
from commands.schedule_change import change
from storage.store import Store
from storage.values import Subscription
from tests.commands.test_due import planned, subscribe
from tests.commands.test_schedule import ask, said
from tests.conftest import NOW

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEDNESDAY = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def sent(store: Store) -> list[str]:
    return [f"{one.due:%a %m-%d} {str(one.args['args'])[5:]}" for one in planned(store)]


def passing(store: Store, upto: datetime, *, since: datetime = NOW) -> None:
    """The clock ticks every day until ``upto``."""
    moment = since
    while moment <= upto:
        plan_due(store, moment)
        moment += DAY
    plan_due(store, upto)


def test_a_week_that_was_sent_is_not_sent_again(store: Store) -> None:
    subscription = subscribe(store)  # Mondays
    passing(store, WEDNESDAY)
    changed = change(subscription, "weekly friday 16:00", store, WEDNESDAY)
    assert next_dates(changed, WEDNESDAY, 1) == [datetime(2026, 12, 4, 16, 0, tzinfo=UTC)]
    passing(store, WEDNESDAY + 14 * DAY, since=WEDNESDAY)
    assert sent(store) == ["Mon 11-23 2026-W47", "Fri 12-04 2026-W48"]


def test_a_week_that_was_not_sent_yet_still_is(store: Store) -> None:
    subscription = subscribe(store, "weekly wednesday 09:00")
    passing(store, TUESDAY)
    change(subscription, "weekly monday 09:00", store, TUESDAY)
    passing(store, TUESDAY + 10 * DAY, since=TUESDAY)
    assert sent(store) == ["Wed 11-25 2026-W47", "Mon 11-30 2026-W48"]


def test_a_month_holds_the_weeks_that_are_not_sent_any_more(store: Store) -> None:
    subscription = subscribe(store)
    passing(store, WEDNESDAY)
    change(subscription, "monthly 1 09:00", store, WEDNESDAY)
    passing(store, WEDNESDAY + 10 * DAY, since=WEDNESDAY)
    assert sent(store) == ["Mon 11-23 2026-W47", "Tue 12-01 2026-11"]


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 24 * 10), st.sampled_from(["monday", "wednesday", "friday", "sunday"])
        ),
        max_size=3,
    )
)
def test_however_often_it_changes_every_week_is_sent_once(
    store: Store, changes: list[tuple[int, str]]
) -> None:
    subscription: Subscription = subscribe(store)
    moment = NOW
    for hours, day in changes:
        passing(store, moment + hours * HOUR, since=moment)
        moment += hours * HOUR
        subscription = change(subscription, f"weekly {day} 09:00", store, moment)
    passing(store, moment + 22 * DAY, since=moment)
    mine = [one for one in planned(store) if one.subscription_id == subscription.id]
    store.subscriptions.remove(subscription.id)
    weeks = [datetime.strptime(f"{str(one.args['args'])[5:]}-1", "%G-W%V-%u") for one in mine]  # noqa: DTZ007
    assert weeks == [weeks[0] + timedelta(weeks=n) for n in range(len(weeks))]
    assert len(weeks) >= 2


def test_it_is_changed_in_words_and_says_what_comes(store: Store) -> None:
    subscribe(store)
    answer = ask(store, "change 1 monthly last working day 17:00 skip holidays GB")
    assert "Schedule 1 now runs on the last working day of every month at 17:00" in said(answer)
    assert "Next: Mon 30 Nov 17:00" in said(answer)
    assert store.subscriptions.get(1).cadence.endswith("skip holidays GB")


@pytest.mark.parametrize(
    ("words", "because"),
    [
        ("change 1 hourly", "I cannot read “hourly” as a rhythm"),
        ("change 1 weekly monday 09:00 skip holidays XX", "I know no holidays of “XX”"),
        ("change 1", "I cannot read “” as a rhythm"),
        ("change weekly monday 09:00", "Which schedule?"),
        ("change 7 weekly monday 09:00", "no schedule 7"),
        ("dates 1 2", "Which schedule?"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(
    store: Store, words: str, because: str
) -> None:
    before = subscribe(store)
    answer = ask(store, words)
    assert answer.failed
    assert because in said(answer)
    assert store.subscriptions.get(1) == before


def test_the_next_ten_dates_are_those_that_become_due(store: Store) -> None:
    subscribe(store, "every 2 weeks tuesday 02:30 from 2026-11-24", "America/Chicago")
    rows = said(ask(store, "dates 1")).splitlines()
    assert rows[0] == "Tuesday | 24 November 2026 | 02:30"
    assert len(rows) == 10
    passing(store, NOW + 140 * DAY)
    assert len([one for one in planned(store) if one.subscription_id == 1]) == 10
