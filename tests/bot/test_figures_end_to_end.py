"""The figures of `rapport report --format json` against a computation of its own."""

import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.bot.cli import rapport
from tests.conftest import NOW, weekly_rows

WEEK = date(2026, 11, 9)
VISITORS = {
    "page_loads": "Page.Loads",
    "unique_visits": "Unique.Visits",
    "first_time_visits": "First.Time.Visits",
    "returning_visits": "Returning.Visits",
}


def report(folder: Path, *words: str) -> dict[str, Any]:
    done = rapport("report", *words, "--format", "json", folder=folder)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def of_week(frame: pd.DataFrame, metric: str, start: date) -> float:
    days = [str(start + timedelta(days=day)) for day in range(7)]
    rows = frame[(frame["metric"] == metric) & frame["date"].isin(days)]
    if metric == "leads":
        return float(rows["value"].sum())
    return float((rows["value"] * rows["weight"]).sum() / rows["weight"].sum())


def test_weekly_figures_equal_pandas(tmp_path: Path) -> None:
    text = weekly_rows("acme")
    (tmp_path / "acme.csv").write_text(text, encoding="utf-8")
    rapport("import", "acme.csv", "--create", folder=tmp_path)
    frame = pd.read_csv(io.StringIO(text))

    found = report(tmp_path, "acme", "--period", "2026-W46", "--now", NOW.isoformat())

    assert [figure["key"] for figure in found["metrics"]] == ["first_response", "csat", "leads"]
    for figure in found["metrics"]:
        value = of_week(frame, figure["key"], WEEK)
        previous = of_week(frame, figure["key"], WEEK - timedelta(days=7))
        assert figure["value"] == pytest.approx(value)
        assert figure["previous"] == pytest.approx(previous)
        assert figure["change"] == pytest.approx((value - previous) / previous)
        year_ago = of_week(frame, figure["key"], WEEK - timedelta(days=364))
        assert figure["year_ago"] == pytest.approx(year_ago)


@pytest.mark.realdata
def test_a_real_file_goes_in_with_one_command(tmp_path: Path, real_data: Path) -> None:
    path = real_data / "web" / "daily_visitors.csv"
    done = rapport("import", str(path), "--client", "acme", "--create", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    frame = pd.read_csv(path, thousands=",", parse_dates=["date"]).set_index("date")
    march, february = frame.loc["2020-03"], frame.loc["2020-02"]

    found = report(tmp_path, "acme", "--period", "2020-03")

    figures = {figure["key"]: figure for figure in found["metrics"]}
    assert set(figures) == set(VISITORS)
    for key, column in VISITORS.items():
        assert figures[key]["value"] == march[column].sum()
        assert figures[key]["previous"] == february[column].sum()
        assert figures[key]["year_ago"] == frame.loc["2019-03"][column].sum()
