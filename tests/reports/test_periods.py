"""Periods: what people type, the calendar around it, and the canonical codes."""

import contextlib
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.model import Period
from reports.periods import (
    FuturePeriod,
    UnreadablePeriod,
    code,
    elapsed,
    following,
    last_complete_week,
    parse,
    previous,
    same_days,
    window,
    year_ago,
)

TODAY = date(2026, 11, 20)  # a Friday in week 47

READ = [
    ("today", "2026-11-20", "20 Nov 2026"),
    ("Yesterday", "2026-11-19", "19 Nov 2026"),
    ("this week", "2026-W47", "Week 47, 16–22 Nov 2026"),
    ("LAST week", "2026-W46", "Week 46, 9–15 Nov 2026"),
    ("last-week", "2026-W46", "Week 46, 9–15 Nov 2026"),
    ("last_week", "2026-W46", "Week 46, 9–15 Nov 2026"),
    ("this month", "2026-11", "November 2026"),
    ("last month", "2026-10", "October 2026"),
    ("this quarter", "2026-Q4", "Q4 2026"),
    ("last quarter", "2026-Q3", "Q3 2026"),
    ("this year", "2026", "2026"),
    ("last year", "2025", "2025"),
    ("last 7 days", "2026-11-13..2026-11-19", "13–19 Nov 2026"),
    ("last 1 days", "2026-11-19", "19 Nov 2026"),
    ("last 2 weeks", "2026-11-02..2026-11-15", "2–15 Nov 2026"),
    ("last 3 months", "2026-08-01..2026-10-31", "1 Aug – 31 Oct 2026"),
    ("2026-W46", "2026-W46", "Week 46, 9–15 Nov 2026"),
    ("w46", "2026-W46", "Week 46, 9–15 Nov 2026"),
    ("week 46 2025", "2025-W46", "Week 46, 10–16 Nov 2025"),
    ("W50", "2025-W50", "Week 50, 8–14 Dec 2025"),
    ("W53", "2020-W53", "Week 53, 28 Dec 2020 – 3 Jan 2021"),
    ("2026-10", "2026-10", "October 2026"),
    ("oct", "2026-10", "October 2026"),
    ("December", "2025-12", "December 2025"),
    ("October 2026", "2026-10", "October 2026"),
    ("Sept. 2026", "2026-09", "September 2026"),
    ("2026-Q3", "2026-Q3", "Q3 2026"),
    ("Q3 2025", "2025-Q3", "Q3 2025"),
    ("q4", "2026-Q4", "Q4 2026"),
    ("2026", "2026", "2026"),
    ("2026-11-20", "2026-11-20", "20 Nov 2026"),
    ("2026‑11‑20", "2026-11-20", "20 Nov 2026"),
    ("20 Nov", "2026-11-20", "20 Nov 2026"),
    ("Nov 21st", "2025-11-21", "21 Nov 2025"),
    ("29 feb", "2024-02-29", "29 Feb 2024"),
    ("20-Nov-2026", "2026-11-20", "20 Nov 2026"),
    ("2026-10-01..2026-10-31", "2026-10-01..2026-10-31", "1–31 Oct 2026"),
    ("2026-10-01 - 2026-10-31", "2026-10-01..2026-10-31", "1–31 Oct 2026"),
    ("1 Oct – 15 Nov", "2026-10-01..2026-11-15", "1 Oct – 15 Nov 2026"),
    ("1 oct—15 nov", "2026-10-01..2026-11-15", "1 Oct – 15 Nov 2026"),
    ("Oct 1 - Nov 15", "2026-10-01..2026-11-15", "1 Oct – 15 Nov 2026"),
    ("from 1 Oct to 15 Nov", "2026-10-01..2026-11-15", "1 Oct – 15 Nov 2026"),
    ("1 Oct until 15 Nov", "2026-10-01..2026-11-15", "1 Oct – 15 Nov 2026"),
    ("1 Oct 2025 – 15 Nov 2025", "2025-10-01..2025-11-15", "1 Oct – 15 Nov 2025"),
    ("1 Dec – 15 Jan", "2025-12-01..2026-01-15", "1 Dec 2025 – 15 Jan 2026"),
    ("1 Dec – 15 Jan 2025", "2024-12-01..2025-01-15", "1 Dec 2024 – 15 Jan 2025"),
    ("1 Dec 2024 – 15 Jan", "2024-12-01..2025-01-15", "1 Dec 2024 – 15 Jan 2025"),
    ("25 Nov – 30 Nov", "2025-11-25..2025-11-30", "25–30 Nov 2025"),
    ("15 Nov – 5 Dec", "2026-11-15..2026-12-05", "15 Nov – 5 Dec 2026"),
    ("9–15 Nov", "2026-11-09..2026-11-15", "9–15 Nov 2026"),
    ("Nov 9-15, 2025", "2025-11-09..2025-11-15", "9–15 Nov 2025"),
    ("Aug – Oct", "2026-08-01..2026-10-31", "1 Aug – 31 Oct 2026"),
    ("28 Feb – 29 Feb", "2024-02-28..2024-02-29", "28–29 Feb 2024"),
]


