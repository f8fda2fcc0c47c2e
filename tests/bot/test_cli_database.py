"""`rapport db …` as people type it."""

from pathlib import Path

from tests.bot.cli import rapport
from tests.databases import Databases, Fill


def test_a_workspace_moves_to_postgresql(
    sqlite: Databases, postgresql: Databases, filled: Fill, tmp_path: Path
) -> None:
    old, new = sqlite.fresh("filled", filled), postgresql.absent()
    moved = rapport("db", "copy", "--to", new, folder=tmp_path, DATABASE_URL=old)
    assert moved.returncode == 0, moved.stderr
    assert "Every table has the same rows in both." in moved.stdout
    words = ("report", "acme", "--now", "2026-11-19T10:00", "--format", "json")
    before, after = (rapport(*words, folder=tmp_path, DATABASE_URL=url) for url in (old, new))
    assert before.stdout == after.stdout
    again = rapport("db", "copy", "--to", new, folder=tmp_path, DATABASE_URL=old)
    assert (again.returncode, "holds data already" in again.stderr) == (1, True)


def test_a_backup_can_be_used(sqlite: Databases, filled: Fill, tmp_path: Path) -> None:
    url, file = sqlite.fresh("filled", filled), tmp_path / "kept.db"
    done = rapport("db", "backup", str(file), folder=tmp_path, DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    report = rapport("report", "acme", folder=tmp_path, DATABASE_URL=f"sqlite:///{file}")
    assert "Acme Outdoor" in report.stdout
    twice = rapport("db", "backup", str(file), folder=tmp_path, DATABASE_URL=url)
    assert (twice.returncode, "kept.db holds data already" in twice.stderr) == (1, True)
