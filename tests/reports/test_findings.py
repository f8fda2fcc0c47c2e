"""Wins, challenges and the headline, in plain English."""

import pytest

from reports.findings import challenges, headline, wins
from reports.model import ClientCard, MetricFigure, Status, Unit
from reports.periods import parse
from tests.reports.samples import ACME, TODAY, WEEK, figure

FAST = figure(
    "first_response", 302, 240, unit=Unit.DURATION, label="First response", status=Status.WORSE
).model_copy(update={"better": "down"})
CSAT = figure("csat", 0.924, 0.901, unit=Unit.PERCENT, label="CSAT")
LEADS = figure()
STEADY = figure("orders", 50, 50, label="Orders", status=Status.STEADY)
NEW = figure("orders", 5, 0, label="Orders")
ALONE = figure("orders", 5, None, label="Orders", status=Status.UNKNOWN)
MISSING = figure("nps", None, 40, unit=Unit.SCORE, label="NPS", status=Status.UNKNOWN)
NPS = figure("nps", -12, 30.5, unit=Unit.SCORE, label="NPS", status=Status.WORSE)
SPEND = figure("spend", 1500, 1000, unit=Unit.MONEY, label="Spend", status=Status.WORSE)


def test_wins_and_challenges_give_both_values() -> None:
    assert [w.text for w in wins((CSAT, NEW))] == [
        "Orders rose to 5 from 0.",
        "CSAT rose to 92.4 % from 90.1 % (+2.3 pts).",
    ]
    assert [(c.metric, c.text) for c in challenges((FAST, CSAT, NPS, SPEND), "EUR")] == [
        ("nps", "NPS fell to −12 from 30.5 (−42.5)."),
        ("spend", "Spend rose to €1,500 from €1,000 (+50 %)."),
        ("first_response", "First response slowed to 5 m 2 s from 4 m (+26 %)."),
    ]


def test_at_most_three_and_none_where_nothing_moved() -> None:
    assert len(wins((LEADS,) * 5)) == 3
    assert wins((STEADY, MISSING, FAST)) == challenges((STEADY, MISSING, LEADS)) == ()


def test_the_same_time_under_two_names_is_told_once() -> None:
    again = FAST.model_copy(update={"key": "response", "label": "Response"})
    assert [found.metric for found in challenges((FAST, again))] == ["first_response"]
    assert len(wins((LEADS, LEADS.model_copy(update={"key": "orders"})))) == 2


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((), "No data for Acme in week 46."),
        ((MISSING,), "No data for Acme in week 46."),
        (
            (LEADS, CSAT, STEADY, NEW, FAST),
            "Acme in week 46: 3 of 5 figures better, 1 worse — "
            "orders up from 0 to 5, first response slower by 26 %.",
        ),
        ((LEADS, FAST), "Acme in week 46: 1 of 2 figures better, 1 worse — leads up 18 %, "
                        "first response slower by 26 %."),
        ((LEADS, CSAT), "Acme in week 46: both figures better — leads up 18 %, "
                        "CSAT up 2.3 points."),
        ((NPS, SPEND, STEADY), "Acme in week 46: 2 of 3 figures worse, none better — "
                               "NPS down 42.5 points, spend up 50 %."),
        ((LEADS, STEADY, MISSING), "Acme in week 46: 1 of 2 figures better, none worse — "
                                   "leads up 18 %."),
        ((STEADY,) * 4, "Acme in week 46: all 4 figures steady."),
        ((STEADY,) * 2, "Acme in week 46: both figures steady."),
        ((STEADY,), "Acme in week 46: orders steady at 50."),
        ((FAST, MISSING), "Acme in week 46: first response slower by 26 %."),
        ((ALONE, MISSING), "Acme in week 46: orders 5, with nothing earlier to compare."),
    ],
)  # fmt: skip
def test_headline(figures: tuple[MetricFigure, ...], said: str) -> None:
    assert headline(ACME, WEEK, figures) == said


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("this week", "Acme in week 47 so far: "),
        ("oct", "Acme in October 2026: "),
        ("Q3", "Acme in Q3 2026: "),
        ("2025", "Acme in 2025: "),
        ("yesterday", "Acme on 19 Nov 2026: "),
        ("1 oct - 15 nov", "Acme from 1 Oct to 15 Nov 2026: "),
        ("9-15 nov", "Acme from 9 to 15 Nov 2026: "),
    ],
)
def test_headline_names_the_period(typed: str, start: str) -> None:
    assert headline(ACME, parse(typed, TODAY), (LEADS,)).startswith(start)


@pytest.mark.parametrize("name", ["A" * 300, "Ac\x00me\nInc", "\u202eemca", "{0} %s <!channel>"])
def test_headline_keeps_the_name_whole(name: str) -> None:
    assert name in headline(ACME.model_copy(update={"name": name}), WEEK, (LEADS,))


def test_headline_falls_back_on_the_slug() -> None:
    assert headline(ClientCard(slug="acme", name=" "), WEEK, ()) == "No data for acme in week 46."
