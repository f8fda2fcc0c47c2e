"""Large files are read in arrays: with the same result as row by row, whatever stands in them."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from reports.errors import Expected
from storage import imports
from storage.bulk import blocks, held, sorting
from storage.bulk.fields import Fields
from storage.bulk.numbers import DASH, KNOWN, ODD, UNKNOWN, numbers
from storage.cells import number
from storage.engine import reading
from storage.imports import import_file
from storage.store import Store, open_store
from tests.databases import Databases, leave_empty
from tests.storage import NOW

Rows = list[list[str]]
SETTINGS = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TABLES = {
    "client": "slug, name, id",
    "metric_key": "key, id",
    "observation": "client_id, metric_id, breakdown_id, day, source_id, value, weight, import_id",
    "observation_journal": (
        "client_id, metric_id, breakdown_id, day, source_id, value, weight, import_id, "
        "replaced_by, known_until"
    ),
    "import_run": "id, source_id, file_name, digest, rows_taken, rows_changed, rows_refused",
}
CLIENTS = ["acme", "Acme", "bolt", "ünï & co"]
ODD_CLIENTS = ["", " ", " acme", "x" * 70, 'say "hi"', "two\nlines", "a,b", "日本"]
DAYS = [f"{date(2025, 12, 1) + timedelta(days=one)}" for one in range(60)]
ODD_DAYS = ["2026/1/2", "2026-01-03T00:00:00", "2026-13-01", " 2026-01-01", "", "0001-01-01",
            "2569-01-04", "5 Jan 2026", "20260106", "2026年1月7日"]  # fmt: skip
METRICS = ["csat", "leads", "CSAT"]
ODD_METRICS = ["!!!", "", "Page Loads", "page-loads"]
NUMBERS = ["1", "2", "2.5", "-3", "0.1", ".5", "5.", "+4", "", "-", "0", "-0"]
ODD_NUMBERS = [
    "n/a", "NULL", "1e3", "0.12345678901234567", "123456789012345678901", " 7", "٣",
    "1_000", "nan", "inf", "9007199254740993", "1e400", "--1", "+", ".",
    "0.00000000000000000000000001", "x" * 30, "1" * 30, "(5)", "5-", "−5", "１２",
]  # fmt: skip
WEIGHTS = ["", "1", "10", "2.5"]
ODD_WEIGHTS = ["-1", "x", "n/a", "-0", "1e2"]


LONG = [
    (CLIENTS, ODD_CLIENTS),
    (DAYS, ODD_DAYS),
    (METRICS, ODD_METRICS),
    (NUMBERS, ODD_NUMBERS),
    (WEIGHTS, ODD_WEIGHTS),
]
WIDE = [(DAYS, ODD_DAYS), (CLIENTS, ODD_CLIENTS), (NUMBERS, ODD_NUMBERS), (NUMBERS, ODD_NUMBERS)]


def some_rows(columns: list[tuple[list[str], list[str]]], seed: int) -> Rows:
    """Up to 150 rows of usual cells, with an odd one in about every eighth row."""
    dice = Random(seed)
    odd = dice.choice([0.0, 0.03, 0.1])
    return [
        [dice.choice(rare if dice.random() < odd else usual) for usual, rare in columns]
        for _ in range(dice.randint(1, 150))
    ]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a small file has many blocks, runs and slices."""
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 300)
    monkeypatch.setattr(blocks, "ROW_BYTES", 60)
    monkeypatch.setattr(sorting, "RUN_ROWS", 16)
    monkeypatch.setattr(sorting, "STEP", 4)
    monkeypatch.setattr(held, "FIRST_SLICE", 7)
    monkeypatch.setattr(held, "LARGEST_SLICE", 7)
    monkeypatch.setattr(held, "SMALLEST_SLICE", 7)
    monkeypatch.setattr(held, "WHOLE_SLICE", 7)
    monkeypatch.setattr(held, "GAP_SECONDS", 0)


@pytest.fixture
def empty(databases: Databases) -> Iterator[Callable[[], Store]]:
    """Makes empty stores."""
    opened: list[Store] = []

    def make() -> Store:
        opened.append(open_store(databases.fresh("empty", leave_empty)))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


