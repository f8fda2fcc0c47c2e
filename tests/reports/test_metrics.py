"""The catalogue: metrics found by the names people use, and a team's own beside them."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.errors import Expected
from reports.metrics import (
    Metric,
    built_in,
    catalogue,
    declare,
    declare_identity,
    in_reading_order,
    metric,
    named,
)
from reports.metrics.declared import RECORDED, Declared, Recorded
from reports.metrics.overlay import UnknownMetric, checked, overlaid
from storage.verbs.recorded import KEPT


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


def test_every_expression_and_identity_names_declared_metrics() -> None:
    known = built_in()
    assert checked(Declared()) == known
    for one in known.computed():
        assert set(known.with_parts([one.key])) <= set(known.metrics), one.key
    for identity in known.identities:
        assert set(identity.comparison.names) <= set(known.metrics)


@pytest.mark.parametrize(
    "keys",
    [
        ["sessions", "leads", "conversions", "spend", "revenue", "ctr", "cpc", "cpa", "roas"],
        ["audience_instagram", "net_growth_instagram", "inbound_messages", "reply_rate"],
        ["engagement", "engagement_rate", "orders", "order_value", "repeat_purchase_rate"],
        ["retention_rate", "active_users", "adoption", "seats_used", "training_completed"],
        ["logins", "invoices_overdue", "mrr", "first_response_median", "first_response_p90"],
    ],
)
def test_the_sets_are_declared_with_words(keys: list[str]) -> None:
    for key in keys:
        assert metric(key).declared
        assert metric(key).description.endswith(".")


def test_what_guides_stands_before_vanity() -> None:
    order = in_reading_order(["zz", "page_loads", "audience", "csat", "leads"])
    assert order == ["csat", "leads", "zz", "audience", "page_loads"]


def test_what_is_taken_of_records_names_records_that_are_kept() -> None:
    of = {one.of for one in catalogue() if one.of}
    assert of <= set(RECORDED) == set(KEPT) == set(get_args(Recorded)) - {""}


def test_nothing_is_declared_twice() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare(metric("leads"))
    with pytest.raises(ValueError, match="declared twice"):
        declare_identity("page_loads>=unique_visits")


def own(**metrics: dict[str, object]) -> Declared:
    return Declared.model_validate({"metrics": metrics})


def test_a_team_changes_what_it_says_and_nothing_else() -> None:
    known = checked(own(requests={"better": "up"}, signups={"label": "Sign-ups"}))
    assert known.metric("requests") == metric("requests").model_copy(update={"better": "up"})
    assert known.metric("signups").declared
    assert known.named("sign ups") == known.metric("signups")
    assert known.in_reading_order(["signups", "requests", "csat", "xx"]) == [
        "requests",
        "csat",
        "signups",
        "xx",
    ]
    assert metric("requests").better == "down"
    assert named("sign ups") is None


def test_what_is_computed_is_a_ratio_unless_said_otherwise() -> None:
    known = checked(
        own(
            cost={"expression": "spend / leads"},
            net={"expression": "revenue - spend", "adds_up": "sum"},
        )
    )
    assert [known.metric(key).adds_up for key in ("cost", "net")] == ["ratio", "sum"]
    assert known.with_parts(["cost", "csat"]) == ["cost", "csat", "spend", "leads"]


@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        (own(x={"expression": "spend / conversion"}), "did you mean conversions?"),
        (own(x={"expression": "spend / qqq"}), "names qqq, which is no metric; correct it"),
        (own(x={"expression": "x + 1"}), "x → x"),
        (own(a={"expression": "b"}, b={"expression": "a * 2"}), "a → b → a"),
        (own(revenue={"expression": "roas * spend"}), "revenue → roas → revenue"),
        (own(x={"expression": "spend ** 2"}), "I do not know “*”"),
        (own(x={"label": "CSAT"}), "both csat and x"),
        (own(x={"of": "buyers"}), "“of” is for metrics"),
        (Declared.model_validate({"identities": ["leads = spent"]}), "did you mean spend?"),
        (Declared.model_validate({"identities": ["leads"]}), "compares nothing"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(declared: Declared, sentence: str) -> None:
    with pytest.raises(Expected) as error:
        checked(declared)
    assert sentence in str(error.value)


def test_a_built_in_expression_can_be_taken_away() -> None:
    known = checked(own(revenue={"expression": "roas * spend"}, roas={"expression": ""}))
    assert [one.key for one in known.computed() if one.key in ("roas", "revenue")] == ["revenue"]


def test_an_expression_may_name_what_has_data_undeclared() -> None:
    declared = own(rate={"expression": "signups / sessions"})
    with pytest.raises(UnknownMetric):
        checked(declared)
    assert checked(declared, stored={"signups"}).metric("rate").expression


def test_a_source_that_is_not_named_comes_last_by_name() -> None:
    known = overlaid(
        Declared.model_validate(
            {"sources": ["crm", "ads"], "metrics": {"leads": {"sources": ["ads"]}}}
        )
    )
    names = ["web", "crm", "ads", "app"]
    assert sorted(names, key=lambda one: known.rank("csat", one)) == ["crm", "ads", "app", "web"]
    assert sorted(names, key=lambda one: known.rank("leads", one)) == ["ads", "app", "crm", "web"]
