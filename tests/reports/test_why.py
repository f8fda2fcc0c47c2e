"""Why a figure moved: contributions that sum to the change, and what is left unsaid."""

from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.model import Unit
from reports.periods import parse
from reports.why import Side, Why, contributions, signed, why
from tests.reports.samples import TODAY, WEEK, Row, daily, frame
from tests.reports.test_breakdown import of

MONDAY = WEEK.start
BEFORE = MONDAY - timedelta(days=7)
VALUES = st.floats(-1e6, 1e6)
WEIGHTS = st.floats(0.01, 1e4)
SIDES = st.builds(Side, VALUES, WEIGHTS) | st.just(Side(None, 0.0))
PAIRS = st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=8)


def mean(sides: list[Side]) -> float:
    weight = sum(side.weight for side in sides)
    return sum((side.value or 0.0) * side.weight for side in sides) / weight


@given(PAIRS, st.builds(Side, VALUES, WEIGHTS), st.builds(Side, VALUES, WEIGHTS))
def test_the_contributions_to_a_mean_sum_to_its_change(
    pairs: list[tuple[Side, Side]], before: Side, now: Side
) -> None:
    parts = [*pairs, (before, now)]
    change = mean([b for _, b in parts]) - mean([a for a, _ in parts])
    assert sum(contributions("mean", parts)) == pytest.approx(change, rel=1e-9, abs=1e-6)


@given(PAIRS)
def test_the_contributions_to_a_sum_are_the_differences(pairs: list[tuple[Side, Side]]) -> None:
    change = sum(b.value or 0.0 for _, b in pairs) - sum(a.value or 0.0 for a, _ in pairs)
    assert sum(contributions("sum", pairs)) == pytest.approx(change, rel=1e-9, abs=1e-6)


def test_a_part_that_alone_moved_moved_it_all() -> None:
    still, fell = (Side(0.9, 20), Side(0.9, 20)), (Side(0.9, 10), Side(0.6, 10))
    assert contributions("mean", [still, fell]) == pytest.approx([0.0, -0.1], abs=0.02)
    assert abs(contributions("mean", [still, fell])[1]) > 5 * abs(
        contributions("mean", [still, fell])[0]
    )


def test_parts_that_do_not_add_up_contribute_nothing() -> None:
    assert contributions("max", [(Side(1, 1), Side(2, 1))]) == []
    assert contributions("mean", [(Side(None, 0), Side(2, 1))]) == []
    assert contributions("mean", []) == []


def totals(parts: dict[str, list[Row]]) -> pd.DataFrame:
    """Counts of all parts as the total that a file without parts would give."""
    rows = of(parts).groupby(["metric", "day", "source"], as_index=False)["value"].sum()
    whole: pd.DataFrame = rows.assign(weight=float("nan"))
    return whole


def told(parts: dict[str, list[Row]], total: pd.DataFrame | None = None) -> Why:
    whole = totals(parts) if total is None else total
    found = why(whole, {"topic": of(parts)}, "requests", WEEK, TODAY)
    assert found
    return found


def test_the_three_that_moved_it_most_stand_and_the_rest_together() -> None:
    moves = {"a": 1, "b": 20, "c": 30, "d": -40, "e": 5}
    parts = {
        name: daily("requests", [10] * 7, BEFORE) + daily("requests", [10 + move] * 7, MONDAY)
        for name, move in moves.items()
    }
    found = told(parts)
    assert [(one.part, one.amount) for one in found.moved] == [("d", -280), ("c", 210), ("b", 140)]
    assert found.rest == {"topic": pytest.approx(42)}
    assert (found.this.value, found.before.value) == (7 * 66, 7 * 50)


def test_what_no_part_holds_is_told_too() -> None:
    parts = {"a": daily("requests", [1] * 7, BEFORE) + daily("requests", [3] * 7, MONDAY)}
    total = daily("requests", [5] * 7, BEFORE) + daily("requests", [9] * 7, MONDAY)
    found = told(parts, frame(total))
    assert [one.amount for one in found.moved] == [14]
    assert found.rest == {"topic": 14}
    exact = told(parts)
    assert exact.rest == {}


def test_a_part_that_appears_or_vanishes_counts_whole() -> None:
    parts = {
        "new": daily("requests", [2] * 7, MONDAY),
        "gone": daily("requests", [1] * 7, BEFORE),
    }
    found = told(parts)
    assert {one.part: one.amount for one in found.moved} == {"new": 14, "gone": -7}
    assert [one.before.value for one in found.moved] == [None, 7.0]


def test_where_nothing_moved_no_part_is_named() -> None:
    parts = {"a": daily("requests", [1] * 14, BEFORE)}
    assert told(parts).moved == ()


def test_without_a_value_or_an_earlier_one_nothing_is_said() -> None:
    parts = {"a": daily("requests", [1] * 7, MONDAY)}
    assert told(parts).moved == ()
    rows = frame(daily("requests", [1] * 7, BEFORE))
    assert why(rows, {}, "requests", WEEK, TODAY) is None
    assert why(rows, {}, "csat", WEEK, TODAY) is None


def test_a_running_week_is_explained_by_the_same_days() -> None:
    parts = {
        "a": daily("requests", [1] * 7, MONDAY)
        + daily("requests", [2] * 4, WEEK.end + timedelta(days=1))
    }
    found = why(totals(parts), {"topic": of(parts)}, "requests", parse("2026-W47", TODAY), TODAY)
    assert found
    assert [one.amount for one in found.moved] == [4]


def test_few_cases_are_known_of_parts_too() -> None:
    rows = daily("csat", [0.5] * 7, BEFORE, weight=50) + daily("csat", [0.9] * 7, MONDAY, weight=50)
    few = daily("csat", [0.5] * 7, BEFORE, weight=2) + daily("csat", [0.9] * 7, MONDAY, weight=2)
    for part, shaky in ((rows, False), (few, True)):
        found = why(frame(rows), {"agent": of({"a": part})}, "csat", WEEK, TODAY)
        assert found
        assert found.shaky is shaky


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (0.0123, Unit.PERCENT, "+1.2 pts"),
        (-0.0001, Unit.PERCENT, "±0.0 pts"),
        (-90.0, Unit.DURATION, "−1 m 30 s"),
        (14.0, Unit.COUNT, "+14"),
        (-12.5, Unit.MONEY, "−£12.50"),
    ],
)
def test_an_amount_is_written_as_a_movement(amount: float, unit: Unit, text: str) -> None:
    assert signed(amount, unit, "GBP") == text
