"""Goals: met, missed, or not to be judged; and what is said of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.build import build
from reports.goal_words import goal_cell, target, with_goals_told
from reports.goals import is_met
from reports.model import Audience, Better, Finding, MetricFigure, Period, Report, Unit
from reports.periods import parse
from reports.render.text import to_text
from reports.words import number
from tests.reports.pictures import metric
from tests.reports.pictures import report as drawn
from tests.reports.samples import TODAY, WEEK, Row, daily, sample

FIRST = TODAY - timedelta(days=400)
NOVEMBER_12 = date(2026, 11, 12)
GOALS = {"leads": 70.0, "csat": 0.9, "first_response": 240.0, "nps": 40.0}
sizes = st.floats(1e-6, 1e9, allow_nan=False)


def rows(days: int = 400, without: tuple[str, date] | None = None) -> list[Row]:
    """Leads meet their goal of 70 a week with exactly 70, CSAT misses 90 %, replies are late."""
    made = daily("leads", [10.0] * days, FIRST)
    made += daily("csat", [0.88] * days, FIRST, weight=10)
    made += daily("first_response", [241.0] * days, FIRST, weight=10)
    return [row for row in made if (row[0], row[1]) != without]


def report(
    goals: dict[str, float] = GOALS,
    given: list[Row] | None = None,
    period: Period = WEEK,
    audience: Audience = Audience.INTERNAL,
) -> Report:
    made = sample(period, rows=rows() if given is None else given, audience=audience)
    return build(replace(made, goals=goals))


def held(made: Report) -> dict[str, bool | None]:
    return {one.key: one.goal_met for one in made.metrics if one.goal is not None}


def notices(made: Report) -> dict[str, str]:
    return {one.kind: one.text for one in made.notices}


def test_a_goal_is_met_or_missed_by_which_way_is_better() -> None:
    made = report()
    assert held(made) == {
        "leads": True, "csat": False, "first_response": False, "nps": None,
    }  # fmt: skip
    assert {one.key: one.goal for one in made.metrics} == GOALS
    assert held(report({})) == {}


@given(sizes, sizes, st.sampled_from(["up", "down"]))
def test_as_good_as_the_goal_is_met_and_what_is_better_too(
    goal: float, beyond: float, better: Better
) -> None:
    assert is_met(goal, goal, better)
    higher = goal + beyond
    if higher > goal * (1 + 1e-6):
        assert is_met(higher, goal, better) is (better == "up")
        assert is_met(goal, higher, better) is (better == "down")
        assert is_met(-higher, -goal, better) is (better == "down")
    assert is_met(0.1 + 0.2, 0.3, better), "what floats make of it is no difference"


@given(st.sampled_from(list(Unit)), st.integers(1, 999))
def test_a_goal_reads_as_it_was_agreed_in_every_unit(unit: Unit, thousandths: int) -> None:
    value = thousandths / 1000
    text = target(value, unit, "EUR")
    if unit is Unit.PERCENT:
        assert float(text.removesuffix(" %")) == pytest.approx(value * 100, abs=1e-9)
    elif unit in (Unit.COUNT, Unit.SCORE):
        assert float(text) == value
    else:
        assert text == number(value, unit, "EUR")


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.9, Unit.PERCENT, "90 %"),
        (0.9995, Unit.PERCENT, "99.95 %"),
        (1_250_000.0, Unit.COUNT, "1,250,000"),
        (-12.5, Unit.SCORE, "−12.5"),
        (14_400.0, Unit.DURATION, "4 h"),
        (1e14, Unit.COUNT, "100T"),
        (None, Unit.COUNT, "–"),
    ],
)
def test_goals_in_words(value: float | None, unit: Unit, expected: str) -> None:
    assert target(value, unit) == expected


def test_a_period_that_runs_is_neither_met_nor_missed() -> None:
    made = report(period=parse("this week", TODAY))
    assert set(held(made).values()) == {None}
    assert "goal 70, still open" in to_text(made)
    assert not [one for one in (*made.wins, *made.challenges) if "goal" in one.text]
    assert "unjudged" not in notices(made)


@pytest.mark.parametrize("key", ["leads", "csat"])
def test_where_a_day_is_missing_nothing_is_said_for_sure(key: str) -> None:
    made = report({key: GOALS[key]}, rows(without=(key, NOVEMBER_12)))
    assert held(made) == {key: None}
    label = {"leads": "Leads", "csat": "CSAT"}[key]
    assert notices(made)["unjudged"] == (
        f"{label} cannot be held against its goal, for data are missing."
    )
    assert made.provisional
    assert "not judged" in to_text(made)


def test_where_data_end_too_early_nothing_is_said_for_sure() -> None:
    made = report(given=rows(days=394))
    assert set(held(made).values()) == {None}
    assert "cannot be held against their goals" in notices(made)["unjudged"]


def test_a_goal_without_any_data_is_told_among_the_figures() -> None:
    made = report({"nps": 40.0})
    assert [one.key for one in made.metrics] == ["first_response", "csat", "nps", "leads"]
    assert "NPS:            no data (nothing before to compare; a year before unknown; " in (
        to_text(made)
    )
    assert made.provisional
    nothing = report({"nps": 40.0}, [])
    assert held(nothing) == {"nps": None}


def test_what_is_computed_is_judged_where_its_parts_are_whole() -> None:
    both = daily("spend", [50.0] * 400, FIRST) + daily("revenue", [200.0] * 400, FIRST)
    assert held(report({"roas": 4.0}, both)) == {"roas": True}
    lacking = [row for row in both if (row[0], row[1]) != ("spend", NOVEMBER_12)]
    assert held(report({"roas": 4.0}, lacking)) == {"roas": None}


def test_a_missed_goal_is_told_as_plainly_as_one_that_was_met() -> None:
    made = report()
    assert [one.text for one in made.wins] == ["Leads 70 met the goal of 70."]
    assert [one.text for one in made.challenges] == [
        "First response 4 m 1 s missed the goal of 4 m.",
        "CSAT 88.0 % missed the goal of 90 %.",
    ]
    assert [one.metric for one in made.challenges] == ["first_response", "csat"]


def test_clients_read_their_goals_too() -> None:
    internal, client = (report(audience=audience) for audience in Audience)
    assert held(client) == held(internal)
    assert (client.wins, client.challenges) == (internal.wins, internal.challenges)


def csat(value: float, goal: float, *, met: bool | None) -> MetricFigure:
    return metric("csat", label="CSAT", unit=Unit.PERCENT, value=value, goal=goal, goal_met=met)


def test_a_figure_that_moved_and_missed_its_goal_is_one_sentence() -> None:
    moved = (Finding(text="CSAT fell to 88.0 % from 91.0 % (−3.0 pts).", metric="csat"),)
    other = Finding(text="Leads fell.", metric="leads")
    told = with_goals_told((other, *moved), (csat(0.88, 0.9, met=False),), "USD", met=False)
    assert [one.text for one in told] == [
        "CSAT fell to 88.0 % from 91.0 % (−3.0 pts) and missed the goal of 90 %.",
        "Leads fell.",
    ]


def test_what_reads_the_same_just_missed() -> None:
    (told,) = with_goals_told((), (csat(0.8999, 0.9, met=False),), "USD", met=False)
    assert told.text == "CSAT 90.0 % just missed the goal of 90 %."


def test_beyond_three_the_others_are_named() -> None:
    many = tuple(metric(f"m{n}", goal=1.0, goal_met=True) for n in range(5))
    told = with_goals_told((), many, "USD", met=True)
    assert len(told) == 4
    assert told[-1].text == "Also met: the goal for m3 and m4."
    assert with_goals_told((), many, "USD", met=False) == ()


@pytest.mark.parametrize(
    ("met", "expected"), [(True, "90 % ✓ met"), (False, "90 % ✗ missed"), (None, "90 % not judged")]
)
def test_a_goal_in_a_cell(met: bool | None, expected: str) -> None:
    assert goal_cell(csat(0.88, 0.9, met=met), drawn()) == expected
    assert goal_cell(metric(), drawn()) == ""