@pytest.mark.parametrize(("typed", "expected", "label"), READ)
def test_reads_what_people_type(typed: str, expected: str, label: str) -> None:
    period = parse(typed, TODAY)
    assert (code(period), period.label) == (expected, label)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "soon", "last 0 days", "last 99999 years", "2025-W53", "2026-W00", "W54", "Q5",
        "2026-13", "2026-00-10", "30 Feb", "2026-02-29", "1 Oct –", "– 15 Nov", "1 – 15",
        "0001-01-01", "9999", "15 / 11", "{text}", "x" * 500, "w٤٦", "1 Smarch",
    ],
)  # fmt: skip
def test_says_what_it_cannot_read(typed: str) -> None:
    with pytest.raises(UnreadablePeriod) as failure:
        parse(typed, TODAY)
    assert "last week" in str(failure.value)
    assert len(str(failure.value)) < 300


@pytest.mark.parametrize(
    "typed", ["15 Nov 2026 – 1 Oct 2026", "15–9 Nov", "2026-11-02..2026-11-01"]
)
def test_says_when_a_range_is_backward(typed: str) -> None:
    with pytest.raises(UnreadablePeriod, match="ends before it starts"):
        parse(typed, TODAY)


@pytest.mark.parametrize("typed", ["2027", "next week", "tomorrow", "2026-11-21", "Dec 2026"])
def test_says_when_a_period_has_not_begun(typed: str) -> None:
    with pytest.raises(FuturePeriod, match="has not begun"):
        parse(typed, TODAY)


def test_the_sentence_repeats_what_was_typed_without_control_characters() -> None:
    with pytest.raises(UnreadablePeriod, match=re.escape("period “so on {x}”")):
        parse("so\x00\non\u202e{x}", TODAY)


@pytest.mark.parametrize(
    ("typed", "complete"),
    [("today", False), ("yesterday", True), ("this week", False), ("2026-W46", True)],
)
def test_knows_whether_it_still_runs(typed: str, complete: bool) -> None:
    assert parse(typed, TODAY).complete is complete


@pytest.mark.parametrize(
    ("typed", "before", "year_before"),
    [
        ("2026-W46", "2026-W45", "2025-W46"),
        ("2026-W53", "2026-W52", "2026-W01"),
        ("2026-11-20", "2026-11-19", "2025-11-21"),
        ("2026-01", "2025-12", "2025-01"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026", "2025", "2025"),
        ("2026-11-01..2026-11-10", "2026-10-22..2026-10-31", "2025-11-01..2025-11-10"),
        ("2024-02-20..2024-02-29", "2024-02-10..2024-02-19", "2023-02-20..2023-02-28"),
    ],
)
def test_moves_back(typed: str, before: str, year_before: str) -> None:
    period = parse(typed, date(2027, 6, 1))
    assert (code(previous(period)), code(year_ago(period))) == (before, year_before)
    assert previous(period).complete
    assert year_ago(period).complete


def test_last_complete_week_is_over_even_on_a_monday() -> None:
    assert code(last_complete_week(date(2026, 11, 16))) == "2026-W46"
    assert code(last_complete_week(date(2026, 11, 15))) == "2026-W45"


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 16), date(2026, 11, 16), date(2026, 11, 16)),
        (date(2026, 11, 17), date(2026, 11, 16), date(2026, 11, 16)),
        (date(2026, 11, 22), date(2026, 11, 16), date(2026, 11, 21)),
        (date(2026, 11, 23), date(2026, 11, 16), date(2026, 11, 22)),
    ],
)
def test_elapsed_days_end_before_today(today: date, first: date, last: date) -> None:
    run = elapsed(parse("2026-W47", TODAY), today)
    assert (run.start, run.end) == (first, last)


def test_same_days_are_as_many_as_have_run_where_there_are_so_many() -> None:
    march = parse("2026-03", TODAY)
    assert code(same_days(previous(march), elapsed(march, date(2026, 3, 5)))) == (
        "2026-02-01..2026-02-04"
    )
    assert code(same_days(previous(march), elapsed(march, date(2026, 3, 31)))) == "2026-02"


