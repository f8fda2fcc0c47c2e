"""What is so on PostgreSQL alone."""

import pytest
from sqlalchemy import text

from storage.engine import writing
from storage.errors import DatabaseUnreachable, OlderDatabase
from storage.store import Store, open_store, upgrade
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


def test_a_restarted_server_costs_no_verb(store: Store) -> None:
    assert store.clients.all() == []
    with writing(store.engine) as connection:
        mine = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
        others = "current_database() AND pid <> pg_backend_pid()"
        connection.execute(text(mine + others))
    assert store.inbox.put("E1", "event", {}, NOW) is not None


def test_a_database_that_is_gone_is_named(url: str) -> None:
    with pytest.raises(DatabaseUnreachable, match="does not exist"):
        open_store(url.replace("?", "x?"))
