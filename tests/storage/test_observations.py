"""Reading observations: frames and the days there are."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from storage.engine import writing
from storage.imports import import_file
from storage.store import Store
from storage.tables import observation
from storage.tickets.importing import import_tickets
from storage.tickets.planning import plan_tickets
from storage.values import Client
from storage.verbs.observations import day_number
from tests.storage import NOW


@pytest.fixture
def client(store: Store, tmp_path: Path) -> Client:
    """A client with leads on 1, 2 and 5 January 2026 and sessions on the 2nd; another beside."""
    file = tmp_path / "crm.csv"
    file.write_text(
        "client,date,metric,value\n"
        "acme,2026-01-05,leads,5\nacme,2026-01-01,leads,1\nacme,2026-01-02,leads,2\n"
        "acme,2026-01-02,sessions,20\nbeta,2026-01-09,spend,9\n"
    )
    import_file(store, file, client=None, create=True, now=NOW, by="U1")
    found = store.clients.find("acme")
    assert found is not None
    return found


def test_a_frame_holds_the_days_asked_for(store: Store, client: Client) -> None:
    frame = store.observations.frame(client.id, date(2026, 1, 1), date(2026, 1, 2))
    assert frame.columns.tolist() == ["metric", "day", "value", "weight", "source"]
    leads = frame[frame["metric"] == "leads"]
    assert [one.date() for one in leads["day"]] == [date(2026, 1, 1), date(2026, 1, 2)]
    assert leads["value"].tolist() == [1.0, 2.0]
    assert frame[frame["metric"] == "sessions"]["value"].tolist() == [20.0]
    assert len(frame) == 3


def test_an_empty_frame_has_the_same_columns(store: Store, client: Client) -> None:
    full = store.observations.frame(client.id, date(2026, 1, 1), date(2026, 1, 9))
    empty = store.observations.frame(client.id, date(2025, 1, 1), date(2025, 1, 9))
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    assert str(full["day"].dtype).startswith("datetime64")


def test_days_far_away_stand_in_frames(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "far.csv"
    file.write_text("date,leads\n2026-01-01,1\n2026-01-02,2\n")
    import_file(store, file, client="far", create=True, now=NOW, by="U1")
    found = store.clients.find("far")
    assert found is not None
    # No file may bring such days any more; what is stored already is read.
    with writing(store.engine) as connection:
        for near, far in ((date(2026, 1, 1), date.min), (date(2026, 1, 2), date.max)):
            moved = observation.update().where(observation.c.day == day_number(near))
            connection.execute(moved.values(day=day_number(far)))
    frame = store.observations.frame(found.id, date.min, date.max)
    assert frame["day"].dt.year.tolist() == [1, 9999]


def test_newest_and_earlier_days(store: Store, client: Client) -> None:
    assert store.observations.newest_day(client.id) == date(2026, 1, 5)
    assert store.observations.newest_day(client.id, before=date(2026, 1, 5)) == date(2026, 1, 2)
    assert store.observations.newest_day(client.id, before=date(2026, 1, 1)) is None


def test_another_workspace_reads_nothing(store: Store, client: Client) -> None:
    store.adopt("T1", "One")
    other = store.adopt("T2", "Two")
    assert other.observations.frame(client.id, date.min, date.max).empty
    assert other.observations.newest_day(client.id) is None


def test_a_frame_looks_back_at_what_was_known_then(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    monday, tuesday, wednesday = (NOW + timedelta(days=days) for days in range(3))
    for leads, at in ((7, monday), (9, wednesday)):
        file.write_text(f"client,date,metric,value\nacme,2026-01-05,leads,{leads}\n")
        import_file(store, file, client=None, create=True, now=at, by="test")
    acme = store.clients.find("acme")
    assert acme
    first = date(2026, 1, 5)

    def value(known_at: datetime | None) -> list[float]:
        return list(store.observations.frame(acme.id, first, first, known_at=known_at)["value"])

    assert value(monday - timedelta(seconds=1)) == []
    assert value(tuesday) == [7]
    assert value(wednesday) == value(None) == [9]


def test_parts_are_frames_with_their_names(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "desk.csv"
    file.write_text(
        "ticket,opened,channel,agent\n"
        "1,2026-01-05,mail,Ann: A\n2,2026-01-05,phone,Ann: A\n3,2026-01-06,mail,\n"
    )
    plan = plan_tickets(store, file)
    import_tickets(store, plan, client="acme", create=True, now=NOW, by="U1")
    acme = store.clients.find("acme")
    assert acme
    observations, days = store.observations, (date(2026, 1, 1), date(2026, 1, 31))
    assert observations.kinds(acme.id) == ("agent", "channel")
    parts = observations.parts(acme.id, "channel", *days)
    assert parts.columns.tolist() == ["metric", "day", "value", "weight", "source", "part"]
    assert parts.groupby("part")["value"].sum().to_dict() == {"mail": 2, "phone": 1}
    assert observations.parts(acme.id, "agent", *days)["part"].tolist() == ["Ann: A"]
    nothing = observations.parts(acme.id, "topic", *days)
    assert (len(nothing), nothing.dtypes.to_dict()) == (0, parts.dtypes.to_dict())
    assert observations.parts(acme.id, "agent", days[0], days[0]).empty
    earlier = NOW - timedelta(days=1)
    assert observations.parts(acme.id, "agent", *days, known_at=earlier).empty
    assert observations.frame(acme.id, *days)["value"].sum() == 3


def test_parts_belong_to_their_workspace_and_client(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "desk.csv"
    file.write_text("ticket,opened,agent\n1,2026-01-05,Ann\n")
    import_tickets(store, plan_tickets(store, file), client="a", create=True, now=NOW, by="U1")
    other = store.clients.add("other", "Other", now=NOW)
    ours = store.clients.find("a")
    assert ours
    assert store.observations.kinds(other.id) == ()
    store.adopt("T1", "One")
    stranger = store.adopt("T2", "Two")
    assert stranger.observations.kinds(ours.id) == ()
    assert stranger.observations.parts(ours.id, "agent", date.min, date.max).empty
