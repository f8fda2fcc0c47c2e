"""What is so on SQLite alone."""

from pathlib import Path

import pytest
from sqlalchemy import text

from storage import dialect
from storage.engine import connect, reading, writing
from storage.errors import DatabaseBusy, DatabaseUnreachable
from storage.store import Store, open_store
from tests.databases import Databases
from tests.storage import NOW


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    """SQLite and no other."""
    return sqlite


def test_observations_are_clustered_by_their_key(store: Store) -> None:
    with reading(store.engine) as connection:
        sql = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'observation'"))
    assert "WITHOUT ROWID" in str(sql)


@pytest.mark.parametrize(
    ("pragma", "wanted"), [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 5000)]
)
def test_every_connection_is_prepared(store: Store, pragma: str, wanted: object) -> None:
    with writing(store.engine) as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == wanted


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database " * 100)
    with pytest.raises(DatabaseUnreachable, match="file is not a database"):
        open_store(f"sqlite:///{file}")
    assert file.read_text().startswith("not a database")


def test_a_failed_migration_leaves_an_empty_database(absent_url: str) -> None:
    engine = connect(absent_url)
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE comment (id INTEGER)")
    with pytest.raises(DatabaseUnreachable, match="comment already exists"):
        open_store(absent_url)
    with reading(engine) as connection:
        assert connection.dialect.get_table_names(connection) == ["comment"]
    engine.dispose()


def test_a_busy_database_is_named(url: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialect, "BUSY_MILLISECONDS", 20)
    other = connect(url)
    with writing(other), pytest.raises(DatabaseBusy, match="Nothing was changed"):
        store.inbox.put("E1", "event", {}, NOW)
    other.dispose()
    assert store.inbox.put("E1", "event", {}, NOW) is not None


def test_a_database_that_became_unwritable_is_named(store: Store) -> None:
    with reading(store.engine) as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(DatabaseUnreachable, match="readonly"):
        store.inbox.put("E1", "event", {}, NOW)


def test_a_folder_in_the_place_of_the_file_is_a_problem(absent_url: str) -> None:
    file = Path(absent_url.removeprefix("sqlite:///"))
    with open_store(absent_url) as store:
        assert store.problem() is None
        store.engine.dispose()
        file.unlink()
        file.mkdir()
        assert "unable to open" in str(store.problem())
