"""What a database says is told apart: busy, full, away, or a mistake in the code."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.engine import writing
from storage.errors import DatabaseBusy, DatabaseFailure, DatabaseFull, DatabaseUnreachable
from storage.store import Store
from tests.databases import Databases


@pytest.fixture(scope="session")
def databases(postgresql: Databases) -> Databases:
    """PostgreSQL and no other: it has a code for everything."""
    return postgresql


def say(store: Store, state: str) -> None:
    with writing(store.engine) as connection:
        words = f"DO $$ BEGIN RAISE EXCEPTION 'no luck' USING ERRCODE = '{state}'; END $$"
        connection.execute(text(words))


@pytest.mark.parametrize(
    ("state", "failure"),
    [
        ("53100", DatabaseFull),
        ("53200", DatabaseUnreachable),
        ("57P01", DatabaseUnreachable),
        ("58030", DatabaseUnreachable),
        ("XX000", DatabaseUnreachable),
        ("25006", DatabaseUnreachable),
        ("55P03", DatabaseBusy),
        ("40001", DatabaseBusy),
    ],
)
def test_what_the_server_cannot_help_is_a_sentence(
    store: Store, state: str, failure: type[DatabaseFailure]
) -> None:
    with pytest.raises(failure, match="The ") as told:
        say(store, state)
    assert "CONTEXT" not in str(told.value)
    problem = store.problem()
    assert problem == (None if failure is DatabaseBusy else str(told.value))


@pytest.mark.parametrize("state", ["42P01", "23505", "22012"])
def test_a_mistake_in_the_code_stays_one(store: Store, state: str) -> None:
    with pytest.raises(DBAPIError):
        say(store, state)
    assert store.problem() is None
