"""/goal: what was agreed with a client, and the reports that are held against it."""

from datetime import timedelta

import pytest

from commands import registry
from commands.answer import Answer, Button, Buttons, Table
from commands.request import Asker, Place
from reports.model import MetricFigure
from storage.store import Store
from tests.commands.asking import (
    GENERAL,
    GUEST,
    OTHER_ROOM,
    OUTSIDER,
    SAM,
    SHARED_ROOM,
    TEAM_ROOM,
    ask,
    request,
    sentence,
)
from tests.conftest import NOW

Held = tuple[float | None, bool | None]


def tell(store: Store, args: str, place: Place = GENERAL) -> Answer:
    return ask(store, "goal", args, SAM, place)


def figures(store: Store, words: str, place: Place = TEAM_ROOM) -> dict[str, MetricFigure]:
    report = ask(store, "report", words, SAM, place).reports()[0].report
    return {one.key: one for one in report.metrics}


def held(store: Store, metric: str, words: str) -> Held:
    figure = figures(store, words)[metric]
    return figure.goal, figure.goal_met


def rows(answer: Answer) -> tuple[tuple[str, ...], ...]:
    [table] = [part for part in answer.parts if isinstance(part, Table)]
    return tuple(tuple(map(str, row)) for row in table.rows)


def test_reports_are_held_against_the_goal_from_the_day_it_stands(store: Store) -> None:
    answer = tell(store, "acme csat 90% from 2026-10")
    assert (answer.failed, answer.audience) == (False, "asker")
    assert sentence(answer) == (
        "CSAT of Acme Outdoor: the goal is at least 90 % for every period, from 1 Oct 2026. "
        "Week 46: 87.6 %, ✗ missed. Reports on periods that end on its first day or later are held "
        "against it, and the client reads that too."
    )
    assert held(store, "csat", "acme") == (0.9, False)
    assert held(store, "csat", "acme 2026-10") == (0.9, False)
    assert held(store, "csat", "acme this week") == (0.9, None)
    assert held(store, "csat", "acme 2026-09") == (None, None)


def test_what_is_agreed_today_holds_from_today(store: Store) -> None:
    assert "from 19 Nov 2026" in sentence(tell(store, "acme first response 4m"))
    assert "Week 46: 4 m 30 s, before it began." in sentence(tell(store, "acme first response 4m"))
    assert held(store, "first_response", "acme") == (None, None)
    assert held(store, "first_response", "acme this week") == (240.0, None)


def test_a_goal_is_at_most_where_less_is_better(store: Store) -> None:
    assert "at most 4 m for" in sentence(tell(store, "acme first response under 4m since 2026"))
    assert held(store, "first_response", "acme") == (240.0, False)
    wrong = tell(store, "acme first response at least 4m")
    assert wrong.failed
    assert sentence(wrong) == (
        "For First response less is better, so its goal is the most that it may be; nothing was "
        "saved."
    )
    assert not tell(store, "acme csat >= 85% since 2026").failed
    assert held(store, "csat", "acme") == (0.85, True)


def test_a_sum_needs_the_kind_of_period_that_it_is_for(store: Store) -> None:
    asked = tell(store, "acme leads 190 from 2026-10")
    assert (asked.failed, sentence(asked)) == (
        True,
        "190 for Leads: each week, each month or each quarter? Nothing was saved yet.",
    )
    [choices] = [part.buttons for part in asked.parts if isinstance(part, Buttons)]
    first = choices[0]
    assert isinstance(first, Button)
    assert (first.label, first.args) == ("190 a week", "acme leads 190 a week from 2026-10")
    assert held(store, "leads", "acme") == (None, None)
    assert "for each week" in sentence(tell(store, first.args))
    assert held(store, "leads", "acme") == (190.0, True)
    assert held(store, "leads", "acme 2026-10") == (None, None)


@pytest.mark.parametrize("words", ["a month", "per month", "monthly", "each month", "month"])
def test_a_grain_in_words(store: Store, words: str) -> None:
    assert "for each month" in sentence(tell(store, f"acme leads 1200 {words} from 2026-10"))
    assert held(store, "leads", "acme 2026-10") == (1200.0, False)


def test_a_goal_is_replaced_and_ended_and_its_history_stays(store: Store) -> None:
    tell(store, "acme csat 85% since 2026-10")
    assert "instead of at least 85 %." in sentence(tell(store, "acme csat 90%"))
    assert rows(tell(store, "acme csat")) == (
        ("at least 85 %", "every period", "1 Oct 2026 – 18 Nov 2026", "sam, 19 Nov 2026"),
        ("at least 90 %", "every period", "from 19 Nov 2026", "sam, 19 Nov 2026"),
    )
    assert held(store, "csat", "acme") == (0.85, True)
    ended = sentence(tell(store, "acme csat off"))
    assert ended.startswith("CSAT of Acme Outdoor has no goal any more from 19 Nov 2026 on")
    assert held(store, "csat", "acme") == (0.85, True)
    assert held(store, "csat", "acme this week") == (None, None)
    again = tell(store, "acme csat off")
    assert (again.failed, "has no goal for CSAT, so" in sentence(again)) == (True, True)
    assert tell(store, "acme csat off a month").failed


