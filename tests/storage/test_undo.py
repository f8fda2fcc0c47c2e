"""An import is taken back: what goes, what stays, what is refused."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from storage.engine import reading, writing
from storage.errors import SourceTaken
from storage.imports import import_file
from storage.records.importing import import_records
from storage.records.planning import plan_records
from storage.store import Store
from storage.tables import feedback, import_run, observation, record_journal
from storage.tickets.importing import import_tickets
from storage.tickets.planning import plan_tickets
from storage.undo import observations
from storage.undo.errors import AlreadyUndone, NoSuchImport, NotUndoable
from storage.undo.run import Undone
from storage.undoing import look, undo
from tests.storage import NOW
from tests.storage.helpdesk import Helpdesk
from tests.storage.undo_house import File, House

HEADER = "date,metric,value,weight"
FIRST = File("crm", ("2026-11-01,leads,1,", "2026-11-02,leads,2,"))
SECOND = File("crm", ("2026-11-02,leads,3,", "2026-11-03,leads,4,"))
Apply = Callable[[Connection, Undone, int], None]
LATER = NOW + timedelta(days=1)


@pytest.fixture
def house(store: Store, tmp_path: Path) -> House:
    """A client with two imports, the second of which changes a value of the first."""
    made = House(store, tmp_path, HEADER)
    made.play([FIRST, SECOND])
    return made


def values(house: House) -> list[str]:
    return [row[2] for row in house.look()]


def test_what_it_would_change_is_told_and_nothing_is_written(house: House) -> None:
    before = house.look()
    told = look(house.store, 2)
    assert (told.back, told.gone, told.counted, told.clients) == (1, 1, False, (house.client,))
    assert house.look() == before
    assert house.store.imports.recent(1)[0].undone_at is None


def test_it_goes_back_and_stays_in_the_list(house: House) -> None:
    house.undo(2)
    assert values(house) == ["1.0", "2.0"]
    run = house.store.imports.recent(1)[0]
    assert (run.id, run.undone_by, run.undone_at) == (2, "U1", house.now)
    house.take(SECOND)
    assert values(house) == ["1.0", "3.0", "4.0"]


def test_the_later_value_stays_and_its_own_undoing_closes_the_gap(house: House) -> None:
    told = house.undo(1)
    assert (told.back, told.gone) == (0, 1)
    assert values(house) == ["3.0", "4.0"]
    house.undo(2)
    assert values(house) == []


def test_what_a_later_file_brought_again_unchanged_stays(house: House) -> None:
    house.take(SECOND)
    assert look(house.store, 2).nothing
    house.undo(2)
    assert values(house) == ["1.0", "3.0", "4.0"]


def test_a_wrong_number_is_refused_by_name(house: House) -> None:
    with pytest.raises(NoSuchImport, match="There is no import 77"):
        look(house.store, 77)
    house.undo(2)
    with pytest.raises(AlreadyUndone, match="Import 2 was undone on 2026-11-16"):
        house.undo(2)
    with pytest.raises(NoSuchImport):  # the run that took it back is nothing people imported
        look(house.store, 3)
    with writing(house.store.engine) as connection:
        connection.execute(import_run.update().values(undoable=False))
    with pytest.raises(NotUndoable, match="older than what Rapport keeps"):
        house.undo(1)


def test_stopped_in_the_middle_it_is_not_undone_and_can_be_completed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(observations, "SLICE_ROWS", 1)
        patch.setattr(observations, "apply", _second_fails(observations.apply))
        with pytest.raises(RuntimeError):
            house.undo(2)
    assert values(house) == ["1.0", "2.0", "4.0"]
    assert house.store.imports.recent(1)[0].undone_at is None
    house.undo(2)
    assert values(house) == ["1.0", "2.0"]


def test_without_imports_the_source_may_bring_anything(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "desk.csv"
    file.write_text("client,date,metric,value\nacme,2026-11-01,leads,1\n", encoding="utf-8")
    import_file(store, file, client=None, create=True, now=NOW, by="U1")
    file.write_text("ticket id,created\nT1,2026-11-09 09:00\n", encoding="utf-8")
    with pytest.raises(SourceTaken):
        plan_tickets(store, file)
    undo(store, 1, now=LATER, by="U1")
    plan = plan_tickets(store, file)
    import_tickets(store, plan, client="acme", create=False, now=LATER, by="U1")
    assert store.imports.kind_of("desk") == "tickets"
    assert store.clients.find("acme")  # who came with it stays


def test_records_of_every_kind_go_back(store: Store, tmp_path: Path) -> None:
    file, header = tmp_path / "voices.csv", "response id,client,date,rating\n"
    for rows in ("1,acme,2026-11-09,5\n2,acme,2026-11-09,1\n", "2,acme,2026-11-09,4\n"):
        file.write_text(header + rows, encoding="utf-8")
        plan = plan_records(store, file, kind="feedback", create=True, overrides=("scale=csat",))
        import_records(store, plan, now=NOW, by="U1")
    assert _shares(store) == [1.0]
    told = undo(store, 2, now=LATER, by="U1")
    assert (told.records_back, told.records_gone, told.counted) == (1, 0, True)
    assert _shares(store) == [0.5]
    undo(store, 1, now=LATER, by="U1")
    with reading(store.engine) as connection:
        assert connection.scalar(select(func.count()).select_from(feedback)) == 0
        assert connection.scalar(select(func.count()).select_from(observation)) == 0
        assert connection.scalar(select(func.count()).select_from(record_journal)) == 4


def test_how_the_sources_files_are_read_goes_back_too(store: Store, tmp_path: Path) -> None:
    desk = Helpdesk(store, tmp_path)
    desk.bring("ticket id,created,agent\nT1,2026-11-09 09:00,Ann\n")
    before, kept = desk.frame("agent"), store.imports.mapping_of("desk")
    desk.bring("ticket id,created,agent\nT2,2026-11-09 09:00,Bo\n", "agent=")
    assert desk.frame("agent").empty
    undo(store, 2, now=LATER, by="U1")
    assert store.imports.mapping_of("desk") == kept
    assert desk.frame("agent").equals(before)


def _shares(store: Store) -> list[float]:
    acme = store.clients.find("acme")
    assert acme
    day = NOW.date().replace(day=9)
    frame = store.observations.frame(acme.id, day, day)
    return [float(one) for one in frame.loc[frame["metric"] == "csat", "value"]]


def _second_fails(apply: Apply) -> Apply:
    calls: list[int] = []

    def failing(connection: Connection, undone: Undone, number: int) -> None:
        calls.append(number)
        if len(calls) > 1:
            raise RuntimeError("The power went.")
        apply(connection, undone, number)

    return failing
