"""A store with two clients and their data, without Slack."""

from collections.abc import Iterator

import pytest

from storage.store import Store, open_store


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An open store with acme and borealis."""
    with open_store(database_url) as opened:
        yield opened
