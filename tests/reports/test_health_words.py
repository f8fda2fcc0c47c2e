"""Health in words: the line, the explanation, and where it stands in a report."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from reports.build import Inputs, build
from reports.figures import by_metric
from reports.health.score import score
from reports.health.scorecard import band
from reports.health.words import arrow, explain, line, main_move, movement, points, signed
from reports.model import Audience, Component, Health
from reports.render.json import to_json
from reports.render.text import to_text
from tests.reports.samples import Row, daily, frame, sample
from tests.reports.test_health import DAY, DAYS, FIRST, good, health, steady


def falling() -> list[Row]:
    """Satisfaction falls, an invoice is overdue, and nothing is known of training."""
    csat = daily("csat", [0.92] * (DAYS - 10) + [0.62] * 10, FIRST)
    return [*steady("adoption", 0.7), *steady("answer_rate", 0.85), *csat, *overdue()]


def overdue() -> list[Row]:
    return daily("invoices_overdue", [1.0] * (DAYS - 3) + [2.0] * 3, FIRST)


def test_what_is_said_of_a_client_that_loses_ground(snapshot: SnapshotAssertion) -> None:
    found = health(falling())
    assert [line(found), main_move(found), *explain(found)] == snapshot


def test_what_is_said_where_too_little_is_known(snapshot: SnapshotAssertion) -> None:
    found = health(steady("csat", 0.9))
    assert [line(found), main_move(found), *explain(found)] == snapshot


def test_what_is_said_where_all_is_well() -> None:
    assert explain(health(good())) == (
        "100 of 100: 🟢 healthy.",
        "5 of 5 inputs known.",
        "±0 points in a week, from 100.",
    )


def test_unequal_weights_are_said() -> None:
    found = score(by_metric(frame(falling())), DAY, {"training": 3, "payments": 0})
    assert line(found).endswith("3 of 4 inputs known, 50 % of the weight")


def test_the_first_score_has_no_trend() -> None:
    found = health([row for row in good() if row[1] == DAY])
    assert (movement(found), arrow(found)) == ("", "")
    assert "There is no score of a week before to compare with." in explain(found)
    assert line(found) == "Health 100 🟢 healthy · 5 of 5 inputs known"


@pytest.mark.parametrize(
    ("now", "before", "words", "way"),
    [(72, 69, "+3", "↑"), (69, 72.4, "−3", "↓"), (70, 70.2, "−0.2", "↓"), (70, 70.01, "±0", "→")],
)
def test_movements(now: float, before: float, words: str, way: str) -> None:
    found = Health(score=now, band=band(now), coverage=1, previous=before)
    assert (movement(found), arrow(found)) == (words, way)
    assert f"{words} in a week" in line(found)


@given(st.floats(0, 100))
def test_a_score_is_never_rounded_into_another_band(score: float) -> None:
    assert band(float(points(score))) == band(score)
    assert abs(float(points(score)) - score) <= 0.5


@given(st.floats(-100, 100), st.integers(0, 2))
def test_points_keep_their_sign(amount: float, decimals: int) -> None:
    words = signed(amount, decimals=decimals)
    assert words[0] == ("±" if abs(amount) < 0.05 else "+" if amount > 0 else "−")
    assert float(words[1:]) != 0 or words == "±0"


def test_a_score_of_another_card_can_be_told_without_its_components() -> None:
    found = Health(score=71.6, band="healthy", coverage=0.8, previous=70)
    assert line(found) == "Health 72 🟢 healthy, +2 in a week · 80 % of its inputs known"
    foreign = Component(key="x", label="X", score=1, weight=1, contribution=1, reason="odd")
    assert explain(found.model_copy(update={"components": (foreign,)}))


def test_the_report_tells_the_health_to_the_team_only(snapshot: SnapshotAssertion) -> None:
    report = build(_with(Audience.INTERNAL, health(falling())))
    text = to_text(report)
    assert text[text.index("Health\n") : text.index("Team commentary")] == snapshot
    assert report.health == health(falling())
    clients = build(_with(Audience.CLIENT, health(falling())))
    assert clients.health is None
    assert "ealth" not in to_text(clients)
    assert '"health": null' in to_json(clients)


def test_a_report_without_any_input_says_nothing_of_health() -> None:
    for nothing in (None, health([])):
        assert "ealth" not in to_text(build(_with(Audience.INTERNAL, nothing)))


def _with(audience: Audience, found: Health | None) -> Inputs:
    return replace(sample(audience=audience), health=found)
