"""Headers: which shape they announce, and what their columns are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import ColumnTwice, UnknownShape
from storage.shapes import Long, Shape, Wide, metric_key_of, recognise


def test_long_in_any_case_and_order() -> None:
    shape = recognise("f.csv", ["VALUE", " Metric ", "Date", "weight", "Client", "Remark"])
    assert shape == Shape(6, 2, 4, Long(metric=1, value=0, weight=3), ("Remark",))
    assert recognise("f.csv", ["date", "metric", "value"]).client is None


def test_wide_with_and_without_clients() -> None:
    shape = recognise("f.csv", ["Date", "Page.Loads", "", "Größe (m²)"])
    assert shape == Shape(4, 0, None, Wide(((1, "page_loads"), (3, "größe_m²"))), ("",))
    assert recognise("f.csv", ["client", "date", "value"]).body == Wide(((2, "value"),))


@pytest.mark.parametrize("header", [["a", "b"], ["date"], ["client", "date"], ["date", "!!!"], []])
def test_other_shapes_are_refused(header: list[str]) -> None:
    with pytest.raises(UnknownShape, match=r"f\.csv"):
        recognise("f.csv", header)


@pytest.mark.parametrize(
    "header", [["date", "Page.Loads", "page loads"], ["date", "DATE", "x"], ["date", "x", "X"]]
)
def test_columns_of_one_name_are_refused(header: list[str]) -> None:
    with pytest.raises(ColumnTwice):
        recognise("f.csv", header)


@pytest.mark.parametrize(
    ("name", "key"),
    [("Page.Loads", "page_loads"), (" Unique  Visits ", "unique_visits"), ("NPS", "nps"),
     ("訪問者数", "訪問者数"), ("उपयोगकर्ता", "उपयोगकर्ता"), ("Выручка, ₽", "выручка"),
     ("__x--y__", "x_y"), ("🚀", ""), ("%", ""), ("7 days", "7_days")],
)  # fmt: skip
def test_keys(name: str, key: str) -> None:
    assert metric_key_of(name) == key


@given(st.text(st.characters()))
def test_a_key_is_its_own_key(name: str) -> None:
    key = metric_key_of(name)
    assert metric_key_of(key) == key
    assert not any(one.isspace() for one in key)
