"""Known tables, written in hundreds of ways: each is read right or refused, never wrong."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from storage.errors import FileUnreadable
from storage.sources.table import open_table
from tests.bot.cli import rapport
from tests.storage.written_tables import Table, Variant, closed, doubtful, others, texts

LEAST_RIGHT = 0.97


def outcome(folder: Path, variant: Variant) -> str:
    """Whether a variant is read right, refused with a reason, or wrong."""
    (folder / variant.name).write_bytes(variant.content)
    done = rapport("import", variant.name, "--dry-run", "--format", "csv", folder=folder)
    (folder / variant.name).unlink()
    if done.returncode:
        named = done.stdout == "" and "cannot be read" in done.stderr
        return "refused" if named and "Traceback" not in done.stderr else "wrong"
    if table_in(done.stdout) != variant.table:
        return "wrong"
    return "right" if _comes_back(folder, done.stdout) else "wrong on reading what was written"


def _comes_back(folder: Path, text: str) -> bool:
    """Whether what was written of a table is read as the same table again."""
    (folder / "again.csv").write_text(text, encoding="utf-8", newline="")
    again = open_table(folder / "again.csv", strict=True)
    return table_in(text) == [list(again.header), *(cells for _, cells in again.every_row())]


def table_in(text: str) -> Table:
    """What another program reads in the output."""
    return list(csv.reader(io.StringIO(text, newline="")))


def test_known_tables_are_read_right_or_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    variants = [*texts(), *closed(), *others(tmp_path)]
    assert len(variants) >= 500
    found = {one.name: outcome(tmp_path, one) for one in variants}
    score = Counter(found.values())
    with capsys.disabled():
        print(f"\n{len(found)} files: {dict(score)}")
        print("refused:", [name for name, how in found.items() if how == "refused"])
    assert [name for name, how in found.items() if how.startswith("wrong")] == []
    assert score["right"] >= LEAST_RIGHT * len(found)
    assert not (tmp_path / "rapport.db").exists()


def test_what_is_more_or_less_than_a_table_is_refused_by_its_line(tmp_path: Path) -> None:
    variants = list(doubtful())
    assert len(variants) >= 200
    for one in variants:
        (tmp_path / one.name).write_bytes(one.content)
        with pytest.raises(FileUnreadable, match=r"cannot be read: line \d+ "):
            open_table(tmp_path / one.name, strict=True)
