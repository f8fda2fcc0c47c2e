"""When a due report waits, and when it is not sent at all."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.conditions import (
    NONE,
    Conditions,
    Later,
    Never,
    UnreadableCondition,
    before_it_is_made,
    changed,
    is_quiet,
    once_it_is_made,
    read,
    write,
)
from reports.model import Notice, Report, Status
from storage.values import Review, ReviewState
from tests.reports.pictures import metric, report

DUE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
UTC_ZONE = ZoneInfo("UTC")
times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
conditions = st.builds(
    Conditions,
    st.sampled_from(["always", "changed", "worse", "missed"]),
    st.integers(0, 48),
    st.none() | st.tuples(times, times),
    st.integers(0, 48),
    st.booleans(),
)


@given(conditions)
def test_what_is_kept_is_read_back(one: Conditions) -> None:
    assert read(write(one)) == one


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("only if changed", Conditions(only="changed")),
        ("Only worse", Conditions(only="worse")),
        ("only missed", Conditions(only="missed")),
        ("only if a goal was missed", Conditions(only="missed")),
        ("only always", NONE),
        ("wait 6h", Conditions(wait=6)),
        ("wait 12 hours", Conditions(wait=12)),
        ("quiet 18:00-8:00", Conditions(quiet=(time(18), time(8)))),
        ("quiet 22:00 to 06:30", Conditions(quiet=(time(22), time(6, 30)))),
        ("review 24h", Conditions(review=24)),
        ("review 24h or send", Conditions(review=24, send_anyway=True)),
    ],
)
def test_one_is_set_in_words_and_ended_by_off(words: str, expected: Conditions) -> None:
    assert changed(NONE, words) == expected
    assert changed(expected, f"{words.split()[0]} off") == NONE


@pytest.mark.parametrize(
    "words",
    [
        *("only sometimes", "wait 0h", "wait 999h", "wait soon", "quiet 25:00-08:00", "hourly"),
        *("quiet 8-9", "quiet 08:00-08:00", "review 24h or cry", "only ifchanged"),
    ],
)
def test_other_words_are_refused(words: str) -> None:
    with pytest.raises(UnreadableCondition, match="quiet 18:00-08:00"):
        changed(NONE, words)


@given(times, times, st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))  # noqa: DTZ001
def test_quiet_hours_end_when_they_say(start: time, end: time, naive: datetime) -> None:
    at = naive.replace(tzinfo=ZoneInfo("Europe/Berlin"), microsecond=0)
    found = before_it_is_made(Conditions(quiet=(start, end)), at, ZoneInfo("Europe/Berlin"), None)
    if start == end:
        return
    if not is_quiet((start, end), at.time()):
        assert found is None
    else:
        assert isinstance(found, Later)
        assert found.until.time() == end
        assert at < found.until
        assert not is_quiet((start, end), found.until.time())


def reviewed(state: ReviewState) -> Review:
    return Review(1, "2026-W47", state, None, "sam", DUE)


@pytest.mark.parametrize(
    ("state", "expected"),
    [(None, "not approved yet"), ("held", "held in review"), ("approved", None)],
)
def test_what_is_not_approved_waits(state: ReviewState | None, expected: str | None) -> None:
    review = reviewed(state) if state else None
    found = before_it_is_made(Conditions(review=24), DUE, UTC_ZONE, review)
    assert (found.reason if isinstance(found, Later) else None) == expected


def test_a_team_may_choose_to_send_what_nobody_looked_at() -> None:
    anyway = Conditions(review=24, send_anyway=True)
    assert before_it_is_made(anyway, DUE, UTC_ZONE, None) is None
    held = before_it_is_made(anyway, DUE, UTC_ZONE, reviewed("held"))
    assert isinstance(held, Later)
    skipped = before_it_is_made(anyway, DUE, UTC_ZONE, reviewed("skipped"))
    assert skipped == Never("skipped in review by sam")


def made(*statuses: Status, notice: str = "") -> Report:
    figures = [metric(key=f"m{n}", status=status) for n, status in enumerate(statuses)]
    notices = (Notice(kind=notice, text="…"),) if notice else ()
    return report(*figures).model_copy(update={"notices": notices})


@pytest.mark.parametrize(
    ("only", "statuses", "sent"),
    [
        ("changed", (Status.STEADY, Status.UNKNOWN), False),
        ("changed", (Status.STEADY, Status.BETTER), True),
        ("worse", (Status.BETTER, Status.STEADY), False),
        ("worse", (Status.BETTER, Status.WORSE), True),
        ("always", (Status.STEADY,), True),
    ],
)
def test_a_report_may_depend_on_its_figures(
    only: str, statuses: tuple[Status, ...], *, sent: bool
) -> None:
    found = once_it_is_made(changed(NONE, f"only {only}"), DUE, DUE, made(*statuses))
    assert (found is None) is sent


def aimed(held: tuple[bool | None, ...], *, complete: bool = True, notice: str = "") -> Report:
    figures = [metric(key=f"m{n}", goal=1.0, goal_met=met) for n, met in enumerate(held)]
    made = report(metric("without"), *figures)
    period = made.period.model_copy(update={"complete": complete})
    notices = (Notice(kind=notice, text="…"),) if notice else ()
    return made.model_copy(update={"period": period, "notices": notices})


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ((True, False), None),
        ((True, True), Never("no goal was missed")),
        ((), Never("no goal was missed, for none is set")),
        ((True, None), None),  # silence would say that all were met
        ((None, False), None),
    ],
)
def test_a_report_may_depend_on_its_goals(
    held: tuple[bool | None, ...], expected: Never | None
) -> None:
    assert once_it_is_made(Conditions(only="missed"), DUE, DUE, aimed(held)) == expected


def test_a_goal_that_cannot_be_judged_waits_for_its_data_and_then_is_told() -> None:
    waiting = Conditions(only="missed", wait=2)
    unknown = aimed((True, None))
    later = Later(DUE + timedelta(minutes=15), "waiting for data")
    assert once_it_is_made(waiting, DUE, DUE, unknown) == later
    assert once_it_is_made(waiting, DUE, DUE + 2 * HOUR, unknown) is None
    # One is missed for sure: nothing is to be waited for, but where all data may come.
    assert once_it_is_made(waiting, DUE, DUE, aimed((None, False))) is None
    assert once_it_is_made(waiting, DUE, DUE, aimed((None, False), notice="stale")) == later
    # A period that still runs is known no better in two hours.
    assert once_it_is_made(waiting, DUE, DUE, aimed((None,), complete=False)) is None
    # Who waits for data alone does not wait for a goal.
    assert once_it_is_made(Conditions(wait=2), DUE, DUE, unknown) is None


def test_data_are_waited_for_and_then_it_is_sent_provisional() -> None:
    waiting, lacking = Conditions(wait=2), made(Status.BETTER, notice="stale")
    first = once_it_is_made(waiting, DUE, DUE, lacking)
    assert first == Later(DUE + timedelta(minutes=15), "waiting for data")
    last = once_it_is_made(waiting, DUE, DUE + HOUR * 1.9, lacking)
    assert last == Later(DUE + 2 * HOUR, "waiting for data")
    assert once_it_is_made(waiting, DUE, DUE + 2 * HOUR, lacking) is None
    assert once_it_is_made(waiting, DUE, DUE, made(Status.BETTER)) is None
