"""A period part by part: what adds up, which columns and rows stand, what is marked."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.breakdown import breakdown
from reports.cases import FEW
from reports.model import Period
from reports.periods import parse
from tests.reports.samples import NONE, TODAY, WEEK, Row, daily, frame

MONDAY = WEEK.start


def of(parts: dict[str, list[Row]]) -> pd.DataFrame:
    """The rows of each part as the frame that the core reads."""
    frames = [frame(rows).assign(part=part) for part, rows in parts.items()]
    return pd.concat(frames, ignore_index=True)


def shown(parts: dict[str, list[Row]], period: Period = WEEK) -> list[tuple[str, ...]]:
    found = breakdown(of(parts), period, TODAY)
    head = ("", *(metric.key for metric in found.metrics))
    return [head, *((row.part, *(one.words("USD") for one in row.cells)) for row in found.rows)]


def test_parts_add_up_as_the_metric_says() -> None:
    diane: list[Row] = [
        ("csat", MONDAY, 1.0, 30.0, "crm"),
        ("csat", WEEK.end, 0.5, 10.0, "crm"),
        *daily("requests", [3] * 7, MONDAY),
        *daily("slowest_response", [60, 90, 30], MONDAY),
    ]
    assert shown({"Diane": diane}) == [
        ("", "requests", "csat", "slowest_response"),
        ("Diane", "21", "87.5 %", "1 m 30 s"),
    ]


def test_most_requests_come_first_and_the_unknown_last() -> None:
    parts = {name: daily("requests", [n], MONDAY) for n, name in enumerate("abc", 1)}
    parts["d"] = daily("csat", [0.9], MONDAY, weight=500)
    assert [row[0] for row in shown(parts)[1:]] == ["d", "c", "b", "a"]
    assert shown(parts)[1] == ("d", "–", "90.0 %")


def test_what_rests_on_few_cases_is_marked() -> None:
    parts = {
        "few": daily("csat", [0.5] * 7, MONDAY, weight=4),
        "enough": daily("csat", [0.5] * 6, MONDAY, weight=5),
        "uncounted": daily("csat", [0.5], MONDAY, weight=NONE),
        "shares": daily("csat", [0.5], MONDAY, weight=0.5),
    }
    cells = {row[0]: row[1] for row in shown(parts)[1:]}
    assert cells["few"] == "50.0 % (n 28)"
    assert cells["enough"] == cells["uncounted"] == cells["shares"] == "50.0 %"
    assert breakdown(of(parts), WEEK, TODAY).shaky
    assert not breakdown(of({"enough": parts["enough"]}), WEEK, TODAY).shaky


def test_there_is_room_for_six_metrics_and_twenty_parts() -> None:
    keys = ("nps", "csat", "requests", "backlog", "leads", "spend", "revenue", "handle_time")
    many = [row for key in keys for row in daily(key, [1], MONDAY)]
    found = breakdown(of({f"part {n:02}": many for n in range(23)}), WEEK, TODAY)
    wanted = ["requests", "handle_time", "csat", "nps", "backlog", "leads"]
    assert [metric.key for metric in found.metrics] == wanted
    assert (len(found.rows), found.more) == (20, 3)


def test_only_what_has_data_in_the_elapsed_days_stands() -> None:
    parts = {
        "gone": daily("requests", [1], MONDAY - timedelta(days=1)),
        "here": daily("requests", [2], MONDAY) + daily("nps", [9], MONDAY - timedelta(days=7)),
    }
    assert shown(parts) == [("", "requests"), ("here", "2")]
    running = parse("2026-W47", TODAY)
    late = {"late": daily("requests", [1] * 7, running.start)}
    assert shown(late, running)[1:] == [("late", "4")]
    empty = breakdown(of({"gone": parts["gone"]}), WEEK, TODAY)
    assert (empty.rows, empty.metrics, empty.more) == ((), (), 0)


COUNTS = st.lists(st.tuples(st.integers(0, 40), st.floats(0, 1)), min_size=1, max_size=7)


@given(st.dictionaries(st.sampled_from("abcdef"), COUNTS, min_size=1))
def test_the_parts_of_a_mean_make_up_the_whole(parts: dict[str, list[tuple[int, float]]]) -> None:
    rows: dict[str, list[Row]] = {
        part: [
            ("csat", MONDAY + timedelta(days=n), value, float(weight), "crm")
            for n, (weight, value) in enumerate(days)
        ]
        for part, days in parts.items()
    }
    found = breakdown(of(rows), WEEK, TODAY)
    cells = [row.cells[0] for row in found.rows]
    whole = sum(weight * value for days in parts.values() for weight, value in days)
    count = sum(weight for days in parts.values() for weight, _ in days)
    assert sum((one.value or 0) * (one.cases or 0) for one in cells) == pytest.approx(whole)
    assert sum(one.cases or 0 for one in cells) == count
    assert all(one.shaky == (0 < (one.cases or 0) < FEW) for one in cells)


def test_a_day_is_told_too() -> None:
    day = parse("2026-11-12", date(2026, 11, 20))
    assert shown({"a": daily("requests", range(1, 8), MONDAY)}, day)[1:] == [("a", "4")]