def written(header: list[str], rows: Rows, end: str = "\n") -> str:
    """The rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerows([header, *rows])
    return out.getvalue()


def brought(
    store: Store,
    contents: list[str],
    folder: Path,
    *,
    cells: int,
    create: bool = True,
    client: str | None = None,
) -> list[dict[str, Any] | str]:
    """The results of importing one content after the other as the same source."""
    results: list[dict[str, Any] | str] = []
    file = folder / "data.csv"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imports, "LARGE_CELLS", cells)
        for content in contents:
            file.write_text(content, encoding="utf-8", newline="")
            results.append(outcome(store, file, create=create, client=client))
    return results


def outcome(
    store: Store, file: Path, create: bool = True, client: str | None = None
) -> dict[str, Any] | str:
    """What an import says, or why it is refused."""
    try:
        return asdict(import_file(store, file, client=client, create=create, now=NOW, by="U1"))
    except Expected as refused:
        return str(refused)


def held_by(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All that an import writes; confirmations by the day, however they were put together."""
    with reading(store.engine) as connection:
        found = {table: _rows(connection, table) for table in TABLES}
        confirmed = connection.execute(
            text(
                "SELECT client_id, metric_id, source_id, version, import_id, first_day, last_day "
                "FROM observation_confirmation"
            )
        )
        stored = {row[:2] + row[3:5] for row in found["observation"]}
        days = {
            (*row[:5], day)
            for row in map(tuple, confirmed)
            for day in range(row[5], row[6] + 1)
            if (*row[:2], day, row[2]) in stored
        }
    return found | {"confirmed": sorted(days)}


def _rows(connection: Connection, table: str) -> list[tuple[Any, ...]]:
    found = connection.execute(text(f"SELECT {TABLES[table]} FROM {table}"))  # noqa: S608
    return sorted(map(tuple, found), key=repr)


def assert_same(
    empty: Callable[[], Store],
    contents: list[str],
    folder: Path,
    create: bool = True,
    client: str | None = None,
) -> Store:
    """Import in both ways and compare everything; gives the store of the large way."""
    by_row, in_bulk = empty(), empty()
    expected = brought(by_row, contents, folder, cells=1 << 60, create=create, client=client)
    assert brought(in_bulk, contents, folder, cells=0, create=create, client=client) == expected
    assert held_by(in_bulk) == held_by(by_row)
    by_row.close()
    return in_bulk


LONG_HEAD = ["client", "date", "metric", "value", "weight"]
WIDE_HEAD = ["date", "client", "leads", "Page Loads"]


SEEDS = st.integers(0, 1 << 32)


@given(SEEDS, SEEDS, st.sampled_from(["\n", "\r\n"]), st.booleans())
@SETTINGS
def test_long_rows_come_in_as_row_by_row(
    empty: Callable[[], Store], tmp_path: Path, one: int, two: int, end: str, create: bool
) -> None:
    first, second = (written(LONG_HEAD, some_rows(LONG, seed), end) for seed in (one, two))
    assert_same(empty, [first, second, first, first], tmp_path, create=create).close()


@given(SEEDS, SEEDS, st.sampled_from(["\n", "\r\n"]), st.booleans())
@SETTINGS
def test_wide_rows_come_in_as_row_by_row(
    empty: Callable[[], Store], tmp_path: Path, one: int, two: int, end: str, create: bool
) -> None:
    first, second = (written(WIDE_HEAD, some_rows(WIDE, seed), end) for seed in (one, two))
    assert_same(empty, [first, second, first, first], tmp_path, create=create).close()


def test_a_wide_file_of_one_client(empty: Callable[[], Store], tmp_path: Path) -> None:
    rows = [[row[0], *row[2:]] for row in some_rows(WIDE, 5)]
    content = written(["date", "leads", "Page Loads"], rows)
    assert_same(empty, [content, content], tmp_path, client="Acme & Co").close()


@given(st.lists(st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.from_regex(r"[+-]?[0-9]{0,20}[.]?[0-9]{0,20}", fullmatch=True),
    st.text("0123456789.+-eE _\u0663\u00a0", max_size=8),
    st.sampled_from(["", "-", "n/a", "NaN", "inf", "1,5", "1.2.3", "5 %"]),
), min_size=1))  # fmt: skip
def test_numbers_are_read_as_each_by_itself(cells: list[str]) -> None:
    block = blocks.Block("".join(f"x,{cell}\n" for cell in cells if "," not in cell).encode(), 1)
    fields = Fields(block, ",", 2)
    values, kinds = numbers(fields, fields.column(1))
    plain = [cell for cell in cells if "," not in cell]
    for cell, value, kind in zip(plain, values.tolist(), kinds.tolist(), strict=True):
        if kind == KNOWN:
            expected = number(cell)
            assert expected is not None
            assert value.hex() == expected.hex()
        elif kind in (UNKNOWN, DASH):
            assert number(cell) is None
            assert (kind == DASH) is bool(cell)
        else:
            assert kind == ODD


def test_days_between_are_not_taken_for_confirmed(
    empty: Callable[[], Store], tmp_path: Path
) -> None:
    first = written(LONG_HEAD, [["acme", f"2026-01-0{day}", "csat", "0.5", ""] for day in (2, 3)])
    second = written(LONG_HEAD, [["acme", f"2026-01-0{day}", "csat", "0.5", ""] for day in (1, 4)])
    store = assert_same(empty, [first, second], tmp_path)
    assert held_by(store)["confirmed"] == []
    store.close()
