"""What a team declares: kept for its workspace alone, the newest counting."""

from pathlib import Path

import pytest
from sqlalchemy import select

from reports.metrics import built_in
from reports.metrics.declared import Declared
from storage.engine import reading, writing
from storage.errors import DeclarationsUnreadable
from storage.imports import import_file
from storage.store import Store, open_store
from storage.tables import declaration
from tests.databases import Databases, leave_empty
from tests.storage import NOW

OWN = Declared.model_validate(
    {
        "metrics": {"signups": {"label": "Sign-ups", "guides": False}},
        "identities": ["signups <= sessions"],
        "sources": ["crm"],
        "tolerance": 0.05,
    }
)


def test_nothing_declared_is_the_built_in_catalogue(store: Store) -> None:
    assert store.definitions.catalogue() == built_in()
    assert store.definitions.declared() == Declared()
    assert not store.definitions.declare(Declared(), now=NOW, by="sam")


def test_what_was_declared_comes_back_whole(store: Store) -> None:
    assert store.definitions.declare(OWN, now=NOW, by="sam")
    assert not store.definitions.declare(OWN, now=NOW, by="maya")
    assert store.definitions.declared() == OWN
    found = store.definitions.catalogue()
    assert found.metric("signups").label == "Sign-ups"
    assert not found.metric("signups").guides
    assert (found.sources, found.tolerance) == (("crm",), 0.05)
    assert found.identities[-1].holds == "signups <= sessions"


def test_the_next_replaces_it_and_the_last_stays_known(store: Store) -> None:
    store.definitions.declare(OWN, now=NOW, by="sam")
    assert store.definitions.declare(Declared(), now=NOW, by="maya")
    assert store.definitions.catalogue() == built_in()
    with reading(store.engine) as connection:
        rows = connection.execute(select(declaration.c.by).order_by(declaration.c.id)).scalars()
        assert list(rows) == ["sam", "maya"]


def test_another_workspace_knows_nothing_of_it(store: Store) -> None:
    store.definitions.declare(OWN, now=NOW, by="sam")
    ours, theirs = store.adopt("T1", "Ours"), store.adopt("T2", "Theirs")
    assert ours.definitions.declared() == OWN
    assert theirs.definitions.catalogue() == built_in()
    assert theirs.definitions.keys() == set()
    assert theirs.definitions.sources() == set()


def test_keys_and_sources_are_those_with_data(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "crm.csv"
    file.write_text("date,leads,sign ups\n2026-11-09,3,4\n", encoding="utf-8")
    import_file(store, file, client="acme", create=True, now=NOW, by="sam")
    assert store.definitions.keys() == {"leads", "sign_ups"}
    assert store.definitions.sources() == {"crm"}


def test_what_cannot_be_read_is_one_sentence(databases: Databases) -> None:
    with open_store(databases.fresh("empty", leave_empty)) as store:
        row = {"workspace_id": store.workspace_id, "at": NOW, "by": "x", "text": '{"metrics": 1}'}
        with writing(store.engine) as connection:
            connection.execute(declaration.insert().values(row))
        with pytest.raises(DeclarationsUnreadable, match="Declare"):
            store.definitions.catalogue()
