"""The catalogue: metrics found by the names people use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.metrics import Metric, catalogue, metric, named


@given(st.sampled_from(catalogue()))
def test_a_metric_is_found_by_key_and_label(declared: Metric) -> None:
    for name in (declared.key, declared.label, declared.label.upper(), f" {declared.key} "):
        assert named(name) == declared
    assert named(declared.key.replace("_", "-")) == declared


@pytest.mark.parametrize("text", ["", "first", "first response time", "profit"])
def test_other_words_name_none(text: str) -> None:
    assert named(text) is None


def test_what_is_not_in_the_catalogue_is_found_among_those_given() -> None:
    own = metric("orders_x")
    assert named("Orders x", [own]) == own
    assert named("csat", [own]) is None
