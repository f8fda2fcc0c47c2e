"""The health score: what it is made of, what is known of it, and what moved it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures import by_metric
from reports.health.moves import since
from reports.health.score import score, window
from reports.health.scorecard import METRICS, SCORECARD, are_equal, band, symbol, version, weights
from reports.metrics import catalogue
from reports.model import Component, Health
from tests.reports.samples import Row, daily, frame

DAY = date(2026, 11, 19)
WEEK = timedelta(days=7)
FIRST = window(DAY)[0]
DAYS = (DAY - FIRST).days + 1
KEYS = [one.key for one in SCORECARD]

some_weights = st.dictionaries(st.sampled_from(KEYS), st.sampled_from([0, 0.1, 0.5, 1, 2, 7]))
some_rows = st.lists(
    st.tuples(
        st.sampled_from(METRICS),
        st.dates(FIRST - timedelta(days=30), DAY + timedelta(days=9)),
        st.one_of(st.floats(-1e3, 1e6), st.floats(0, 1), st.just(float("nan"))),
        st.one_of(st.just(float("nan")), st.floats(0, 50)),
        st.sampled_from(["crm", "desk"]),
    ),
    max_size=25,
)


def steady(key: str, value: float) -> list[Row]:
    return daily(key, [value] * DAYS, FIRST)


def good() -> list[Row]:
    return [
        *steady("adoption", 0.8),
        *steady("training_completed", 0.9),
        *steady("resolution_rate", 0.95),
        *steady("csat", 0.95),
        *steady("invoices_overdue", 0),
    ]


def health(rows: list[Row], given: dict[str, float] | None = None, day: date = DAY) -> Health:
    return score(by_metric(frame(rows)), day, given or {})


def part(found: Health, key: str) -> Component:
    return next(one for one in found.components if one.key == key)


def test_all_is_well_and_all_is_lost() -> None:
    found = health(good())
    assert (found.score, found.band, found.coverage, found.previous) == (100, "healthy", 1, 100)
    worst = dict.fromkeys(METRICS, 0.0) | {"first_response": 9e9, "nps": -100, "active_users": 0}
    worst["invoices_overdue"] = 9
    lost = [row for key, value in worst.items() for row in steady(key, value)]
    assert (health(lost).score, health(lost).band) == (0, "at risk")


@pytest.mark.parametrize(
    ("metric", "worst", "best"),
    [
        ("adoption", 0.2, 0.8),
        ("training_completed", 0.0, 0.9),
        ("resolution_rate", 0.5, 0.95),
        ("answer_rate", 0.6, 0.95),
        ("first_response", 8 * 3600, 1800),
        ("csat", 0.5, 0.95),
        ("nps", -50, 60),
        ("invoices_overdue", 4, 0),
    ],
)
def test_a_measure_is_linear_between_its_ends_and_stays_beyond(
    metric: str, worst: float, best: float
) -> None:
    def scored(value: float) -> float | None:
        parts = health(steady(metric, value)).components
        return next(one.score for one in parts if one.score is not None)

    middle = (worst + best) / 2
    assert [scored(value) for value in (worst, middle, best)] == pytest.approx([0, 50, 100])
    assert [scored(2 * worst - best), scored(2 * best - worst)] == [0, 100]


def test_active_users_are_held_against_their_own_usual_number() -> None:
    before, now = DAYS - 28 - 7, 28 + 7
    rows = daily("active_users", [100.0] * before + [75.0] * now, FIRST)
    adoption = part(health(rows), "adoption")
    assert adoption.score == pytest.approx(50, abs=4)
    assert adoption.reason.startswith("Active users 75 against the usual ")
    alone = daily("active_users", [75.0] * 28, DAY - timedelta(days=27))
    assert part(health(alone), "adoption").score is None


def test_the_first_measure_with_data_counts() -> None:
    both = health(steady("nps", 60) + steady("csat", 0.5))
    assert part(both, "satisfaction").score == 0
    assert part(health(steady("nps", 60)), "satisfaction").score == 100
    new = health(steady("nps", 60) + daily("csat", [0.95], DAY))
    assert part(new, "satisfaction").reason == "CSAT 95.0 %; a week before NPS 60"


def test_the_day_reads_28_days_up_to_and_including_itself() -> None:
    first = DAY - timedelta(days=27)
    for on, known in ((first, True), (DAY, True)):
        assert (part(health(daily("csat", [0.9], on)), "satisfaction").score is not None) is known
    for on in (first - timedelta(days=1), DAY + timedelta(days=1)):
        assert part(health(daily("csat", [0.9], on)), "satisfaction").score is None
    before = DAY - WEEK - timedelta(days=27)
    assert (
        "was 50.0 %"
        in part(
            health(daily("csat", [0.5], before) + daily("csat", [0.9], DAY)), "satisfaction"
        ).reason
    )


def test_what_is_missing_is_named_and_under_half_there_is_no_score() -> None:
    three = health(steady("adoption", 0.5) + steady("csat", 0.9) + steady("invoices_overdue", 1))
    assert three.coverage == 0.6
    assert three.score is not None
    assert part(three, "training").reason == "no data on training (training_completed)"
    assert part(three, "support").reason == (
        "no data on support (resolution_rate, answer_rate or first_response)"
    )
    two = health(steady("csat", 0.9) + steady("invoices_overdue", 1))
    assert (two.score, two.band, two.coverage) == (None, "not enough data", 0.4)
    assert {one.contribution for one in two.components} == {None}
    assert {one.moved for one in two.components} == {None}
    nothing = health([])
    assert (nothing.score, nothing.coverage) == (None, 0)


def test_weights_decide_what_counts() -> None:
    rows = steady("adoption", 0.8) + steady("csat", 0.5) + steady("invoices_overdue", 0)
    assert health(rows).score == pytest.approx(200 / 3)
    assert health(rows, {"satisfaction": 2}).score == pytest.approx(50)
    without = health(rows, {"training": 0, "satisfaction": 0})
    assert without.score == 100
    assert without.coverage == pytest.approx(2 / 3)
    assert [one.key for one in without.components] == ["adoption", "support", "payments"]
    assert health(rows, {"training": 9}).score is None


def test_the_version_names_scorecard_and_weights() -> None:
    assert version({}) == version({"training": 1.0, "unknown": 3})
    assert version({"training": 2}) != version({})
    assert version({"training": 1.0000001}) != version({})
    assert weights({"training": 2})["training"] == 2
    assert are_equal({})
    assert are_equal({"training": 0})
    assert not are_equal({"training": 2})


def test_every_measure_is_a_declared_metric() -> None:
    assert set(METRICS) <= {metric.key for metric in catalogue()}


@pytest.mark.parametrize(
    ("points", "word", "sign"),
    [
        (100, "healthy", "🟢"),
        (70, "healthy", "🟢"),
        (69.99, "watch", "🟡"),
        (40, "watch", "🟡"),
        (39.99, "at risk", "🔴"),
        (0, "at risk", "🔴"),
        (None, "not enough data", "⚪️"),
    ],
)
def test_bands(points: float | None, word: str, sign: str) -> None:
    assert (band(points), symbol(word)) == (word, sign)


@given(some_rows, some_weights)
def test_contributions_sum_to_a_bounded_score_and_moves_to_its_change(
    rows: list[Row], given: dict[str, float]
) -> None:
    found = health(rows, given)
    assert 0 <= found.coverage <= 1
    assert all(0 <= one.score <= 100 for one in found.components if one.score is not None)
    assert (found.score is None) == (found.coverage < 0.5)
    if found.score is not None:
        contributions = [one.contribution or 0.0 for one in found.components]
        assert 0 <= found.score <= 100
        assert sum(contributions) == pytest.approx(found.score, abs=1e-9)
    moves = [one.moved for one in found.components]
    if found.score is None or found.previous is None:
        assert set(moves) <= {None}
    else:
        assert all(one.moved is not None for one in found.components if one.score is not None)
        change = found.score - found.previous
        assert sum(move or 0.0 for move in moves) == pytest.approx(change, abs=1e-9)


@given(some_rows, some_weights)
def test_the_score_before_is_the_one_of_that_day(rows: list[Row], given: dict[str, float]) -> None:
    assert health(rows, given).previous == health(rows, given, DAY - WEEK).score


@given(st.sampled_from(KEYS), st.floats(0.0, 1.0))
def test_a_missing_input_lowers_coverage_and_is_never_a_zero(key: str, share: float) -> None:
    """Where all inputs score the same, the score stays whichever of them is not known."""
    rows = [
        row
        for one in SCORECARD
        for measure in one.measures[:1]
        for row in steady(measure.metric, measure.worst + share * (measure.best - measure.worst))
    ]
    whole = health(rows)
    lost = next(one.measures[0].metric for one in SCORECARD if one.key == key)
    less = health([row for row in rows if row[0] != lost])
    assert less.score == pytest.approx(whole.score, abs=1e-6)
    assert (less.coverage, whole.coverage) == (0.8, 1)


def test_an_input_that_appears_or_vanishes_moves_the_score_by_what_it_brings() -> None:
    middle = [*steady("adoption", 0.5), *steady("csat", 0.725), *steady("invoices_overdue", 2)]
    new = health(middle + daily("training_completed", [0.9], DAY))
    assert [new.previous, new.score] == pytest.approx([50, 62.5])
    assert part(new, "training").moved == pytest.approx(25)
    assert part(new, "payments").moved == pytest.approx(12.5 - 50 / 3)
    assert part(new, "payments").reason.endswith(
        "as a week before; counts for less, as more is known"
    )
    gone = health(middle + daily("training_completed", [0.9], DAY - timedelta(days=30)))
    assert [gone.previous, gone.score] == pytest.approx([62.5, 50])
    assert part(gone, "training").moved == pytest.approx(-25)
    assert part(gone, "training").reason.endswith("a week before Training completed 90.0 %")


def test_a_score_is_held_against_what_was_kept() -> None:
    now, seen = health(good()), health(steady("adoption", 0.5) + good()[DAYS:])
    against = since(now, seen)
    assert against.previous == seen.score
    assert against.score is not None
    assert seen.score is not None
    moves = [one.moved or 0.0 for one in against.components]
    assert sum(moves) == pytest.approx(against.score - seen.score)
