"""A real SQLite file a test, and what stands in it."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from reports.model import Period
from storage.store import Store, open_store
from storage.values import Client
from tests.databases import Databases, leave_empty
from tests.storage import NOW

AWKWARD = [
    "",
    "   ",
    "\t\n",
    "Acme & Söhne <b>",
    "<!channel> &lt;@U123&gt;",
    "日本語の会社",
    "شركة النور‏",
    "👩‍👩‍👧‍👦 & co",
    "Z̡̛a̴l̷g̵o̸",
    "'; DROP TABLE client; --",
    "{braces} %s %(x)s",
    "me",
    "x" * 3000,
    "nul\0nul",
    "half \ud800 a pair",
    "ﬁ İ ß ſ",
]


@pytest.fixture
def absent_url(databases: Databases) -> str:
    """The URL of a database that has no table yet."""
    return databases.absent()


@pytest.fixture
def url(databases: Databases) -> str:
    """The URL of a migrated, empty database."""
    return databases.fresh("empty", leave_empty)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An open, empty store."""
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def acme(store: Store) -> Client:
    """A client."""
    return store.clients.add("acme", "Acme", now=NOW)


@pytest.fixture
def week() -> Period:
    """Monday 9 to Sunday 15 November 2026."""
    return Period(grain="week", start=date(2026, 11, 9), end=date(2026, 11, 15), label="week 46")


@pytest.fixture(params=["built in", pytest.param("real", marks=pytest.mark.realdata)])
def naughty(request: pytest.FixtureRequest) -> list[str]:
    """Texts that break careless programs: a few always, hundreds where there is real data."""
    if request.param == "built in":
        return AWKWARD
    folder: Path = request.getfixturevalue("real_data")
    texts: list[str] = json.loads((folder / "text" / "naughty_strings.json").read_text())
    return texts
