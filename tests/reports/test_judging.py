"""What counts is decided in one place, and by the values near it alone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from reports.checks.decision import Decision
from reports.checks.judging import Judged, judge
from reports.checks.series import MARGIN
from reports.metrics import built_in
from tests.reports.samples import Row, daily, frame

FIRST = date(2026, 1, 1)
USUAL = [100.0 + at * 7 % 13 for at in range(120)]
WRONG = 45
DAY = FIRST + timedelta(days=WRONG)


def look(rows: Sequence[Row], *decisions: Decision) -> Judged:
    return judge(frame(rows), built_in(), decisions, "EUR")


def with_wrong(value: float = 120_400.0, source: str = "crm") -> list[Row]:
    values = [value if at == WRONG else one for at, one in enumerate(USUAL)]
    return daily("leads", values, FIRST, source=source)


def decide(value: float, *, counts: bool, source: str = "crm") -> Decision:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    return Decision(1, "leads", DAY, source, value, counts, "Ana", "a test", at)


def on(judged: Judged, day: date = DAY) -> list[float]:
    rows = judged.frame["day"] == pd.Timestamp(day)
    return [float(value) for value in judged.frame[rows]["value"]]


def test_what_is_certainly_wrong_is_gone_and_told() -> None:
    judged = look(with_wrong())
    assert on(judged) == []
    [one] = judged.left_out
    assert (one.kind, one.day, one.value, one.why) == (
        "outlier",
        DAY,
        120_400.0,
        "1,131 times the usual 106",
    )
    assert judged.doubtful == ()
    assert len(judged.frame) == len(USUAL) - 1


def test_the_source_that_comes_next_counts_then_and_is_looked_at_too() -> None:
    other = daily("leads", [1.0 + one for one in USUAL], FIRST, source="web")
    assert on(look([*with_wrong(), *other])) == [1.0 + USUAL[WRONG]]
    both = look([*with_wrong(), *with_wrong(130_000.0, source="web")])
    assert on(both) == []
    assert [one.source for one in both.left_out] == ["crm", "web"]


def test_a_person_decides_about_one_value_and_the_last_word_stands() -> None:
    assert on(look(with_wrong(), decide(120_400, counts=True))) == [120_400]
    right = look(with_wrong(111.0), decide(111, counts=False))
    assert (on(right), [one.kind for one in right.left_out]) == ([], ["decided"])
    back = (decide(111, counts=False), decide(111, counts=True))
    assert on(look(with_wrong(111.0), *back)) == [111]
    # Another value on that day is judged anew.
    assert on(look(with_wrong(), decide(111, counts=True))) == []
    assert on(look(with_wrong(112.0), decide(111, counts=False))) == [112]
    assert on(look(with_wrong(111.0), decide(111, counts=False, source="web"))) == [111]


def test_a_decision_about_a_value_that_is_gone_does_nothing() -> None:
    rows = daily("leads", USUAL[:30], FIRST)
    judged = look(rows, decide(111, counts=False))
    assert (len(judged.frame), judged.found) == (30, ())


def test_a_series_in_per_cent_is_read_as_shares() -> None:
    judged = look(daily("csat", [92.0, 88.0, 90.0, 100.0, 85.0, 91.0], FIRST))
    assert judged.frame["value"].tolist() == [0.92, 0.88, 0.90, 1.0, 0.85, 0.91]
    assert {one.done for one in judged.found} == {"repaired"}
    few = look(daily("csat", [92.0, 88.0], FIRST))
    assert (len(few.frame), {one.kind for one in few.left_out}) == (0, {"bounds"})


SERIES = st.lists(
    st.sampled_from([0.0, 3.0, 90.0, 100.0, 110.0, 999.0, 9_999.0, -1.0, 4_000.0, 90_000.0]),
    min_size=1,
    max_size=300,
)


@given(SERIES, st.integers(0, 250), st.integers(0, 60))
def test_what_is_said_of_a_day_does_not_depend_on_what_else_was_read(
    values: list[float], start: int, length: int
) -> None:
    rows = daily("leads", values, FIRST)
    first, last = (FIRST + timedelta(days=at) for at in (start, start + length))
    margin = timedelta(days=MARGIN)
    near = [row for row in rows if first - margin <= row[1] <= last + margin]
    whole, part = look(rows).between(first, last), look(near).between(first, last)
    assert part.left_out == whole.left_out
    assert part.frame["value"].tolist() == whole.frame["value"].tolist()


@given(SERIES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(values: list[float], random: object) -> None:
    rows = [
        *daily("leads", values, FIRST),
        *daily("leads", [one + 5 for one in values[:40]], FIRST, source="web"),
        *daily("csat", [one / 100 for one in values], FIRST),
    ]
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    told, anew = look(rows), look(mixed)
    assert told.found == anew.found
    assert sorted(map(tuple, told.frame.astype(str).to_numpy())) == sorted(
        map(tuple, anew.frame.astype(str).to_numpy())
    )
