"""What a failure means, decided without any Slack."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.outcome import (
    CHECKS,
    MOST_ATTEMPTS,
    MOST_TAKEOVERS,
    RESTS,
    Again,
    Ended,
    after_failure,
    after_loss,
    next_check,
)
from storage.values import Delivery
from tests.conftest import NOW

FRESH = Delivery(
    id=1,
    kind="report",
    key="k",
    subscription_id=None,
    due=NOW,
    state="posting",
    channel="C1",
    ts=None,
    attempts=0,
    planned_at=NOW,
    claimed_at=NOW,
    claimed_by="w",
    error=None,
    posted_at=None,
    late=False,
    args={},
    job=0,
    submitted_at=None,
    not_before=None,
    tried_at=None,
    takeovers=0,
    check_at=None,
    told_at=None,
)


@given(st.booleans())
def test_its_own_failures_rest_longer_each_time_and_end(may_stand: bool) -> None:
    outcomes = [
        after_failure(replace(FRESH, attempts=n), may_stand=may_stand)
        for n in range(MOST_ATTEMPTS + 2)
    ]
    rests = [one.rest for one in outcomes if isinstance(one, Again)]
    assert rests[: len(RESTS)] == list(RESTS)
    assert len(rests) == len(RESTS) + may_stand, "one look more where it may stand"
    assert outcomes[-1] == Ended("unknown" if may_stand else "dead")


@given(st.integers(0, 1000), st.booleans())
def test_an_outage_is_waited_out_however_long(attempts: int, may_stand: bool) -> None:
    one = replace(FRESH, attempts=attempts)
    outcome = after_failure(one, may_stand=may_stand, reachable=False)
    assert isinstance(outcome, Again)
    assert (outcome.counts, outcome.outage) == (False, True)


@given(st.integers(0, 9), st.booleans(), st.booleans())
def test_what_slack_refuses_for_good_is_over(attempts: int, may_stand: bool, there: bool) -> None:
    one = replace(FRESH, attempts=attempts)
    outcome = after_failure(one, may_stand=may_stand, for_good=True, reachable=there)
    assert outcome == Ended("unknown" if may_stand else "dead")


def test_a_report_that_loses_its_workers_is_stopped() -> None:
    losses = [after_loss(replace(FRESH, takeovers=n)) for n in range(MOST_TAKEOVERS)]
    assert losses == [None, None, Ended("dead")]
    assert after_loss(replace(FRESH, takeovers=9, tried_at=NOW)) == Ended("unknown")


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=2)))
def test_copies_are_looked_for_less_and_less(age: timedelta) -> None:
    coming = next_check(age)
    assert coming == min((one for one in CHECKS if one > age), default=None)