def test_one_that_lies_ahead_waits_and_ends_with_the_others(store: Store) -> None:
    tell(store, "acme csat 85% since 2026")
    tell(store, "acme csat 95% from next month")
    assert rows(tell(store, "acme csat"))[0][2] == "1 Jan 2026 – 30 Nov 2026"
    assert rows(tell(store, "acme"))[1][3:] == (
        "from 1 Dec 2026",
        "Week 46: 87.6 %",
        "before it began",
    )
    tell(store, "acme csat off")
    assert rows(tell(store, "acme csat")) == (
        ("at least 85 %", "every period", "1 Jan 2026 – 18 Nov 2026", "sam, 19 Nov 2026"),
    )


def test_the_list_says_how_the_last_complete_period_did(store: Store) -> None:
    assert sentence(tell(store, "acme")) == (
        "Acme Outdoor has no goal yet; “/goal acme csat 90%” sets one."
    )
    assert "has no goal for CSAT yet" in sentence(tell(store, "acme csat"))
    for words in (
        "csat 90%",
        "leads 190 a week",
        "leads 900 a month",
        "nps 40",
        "csat 85% a week",
    ):
        assert not tell(store, f"acme {words} since 2026").failed
    since = "from 1 Jan 2026"
    assert rows(tell(store, "acme")) == (
        ("CSAT", "at least 90 %", "every period", since, "Week 46: 87.6 %", "another counts"),
        ("CSAT", "at least 85 %", "each week", since, "Week 46: 87.6 %", "✓ met"),
        ("NPS", "at least 40", "every period", since, "Week 46: –", "not judged"),
        ("Leads", "at least 900", "each month", since, "October 2026: 719", "✗ missed"),
        ("Leads", "at least 190", "each week", since, "Week 46: 196", "✓ met"),
    )


def test_a_report_that_looks_back_knows_only_what_was_agreed(store: Store) -> None:
    tell(store, "acme csat 90% since 2026")
    tomorrow = request("goal", "acme csat 80% since 2026")
    assert not registry.answer(tomorrow, store, NOW + timedelta(days=1)).failed
    assert held(store, "csat", "acme") == (0.8, True)
    assert held(store, "csat", "acme 2026-W46 --as-of 2026-11-19") == (0.9, False)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("acme nsp 40", "did you mean nps?"),
        ("acme csat 0.9", "write it with its percent sign"),
        ("acme csat 120%", "CSAT cannot be 120%"),
        ("acme csat good", "does not begin with a value for CSAT"),
        ("acme csat 90% please", "I cannot read “please” behind the goal"),
        ("acme csat 90% from someday", "I do not understand the period “someday”"),
        ("acmee csat 90%", "Did you mean …?"),
    ],
)
def test_what_cannot_be_a_goal_says_why_and_changes_nothing(
    store: Store, words: str, expected: str
) -> None:
    answer = tell(store, words)
    assert answer.failed
    assert expected in sentence(answer)
    assert store.goals.of_client(1) == []


def test_what_has_no_declared_direction_can_have_no_goal(store: Store) -> None:
    ask(store, "metric", "acme nps 40 2026-10")
    store.numbers.add(
        1, "visitors", store.numbers.of_client(1, 1)[0].period, 7.0,
        by=("U1", "sam"), why="", now=NOW, awaiting=False,
    )  # fmt: skip
    answer = tell(store, "acme visitors 10 a month")
    assert answer.failed
    assert sentence(answer) == (
        "Nobody declared which way Visitors is better, so a goal for it could be neither met nor "
        "missed; declare it first with “rapport metrics declare FILE”."
    )


@pytest.mark.parametrize("asker", [GUEST, OUTSIDER])
def test_goals_are_set_and_listed_by_the_team_alone(store: Store, asker: Asker) -> None:
    tell(store, "acme csat 90% since 2026")
    for words in ("acme", "acme csat", "acme csat 10%", "borealis csat 10%"):
        answer = ask(store, "goal", words, asker, SHARED_ROOM)
        assert (answer.failed, "Only people of the team" in sentence(answer)) == (True, True)
    assert len(store.goals.of_client(1)) == 1


def test_clients_read_their_own_goals_in_reports_and_no_others(store: Store) -> None:
    tell(store, "acme csat 90% since 2026")
    tell(store, "borealis csat 77% since 2026")
    report = ask(store, "report", "acme", OUTSIDER, SHARED_ROOM).reports()[0].report
    [csat] = [one for one in report.metrics if one.key == "csat"]
    assert (csat.goal, csat.goal_met) == (0.9, False)
    assert "CSAT 87.6 % missed the goal of 90 %." in [one.text for one in report.challenges]
    assert "77 %" not in str(report)
    other = ask(store, "goal", "acme", SAM, OTHER_ROOM)
    assert other.audience == "asker"


def test_another_workspace_knows_nothing_of_them(store: Store) -> None:
    tell(store, "acme csat 90% since 2026")
    store.adopt("T1", "First")
    other = store.adopt("T2", "Second")
    other.clients.add("acme", "Other Acme", now=NOW)
    answer = registry.answer(request("goal", "acme"), other, NOW + timedelta(days=1))
    assert sentence(answer).startswith("Other Acme has no goal yet")
