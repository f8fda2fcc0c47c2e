"""The values of single records: those of the client and the days, honestly looking back."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from reports.figures import by_metric, total
from storage.store import Store
from storage.verbs.recorded import KEPT
from tests.storage import NOW
from tests.storage.helpdesk import Helpdesk

MONDAY, SUNDAY = date(2026, 11, 9), date(2026, 11, 15)
HEAD = "ticket,created,closed,speed of answer,talk time\n"
TICKETS = (
    "1,2026-11-09 09:00,2026-11-09 10:00,10,100\n"
    "2,2026-11-09 10:00,2026-11-11 10:00,30,\n"
    "3,2026-11-15 10:00,,50,200\n"
    "4,2026-11-16 10:00,,900,900\n"
)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Helpdesk:
    """A help desk of acme with four tickets."""
    made = Helpdesk(store, tmp_path)
    made.bring(HEAD + TICKETS)
    return made


def found(store: Store, *keys: str, first: date = MONDAY, last: date = SUNDAY) -> pd.DataFrame:
    acme = store.clients.find("acme")
    assert acme
    frame = store.recorded.frame(acme.id, keys or list(KEPT), first, last)
    assert frame is not None
    return frame


def values(frame: pd.DataFrame, key: str) -> list[float]:
    return sorted(frame.loc[frame["metric"] == key, "value"])


def test_each_record_has_its_value_on_its_day(desk: Helpdesk) -> None:
    frame = found(desk.store)
    assert values(frame, "first_response") == [10, 30, 50]
    assert values(frame, "handle_time") == [100, 200]
    assert values(frame, "resolution_time") == [3600, 48 * 3600]
    closed = frame.loc[frame["metric"] == "resolution_time", "day"].dt.date
    assert sorted(closed) == [MONDAY, MONDAY + timedelta(days=2)]
    assert set(frame["source"]) == {"desk"}


def test_the_core_makes_medians_of_them(desk: Helpdesk) -> None:
    made = {d.metric.key: d for d in by_metric(desk.frame(), None, found(desk.store))}
    assert total(made["first_response_median"], MONDAY, SUNDAY) == 30
    assert total(made["first_response_p90"], MONDAY, SUNDAY) == pytest.approx(46)
    assert total(made["handle_time_p90"], MONDAY, SUNDAY) == pytest.approx(190)


def test_nothing_where_there_is_none(desk: Helpdesk) -> None:
    store, other = desk.store, desk.store.clients.add("other", "Other", now=NOW)
    days = (MONDAY, SUNDAY)
    assert store.recorded.frame(other.id, list(KEPT), *days) is None
    acme = store.clients.find("acme")
    assert acme
    assert store.recorded.frame(acme.id, ["unheard_of"], *days) is None
    assert store.recorded.frame(acme.id, ["buyers", "active_people"], *days) is None
    stranger = store.adopt("T1", "Ours").adopt("T2", "Theirs")
    assert stranger.recorded.frame(acme.id, list(KEPT), *days) is None


def test_looking_back_it_is_unknown_once_records_changed(desk: Helpdesk) -> None:
    acme = desk.store.clients.find("acme")
    acme_id = acme.id if acme else 0

    def at(hours: int) -> pd.DataFrame | None:
        moment = NOW + timedelta(hours=hours)
        keys = ["first_response"]
        return desk.store.recorded.frame(acme_id, keys, MONDAY, SUNDAY, known_at=moment)

    assert at(-1) is None
    assert at(1) is not None
    desk.bring(HEAD + TICKETS.replace(",10,100", ",20,100"), at=NOW + timedelta(hours=2))
    assert at(1) is None
    later = at(3)
    assert later is not None
    assert values(later, "first_response") == [20, 30, 50]
