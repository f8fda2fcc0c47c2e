"""Cells: days, numbers and nothing known; never a guess."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.cells import Refused, day, number, quoted
from storage.verbs.observations import day_number, day_of


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["", " ", "\t"]))
def test_every_finite_number_comes_back(value: float, space: str) -> None:
    assert number(f"{space}{value!r}{space}") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1.0), ("+2.5", 2.5), ("-.5", -0.5), ("3.", 3.0), ("1e3", 1000.0), (" 7 ", 7.0)],
)
def test_plain_numbers(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "  ", "-", "n/a", "N/A", "null", "NULL", " - "])
def test_what_is_not_known_is_none(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    "text",
    ["1,234", "12 %", "12%", "$5", "5 €", "1 234", "1_000", "0x10", "nan", "NaN", "inf", "-inf",
     "1e999", "١٢", "１２", "1.2.3", "--1", "1e", "abc", "(5)", "TRUE", ".", "+", "1\n2"],
)  # fmt: skip
def test_doubtful_numbers_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="number"):
        number(text)


@given(st.text())
def test_any_text_is_a_number_or_nothing_or_refused(text: str) -> None:
    try:
        value = number(text)
    except Refused:
        value = None
    assert value is None or math.isfinite(value)


@given(st.dates())
def test_every_day_comes_back(when: date) -> None:
    assert day_of(day(when.isoformat())) == when
    assert day(f" {when.year:04}/{when.month}/{when.day} ") == day_number(when)


@pytest.mark.parametrize(
    "text",
    ["2026-01-31", "2026/01/31", "2026-1-31", "2026-01-31T00:00", "2026-01-31 00:00:00",
     "2026-01-31T00:00:00.000Z", "2026-01-31T00:00:00+00:00"],
)  # fmt: skip
def test_forms_of_one_day(text: str) -> None:
    assert day_of(day(text)) == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31.01.2026", "not a date"),
        ("01/31/2026", "not a date"),
        ("20260131", "not a date"),
        ("2026-01/31", "not a date"),
        ("26-01-31", "not a date"),
        ("", "not a date"),
        ("2026-02-30", "not a day of the calendar"),
        ("0000-01-01", "not a day of the calendar"),
        ("2026-01-31T09:30", "time of day"),
        ("2026-01-31T00:00:01", "time of day"),
        ("2026-01-31T00:00+02:00", "not a date"),
        ("٢٠٢٦-٠١-٣١", "not a date"),
    ],
)
def test_other_days_are_refused(text: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        day(text)


def test_the_first_of_1970_is_day_0() -> None:
    assert day("1970-01-01") == 0
    assert day("1969-12-31") == -1


def test_long_cells_are_quoted_in_part() -> None:
    assert quoted("x" * 41) == f"“{'x' * 40}…”"
    assert quoted("x" * 40) == f"“{'x' * 40}”"
