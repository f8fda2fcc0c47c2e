"""Moving to another database, and keeping a copy of a running one."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table

from storage import copying
from storage.copying import backup, copy
from storage.dialect import append_values
from storage.errors import CopyDiffers, DatabaseUnreachable, TargetNotEmpty
from storage.imports import import_file
from storage.store import open_store
from storage.tables import metadata
from tests.databases import Databases
from tests.storage import NOW
from tests.storage.conftest import AWKWARD

OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


@pytest.fixture
def lived_in(database_url: str, tmp_path: Path) -> str:
    """A database in which something of each kind has happened."""
    with open_store(database_url) as store:
        acme = store.clients.find("acme")
        assert acme
        for number, name in enumerate(AWKWARD):
            store.clients.add(f"client-{number}", name, now=NOW)
        store.clients.link_channel(acme.id, "C1")
        store.inbox.put("E1", "event", {"text": "ü\N{SNOWMAN}"}, NOW)
        store.subscriptions.add(acme.id, "C1", "weekly monday 09:00", "UTC", "U1", NOW)
        store.deliveries.plan("report", "k1", NOW, "C1", None, {"verb": "report"}, now=NOW)
        changed = tmp_path / "acme.csv"
        changed.write_text("client,date,metric,value\nacme,2026-11-09,leads,7.25\n")
        import_file(store, changed, client=None, create=False, now=NOW, by="U1")
    return database_url


@pytest.fixture
def elsewhere(databases: Databases, request: pytest.FixtureRequest) -> str:
    """An empty database of the other kind."""
    other: Databases = request.getfixturevalue(OTHER[databases.kind])
    return other.absent()


def test_everything_arrives_in_the_other_kind_of_database(lived_in: str, elsewhere: str) -> None:
    copied = {one.table: one for one in copy(lived_in, elsewhere)}
    assert set(copied) == set(metadata.tables)
    assert copied["observation"].rows > 2000
    assert copied["client"].rows == 2 + len(AWKWARD)
    with open_store(lived_in) as old, open_store(elsewhere) as new:
        assert new.clients.all() == old.clients.all()
        assert new.inbox.waiting() == old.inbox.waiting()
        assert new.subscriptions.all() == old.subscriptions.all()


def test_life_goes_on_in_the_copy(lived_in: str, elsewhere: str) -> None:
    copy(lived_in, elsewhere)
    with open_store(elsewhere) as store:
        assert store.clients.add("newest", "Newest", now=NOW).id > 2 + len(AWKWARD)
        assert store.inbox.put("E2", "event", {}, NOW) is not None
        assert store.inbox.put("E1", "event", {}, NOW) is None


def test_a_database_with_data_is_left_alone(lived_in: str, database_url: str) -> None:
    with pytest.raises(TargetNotEmpty, match="left as it is"):
        copy(lived_in, database_url)


def test_a_copy_that_differs_is_no_copy(
    lived_in: str, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(connection: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
        append_values(connection, table, rows[1:] if table.name == "observation" else rows)

    monkeypatch.setattr(copying, "append_values", careless)
    with pytest.raises(CopyDiffers, match="observation differs"):
        copy(lived_in, elsewhere)
    monkeypatch.undo()
    assert copy(lived_in, elsewhere)  # nothing was left behind


def test_a_backup_of_a_database_in_use_can_be_opened(lived_in: str, tmp_path: Path) -> None:
    file = tmp_path / "kept.db"
    with open_store(lived_in) as store:
        backup(lived_in, file)
        store.clients.add("later", "Later", now=NOW)
        with open_store(f"sqlite:///{file}") as kept:
            assert {one.slug for one in store.clients.all()} - {
                one.slug for one in kept.clients.all()
            } == {"later"}


def test_a_backup_never_replaces_a_file(lived_in: str, tmp_path: Path) -> None:
    file = tmp_path / "kept.db"
    file.write_text("precious")
    with pytest.raises(TargetNotEmpty, match=r"kept\.db"):
        backup(lived_in, file)
    assert file.read_text() == "precious"
    with pytest.raises(DatabaseUnreachable):
        backup(lived_in, tmp_path / "no" / "such" / "folder.db")
