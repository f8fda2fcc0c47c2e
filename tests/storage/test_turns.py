"""Imports of one source go in one after the other, and what a kill left uncounted is counted."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from storage.errors import ImportRunning
from storage.imports import import_file
from storage.store import Store
from storage.turns import turn
from storage.undo.finishing import are_unfinished, finish
from storage.undoing import undo
from storage.values import Client
from tests.storage import NOW
from tests.storage.helpdesk import Helpdesk
from tests.storage.killed import killed_in, take

DESK = "ticket,opened,closed\n1,2026-11-09,2026-11-10\n2,2026-11-09,2026-11-11\n"
MORE = DESK + "3,2026-11-10,2026-11-12\n"
LATER = NOW + timedelta(hours=1)
NUMBERS = "date,leads\n2026-11-09,7\n"


def leads(store: Store, file: Path, source: str = "leads") -> None:
    file.write_text(NUMBERS)
    import_file(store, file, client="acme", create=False, now=NOW, by="U1", source=source)


def test_a_second_import_of_the_source_waits_for_the_first(
    store: Store, acme: Client, tmp_path: Path
) -> None:
    with turn(store, "leads"):
        second = threading.Thread(target=leads, args=(store, tmp_path / "leads.csv"))
        second.start()
        leads(store, tmp_path / "others.csv", "others")
        assert [run.source for run in store.imports.recent(9)] == ["others"]
    second.join(30)
    assert [run.source for run in store.imports.recent(9)] == ["leads", "others"]


def test_who_would_wait_too_long_hears_why(
    store: Store, acme: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leads(store, tmp_path / "leads.csv")
    monkeypatch.setattr("storage.turns.PATIENCE", 0)
    with turn(store, "leads"):
        with pytest.raises(ImportRunning, match="Another import of “leads” is running"):
            leads(store, tmp_path / "leads.csv")
        with pytest.raises(ImportRunning):
            undo(store, store.imports.recent(1)[0].id, now=LATER, by="U1")
    leads(store, tmp_path / "leads.csv")
    assert len(store.imports.recent(9)) == 2


def test_many_take_turns_and_leave_nothing_behind(store: Store, url: str, tmp_path: Path) -> None:
    inside, most = [0], [0]

    def take_turns() -> None:
        for _ in range(5):
            with turn(store, "leads"):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=take_turns) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert most == [1]
    if store.engine.dialect.name == "sqlite":
        folder = Path(str(store.engine.url.database)).parent
        assert not list(folder.glob("*.turn"))


def test_a_turn_ends_with_the_process_that_had_it(
    store: Store, url: str, acme: Client, tmp_path: Path
) -> None:
    file = tmp_path / "desk.csv"
    file.write_text(DESK)
    killed_in("storage.tickets.importing.write_all", url, NOW.isoformat(), str(file))
    take(store, file, LATER)


def stands(store: Store) -> list[tuple[str, ...]]:
    """Every figure of acme."""
    frame = Helpdesk(store, Path()).frame()
    return sorted(tuple(map(str, row)) for row in frame.itertuples(index=False, name=None))


@pytest.mark.parametrize("where", ["storage.undoing.recount", "storage.undo.recounting.withdraw"])
def test_an_undo_killed_while_it_counts_is_finished_by_whoever_comes_next(
    store: Store, url: str, acme: Client, tmp_path: Path, where: str
) -> None:
    file = tmp_path / "desk.csv"
    for content, at in ((DESK, NOW), (MORE, LATER)):
        file.write_text(content)
        take(store, file, at)
        if content == DESK:
            wanted = stands(store)
    number = store.imports.recent(1)[0].id
    killed_in(where, url, (LATER + timedelta(hours=1)).isoformat(), str(number))
    assert are_unfinished(store)
    assert finish(store) == 1
    assert stands(store) == wanted
    assert not are_unfinished(store)
    assert finish(store) == 0


def test_an_import_killed_before_it_counts_is_finished_by_whoever_comes_next(
    store: Store, url: str, acme: Client, tmp_path: Path
) -> None:
    file = tmp_path / "desk.csv"
    file.write_text(DESK)
    killed_in("storage.tickets.importing.merge", url, NOW.isoformat(), str(file))
    assert finish(store) == 1
    counted = stands(store)
    take(store, file, LATER)
    assert stands(store) == counted
    assert counted


def test_what_somebody_is_at_work_on_is_left_to_them(
    store: Store, url: str, acme: Client, tmp_path: Path
) -> None:
    file = tmp_path / "desk.csv"
    file.write_text(DESK)
    killed_in("storage.tickets.importing.merge", url, NOW.isoformat(), str(file))
    with turn(store, "desk"):
        assert finish(store) == 0
    assert are_unfinished(store)
