"""Expressions: read safely, computed as Python would, unknown where a part is."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.expressions import (
    LONGEST,
    ExpressionUnreadable,
    NoComparison,
    comparison,
    expression,
)

VALUES = {"a": 3.0, "b": -0.5, "spend": 120.25, "zero": 0.0, "จำนวน": 7.0, "30_day": 2.0}
LEAVES = st.sampled_from([name for name in VALUES if name.isascii() and name[0].isalpha()]) | (
    st.floats(0, 1e6).map(lambda n: f"{n:.4f}")
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", " - ", "*", " / "]), inner).map("".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"-{text}" if text[0] != "-" else text),
    ),
    max_leaves=8,
).filter(lambda text: len(text) < LONGEST and text.count("(") < 20)


def by_python(text: str) -> float | None:
    try:
        result = float(eval(text, {"__builtins__": {}}, dict(VALUES)))  # noqa: S307 - our own text
    except (ZeroDivisionError, OverflowError):
        return None
    return result if math.isfinite(result) else None


@given(TREES)
def test_equals_pythons_own_arithmetic(text: str) -> None:
    assert expression(text).evaluate(VALUES.get) == by_python(text)


@given(TREES, st.sampled_from(["a", "b", "spend", "zero"]))
def test_what_needs_something_unknown_is_unknown(text: str, lost: str) -> None:
    found = expression(text)
    value = found.evaluate(lambda name: None if name == lost else VALUES[name])
    assert value == (None if lost in found.names else by_python(text))


@pytest.mark.parametrize("text", ["a / zero", "a / (b - b)", "1 / 0", "-(a / zero) + a"])
def test_dividing_by_zero_gives_unknown(text: str) -> None:
    assert expression(text).evaluate(VALUES.get) is None


def test_what_is_too_large_for_a_number_is_unknown() -> None:
    huge = {"a": 1e308, "b": 1e-308}
    assert expression("a * a").evaluate(huge.get) is None
    assert expression("a / b").evaluate(huge.get) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("จำนวน / 30_day", 3.5),
        ("A ÷ 30_Day", 1.5),
        ("a − b × 2", 4.0),
        ("a - b - 1", 2.5),
        ("a / 2 / 3", 0.5),
        ("a - (b - 1)", 4.5),
        ("2 * -a", -6.0),
        ("0.5*a", 1.5),
    ],
)
def test_keys_of_any_script_and_the_signs_people_type(text: str, value: float) -> None:
    assert expression(text).evaluate(VALUES.get) == value


def test_the_names_stand_once_in_their_order() -> None:
    assert expression("(spend + a) / spend").names == ("spend", "a")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "something is missing"),
        ("a +", "something is missing"),
        ("* a", "I do not know “*”"),
        ("a b", "“b” stands where a sign"),
        ("a ** b", "I do not know “*”"),
        ("(a + b", "a bracket is not closed"),
        ("a + b)", "“)” stands"),
        ("a.b", "I do not know “a.b”"),
        ("1,5 * a", "I do not know “1,5”"),
        ("__import__('os').system('x')", "stands where a sign"),
        ("a if b else 1", "“if” stands"),
        ("a > b", "“>” stands"),
        ("a" * (LONGEST + 1), "over 200 letters"),
        ("(" * 50 + "a" + ")" * 50, "over 20 brackets"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, reason: str) -> None:
    with pytest.raises(ExpressionUnreadable) as error:
        expression(text)
    assert reason in str(error.value)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = expression(text)
    except ExpressionUnreadable:
        return
    value = found.evaluate(lambda _name: 2.0)
    assert value is None or math.isfinite(value)


@pytest.mark.parametrize(
    ("text", "left", "right", "holds"),
    [
        ("a = b", 0.1 + 0.2, 0.3, True),
        ("a = b", 3, 4, False),
        ("a == b", 3, 3, True),
        ("a >= b", 4, 3, True),
        ("a ≥ b", 3, 3, True),
        ("a >= b", 2, 3, False),
        ("a <= b", 3, 2, False),
        ("a < b", 2, 3, True),
        ("a < b", 3, 3, False),
        ("a > b", 3, 3, False),
    ],
)
def test_comparisons(text: str, left: float, right: float, holds: bool) -> None:
    assert comparison(text).holds(left, right) is holds


def test_sides_may_be_apart_within_what_is_said() -> None:
    assert comparison("a = b").holds(10.0, 10.01, within=0.01)
    assert not comparison("a = b").holds(10.0, 10.02, within=0.01)
    assert comparison("a >= b").holds(9.99, 10.0, within=0.01)


@pytest.mark.parametrize("text", ["a", "a = b = c", "a <> b", ""])
def test_what_compares_nothing_is_told(text: str) -> None:
    with pytest.raises(NoComparison, match="two sides"):
        comparison(text)
