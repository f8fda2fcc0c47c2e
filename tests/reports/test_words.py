"""Numbers for people."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.model import Status, Unit
from reports.words import (
    change,
    label_within,
    listed,
    number,
    status_sign,
    status_word,
    year_change,
)
from tests.reports.samples import figure

NUMBERS = [
    (None, Unit.COUNT, "–"),
    (math.nan, Unit.COUNT, "–"),
    (math.inf, Unit.MONEY, "–"),
    (0, Unit.COUNT, "0"),
    (-0.0, Unit.COUNT, "0"),
    (-0.001, Unit.COUNT, "0"),
    (0.04, Unit.COUNT, "0.04"),
    (12.34, Unit.COUNT, "12.3"),
    (99.97, Unit.COUNT, "100"),
    (1234, Unit.COUNT, "1,234"),
    (-1234, Unit.COUNT, "−1,234"),
    (99_999, Unit.COUNT, "99,999"),
    (99_999.7, Unit.COUNT, "100k"),
    (123_456, Unit.COUNT, "123k"),
    (999_700, Unit.COUNT, "1.0M"),
    (1_234_567, Unit.COUNT, "1.2M"),
    (12_345_678, Unit.COUNT, "12.3M"),
    (4.2e9, Unit.COUNT, "4.2B"),
    (9e14, Unit.COUNT, "900T"),
    (1.5e300, Unit.COUNT, "1.5e300"),
    (1234, Unit.MONEY, "$1,234"),
    (12.5, Unit.MONEY, "$12.50"),
    (12, Unit.MONEY, "$12"),
    (99.999, Unit.MONEY, "$100"),
    (-3.2, Unit.MONEY, "−$3.20"),
    (2_500_000, Unit.MONEY, "$2.5M"),
    (0.924, Unit.PERCENT, "92.4 %"),
    (0.88, Unit.PERCENT, "88.0 %"),
    (0.00018, Unit.PERCENT, "0.018 %"),
    (0.00523, Unit.PERCENT, "0.52 %"),
    (0.00996, Unit.PERCENT, "1.0 %"),
    (0.000001, Unit.PERCENT, "0.0 %"),
    (0, Unit.PERCENT, "0.0 %"),
    (-0.05, Unit.PERCENT, "−5.0 %"),
    (5000, Unit.PERCENT, "500k %"),
    (0, Unit.DURATION, "0 s"),
    (0.4, Unit.DURATION, "0.4 s"),
    (38, Unit.DURATION, "38 s"),
    (59.6, Unit.DURATION, "1 m"),
    (250, Unit.DURATION, "4 m 10 s"),
    (240, Unit.DURATION, "4 m"),
    (3599.7, Unit.DURATION, "1 h"),
    (7500, Unit.DURATION, "2 h 5 m"),
    (86_399, Unit.DURATION, "1 d"),
    (273_600, Unit.DURATION, "3 d 4 h"),
    (1e9, Unit.DURATION, "11,574 d"),
    (-250, Unit.DURATION, "−4 m 10 s"),
    (43, Unit.SCORE, "43"),
    (43.46, Unit.SCORE, "43.5"),
    (-12.5, Unit.SCORE, "−12.5"),
]


@pytest.mark.parametrize(("value", "unit", "text"), NUMBERS)
def test_numbers(value: float | None, unit: Unit, text: str) -> None:
    assert number(value, unit) == text


@pytest.mark.parametrize(
    ("currency", "text"),
    [("EUR", "€99.50"), ("GBP", "£99.50"), ("THB", "THB 99.50"), ("JPY", "¥100"), ("", " 99.50")],
)
def test_currencies(currency: str, text: str) -> None:
    assert number(99.5, Unit.MONEY, currency) == text


CHANGES = [
    (112, 100, Unit.COUNT, "+12 %"),
    (96.6, 100, Unit.COUNT, "−3.4 %"),
    (100.0001, 100, Unit.COUNT, "±0 %"),
    (109.97, 100, Unit.COUNT, "+10 %"),
    (2600, 100, Unit.COUNT, "+2,500 %"),
    (-50, -100, Unit.MONEY, "+50 %"),
    (-50, 100, Unit.COUNT, "−150 %"),
    (5, 0, Unit.COUNT, "new"),
    (0, 0, Unit.COUNT, "±0 %"),
    (0, 5, Unit.COUNT, "−100 %"),
    (None, 5, Unit.COUNT, "–"),
    (5, None, Unit.COUNT, "–"),
    (1e308, 1e-308, Unit.COUNT, "–"),
    (0.936, 0.924, Unit.PERCENT, "+1.2 pts"),
    (0.1, 0, Unit.PERCENT, "+10.0 pts"),
    (0.00036, 0.00018, Unit.PERCENT, "+0.018 pts"),
    (0.0018, 0.0036, Unit.PERCENT, "−0.18 pts"),
    (0.92401, 0.924, Unit.PERCENT, "±0 pts"),
    (43, 40, Unit.SCORE, "+3.0"),
    (-43, 40, Unit.SCORE, "−83.0"),
    (40, 40, Unit.SCORE, "±0"),
]


@pytest.mark.parametrize(("value", "before", "unit", "text"), CHANGES)
def test_changes(value: float | None, before: float | None, unit: Unit, text: str) -> None:
    assert change(figure(value=value, previous=before, unit=unit)) == text
    assert year_change(figure(value=value, year_ago=before, unit=unit)) == text


@given(st.floats(), st.floats(), st.sampled_from(Unit))
def test_any_number_has_words(value: float, before: float, unit: Unit) -> None:
    for text in (
        number(value, unit, "CHF"),
        change(figure(value=value, previous=before, unit=unit)),
    ):
        assert text
        assert len(text) < 30
        assert not any(word in text.lower() for word in ("nan", "inf", "none"))


@given(st.floats(0, 1e14), st.sampled_from([Unit.COUNT, Unit.MONEY, Unit.SCORE]))
def test_a_written_number_is_near_the_value(value: float, unit: Unit) -> None:
    text = number(value, unit).lstrip("$").replace(",", "")
    scale = {"k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}.get(text[-1], 1)
    written = float(text.rstrip("kMBT")) * scale
    assert written == pytest.approx(value, rel=0.06, abs=0.0501)


def test_status_has_a_word_and_a_sign() -> None:
    assert [status_word(s) for s in Status] == ["better", "worse", "steady", "unknown"]
    assert [status_sign(s) for s in Status] == ["✓", "✗", "=", "?"]


@pytest.mark.parametrize(
    ("label", "within"),
    [("First response", "first response"), ("CSAT", "CSAT"), ("iPhone", "iPhone"), ("", "")],
)
def test_labels_within_a_sentence(label: str, within: str) -> None:
    assert label_within(label) == within


def test_lists() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(list("abcdefg"), most=4) == "a, b, c and 4 more"
