"""Event logs: one row a step of a ticket."""

from datetime import date
from pathlib import Path

import pytest

from storage.errors import ClosingChanged, MappingUnreadable
from storage.store import Store
from tests.storage.helpdesk import Helpdesk

HEAD = "CaseID,ActivityID,CompleteTimestamp\n"
ONE = "1,1,2026-11-09 09:00:00\n1,8,2026-11-09 09:30:00\n1,6,2026-11-10 09:00:00\n"
TWO = "2,1,2026-11-10 09:00:00\n2,6,2026-11-10 10:00:00\n2,8,2026-11-11 09:00:00\n"
FIRST, LAST = date(2026, 11, 9), date(2026, 11, 11)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Helpdesk:
    """A help desk of acme, which does not exist yet."""
    return Helpdesk(store, tmp_path)


def test_the_last_event_is_assumed_to_close(desk: Helpdesk) -> None:
    result = desk.bring(HEAD + ONE + TWO)
    assert (result.kind, result.taken, result.rows_read) == ("events", 2, 6)
    assert desk.figures() == {
        "requests": 2,
        "interactions_per_ticket": 3,
        "resolution_time": 86400,
    }
    assert "backlog" in result.lacks


def test_a_closing_that_is_named_tells_what_is_open(desk: Helpdesk) -> None:
    desk.bring(HEAD + ONE + TWO, "closing=6")
    figures = desk.figures(FIRST, LAST)
    assert (figures["backlog"], figures["interactions_per_ticket"]) == (1, 3)
    assert desk.figures(FIRST, FIRST)["backlog"] == 1
    assert desk.plan(HEAD + ONE).saved
    with pytest.raises(
        MappingUnreadable, match=r"no event of the file is called so.*“1”, “6”, “8”"
    ):
        desk.bring(HEAD + ONE + TWO, "closing=7")


def test_events_in_any_order_are_the_same(desk: Helpdesk) -> None:
    desk.bring(HEAD + ONE + TWO, "closing=6")
    before = desk.frame()
    turned = "".join(reversed((ONE + TWO).splitlines(keepends=True)))
    assert desk.bring(HEAD + turned).unchanged == 2
    assert desk.frame().equals(before)


def test_a_ticket_with_an_unreadable_event_is_left_out(desk: Helpdesk) -> None:
    result = desk.bring(HEAD + ONE + "2,1,soon\n" + TWO + ",1,2026-11-09 09:00:00\n")
    reasons = {one.line: one.reason for one in result.refused}
    assert list(reasons) == [5, 9]
    assert reasons[5].endswith("so its ticket 2 is left out")
    assert reasons[9] == "CaseID is empty"
    assert (result.taken, result.refused_count) == (1, 2)


def test_later_events_alone_are_refused(desk: Helpdesk) -> None:
    desk.bring(HEAD + ONE)
    before = desk.frame()
    result = desk.bring(HEAD + "1,8,2026-11-12 09:00:00\n" + TWO)
    assert [one.line for one in result.refused] == [2]
    assert "the earlier events of ticket 1" in result.refused[0].reason
    assert (result.taken, result.new) == (1, 1)
    assert len(desk.frame()) > len(before)
    whole = desk.bring(HEAD + ONE + "1,8,2026-11-12 09:00:00\n")
    assert (whole.changed, whole.refused) == (1, [])


def test_another_closing_needs_all_tickets_again(desk: Helpdesk) -> None:
    desk.bring(HEAD + ONE + TWO)
    with pytest.raises(ClosingChanged, match="1 of its tickets are not in the file"):
        desk.bring(HEAD + ONE, "closing=6")
    assert desk.bring(HEAD + ONE + TWO, "closing=6").changed == 1
