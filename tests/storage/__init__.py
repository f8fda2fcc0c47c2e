"""The store, on real SQLite files."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
