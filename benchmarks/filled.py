"""A database as a small agency has it: the playground's sample, a year of three clients."""

from datetime import UTC, datetime
from pathlib import Path

from bot.playground.sample.fill import fill
from storage.store import open_store

NOW = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)


def filled(folder: Path) -> str:
    """The URL of a new SQLite file with the sample in it."""
    url = f"sqlite:///{folder / 'bench.db'}"
    with open_store(url) as store:
        fill(store, NOW.date(), NOW)
    return url
