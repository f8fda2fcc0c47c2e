"""Which column means what: proposed by name and content, never guessed between two."""

from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.cells import Refused
from storage.errors import FieldUnclear
from storage.records import cells
from storage.records.fields import plain, seconds_in
from storage.tickets.fields import TICKET_FIELDS
from storage.tickets.mapping import from_json
from storage.tickets.proposing import propose


def columns(header: str, *rows: str, **told: str) -> Mapping[str, str]:
    sample = [row.split(",") for row in rows]
    return propose("f.csv", header.split(","), sample, told).columns


def test_columns_are_known_in_any_dress() -> None:
    assert columns("Ticket ID,CreatedAt,Closed on,Assignee,Category,Via,City,Status") == {
        "ref": "Ticket ID",
        "opened": "CreatedAt",
        "closed": "Closed on",
        "agent": "Assignee",
        "topic": "Category",
        "channel": "Via",
        "location": "City",
        "resolved": "Status",
    }


def test_thai_and_chinese_columns_are_known() -> None:
    keys = ["ref", "opened", "closed", "agent", "severity", "channel", "location", "requester",
            "resolved"]  # fmt: skip
    thai = "เลขที่ตั๋ว,วันที่เปิด,วันที่ปิด,ผู้รับผิดชอบ,ความรุนแรง,ช่องทาง,สาขา,ผู้แจ้ง,สถานะ"
    row = "1,2026-11-09,2026-11-10,ก,สูง,line,เชียงใหม่,ข,{}"
    assert list(columns(thai, row.format("เสร็จสิ้น"))) == _in_order(keys)
    chinese = "工单编号,创建时间,关闭时间,处理人,优先级,渠道,门店,申请人,状态"
    assert list(columns(chinese, row.format("已解决"))) == _in_order(keys)


def test_severity_and_requester_are_known() -> None:
    found = columns("ticket,created,Priority,Requested by", "1,2026-11-09,P1,Zoe")
    assert (found["severity"], found["requester"]) == ("Priority", "Requested by")


def test_the_cells_tell_a_moment_from_a_duration() -> None:
    header = "id,created,first response"
    assert columns(header, "1,2026-11-09 09:00,2026-11-09 09:05")["first_reply"]
    assert columns(header, "1,2026-11-09 09:00,0:05:00")["first_response"]
    resolved = "id,created,Resolved"
    assert columns(resolved, "1,2026-11-09,Y")["resolved"] == "Resolved"
    assert columns(resolved, "1,2026-11-09,2026-11-10")["closed"] == "Resolved"


def test_a_time_beside_the_date_is_its_time() -> None:
    assert columns("id,Date,Time", "1,2026-11-09,09:00")["opened_time"] == "Time"
    assert columns("id,Date,Time", "1,2026-11-09 00:00:00,09:00")["opened_time"] == "Time"
    assert "opened_time" not in columns("id,Date,Time", "1,2026-11-09 10:00,09:00")


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("ticket,case id,created", 'both “ticket”, “case id” may be.*“?--map "ref=ticket"'),
        ("ticket,created,opened", "when it was opened: both “opened”, “created” may be"),
        ("ticket,agent", "when it was opened: its columns are “ticket”, “agent”.*opened=ticket"),
        ("created,agent", "the ticket's number: its columns are “created”, “agent”"),
    ],
)
def test_what_is_required_is_not_guessed(header: str, sentence: str) -> None:
    with pytest.raises(FieldUnclear, match=sentence):
        columns(header)


def test_what_is_told_counts() -> None:
    header = "ticket,created,opened,who,agent"
    assert columns(header, opened="created", agent="WHO") == {
        "opened": "created",
        "agent": "who",
        "ref": "ticket",
    }
    assert "agent" not in columns("ticket,created,agent", agent="")


def test_event_logs_repeat_their_tickets() -> None:
    header = ["CaseID", "ActivityID", "CompleteTimestamp"]
    rows = [["2", "1", "2012-04-03 16:55:38"], ["2", "8", "2012-04-03 16:55:53"]]
    found = propose("f.csv", header, rows, {})
    assert (found.kind, found.closing) == ("events", None)
    assert dict(found.columns) == {"ref": "CaseID", "activity": "ActivityID",
                                   "at": "CompleteTimestamp"}  # fmt: skip
    assert from_json(found.to_json()) == found
    assert propose("f.csv", header, rows[:1], {"closing": "6"}).closing == "6"


def test_names_and_units() -> None:
    assert plain("Speed of answer in seconds") == plain("speed_of_answer") == "speedofanswer"
    assert plain("Answered (Y/N)") == "answered"
    assert plain("Days") == "days"
    units = {"Talk (min)": 60, "Hold time [h]": 3600, "Talk Duration (Seconds)": 1, "Wait": 1}
    assert {name: seconds_in(name) for name in units} == units


@given(st.integers(0, 10**6))
def test_durations_read_alike_however_written(seconds: int) -> None:
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    written = [str(seconds), f"{hours}:{minutes:02}:{rest:02}", f"{hours}h {minutes}m {rest}s"]
    assert [cells.duration(one, 1) for one in written] == [seconds] * 3
    assert cells.duration(str(seconds), 60) == seconds * 60


@given(st.text(max_size=30))
def test_any_cell_is_read_or_refused(text: str) -> None:
    readers = (cells.time_of_day, cells.yes, cells.count, lambda one: cells.duration(one, 1))
    for read in readers:
        with suppress(Refused):
            read(text)


@pytest.mark.parametrize(
    ("text", "hour"), [("09:30", 9), ("9:30 PM", 21), ("12:30 am", 0), ("12:30 p.m.", 12)]
)
def test_times_of_day(text: str, hour: int) -> None:
    found = cells.time_of_day(text)
    assert found
    assert (found.hour, found.minute) == (hour, 30)


def _in_order(keys: list[str]) -> list[str]:
    return [one.key for one in TICKET_FIELDS if one.key in keys]
