"""The figures of real tickets against a computation of its own, in pandas alone."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from storage.store import Store
from storage.tickets.importing import import_tickets
from storage.tickets.planning import plan_tickets
from tests.storage import NOW
from tests.storage.helpdesk import Figures, added_up

PERIODS = [
    (date(2021, 1, 4), date(2021, 1, 10)),
    (date(2021, 2, 22), date(2021, 2, 28)),
    (date(2021, 2, 1), date(2021, 2, 28)),
    (date(2021, 1, 1), date(2021, 3, 31)),
]


def bring(store: Store, path: Path, *maps: str) -> int:
    plan = plan_tickets(store, path, overrides=maps)
    result = import_tickets(store, plan, client="acme", create=True, now=NOW, by="U1")
    assert result.refused == []
    acme = store.clients.find("acme")
    assert acme
    return acme.id


def calls(frame: pd.DataFrame) -> dict[str, float]:
    """The definitions, over the rows of a period."""
    answered = frame[frame["Answered (Y/N)"] == "Y"]
    speed, rating = answered["Speed of answer in seconds"], answered["Satisfaction rating"]
    return {
        "requests": len(frame),
        "first_response": speed.mean(),
        "response": speed.mean(),
        "slowest_response": speed.max(),
        "handle_time": answered["Talk Duration (Seconds)"].mean(),
        "resolution_rate": (answered["Resolved"] == "Y").sum() / len(answered),
        "answer_rate": len(answered) / len(frame),
        "csat": (rating >= 4).sum() / rating.notna().sum(),
        "csat_mean": rating.mean(),
        "response_rate": rating.notna().sum() / len(answered),
    }


@pytest.mark.realdata
def test_every_figure_of_the_call_centre(store: Store, real_data: Path) -> None:
    path = real_data / "support" / "call_center.xlsx"
    client_id = bring(store, path)
    rows = pd.read_excel(path, engine="calamine")
    rows["day"] = pd.to_datetime(rows["Date"]).dt.date
    totals = store.observations.frame(client_id, *PERIODS[-1])
    for first, last in PERIODS:
        within = rows[(rows["day"] >= first) & (rows["day"] <= last)]
        assert added_up(totals, first, last) == pytest.approx(calls(within))
    assert store.observations.kinds(client_id) == ("agent", "topic")
    for kind, column in (("agent", "Agent"), ("topic", "Topic")):
        parts = store.observations.parts(client_id, kind, *PERIODS[-1])
        assert set(parts["part"]) == set(rows[column])
        for (part, found), (first, last) in (
            (group, period) for group in parts.groupby("part") for period in PERIODS
        ):
            within = rows[(rows["day"] >= first) & (rows["day"] <= last) & (rows[column] == part)]
            assert added_up(found, first, last) == pytest.approx(calls(within)), part


def events(path: Path, closing: int | None) -> pd.DataFrame:
    """One row a ticket: opened, closed (or not) and messages."""
    rows = pd.read_csv(path, parse_dates=["CompleteTimestamp"])
    cases = rows.sort_values("CompleteTimestamp", kind="stable").groupby("CaseID")
    found = cases["CompleteTimestamp"].agg(opened="first", closed="last", messages="size")
    last = cases["ActivityID"].last()
    if closing is not None:
        found["closed"] = found["closed"].where(last == closing)
    return pd.DataFrame(found)


def helpdesk(cases: pd.DataFrame, first: date, last: date, *, known: bool) -> Figures:
    opened, closed = cases["opened"].dt.date, cases["closed"].dt.date
    within = cases[(closed >= first) & (closed <= last)]
    figures = {
        "requests": ((opened >= first) & (opened <= last)).sum(),
        "interactions_per_ticket": within["messages"].sum() / len(within),
        "resolution_time": (within["closed"] - within["opened"]).dt.total_seconds().mean(),
    }
    still = (opened <= last) & ~(closed <= last)
    return figures | ({"backlog": int(still.sum())} if known else {})


@pytest.mark.realdata
@pytest.mark.parametrize(("closing", "until"), [(None, "2013"), (6, "2013"), (6, "2012-04")])
def test_every_figure_of_the_helpdesk(
    store: Store, real_data: Path, tmp_path: Path, closing: int | None, until: str
) -> None:
    path = tmp_path / "events.csv"
    lines = (real_data / "support" / "helpdesk_events.csv").read_text().splitlines(keepends=True)
    path.write_text(lines[0] + "".join(one for one in lines[1:] if one.split(",")[2] < until))
    client_id = bring(store, path, *([] if closing is None else [f"closing={closing}"]))
    cases = events(path, closing)
    frame = store.observations.frame(client_id, date(2010, 1, 1), date(2012, 12, 31))
    for first, last in [
        (date(2012, 3, 5), date(2012, 3, 11)),
        (date(2011, 6, 1), date(2011, 6, 30)),
        (date(2010, 1, 1), max(cases["opened"].max(), cases["closed"].max()).date()),
    ]:
        expected = helpdesk(cases, first, last, known=closing is not None)
        assert added_up(frame, first, last) == pytest.approx(expected)
    assert store.observations.kinds(client_id) == ()
