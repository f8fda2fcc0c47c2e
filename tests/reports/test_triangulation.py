"""Several sources of one metric: which counts, and where they disagree."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.audience import for_audience
from reports.build import build
from reports.figures import by_metric, figures
from reports.metrics import Catalogue, built_in
from reports.metrics.declared import Declared
from reports.metrics.overlay import overlaid
from reports.model import Audience, Period, Report
from reports.triangulation import disagreements, in_words
from tests.reports.samples import TODAY, WEEK, Row, daily, frame, sample

MONDAY = WEEK.start
DAY = timedelta(days=1)


def order(*sources: str, **more: object) -> Catalogue:
    return overlaid(Declared.model_validate({"sources": sources, **more}))


def said(rows: list[Row], catalogue: Catalogue | None = None, currency: str = "EUR") -> str | None:
    known, data = catalogue or built_in(), frame(rows)
    return in_words(disagreements(data, by_metric(data, known), WEEK, known), currency)


def two(key: str, a: list[float], b: list[float], weight: float = 10) -> list[Row]:
    """What the CRM and the advertisements say from Monday on."""
    return daily(key, a, MONDAY, weight, "crm") + daily(key, b, MONDAY, weight, "ads")


def report(rows: list[Row], catalogue: Catalogue | None = None) -> Report:
    inputs = sample(rows=rows)
    return build(type(inputs)(**{**inputs.__dict__, "catalogue": catalogue}))


def test_the_notice_has_both_values_and_says_which_counts() -> None:
    rows = two("leads", [17.0] * 6 + [18.0], [18.0] * 6 + [23.0])
    assert said(rows, order("crm", "ads")) == (
        "Leads: crm says 120, ads says 131 (9.2 % apart) for 9–15 Nov; crm counts."
    )
    assert said(rows, order("ads")) == (
        "Leads: ads says 131, crm says 120 (8.4 % apart) for 9–15 Nov; ads counts."
    )


def test_undeclared_the_first_by_name_counts_and_the_notice_says_so() -> None:
    rows = two("leads", [17.0] * 7, [18.0] * 7)
    text = said(rows)
    assert text
    assert text.endswith("; ads counts. Where nobody declared an order, the first by name counts.")
    (figure,) = report(rows).metrics
    assert figure.value == 126.0


@pytest.mark.parametrize(
    ("catalogue", "values"),
    [
        (order("crm"), {"leads": 7.0, "csat": 0.5}),
        (order("ads"), {"leads": 14.0, "csat": 0.75}),
        (order("ads", metrics={"csat": {"sources": ["crm", "ads"]}}), {"leads": 14.0, "csat": 0.5}),
        (order("web"), {"leads": 14.0, "csat": 0.75}),
    ],
)
def test_the_declared_source_counts(catalogue: Catalogue, values: dict[str, float]) -> None:
    rows = two("leads", [1.0] * 7, [2.0] * 7) + two("csat", [0.5] * 7, [0.75] * 7)
    found = figures(by_metric(frame(rows), catalogue), WEEK, TODAY)
    assert {figure.key: figure.value for figure in found} == values


def test_a_day_that_the_first_source_lacks_is_the_next_ones() -> None:
    rows = two("leads", [1.0] * 3, [10.0] * 7)
    (figure,) = figures(by_metric(frame(rows), order("crm", "ads")), WEEK, TODAY)
    assert (figure.value, figure.sources) == (43.0, ("ads", "crm"))


def test_only_the_days_that_all_have_are_held_against_each_other() -> None:
    assert said(two("leads", [5.0] * 3, [5.0] * 7), order("crm")) is None
    text = said(two("leads", [5.0] * 3, [6.0] * 7), order("crm"))
    assert text == "Leads: crm says 15, ads says 18 (20 % apart) for 9–11 Nov; crm counts."


@pytest.mark.parametrize(
    ("tolerance", "apart"),
    [({}, False), ({"tolerance": 0.001}, True), ({"tolerance": 0.02}, False)],
)
def test_what_is_tolerated_is_no_notice(tolerance: dict[str, float], apart: bool) -> None:
    rows = two("leads", [100.0] * 7, [100.9] * 7)
    assert (said(rows, order("crm", **tolerance)) is not None) is apart
    own = order("crm", metrics={"leads": tolerance})
    assert (said(rows, own) is not None) is apart


@given(st.floats(0.1, 1e6), st.floats(0.1, 1e6), st.sampled_from([0.0, 0.01, 0.2]))
def test_a_notice_stands_exactly_beyond_the_tolerance(a: float, b: float, limit: float) -> None:
    found = said(two("leads", [a], [b]), order("crm", tolerance=limit))
    if abs(abs(b - a) - limit * a) > 1e-6:
        assert (found is not None) is (abs(b - a) > limit * a)


def test_rates_and_money_in_their_own_units() -> None:
    rows = two("csat", [0.9] * 7, [0.87] * 7) + two("spend", [10.0] * 7, [0.0] * 7)
    assert said(rows, order("crm")) == (
        "CSAT: crm says 90.0 %, ads says 87.0 % (3.0 points apart) for 9–15 Nov; crm counts. "
        "Spend: crm says €70, ads says €0 (100 % apart) for 9–15 Nov; crm counts."
    )
    small = two("ctr", [0.0002] * 7, [0.0003] * 7)
    assert "(0.01 points apart)" in str(said(small, order("crm")))
    nothing = two("spend", [0.0] * 7, [10.0] * 7)
    assert (
        said(nothing, order("crm")) == "Spend: crm says €0, ads says €70 for 9–15 Nov; crm counts."
    )


def test_three_sources_and_many_metrics() -> None:
    rows = two("leads", [10.0], [20.0]) + daily("leads", [10.0], MONDAY, source="web")
    text = said(rows, order("crm"))
    assert text
    assert "crm says 10, ads says 20 (100 % apart)" in text
    assert "web" not in text
    keys = ["leads", "orders", "sessions", "clicks", "csat"]
    many = said([row for key in keys for row in two(key, [1.0], [2.0])], order("crm"))
    assert many
    assert many.endswith("2 more metrics differ by source.")


def test_what_came_is_held_against_what_is_computed() -> None:
    rows = daily("revenue", [30.0] * 7, MONDAY) + daily("spend", [10.0] * 7, MONDAY)
    rows += daily("roas", [4.0] * 7, MONDAY, source="ads")
    assert said(rows) == (
        "ROAS: ads says 4, revenue / spend gives 3 (25 % apart) for 9–15 Nov; ads counts."
    )
    assert said([*rows[:14], *daily("roas", [3.0] * 7, MONDAY, source="ads")]) is None
    old = daily("roas", [9.0] * 7, MONDAY - 7 * DAY, source="a")
    assert said(rows + old) == said(rows)
    assert said(rows[:14] + old) is None


def test_a_metric_stands_apart_from_what_is_computed_from_it_alone() -> None:
    twice = order("crm", metrics={"ctr": {"expression": "clicks * 2"}})
    text = said(two("clicks", [5.0], [6.0]), twice)
    assert text
    assert text.startswith("Clicks: crm says 5, ads says 6 (20 % apart)")


def test_the_report_tells_the_team_and_not_the_client() -> None:
    whole = report(two("leads", [17.0] * 7, [18.0] * 7), order("crm"))
    (notice,) = [one for one in whole.notices if one.kind == "disagreement"]
    assert "crm says 119, ads says 126" in notice.text
    told = for_audience(whole, Audience.CLIENT).notices
    assert "disagreement" not in [one.kind for one in told]
    assert "crm" not in str(told)
    assert len(told) == len(whole.notices) - 1


def test_across_years_the_days_are_counted() -> None:
    first = date(2025, 12, 30)
    rows = daily("leads", [5.0] * 5, first, source="crm")
    rows += daily("leads", [9.0] * 5, first, source="ads")
    run = Period(grain="range", start=first, end=first + 4 * DAY, label="turn")
    data, known = frame(rows), order("crm")
    text = in_words(disagreements(data, by_metric(data, known), run, known), "EUR")
    assert text == "Leads: crm says 25, ads says 45 (80 % apart) for 5 days; crm counts."


def test_sources_that_agree_or_never_meet_say_nothing() -> None:
    assert said(two("leads", [5.0] * 7, [5.0] * 7)) is None
    apart = daily("leads", [5.0] * 3, MONDAY, source="a")
    assert said(apart + daily("leads", [9.0] * 3, MONDAY + 3 * DAY, source="b")) is None
    before = daily("leads", [5.0] * 7, MONDAY - 7 * DAY, source="a")
    assert said(before + daily("leads", [9.0] * 7, MONDAY - 7 * DAY, source="b")) is None
    assert said([]) is None
    assert said(two("leads", [float("nan")] * 7, [5.0] * 7)) is None
