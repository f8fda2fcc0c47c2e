"""Tickets: what goes in, what is refused, and the figures that they add up to."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.figures import by_metric, figures
from reports.notices import notices
from reports.periods import last_complete_week
from storage.errors import (
    ClosingChanged,
    MappedColumnMissing,
    MappingUnreadable,
    NoTicketClient,
    SourceTaken,
    UnknownClient,
)
from storage.imports import import_file
from storage.store import Store, open_store
from storage.tickets.importing import import_tickets
from tests.databases import Databases, leave_empty
from tests.storage import NOW
from tests.storage.helpdesk import Helpdesk

HEAD = "Call Id,Agent,Date,Time,Topic,Answered (Y/N),Resolved,Speed of answer in seconds,Talk Duration (Seconds),Satisfaction rating\n"  # noqa: E501
DESK = "ticket,created,closed,assignee,status,messages,rating\n"
MONDAY = date(2026, 11, 9)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Helpdesk:
    """A help desk of acme, which does not exist yet."""
    return Helpdesk(store, tmp_path)


def test_calls_give_their_figures(desk: Helpdesk) -> None:
    result = desk.bring(
        HEAD + "1,Ann,2026-11-09,09:00:00,Bill,Y,Y,10,100,5\n"
        "2,Ann,2026-11-09,09:10:00,Bill,Y,N,30,200,3\n"
        "3,Bob,2026-11-10,09:00:00,Line,Y,Y,20,,\n"
        "4,Bob,2026-11-10,10:00:00,Line,N,N,,0,\n"
    )
    assert (result.taken, result.new, result.refused, result.client) == (4, 4, [], "acme")
    assert (result.first_day, result.last_day) == (MONDAY, MONDAY + timedelta(days=1))
    assert result.parts == {"agent": 2, "topic": 2}
    assert desk.figures() == {
        "requests": 4,
        "first_response": 20,
        "response": 20,
        "slowest_response": 30,
        "handle_time": 150,
        "resolution_rate": pytest.approx(2 / 3),
        "answer_rate": 0.75,
        "csat": 0.5,
        "csat_mean": 4,
        "response_rate": pytest.approx(2 / 3),
    }
    assert result.gives == list(desk.figures())
    assert result.lacks == ["nps", "backlog", "resolution_time", "interactions_per_ticket"]


def test_tickets_give_theirs(desk: Helpdesk) -> None:
    head = "id,opened,first reply,closed,rating,nps,messages,response time (min),replies,channel\n"
    desk.bring(
        head + "1,2026-11-09 09:00,2026-11-09 09:05,2026-11-09 10:00,5,10,4,10,2,mail\n"
        "2,2026-11-09 12:00,2026-11-09 12:15,2026-11-11 12:00,2,3,8,40,1,phone\n"
        "3,2026-11-10 12:00,,,,9,1,,,mail\n"
    )
    assert desk.figures() == {
        "requests": 3,
        "first_response": 600,
        "response": 1200,
        "interactions_per_ticket": 6,
        "resolution_time": (3600 + 48 * 3600) / 2,
        "csat": 0.5,
        "csat_mean": 3.5,
        "nps": pytest.approx(100 / 3),
        "backlog": 1,
    }
    days = [MONDAY + timedelta(days=n) for n in range(3)]
    backlog = [desk.figures(day, day)["backlog"] for day in days]
    assert backlog == [1, 2, 1]
    assert desk.figures(days[2], days[2])["interactions_per_ticket"] == 8


def test_a_day_or_two_without_tickets_is_zero_and_a_week_is_unknown(desk: Helpdesk) -> None:
    opened = [0, 2, 9, 17]
    lines = [f"{n},{MONDAY + timedelta(days=n)},\n" for n in opened]
    desk.bring("ticket,opened,agent\n" + "".join(lines))
    frame = desk.frame()
    days = {day.date() - MONDAY: value for day, value in zip(frame["day"], frame["value"],
                                                             strict=True)}  # fmt: skip
    found = {gap.days: value for gap, value in days.items()}
    assert found == {0: 1, 1: 0, 2: 1, 3: 0, 4: 0, 5: 0, 6: 0, 7: 0, 8: 0, 9: 1, 17: 1}


def test_a_day_on_which_nothing_was_rated_or_closed_lacks_no_data(desk: Helpdesk) -> None:
    days = [NOW.date() - timedelta(days=back) for back in range(1, 60)]
    rows = [
        f"{day},{day},{NOW.date()},Ann,open,1,{5 if place % 7 else ''}\n"
        for place, day in enumerate(days)
    ]
    desk.bring(DESK + "".join(rows))
    found, week = by_metric(desk.frame()), last_complete_week(NOW.date())
    made = figures(found, week, NOW.date())
    assert [one.kind for one in notices(found, week, made, NOW.date())] == ["no_year_ago"]
    assert {one.key: one.value for one in made}["csat"] == 1.0
    assert {one.key: one.value for one in made}["interactions_per_ticket"] is None


def test_what_is_refused_is_named_with_its_line(desk: Helpdesk) -> None:
    result = desk.bring(
        "ticket,created,closed,rating,messages,talk time,status,nps\n"
        "1,2026-11-09,,5,1,0:01:00,solved,9\n"
        ",2026-11-09,,5,1,,solved,\n"
        "2,,,5,1,,solved,\n"
        "3,09.11.2026,,5,1,,solved,\n"
        "4,2026-11-09,2026-11-08,5,1,,solved,\n"
        "5,2026-11-09,,6,1,,solved,\n"
        "6,2026-11-09,,0,1,,solved,\n"
        "7,2026-11-09,,,1.5,,solved,\n"
        "8,2026-11-09,,,1,-5,solved,\n"
        "9,2026-11-09,,,1,2:23,solved,\n"
        "10,2026-11-09,,,1,,merged,\n"
        "11,2026-11-09,,,1,,solved,11\n"
        "12,2026-11-09,,,1\n"
        "13,2026-02-30,,,1,,,\n",
        "talk=talk time",
    )
    lines = {one.line: one.reason for one in result.refused}
    assert list(lines) == list(range(3, 16))
    assert lines[3] == "ticket is empty"
    assert lines[4] == "created is empty"
    assert "created: “09.11.2026” is not a date such as 2026-01-31" in lines[5]
    assert lines[6] == "it was closed “2026-11-08” before it was opened “2026-11-09”"
    assert lines[7] == "rating: “6” is outside 1–5"
    assert lines[8] == "rating: “0” is outside 1–5"
    assert lines[9] == "messages: “1.5” is not a count"
    assert lines[10] == "talk time: the duration “-5” is below zero"
    assert "“2:23” may be minutes or hours" in lines[11]
    assert "status: “merged” is neither yes nor no" in lines[12]
    assert lines[13] == "nps: “11” is outside 0–10"
    assert "5 columns where the first line has 8" in lines[14]
    assert "“2026-02-30” is not a time of the calendar" in lines[15]
    assert (result.taken, result.refused_count, result.rows_read) == (1, 13, 14)


def test_what_an_unanswered_call_carries_is_not_used(desk: Helpdesk) -> None:
    result = desk.bring(
        HEAD + "1,Ann,2026-11-09,09:00:00,Bill,N,N,0,0:00:00,0\n"
        "2,Ann,2026-11-09,09:00:00,Bill,N,N,7,30,4\n"
        "3,Ann,2026-11-09,09:00:00,Bill,Y,Y,5,50,4\n"
    )
    assert (result.taken, result.set_aside) == (3, 3)
    figures = desk.figures()
    assert (figures["handle_time"], figures["first_response"], figures["csat"]) == (50, 5, 1)
    assert figures["answer_rate"] == pytest.approx(1 / 3)


def test_the_same_ticket_twice(desk: Helpdesk) -> None:
    row = "1,2026-11-09,2026-11-09,Ann,solved,3,5\n"
    result = desk.bring(DESK + row + row + "2,2026-11-09,,Ann,open,1,\n2,2026-11-09,,Bob,open,1,\n")
    assert (result.taken, result.repeated, result.refused_count) == (1, 1, 2)
    reason = "ticket 2 is told differently on lines 4, 5"
    assert [(one.line, one.reason) for one in result.refused] == [(4, reason), (5, reason)]


def test_the_same_file_twice_changes_nothing_and_a_changed_ticket_its_figures(
    desk: Helpdesk,
) -> None:
    one, two = "1,2026-11-09,,Ann,open,1,\n", "2,2026-11-09,,Bob,open,1,\n"
    desk.bring(DESK + one + two)
    before = desk.frame()
    again = desk.bring(DESK + one + two, at=NOW + timedelta(days=1))
    assert (again.new, again.changed, again.unchanged, again.withdrawn) == (0, 0, 2, 0)
    assert desk.frame().equals(before)
    later = NOW + timedelta(days=2)
    changed = desk.bring(DESK + "1,2026-11-09,2026-11-10,Cid,solved,5,4\n", at=later)
    assert (changed.new, changed.changed, changed.unchanged) == (0, 1, 0)
    assert desk.figures()["resolution_rate"] == 0.5
    assert desk.figures()["backlog"] == 1
    assert set(desk.frame("agent")["part"]) == {"Bob", "Cid"}
    runs = desk.store.imports.recent(3)
    assert [(run.rows_taken, run.rows_changed) for run in runs] == [(1, 1), (2, 0), (2, 0)]


def test_figures_that_stand_no_longer_are_withdrawn_and_looked_back_at(desk: Helpdesk) -> None:
    desk.bring(DESK + "1,2026-11-09,,Ann,open,1,\n2,2026-11-12,,Bob,open,1,\n")
    later = NOW + timedelta(days=1)
    moved = desk.bring(DESK + "1,2026-11-11,,Ann,open,1,\n", at=later)
    assert moved.withdrawn > 0
    assert desk.figures(MONDAY, MONDAY)["requests"] is None
    assert desk.figures(MONDAY, MONDAY, known_at=NOW)["requests"] == 1
    assert desk.figures(known_at=NOW)["requests"] == desk.figures()["requests"] == 2
    assert set(desk.frame("agent", known_at=NOW)["part"]) == {"Ann", "Bob"}


def test_times_are_read_in_the_clients_zone(desk: Helpdesk) -> None:
    desk.store.clients.add("acme", "Acme", now=NOW, tz="America/New_York")
    desk.bring(
        "ticket,opened,closed\n"
        "1,2026-11-09 23:30,2026-11-10T05:30:00Z\n"
        "2,2026-11-10T04:30:00+00:00,2026-11-10 00:30\n"
    )
    assert desk.figures(MONDAY, MONDAY)["requests"] == 2
    assert desk.figures()["resolution_time"] == 3600


def test_other_sources_and_numbers_stay_apart(desk: Helpdesk, tmp_path: Path) -> None:
    desk.bring(DESK + "1,2026-11-09,,Ann,open,1,\n")
    desk.bring(DESK + "1,2026-11-09,,Ann,open,1,\n2,2026-11-10,,,,,\n", name="other.csv")
    requests = desk.frame().query("metric == 'requests'")
    assert requests.groupby("source")["value"].sum().to_dict() == {"desk": 1, "other": 2}
    numbers = tmp_path / "desk.csv"
    numbers.write_text("date,leads\n2026-11-09,4\n")
    with pytest.raises(SourceTaken, match=r"“desk” already brings tickets.*--source"):
        import_file(desk.store, numbers, client="acme", create=False, now=NOW, by="U1")
    import_file(desk.store, numbers, client="acme", create=False, now=NOW, by="U1", source="crm")
    with pytest.raises(SourceTaken, match="“crm” already brings numbers"):
        desk.plan(DESK, name="crm.csv")


def test_whose_tickets_must_be_said(desk: Helpdesk) -> None:
    plan = desk.plan(DESK + "1,2026-11-09,,Ann,open,1,\n")
    with pytest.raises(NoTicketClient, match=r"desk\.csv.*--client"):
        import_tickets(desk.store, plan, client=" ", create=True, now=NOW, by="U1")
    with pytest.raises(UnknownClient, match="“acme”"):
        import_tickets(desk.store, plan, client="acme", create=False, now=NOW, by="U1")
    assert desk.store.imports.recent(1) == []


def test_where_nothing_can_be_taken_nothing_is_written(desk: Helpdesk) -> None:
    result = desk.bring(DESK + "1,soon,,Ann,open,1,\n2,2026-11-09,,,odd,,\n")
    assert (result.taken, result.refused_count, result.client) == (0, 2, None)
    assert desk.store.clients.all() == []
    assert desk.store.imports.kind_of("desk") is None


def test_a_column_of_too_many_names_is_no_breakdown(desk: Helpdesk) -> None:
    lines = [f"{n},2026-11-09,,Agent {n},open,1,\n" for n in range(101)]
    result = desk.bring(DESK + "".join(lines))
    assert (result.parts, result.too_many) == ({}, ["agent"])
    assert desk.figures()["requests"] == 101


def test_the_next_file_of_a_source_is_read_as_the_first(desk: Helpdesk) -> None:
    content = "ticket,created,ended\n1,2026-11-09,2026-11-09\n"
    first = desk.plan(content, "closed=")
    assert not first.saved
    assert desk.take(first).lacks.count("backlog") == 1
    again = desk.plan(content)
    assert again.saved
    assert dict(again.mapping.columns) == {"ref": "ticket", "opened": "created"}
    with pytest.raises(MappedColumnMissing, match=r"lacks “created”.*“ticket”, “made”.*--map"):
        desk.plan("ticket,made\n1,2026-11-09\n")
    renamed = desk.plan("ticket,made\n1,2026-11-09\n", "opened=made")
    assert dict(renamed.mapping.columns) == {"ref": "ticket", "opened": "made"}
    assert not renamed.saved


def test_closing_cannot_become_known_for_some_tickets_only(desk: Helpdesk) -> None:
    head, one, two = "ticket,created,ended\n", "1,2026-11-09,2026-11-09\n", "2,2026-11-09,\n"
    desk.bring(head + one + two, "closed=")
    with pytest.raises(ClosingChanged, match=r"1 of its tickets are not in the file desk\.csv"):
        desk.bring(head + one, "closed=ended")
    assert desk.bring(head + one + two, "closed=ended").changed == 1
    assert desk.figures()["backlog"] == 1


TICKETS = st.lists(
    st.tuples(
        st.integers(0, 12),  # opened so many days after Monday
        st.integers(0, 86399),
        st.none() | st.integers(0, 5 * 86400),
        st.sampled_from(["Ann", "Bob", ""]),
        st.sampled_from(["solved", "open", ""]),
        st.none() | st.integers(0, 9),
        st.none() | st.integers(1, 5),
    ),
    min_size=1,
    max_size=12,
)


Drawn = tuple[int, int, int | None, str, str, int | None, int | None]


def _line(number: int, one: Drawn) -> str:
    days, seconds, open_for, agent, status, messages, rating = one
    opened = NOW.replace(tzinfo=None) + timedelta(days=days, seconds=seconds)
    closed = "" if open_for is None else str(opened + timedelta(seconds=open_for))
    known = ["" if value is None else str(value) for value in (messages, rating)]
    return ",".join([str(number), str(opened), closed, agent, status, *known]) + "\n"


def _figures(url: str, folder: Path, contents: list[str]) -> list[pd.DataFrame]:
    """All that stands in a store of its own once these files are in, whatever the order."""
    with open_store(url) as store:
        desk = Helpdesk(store, folder)
        for content in contents:
            desk.bring(content)
        frames = [desk.frame(), desk.frame("agent")]
    keys = [["metric", "day"], ["metric", "part", "day"]]
    return [
        frame.sort_values(by).reset_index(drop=True) for frame, by in zip(frames, keys, strict=True)
    ]


@given(TICKETS, st.data())
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_order_and_splitting_do_not_matter(
    databases: Databases, tmp_path: Path, tickets: list[Drawn], data: st.DataObject
) -> None:
    lines = [_line(number, one) for number, one in enumerate(tickets)]
    shuffled = data.draw(st.permutations(lines))
    cut = data.draw(st.integers(0, len(lines)))
    split = [DESK + "".join(part) for part in (shuffled[:cut], shuffled[cut:]) if part]
    whole = _figures(databases.fresh("empty", leave_empty), tmp_path, [DESK + "".join(lines)])
    parted = _figures(databases.fresh("empty", leave_empty), tmp_path, split)
    assert all(one.equals(other) for one, other in zip(whole, parted, strict=True))


def test_a_word_of_map_that_cannot_be_read(desk: Helpdesk) -> None:
    content = DESK + "1,2026-11-09,,Ann,open,1,\n"
    with pytest.raises(MappingUnreadable, match="write it as FIELD=COLUMN"):
        desk.plan(content, "opened")
    with pytest.raises(MappingUnreadable, match=r"“--map colour=x”.*the fields are ref, opened"):
        desk.plan(content, "colour=x")
    with pytest.raises(MappingUnreadable, match="the columns are “ticket”, “created”"):
        desk.plan(content, "opened=made")
