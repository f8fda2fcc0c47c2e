"""What people and programs read: snapshots of the sample, looked at."""

import json
import re
from typing import Any

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

from reports.build import build
from reports.model import Audience, Forecast, Health, PromisedAction, Recommendation, Report
from reports.periods import parse
from reports.render.json import schema, to_json
from reports.render.text import to_text
from reports.words import number
from tests.reports.samples import ACME, NOW, TODAY, daily, sample


@pytest.mark.parametrize("typed", ["last week", "this week"])
def test_text(typed: str, snapshot: SnapshotAssertion) -> None:
    assert to_text(build(sample(parse(typed, TODAY)))) == snapshot


def test_text_for_clients(snapshot: SnapshotAssertion) -> None:
    assert to_text(build(sample(audience=Audience.CLIENT))) == snapshot


def test_text_without_data(snapshot: SnapshotAssertion) -> None:
    assert to_text(build(sample(rows=[]))) == snapshot


def test_text_of_all_that_a_report_can_hold(snapshot: SnapshotAssertion) -> None:
    report = build(sample(rows=daily("leads", [9.0] * 7, parse("W46", TODAY).start)))
    goal = report.metrics[0].model_copy(update={"goal": 70.0})
    whole = report.model_copy(
        update={
            "metrics": (goal,),
            "health": Health(score=71.6, band="healthy", coverage=0.8, previous=70),
            "forecast": (
                Forecast(
                    metric="leads", period="week 47", mean=60, lo80=50, hi80=70, lo95=40, hi95=80
                ),
            ),
            "actions": (
                PromisedAction(text="Send the plan", owner="Kim", due=TODAY, state="open"),
            ),
            "recommendations": (Recommendation(text="Call them", reason="leads fell"),),
        }
    )
    assert to_text(whole) == snapshot


def test_json(snapshot: SnapshotAssertion) -> None:
    report = build(sample(rows=daily("csat", [0.75, 0.25], parse("W46", TODAY).start, weight=3)))
    assert to_json(report) == snapshot


def test_every_number_of_the_table_stands_in_the_text() -> None:
    report = build(sample(parse("this month", TODAY)))
    text = to_text(report)
    for figure in report.metrics:
        for value in (figure.value, figure.previous, figure.year_ago):
            assert value is None or number(value, figure.unit, ACME.currency) in text
    found = [finding.text for finding in (*report.wins, *report.challenges)]
    assert all(said in text for said in (*found, *(notice.text for notice in report.notices)))


def test_lines_of_a_comment_stay_apart_and_together() -> None:
    text = to_text(build(sample()))
    assert (
        "- Sam Rivera, 14 Nov 2026: Two agents were ill on Wednesday.\n  They are back now." in text
    )


def test_json_is_the_value_and_keeps_its_schema() -> None:
    report = build(sample())
    written: dict[str, Any] = json.loads(to_json(report))
    jsonschema.validate(written, schema(), cls=jsonschema.Draft202012Validator)
    assert Report.model_validate_json(to_json(report)) == report
    assert (written["schema"], written["generated_at"]) == (
        "rapport.report/1",
        NOW.isoformat().replace("+00:00", "Z"),
    )
    assert written["health"] is None


def test_json_writes_no_numbers_that_json_has_not() -> None:
    report = build(sample())
    odd = report.metrics[0].model_copy(update={"value": float("nan"), "goal": float("inf")})
    written = to_json(report.model_copy(update={"metrics": (odd,)}), indent=None)
    figure = json.loads(written, parse_constant=pytest.fail)["metrics"][0]
    assert (figure["value"], figure["goal"]) == (None, None)
    assert not re.search("NaN|Infinity", written)
