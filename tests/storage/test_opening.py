"""Opening a database: new, old, newer, broken, absent, busy."""

import string
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from reports.errors import Expected
from storage import errors, migrate
from storage.engine import connect, reading, writing
from storage.errors import DatabaseBusy, DatabaseUnreachable, NewerDatabase
from storage.store import Store, open_store, upgrade
from storage.tables import metadata
from tests.storage import NOW


def test_a_new_file_gets_every_table_and_the_total(store: Store) -> None:
    with reading(store.engine) as connection:
        names = set(connection.dialect.get_table_names(connection))
        total = connection.scalar(text("SELECT name FROM breakdown WHERE id = 0"))
    assert names == {*metadata.tables, "alembic_version"}
    assert total == "total"


def test_the_migrated_schema_is_the_one_the_tables_declare(store: Store) -> None:
    with reading(store.engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_head_known_to_the_code_is_the_newest_migration() -> None:
    scripts = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))
    assert scripts.get_current_head() == migrate.HEAD


def test_opening_again_changes_nothing(url: str) -> None:
    with open_store(url) as first:
        client = first.clients.add("acme", "Acme", now=NOW)
    with open_store(url) as second:
        assert second.workspace_id == first.workspace_id
        assert second.clients.all() == [client]
        assert migrate.current(second.engine) == migrate.HEAD


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("nonsense", "not a URL"),
        ("mysql://u:secret@h/d", "only sqlite and postgresql"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:////nowhere/at/all/r.db", "unable to open database file"),
        ("postgres://u:secret@127.0.0.1:1/d", ""),
    ],
)
def test_what_cannot_be_opened_is_said_in_a_sentence(url: str, reason: str) -> None:
    with pytest.raises(DatabaseUnreachable) as raised:
        open_store(url)
    assert reason in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="has no time zone"):
        store.inbox.put("E1", "event", {}, datetime(2026, 11, 16, 9))  # noqa: DTZ001


def test_the_acknowledging_process_loads_neither_pandas_nor_alembic(url: str) -> None:
    open_store(url).close()
    code = (
        "import sys; from storage.store import open_store; import storage.imports\n"
        f"store = open_store({url!r}); store.inbox.waiting()\n"
        "print(sorted({'pandas', 'numpy', 'alembic', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_first_team_adopts_what_there_is(url: str, store: Store) -> None:
    client = store.clients.add("acme", "Acme", now=NOW)
    team = store.adopt("T1", "Team one")
    assert team.workspace_id == store.workspace_id
    assert store.adopt("T1", "Team one").workspace_id == store.workspace_id
    with open_store(url) as again:
        assert again.clients.all() == [client]


def test_another_team_sees_nothing_of_the_first(store: Store) -> None:
    store.adopt("T1", "Team one")
    store.clients.add("acme", "Acme", now=NOW)
    other = store.adopt("T2", "Team two")
    assert other.clients.all() == []
    assert other.clients.add("acme", "Acme too", now=NOW).slug == "acme"


def test_each_failure_is_one_sentence_that_can_be_said() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    assert len(kinds) > 15
    for kind in kinds:
        fields = [field for _, field, _, _ in string.Formatter().parse(kind.__doc__ or "") if field]
        sentence = str(kind(**dict.fromkeys(fields, "{it}")))
        assert issubclass(kind, Expected)
        assert "\n" not in sentence
        assert sentence.endswith(".")


def test_upgrade_says_whether_there_was_anything_to_do(absent_url: str) -> None:
    assert upgrade(absent_url) is True
    assert upgrade(absent_url) is False


def test_a_newer_database_is_refused_and_left_alone(url: str, store: Store) -> None:
    with writing(store.engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match=r"newer Rapport \(revision 9999\)"):
        open_store(url)


def test_a_failed_migration_changes_nothing(absent_url: str) -> None:
    engine = connect(absent_url)
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE comment (id INTEGER)")
    with pytest.raises(Exception, match="already exists"):
        upgrade(absent_url)
    with reading(engine) as connection:
        assert connection.dialect.get_table_names(connection) == ["comment"]
    engine.dispose()


def test_a_database_in_use_by_another_write_is_named(
    url: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.verbs.inbox.PUT_WITHIN", 0.05)
    other = connect(url)
    with writing(other) as connection:
        if other.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE inbox IN EXCLUSIVE MODE")
        with pytest.raises(DatabaseBusy, match="Nothing was changed"):
            store.inbox.put("E1", "event", {}, NOW)
    other.dispose()
    assert store.inbox.put("E1", "event", {}, NOW) is not None
