"""What counts is read in one place, and does not depend on how the data came in."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from commands.counted import counted
from commands.doubts import doubts
from reports.checks.doubt import Doubt
from reports.metrics import built_in
from storage.imports import import_file
from storage.store import Store
from storage.undoing import undo
from storage.values import Client
from tests.conftest import NOW

ROOMS = ("bot", "commands", "docs", "storage", "reports")
FIRST, DAYS = date(2025, 1, 6), 60
WRONG = FIRST + timedelta(days=33)
Line = tuple[date, str, float]


@pytest.fixture
def nova(store: Store) -> Client:
    """A client without data."""
    return store.clients.add("nova", "Nova", now=NOW)


def lines() -> list[Line]:
    found: list[Line] = []
    for at in range(DAYS):
        day = FIRST + timedelta(days=at)
        found.append((day, "leads", 120_400 if day == WRONG else 110.0 + at * 7 % 13))
        found.append((day, "nps", 450 if at == 12 else 40))
        found.append((day, "csat", 80.0 + at % 9))
    return found


def bring(store: Store, folder: Path, rows: list[Line], source: str = "crm") -> None:
    text = "".join(f"{day},{metric},{value}\n" for day, metric, value in rows)
    (folder / "part.csv").write_text(f"date,metric,value\n{text}", encoding="utf-8")
    import_file(
        store, folder / "part.csv", client="nova", create=False, now=NOW, by="U1", source=source
    )


def seen(store: Store, nova: Client) -> tuple[object, ...]:
    judged = counted(store, nova, FIRST, FIRST + timedelta(days=DAYS), built_in())
    rows = judged.frame[["metric", "day", "value", "source"]].sort_values(["metric", "day"])
    return judged.found, rows.to_numpy().tolist()


@pytest.mark.parametrize("seed", range(3))
def test_split_and_mixed_in_any_way_the_same_counts(
    store: Store, nova: Client, tmp_path: Path, seed: int
) -> None:
    by = ("U1", "Ana")
    bring(store, tmp_path, lines())
    values = [("nps", FIRST + timedelta(days=3), "crm", 40.0)]
    store.decisions.add(nova.id, values, counts=False, by=by, why="a test", now=NOW)
    once = seen(store, nova)
    undo(store, store.imports.recent(1)[0].id, now=NOW, by="U1")
    assert seen(store, nova)[1] == []

    mixed, chance = lines(), random.Random(seed)
    chance.shuffle(mixed)
    cuts = sorted(chance.sample(range(1, len(mixed)), 4))
    for low, high in zip([0, *cuts], [*cuts, len(mixed)], strict=True):
        bring(store, tmp_path, mixed[low:high])
    assert seen(store, nova) == once
    left_out = [(one.metric.key, one.kind) for one in _left_out(store, nova)]
    assert left_out == [("leads", "outlier"), ("nps", "decided"), ("nps", "bounds")]


def test_another_value_for_the_day_is_judged_anew(
    store: Store, nova: Client, tmp_path: Path
) -> None:
    bring(store, tmp_path, lines())
    values = [("leads", WRONG, "crm", 120_400.0)]
    store.decisions.add(nova.id, values, counts=True, by=("U1", "Ana"), why="ok", now=NOW)
    assert [WRONG, "leads"] not in [[one.day, one.metric.key] for one in _left_out(store, nova)]
    bring(store, tmp_path, [(WRONG, "leads", 130_000)])
    assert [WRONG, "leads"] in [[one.day, one.metric.key] for one in _left_out(store, nova)]
    bring(store, tmp_path, [(WRONG, "leads", 120_400)])
    assert [WRONG, "leads"] not in [[one.day, one.metric.key] for one in _left_out(store, nova)]


def test_looking_back_knows_what_was_decided_by_then(
    store: Store, nova: Client, tmp_path: Path
) -> None:
    bring(store, tmp_path, lines())
    later = NOW + timedelta(days=1)
    values = [("leads", WRONG, "crm", 120_400.0)]
    store.decisions.add(nova.id, values, counts=True, by=("U1", "Ana"), why="ok", now=later)
    days = (store, nova, FIRST, FIRST + timedelta(days=DAYS), built_in())
    assert WRONG in {one.day for one in counted(*days, NOW).left_out}
    assert WRONG not in {one.day for one in counted(*days, later).left_out}


def test_identities_are_held_against_what_counts(
    store: Store, nova: Client, tmp_path: Path
) -> None:
    rows = [(FIRST + timedelta(days=at), "unique_visits", 50.0) for at in range(20)]
    wrong = [(day, "page_loads", -3.0 if at == 5 else 90.0) for at, (day, _, _) in enumerate(rows)]
    bring(store, tmp_path, [*rows, *wrong])
    assert doubts(store, nova, "2025-01", NOW).identity is None


def test_days_are_read_in_one_place() -> None:
    readers = {
        str(path)
        for room in ROOMS
        for path in Path(room).rglob("*.py")
        if any(f"observations.{verb}(" in path.read_text() for verb in ("frame", "of_all"))
    }
    # The second looks for the very values that a person names, whether these count or not.
    assert readers == {"commands/counted.py", "commands/deciding.py"}


def _left_out(store: Store, nova: Client) -> list[Doubt]:
    last = FIRST + timedelta(days=DAYS)
    return list(counted(store, nova, FIRST, last, built_in()).left_out)
