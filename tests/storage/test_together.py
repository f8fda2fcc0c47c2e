"""Several processes at one database."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from storage.imports import import_file
from storage.store import Store, open_store
from tests.storage import NOW

# A forked child would share the parent's open SQLite file.
SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    """Two other processes, started once."""
    with ProcessPoolExecutor(2, SPAWN) as started:
        yield started


def _claim_all(url: str) -> list[str]:
    with open_store(url) as store:
        found = store.deliveries.recent(100)
        mine = str(os.getpid())
        taken = [store.deliveries.take(one.id, one.job, mine, NOW) for one in found]
        return [one.key for one in taken if one]


def _take_over_all(url: str) -> list[str]:
    """Those that are this process's own now, of what a dead one had."""
    mine = f"here:{os.getpid()}"
    with open_store(url) as store:
        found = [one for one in store.inbox.waiting() if one.taken_by == "dead"]
        return [one.event_id for one in found if store.inbox.take_over(one, mine)]


def _plan_all(url: str) -> int:
    with open_store(url) as store:
        plan = store.deliveries.plan
        return sum(plan("report", f"k{n}", NOW, "C1", None, {}, now=NOW) for n in range(50))


def _import(url: str, file: str) -> int:
    with open_store(url) as store:
        return import_file(store, file, client="acme", create=True, now=NOW, by="U1").new


def _workspace_id(url: str) -> int:
    with open_store(url) as store:
        return store.workspace_id


def test_two_workers_never_claim_the_same(
    url: str, store: Store, pool: ProcessPoolExecutor
) -> None:
    for number in range(60):
        store.deliveries.plan("report", f"k{number}", NOW, "C1", None, {}, now=NOW)
        store.inbox.put(f"Ev{number}", "message", {}, NOW, "dead")
    claimed = [key for keys in pool.map(_claim_all, [url] * 2) for key in keys]
    taken = [event for events in pool.map(_take_over_all, [url] * 2) for event in events]
    assert sorted(claimed) == sorted(f"k{number}" for number in range(60))
    assert sorted(taken) == sorted(f"Ev{number}" for number in range(60))


def test_two_clocks_plan_each_key_once(url: str, store: Store, pool: ProcessPoolExecutor) -> None:
    assert sum(pool.map(_plan_all, [url] * 2)) == 50
    assert len(store.deliveries.recent(100)) == 50


def test_events_come_in_while_a_file_does(
    url: str, store: Store, tmp_path: Path, pool: ProcessPoolExecutor
) -> None:
    file = tmp_path / "wide.csv"
    days = [date(2000, 1, 1) + timedelta(days=n) for n in range(9000)]
    rows = [f"{day},{n},{n},{n},{n},{n},{n},{n},{n}" for n, day in enumerate(days)]
    file.write_text("\n".join(["date,a,b,c,d,e,f,g,h", *rows]))
    put = 0
    running = pool.submit(_import, url, str(file))
    while not running.done():
        put += store.inbox.put(f"Ev{put}", "message", {}, NOW) is not None
    assert running.result() == 72_000
    assert put > 10
    assert len(store.inbox.waiting()) == put


def test_two_imports_of_one_file_at_once_bring_it_in_once(
    url: str, store: Store, tmp_path: Path, pool: ProcessPoolExecutor
) -> None:
    file = tmp_path / "wide.csv"
    rows = [f"{date(2000, 1, 1) + timedelta(days=n)},{n}" for n in range(3000)]
    file.write_text("\n".join(["date,leads", *rows]))
    store.clients.add("acme", "acme", now=NOW)
    new = list(pool.map(_import, [url] * 2, [str(file)] * 2))
    assert sum(new) == 3000
    assert len(store.imports.recent(5)) == 2


def test_processes_that_open_a_new_file_together_find_one_workspace(
    url: str, pool: ProcessPoolExecutor
) -> None:
    assert len(set(pool.map(_workspace_id, [url] * 4))) == 1
