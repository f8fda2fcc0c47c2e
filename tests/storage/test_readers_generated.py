"""Known tables, written in hundreds of ways: each is read right or refused, never wrong."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from tests.bot.cli import rapport
from tests.storage.written_tables import Table, Variant, others, texts

LEAST_RIGHT = 0.97


def outcome(folder: Path, variant: Variant) -> str:
    """Whether a variant is read right, refused with a reason, or wrong."""
    (folder / variant.name).write_bytes(variant.content)
    done = rapport("import", variant.name, "--dry-run", "--format", "csv", folder=folder)
    (folder / variant.name).unlink()
    if done.returncode:
        named = done.stdout == "" and "cannot be read" in done.stderr
        return "refused" if named and "Traceback" not in done.stderr else "wrong"
    return "right" if table_in(done.stdout) == variant.table else "wrong"


def table_in(text: str) -> Table:
    """What another program reads in the output."""
    return list(csv.reader(io.StringIO(text, newline="")))


def test_known_tables_are_read_right_or_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    variants = [*texts(), *others(tmp_path)]
    assert len(variants) >= 500
    found = {one.name: outcome(tmp_path, one) for one in variants}
    score = Counter(found.values())
    with capsys.disabled():
        print(f"\n{len(found)} files: {dict(score)}")
        print("refused:", [name for name, how in found.items() if how == "refused"])
    assert [name for name, how in found.items() if how == "wrong"] == []
    assert score["right"] >= LEAST_RIGHT * len(found)
    assert not (tmp_path / "rapport.db").exists()
