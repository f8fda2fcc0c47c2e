"""Scores: what was kept of each day, and how much each component counts."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from reports.model import Component, Health
from storage.errors import NoSuchClient
from storage.imports import import_file
from storage.store import Store
from storage.values import Client
from tests.storage import NOW

DAY = date(2026, 11, 19)
NEXT = DAY + timedelta(days=1)
HOUR = timedelta(hours=1)


def health(score: float | None = 72.5, coverage: float = 0.8) -> Health:
    """A health of one component."""
    part = Component(
        key="support", label="Support", score=score, weight=1, contribution=score, reason="ä 🟢"
    )
    return Health(score=score, band="b", coverage=coverage, previous=None, components=(part,))


def test_a_day_is_kept_once_and_the_last_word_stands(store: Store, acme: Client) -> None:
    store.scores.keep(acme.id, DAY, health(50), "1", NOW)
    store.scores.keep(acme.id, DAY, health(60), "2", NOW + HOUR)
    kept = store.scores.on(acme.id, DAY)
    assert kept is not None
    assert kept.health() == health(60)
    assert (kept.score, kept.band, kept.coverage) == (60, "b", 0.8)
    assert (kept.version, kept.kept_at) == ("2", NOW + HOUR)
    assert store.scores.on(acme.id, NEXT) is None
    assert store.scores.history(acme.id, date.min, date.max) == [kept]


def test_what_is_not_known_is_kept_as_not_known(store: Store, acme: Client) -> None:
    store.scores.keep(acme.id, DAY, health(None, 0.2), "1", NOW)
    kept = store.scores.on(acme.id, DAY)
    assert kept
    assert (kept.score, kept.coverage) == (None, 0.2)


def test_history_is_in_order_and_both_ends_count(store: Store, acme: Client) -> None:
    for back in (0, 2, 1, 3):
        store.scores.keep(acme.id, DAY - timedelta(days=back), health(back), "1", NOW)
    found = store.scores.history(acme.id, DAY - timedelta(days=2), DAY)
    assert [one.score for one in found] == [2, 1, 0]
    other = store.clients.add("beta", "Beta", now=NOW)
    store.scores.keep(other.id, DAY, health(9), "1", NOW)
    assert [one.score for one in store.scores.of_all(DAY, DAY)] == [0, 9]


def test_an_unknown_client_is_refused_and_nothing_is_kept(store: Store, acme: Client) -> None:
    rows = [(acme.id, DAY, health()), (acme.id + 99, DAY, health())]
    with pytest.raises(NoSuchClient):
        store.scores.keep_all(rows, "1", NOW)
    assert store.scores.on(acme.id, DAY) is None


def test_whose_day_is_missing_depends_on_the_zone(store: Store) -> None:
    kiritimati = store.clients.add("kiri", "Kiri", now=NOW, tz="Pacific/Kiritimati")
    london = store.clients.add("london", "London", now=NOW, tz="Europe/London")
    evening = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)  # already the 20th on Kiritimati
    assert store.scores.missing(evening) == [kiritimati, london]
    store.scores.keep(kiritimati.id, DAY, health(), "1", evening)
    store.scores.keep(london.id, DAY, health(), "1", evening)
    assert store.scores.missing(evening) == [kiritimati]
    store.scores.keep(kiritimati.id, NEXT, health(), "1", evening)
    assert store.scores.missing(evening) == []
    assert store.scores.missing(evening + 5 * HOUR) == [london]


def test_weights_are_the_workspaces(store: Store) -> None:
    assert store.scores.weights() == {}
    store.scores.set_weights({"support": 2, "training": 0})
    assert store.scores.weights() == {"support": 2.0, "training": 0.0}
    store.adopt("T1", "One")
    assert store.adopt("T2", "Two").scores.weights() == {}


def test_another_workspace_sees_and_keeps_nothing(store: Store, acme: Client) -> None:
    store.adopt("T1", "One")
    other = store.adopt("T2", "Two")
    store.scores.keep(acme.id, DAY, health(), "1", NOW)
    assert other.scores.on(acme.id, DAY) is None
    assert other.scores.of_all(DAY, DAY) == []
    assert other.scores.missing(NOW) == []
    with pytest.raises(NoSuchClient):
        other.scores.keep(acme.id, DAY, health(1), "1", NOW)


def test_observations_of_all_clients_at_once(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "all.csv"
    file.write_text(
        "client,date,metric,value,weight\n"
        "beta,2026-01-02,csat,0.5,4\nacme,2026-01-02,csat,0.9,\nacme,2026-01-01,nps,30,\n"
        "acme,2026-01-01,leads,1,\nacme,2026-01-03,csat,0.1,\n"
    )
    import_file(store, file, client=None, create=True, now=NOW, by="U1")
    keys, first, last = ("csat", "nps", "unheard_of"), date(2026, 1, 1), date(2026, 1, 2)
    frame = store.observations.of_all(keys, first, last)
    ids = {one.slug: one.id for one in store.clients.all()}
    rows = frame[["client_id", "metric", "value"]].to_numpy().tolist()
    assert sorted(rows) == sorted(
        [[ids["acme"], "csat", 0.9], [ids["acme"], "nps", 30.0], [ids["beta"], "csat", 0.5]]
    )
    alone = store.observations.frame(ids["beta"], first, last)
    of_beta = frame[frame["client_id"] == ids["beta"]].drop(columns="client_id")
    assert of_beta.reset_index(drop=True).equals(alone)
    store.adopt("T1", "One")
    assert store.adopt("T2", "Two").observations.of_all(keys, first, last).empty
