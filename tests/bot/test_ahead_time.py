"""When drawings begin: late enough to be few, early enough to be ready."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.ahead import EACH, READY, is_time
from commands.due import AHEAD

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)
minutes = st.lists(st.integers(0, 25), min_size=1, max_size=60)


def test_nothing_is_coming() -> None:
    assert not is_time([], NINE)


@given(minutes)
def test_all_are_ready_in_time_and_none_is_begun_without_need(after: list[int]) -> None:
    """One after the other, each takes its time; the longest row fits into the time there is."""
    waiting = sorted(NINE + timedelta(minutes=minute) for minute in after)
    now = NINE - AHEAD
    while waiting:
        if is_time(waiting, now):
            assert not is_time(waiting, now - EACH - A_MOMENT) or now == NINE - AHEAD
            assert now + EACH <= waiting.pop(0) - READY + A_MOMENT
            now += EACH
        else:
            now = min(due - READY - EACH * n for n, due in enumerate(waiting, start=1))


def test_a_thousand_at_nine_begin_twenty_one_minutes_before() -> None:
    dues = [NINE] * 1000
    assert not is_time(dues, NINE - timedelta(minutes=21) - A_MOMENT)
    assert is_time(dues, NINE - timedelta(minutes=21))
    assert timedelta(minutes=21) < AHEAD