def test_business_years_begin_in_their_first_month() -> None:
    quarter = parse("Q1", TODAY, first_month=4)
    assert (quarter.start, quarter.label) == (date(2026, 4, 1), "Q1 2026/27")
    assert parse("this year", TODAY, first_month=4).label == "2026/27"
    assert previous(quarter, first_month=4).label == "Q4 2025/26"
    assert year_ago(quarter, first_month=4).label == "Q1 2025/26"
    assert parse("2026/27", TODAY, first_month=4).end == date(2027, 3, 31)


def test_a_quarter_of_another_business_year_is_written_as_its_days() -> None:
    quarter = parse("Q1", TODAY, first_month=2)
    assert code(quarter) == "2026-02-01..2026-04-30"
    assert code(quarter, first_month=2) == "2026-Q1"


DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> tuple[Period, date, int]:
    """Any period that has begun, the day it is seen from, and the business year's first month."""
    today = draw(DAYS)
    first_month = draw(st.integers(1, 12))
    start = today - timedelta(days=draw(st.integers(0, 3000)))
    end = start + timedelta(days=draw(st.integers(0, 800)))
    year, week, _ = start.isocalendar()
    codes = (f"{start}..{end}", f"{start}", f"{year}-W{week:02d}", f"{start:%Y-%m}")
    words = ("this quarter", "last quarter", "this year", "last year", "last 5 months")
    text = draw(st.sampled_from(codes + words))
    return parse(text, today, first_month=first_month), today, first_month


@given(periods())
def test_reading_a_code_gives_the_same_period(made: tuple[Period, date, int]) -> None:
    period, today, first_month = made
    written = code(period, first_month=first_month)
    assert parse(written, today, first_month=first_month) == period


@given(periods())
def test_reading_a_label_gives_the_same_days(made: tuple[Period, date, int]) -> None:
    period, today, first_month = made
    again = parse(period.label, today, first_month=first_month)
    assert (again.start, again.end) == (period.start, period.end)


@given(periods())
def test_previous_ends_where_the_period_starts(made: tuple[Period, date, int]) -> None:
    period, _, first_month = made
    before = previous(period, first_month=first_month)
    assert before.end + timedelta(days=1) == period.start
    if period.grain in ("day", "week", "range"):
        assert before.days == period.days
    assert before.complete


@given(periods())
def test_following_leads_on_and_previous_back(made: tuple[Period, date, int]) -> None:
    period, _, first_month = made
    after = following(period, first_month=first_month)
    assert after.start == period.end + timedelta(days=1)
    back = previous(after, first_month=first_month)
    assert (back.start, back.end, back.grain) == (period.start, period.end, period.grain)
    assert not after.complete


@given(periods())
def test_year_ago_is_as_long_give_or_take_a_leap_day(made: tuple[Period, date, int]) -> None:
    period, _, first_month = made
    earlier = year_ago(period, first_month=first_month)
    assert abs(earlier.days - period.days) <= 1
    assert 364 <= (period.start - earlier.start).days <= 366
    if period.grain in ("day", "week"):
        assert earlier.start.weekday() == period.start.weekday()


@given(periods())
def test_the_window_holds_all_that_a_report_reads(made: tuple[Period, date, int]) -> None:
    period, today, _ = made
    first, last = window(period)
    run = elapsed(period, today)
    reads = [previous(period).start, year_ago(period).start, run.end - timedelta(days=181)]
    assert first <= min(reads)
    assert last == period.end


@given(periods())
def test_elapsed_lies_within_the_period(made: tuple[Period, date, int]) -> None:
    period, today, _ = made
    run = elapsed(period, today)
    assert period.start == run.start <= run.end <= period.end
    assert run.end < today or run.days == 1
    assert same_days(previous(period), run).days <= run.days


WORDS = (
    "1", "9", "15", "29", "31", "2026", "2027", "0000", "feb", "Oct", "nov", "w", "q", "W53", "–",
    "-", "..", "to", "from", "last", "days", ",", "st", "/", "week", "2026-", "next", "year",
)  # fmt: skip


@given(
    st.one_of(
        st.text(),
        st.from_regex(r"(last|this|w|q|week)? ?[0-9]{0,5}[ ./–-]{0,3}[a-z0-9 –-]{0,14}"),
        st.lists(st.sampled_from(WORDS)).map(" ".join),
    ),
    DAYS,
)
def test_any_text_is_read_or_refused_in_words(text: str, today: date) -> None:
    with contextlib.suppress(UnreadablePeriod, FuturePeriod):
        period = parse(text, today)
        assert period.start <= min(period.end, today)
        assert parse(code(period), today) == period
        previous(period)
        year_ago(period)
        window(period)
