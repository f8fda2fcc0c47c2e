"""What is so on PostgreSQL alone."""

import pytest
from sqlalchemy import func, select, text

from storage.engine import reading, writing
from storage.errors import DatabaseUnreachable, OlderDatabase
from storage.store import Store, open_store, upgrade
from storage.tables import client
from tests.databases import Databases
from tests.storage import NOW


@pytest.fixture
def databases(postgresql: Databases) -> Databases:
    """PostgreSQL and no other."""
    return postgresql


def test_tables_are_made_by_the_release_step_alone(absent_url: str) -> None:
    with pytest.raises(OlderDatabase, match="Run `rapport db upgrade` once"):
        open_store(absent_url)
    upgrade(absent_url)
    open_store(absent_url).close()


def test_the_old_name_of_the_scheme_is_understood(url: str) -> None:
    with open_store(url.replace("postgresql://", "postgres://")) as store:
        assert store.clients.all() == []


def test_a_restarted_server_costs_no_verb(store: Store, url: str) -> None:
    with writing(store.engine), writing(store.engine):  # two connections in the pool
        pass
    with open_store(url) as other, writing(other.engine) as connection:
        ended = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = "
        others = "current_database() AND pid <> pg_backend_pid()"
        assert connection.execute(text(ended + others)).scalars().all() == [True, True]
    assert store.clients.all() == []
    assert store.inbox.put("E1", "event", {}, NOW) is not None


def test_a_connection_that_nobody_hears_of_is_asked_after_a_while(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(store.engine.dialect, "do_ping", asked.append)
    assert store.clients.all() == []
    assert asked == []
    monkeypatch.setattr("storage.dialect._BELIEVED", 0)
    assert store.clients.all() == []
    assert len(asked) == 1


def test_what_is_read_at_one_moment_does_not_see_the_next(store: Store) -> None:
    with reading(store.engine, one_moment=True) as connection:
        count = select(func.count()).select_from(client)
        assert connection.scalar(count) == 0
        store.clients.add("acme", "Acme", now=NOW)
        assert connection.scalar(count) == 0
    assert [one.slug for one in store.clients.all()] == ["acme"]


def test_a_database_that_is_gone_is_named(url: str) -> None:
    with pytest.raises(DatabaseUnreachable, match="does not exist"):
        open_store(url.replace("?", "x?"))
