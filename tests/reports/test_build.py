"""The whole report, built from rows, and what its readers may see of it."""

import json
import re
import subprocess
import sys
import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.audience import for_audience
from reports.build import build
from reports.model import (
    Audience,
    ClientCard,
    Finding,
    Health,
    PromisedAction,
    Recommendation,
)
from reports.notices import MOST
from reports.periods import last_complete_week, parse
from reports.render.json import to_json
from reports.render.text import to_text
from reports.zones import UnknownZone
from tests.reports.samples import ACME, SAID, TODAY, WEEK, Row, daily, sample, sample_rows

SECRET = "they are about to leave"  # what clients must never read


def test_the_day_is_the_clients_not_the_servers() -> None:
    sunday_night = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)  # Monday in Berlin, Sunday in UTC
    rows = daily("leads", [1.0] * 400, TODAY - timedelta(days=390))
    berlin = build(sample(rows=rows, now=sunday_night))
    utc = build(sample(rows=rows, now=sunday_night, client=ACME.model_copy(update={"tz": "UTC"})))
    assert (berlin.period.complete, berlin.provisional) == (True, False)
    assert (utc.period.complete, utc.provisional) == (False, True)
    assert (berlin.metrics[0].value, utc.metrics[0].value) == (7.0, 6.0)


def test_a_report_with_days_missing_is_provisional() -> None:
    assert build(sample()).provisional


def test_chosen_comes_first_among_the_notices() -> None:
    report = build(sample(chosen="Week 47 has no data yet, so this is week 46."))
    assert report.notices[0].text == "Week 47 has no data yet, so this is week 46."


def test_an_unknown_zone_is_said() -> None:
    for tz in ("Mars/Olympus", "", "../etc", "Europe"):
        with pytest.raises(UnknownZone, match="not a time zone I know"):
            build(sample(client=ClientCard(slug="acme", name="Acme", tz=tz)))


def test_now_needs_a_zone() -> None:
    naive = datetime(2026, 11, 20)  # noqa: DTZ001 - the mistake itself
    with pytest.raises(ValueError, match="needs its zone"):
        build(sample(now=naive))


def test_clients_see_only_what_is_marked_for_them() -> None:
    report = build(sample(audience=Audience.CLIENT))
    assert report.commentary == SAID[1:]
    assert build(sample()).commentary == SAID
    values = [figure.value for figure in report.metrics]
    assert values == [figure.value for figure in build(sample()).metrics]


def test_clients_see_no_file_names_and_no_links_into_the_teams_threads() -> None:
    internal = build(sample())
    linked = tuple(c.model_copy(update={"permalink": f"https://x/{SECRET}"}) for c in SAID)
    named = tuple(f.model_copy(update={"sources": (SECRET,)}) for f in internal.metrics)
    whole = internal.model_copy(update={"commentary": linked, "metrics": named})
    assert to_json(for_audience(whole, Audience.INTERNAL)).count(SECRET) > len(SAID)
    assert SECRET not in to_json(for_audience(whole, Audience.CLIENT))


def test_nothing_internal_stays_in_a_clients_report() -> None:
    found = (Finding(text=SECRET),)
    internal = build(sample()).model_copy(
        update={
            "health": Health(score=20, band=SECRET, coverage=1, previous=None),
            "commentary": (SAID[0].model_copy(update={"text": SECRET}),),
            "actions": (PromisedAction(text=SECRET, owner=SECRET, due=None, state="open"),),
            "recommendations": (Recommendation(text=SECRET, reason=SECRET),),
            "drivers": found,
            "anomalies": found,
        }
    )
    assert SECRET in to_text(internal)
    shown = for_audience(internal, Audience.CLIENT)
    assert SECRET not in to_text(shown)
    assert SECRET not in to_json(shown)
    assert for_audience(internal, Audience.INTERNAL) == internal


@pytest.mark.parametrize("typed", ["today", "last week", "this month", "2025", "2026-11-20"])
@pytest.mark.parametrize(
    "rows",
    [
        [],
        daily("leads", [float("nan")] * 9, WEEK.start),
        daily("csat", [0.9], date(2026, 11, 20), weight=0),
        daily("revenue", [-1e308] * 30, date(2026, 11, 1)),
        daily("first_response", [1e300, 0, -5], WEEK.start),
        daily("x" * 300, [0, 0, 0, 0, 5], WEEK.start),
        [row for row in sample_rows() if row[0] in ("nps", "csat")],
    ],
)
def test_odd_data_gives_sensible_words(typed: str, rows: list[Row]) -> None:
    report = build(sample(parse(typed, TODAY), rows=rows))
    text = to_text(report)
    assert report.headline.endswith(".")
    assert not re.search(r"\b(nan|inf|None)\b|[-−]0 ", text)
    assert "NaN" not in to_json(report)
    assert "Infinity" not in to_json(report)


@pytest.mark.parametrize("name", ["Ä" * 300, "A\x1b[2Jc\nme", "\u202eemcA\u202c", "{x} %d &lt;"])
def test_any_name_stays_whole_in_the_report(name: str) -> None:
    report = build(sample(client=ACME.model_copy(update={"name": name})))
    assert report.client.name == name
    assert name in report.headline
    text = to_text(report)
    assert not any(c in text for c in "\x1b\u202e")
    assert text.splitlines()[0].endswith(report.headline.rsplit(": ", 1)[1])


def test_words_and_renderers_do_without_pandas() -> None:
    names = "reports.periods reports.words reports.metrics reports.render.text reports.render.json"
    code = f"import sys, {', '.join(names.split())}; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_last_complete_week_is_the_sample() -> None:
    assert last_complete_week(TODAY) == WEEK


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["leads", "csat", "nps", "first_response", "spend", "backlog", "x y"]),
            st.dates(date(2025, 11, 1), TODAY),
            st.floats(),
            st.floats(),
            st.sampled_from(["a", "b"]),
        ),
        max_size=30,
    ),
    st.sampled_from(["today", "this week", "W46", "this month", "Q3", "2026", "last 90 days"]),
    st.text(max_size=40).filter(lambda name: "Cs" not in map(unicodedata.category, name)),
)
def test_any_data_makes_a_report(rows: list[Row], typed: str, name: str) -> None:
    client = ACME.model_copy(update={"name": name})
    report = build(sample(parse(typed, TODAY), rows=rows, client=client))
    assert name.strip() in report.headline
    assert json.loads(to_json(report), parse_constant=pytest.fail)["headline"] == report.headline
    said = to_text(report.model_copy(update={"headline": ""}))
    assert not re.search(r"\b(nan|inf|None)\b|[-−]0 ", said)
    assert len(report.notices) <= MOST
