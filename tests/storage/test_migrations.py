"""A database of every earlier revision comes up to date with all it held."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, Table, insert, select

from storage import migrate
from storage.engine import connect, reading, writing
from storage.store import open_store, upgrade
from storage.tables import metadata
from tests.storage import NOW

EARLIER = [
    script.revision
    for script in ScriptDirectory.from_config(migrate._config()).walk_revisions()
    if script.revision != migrate.HEAD
]
AT = NOW.replace(microsecond=0)
# What somebody could have stored in the first release, one row a table at least.
FIRST: dict[str, dict[str, Any]] = {
    "workspace": {"team_id": "T1", "name": "Team"},
    "client": {
        "workspace_id": 1,
        "slug": "acme",
        "name": "Acme",
        "name_folded": "acme",
        "tz": "Europe/London",
        "currency": "GBP",
        "locale": "en",
        "created_at": AT,
    },
    "client_alias": {"workspace_id": 1, "client_id": 1, "alias": "the shop"},
    "client_channel": {"workspace_id": 1, "channel": "C1", "client_id": 1},
    "metric_key": {"key": "leads"},
    "source": {"workspace_id": 1, "name": "leads", "kind": "file"},
    "import_run": {
        "source_id": 1,
        "at": AT,
        "file_name": "leads.csv",
        "digest": "0",
        "rows_taken": 1,
        "rows_changed": 0,
        "rows_refused": 0,
        "by": "U1",
    },
    "observation": {
        "client_id": 1,
        "metric_id": 1,
        "breakdown_id": 0,
        "day": 20_760,
        "source_id": 1,
        "value": 7.5,
        "import_id": 1,
    },
    "comment": {
        "client_id": 1,
        "period_start": AT.date(),
        "period_end": AT.date(),
        "grain": "day",
        "author": "U1",
        "author_name": "sam",
        "text": "It was the outage.",
        "at": AT,
        "audience": "internal",
    },
}


@pytest.fixture(params=EARLIER)
def old(request: pytest.FixtureRequest, absent_url: str) -> Iterator[Engine]:
    """A filled database of an earlier revision."""
    engine = connect(absent_url)
    with writing(engine) as connection:
        _to_revision(connection, request.param)
        for name, row in FIRST.items():
            connection.execute(insert(_table(connection, name)).values(row))
    yield engine
    engine.dispose()


def test_nothing_is_lost_on_the_way_up(old: Engine, absent_url: str) -> None:
    assert upgrade(absent_url) is True
    with reading(old) as connection:
        for name, row in FIRST.items():
            table = metadata.tables[name]
            found = connection.execute(select(*(table.c[column] for column in row)))
            assert [*found.all()[-1]] == [*row.values()]


def test_the_upgraded_database_works(old: Engine, absent_url: str) -> None:
    upgrade(absent_url)
    with open_store(absent_url) as store:
        acme = store.clients.find("the shop")
        assert acme is not None
        assert acme.channels == ("C1",)
        days = store.observations.frame(acme.id, AT.date().replace(year=2026, month=1), AT.date())
        assert days["value"].tolist() == [7.5]
        assert store.clients.add("new", "New", now=NOW).slug == "new"


def _to_revision(connection: Connection, revision: str) -> None:
    config = migrate._config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _table(connection: Connection, name: str) -> Table:
    return Table(name, MetaData(), autoload_with=connection)
