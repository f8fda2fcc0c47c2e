"""How fresh sources are, and how far the data has come."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.model import Audience, Period
from storage.imports import import_file
from storage.store import Store
from storage.values import Client
from storage.verbs.freshness import Fresh, NoSuchSource
from tests.storage import NOW
from tests.storage.test_publications import post

TODAY = date(2026, 11, 19)
HOUR = timedelta(hours=1)


def bring(
    store: Store, folder: Path, source: str, *days: int, client: str = "acme", now: datetime = NOW
) -> None:
    file = folder / f"{source}.csv"
    rows = [f"2026-11-{day:02},{day}" for day in days]
    file.write_text("\n".join(["date,leads", *rows]) + "\n")
    import_file(store, file, client=client, create=True, now=now, by="test", source=source)


def test_each_source_tells_its_newest_day_and_last_success(
    store: Store, acme: Client, tmp_path: Path
) -> None:
    bring(store, tmp_path, "crm", 10, 12)
    bring(store, tmp_path, "crm", 11, now=NOW + HOUR)
    bring(store, tmp_path, "desk", 9, client="other")
    other = store.clients.find("other")
    assert other
    assert store.freshness.all() == [
        Fresh("crm", acme.id, None, NOW + HOUR, date(2026, 11, 12)),
        Fresh("desk", other.id, None, NOW, date(2026, 11, 9)),
    ]
    assert store.freshness.of_client(acme.id) == []


def test_a_promise_is_kept_with_the_source_and_can_be_taken_back(
    store: Store, acme: Client, tmp_path: Path
) -> None:
    bring(store, tmp_path, "crm", 12)
    store.freshness.promise("crm", 2)
    assert [one.promise for one in store.freshness.of_client(acme.id)] == [2]
    store.freshness.promise("crm", None)
    assert store.freshness.of_client(acme.id) == []
    for name in ("desk", ""):
        with pytest.raises(NoSuchSource):
            store.freshness.promise(name, 1)
    store.adopt("T1", "first")
    with pytest.raises(NoSuchSource):
        store.adopt("T2", "second").freshness.promise("crm", 1)


@given(st.integers(1, 60), st.integers(0, 90))
def test_a_source_is_late_once_a_whole_rhythm_is_over(promise: int, behind: int) -> None:
    """Of today nothing is expected, and what came a rhythm ago may come again today."""
    newest = TODAY - timedelta(days=behind)
    assert Fresh("crm", 1, promise, NOW, newest).is_late(TODAY) == (behind > promise + 1)
    assert not Fresh("crm", 1, None, NOW, newest).is_late(TODAY)


def test_the_state_differs_after_everything_that_changes_figures(
    store: Store, acme: Client, week: Period, tmp_path: Path
) -> None:
    numbers, by = store.numbers, ("U1", "Ana")
    states = [store.freshness.state()]
    assert states[0].newest is None

    def changed() -> bool:
        states.append(store.freshness.state())
        return states[-1].code not in [one.code for one in states[:-1]]

    bring(store, tmp_path, "crm", 12)
    assert changed()
    bring(store, tmp_path, "crm", 12, now=NOW + HOUR)
    assert changed()
    assert (states[-1].last_run, states[-1].newest) == (2, NOW + HOUR)
    waiting = numbers.add(acme.id, "nps", week, 1.0, by=by, why="", now=NOW, awaiting=True)
    assert not changed()
    numbers.confirm(acme.id, waiting.id, ("U2", "Bo"), NOW + 2 * HOUR)
    assert changed()
    assert states[-1].newest == NOW + 2 * HOUR
    numbers.withdraw(acme.id, waiting.id, by, NOW + 3 * HOUR)
    assert changed()
    assert states[-1].newest == NOW + 3 * HOUR
    store.adopt("T1", "first")
    assert store.adopt("T2", "second").freshness.state().last_run == 0


def test_runs_since_are_those_of_the_sources_after_that_number(
    store: Store, acme: Client, tmp_path: Path
) -> None:
    del acme
    for source in ("crm", "desk", "crm"):
        bring(store, tmp_path, source, 12)
    found = store.freshness.runs_since(1, ["crm", "shop"])
    assert [(run.id, run.source) for run in found] == [(3, "crm")]
    assert store.freshness.runs_since(3, ["crm", "desk"]) == []


def test_publications_are_compared_with_each_state_of_the_data_once(
    store: Store, acme: Client, week: Period
) -> None:
    kept = [post(store, acme, week, channel, "1.0") for channel in ("C1", "C2", "D1")]
    report = kept[0].report()
    store.publications.add(acme.id, "C3", "1.0", report, Audience.INTERNAL, NOW, fixed=True)

    def unseen(state: str, since: datetime = NOW) -> list[str]:
        return [one.channel for one in store.publications.unseen(state, since)]

    assert unseen("1") == ["C2", "C1"]
    assert unseen("1", NOW + HOUR) == []
    store.publications.saw(kept[0].id, "1")
    assert unseen("1") == ["C2"]
    assert unseen("2") == ["C2", "C1"]
    store.publications.saw(kept[1].id, "1", report.model_copy(update={"headline": "Corrected"}))
    found = store.publications.get(kept[1].id)
    assert found
    assert (found.seen, found.report().headline, found.posted_at) == (
        "1",
        "Corrected",
        kept[1].posted_at,
    )
    store.adopt("T1", "first")
    assert store.adopt("T2", "second").publications.unseen("9", NOW) == []
