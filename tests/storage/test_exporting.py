"""What is exported comes back as it was: import ∘ export is the identity."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from storage.engine import reading
from storage.exporting import SeveralSources, Wanted, export, number
from storage.imports import import_file
from storage.store import Store, open_store
from storage.verbs.freshness import NoSuchSource
from tests.databases import Databases, leave_empty
from tests.storage import NOW

many = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
values = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9999, 9999).map(float)
# Many readers take a point before three digits for one that parts thousands.
unclear = st.integers(-999_999, 999_999).map(lambda one: one / 1000)
keys = st.tuples(
    st.sampled_from(["acme", "bolt", "north-wind"]),
    st.dates(date(1990, 1, 1), date(2030, 12, 31)),
    st.sampled_from(["leads", "csat", "page_loads"]),
)
cells = st.tuples(values | unclear, st.none() | st.floats(0, 1e9))
tables = st.dictionaries(keys, cells, max_size=30)
STORED = """
SELECT client.slug, day, metric_key.key, value, weight FROM observation
JOIN client ON client_id = client.id JOIN metric_key ON metric_id = metric_key.id
WHERE breakdown_id = 0 ORDER BY 1, 2, 3
"""


def stored(store: Store) -> list[tuple[Any, ...]]:
    with reading(store.engine) as connection:
        return [tuple(row) for row in connection.execute(text(STORED))]


def exported(store: Store, wanted: Wanted = Wanted()) -> str:  # noqa: B008 - a frozen value
    out = io.StringIO(newline="")
    export(store, wanted, out)
    return out.getvalue()


def brought(store: Store, content: str, folder: Path, source: str = "crm") -> None:
    file = folder / "numbers.csv"
    file.write_text(content, encoding="utf-8", newline="")
    import_file(store, file, client=None, create=True, now=NOW, by="U1", source=source)


def written(table: dict[Any, Any]) -> str:
    lines = ["client,date,metric,value,weight"]
    for (client, day, metric), (value, weight) in table.items():
        lines.append(f"{client},{day},{metric},{number(value)},{number(weight)}")
    return "\n".join(lines) + "\n"


@many
@example(table={("acme", date(2026, 11, 2), "leads"): (1.234, 12.5)})
@example(table={("acme", date(2026, 11, 2), "csat"): (1e-7, 1e22)})
@given(table=tables)
def test_what_is_exported_comes_back_as_it_was(
    databases: Databases, tmp_path: Path, table: dict[Any, Any]
) -> None:
    with open_store(databases.fresh("empty", leave_empty)) as first:
        brought(first, written(table), tmp_path)
        content, before = exported(first), stored(first)
    with open_store(databases.fresh("empty", leave_empty)) as second:
        brought(second, content, tmp_path)
        assert stored(second) == before
        assert exported(second) == content
    assert {(one[0], one[2], *one[3:]) for one in before} == {
        (client, metric, value, weight) for (client, _, metric), (value, weight) in table.items()
    }


@given(value=values | unclear)
def test_numbers_are_written_exactly(value: float) -> None:
    assert float(number(value)) == value


def test_one_client_one_source_and_some_days(store: Store, tmp_path: Path) -> None:
    rows = ["acme,2026-11-01,leads,1,", "acme,2026-11-02,leads,2,", "bolt,2026-11-02,leads,3,"]
    brought(store, "\n".join(["client,date,metric,value,weight", *rows]), tmp_path)
    brought(store, "client,date,metric,value\nacme,2026-11-02,leads,7\n", tmp_path, "web")
    acme = store.clients.find("acme")
    assert acme is not None
    with pytest.raises(SeveralSources, match="crm, web"):
        exported(store)
    with pytest.raises(NoSuchSource):
        exported(store, Wanted(source="erp"))
    wanted = Wanted(acme.id, "crm", date(2026, 11, 2), date(2026, 11, 2))
    assert exported(store, wanted).splitlines()[1:] == ["acme,2026-11-02,leads,2,"]


def test_of_nothing_the_header_is_left(store: Store) -> None:
    assert exported(store) == "client,date,metric,value,weight\n"
