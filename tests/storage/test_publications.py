"""Publications: what was posted, and whose thread it is."""

from datetime import timedelta

import pytest

from reports.model import Audience, Period, Report
from storage.errors import NoSuchClient
from storage.store import Store
from storage.values import Client, Publication
from tests.storage import NOW


def post(store: Store, client: Client, period: Period, channel: str, ts: str) -> Publication:
    """Keep a report posted as ``ts``."""
    report = Report(
        generated_at=NOW,
        provisional=False,
        headline="All well \N{PARTY POPPER}",
        client=client.card(),
        period=period,
        metrics=(),
    )
    later = NOW + timedelta(seconds=float(ts))
    return store.publications.add(client.id, channel, ts, report, Audience.INTERNAL, later)


def test_a_thread_leads_to_the_whole_report(store: Store, acme: Client, week: Period) -> None:
    kept = post(store, acme, week, "C1", "1.1")
    assert store.publications.of_thread("C1", "1.1") == kept
    assert store.publications.of_thread("C1", "1.2") is None
    assert store.publications.of_thread("C2", "1.1") is None
    assert store.publications.get(kept.id) == kept
    assert store.publications.get(kept.id + 1) is None
    assert kept.period == week
    assert kept.report().headline == "All well \N{PARTY POPPER}"
    assert kept.audience is Audience.INTERNAL


def test_a_known_message_is_kept_as_it_was(store: Store, acme: Client, week: Period) -> None:
    kept = post(store, acme, week, "C1", "1.1")
    other = week.model_copy(update={"label": "another"})
    assert post(store, acme, other, "C1", "1.1") == kept


def test_direct_messages_do_not_count_as_published(
    store: Store, acme: Client, week: Period
) -> None:
    post(store, acme, week, "D1", "1.1")
    internal, client = Audience.INTERNAL, Audience.CLIENT
    assert store.publications.any_for(acme.id, week, internal) is False
    post(store, acme, week, "C1", "1.2")
    assert store.publications.any_for(acme.id, week, internal) is True
    assert store.publications.any_for(acme.id, week, client) is False
    shorter = week.model_copy(update={"start": week.start + timedelta(days=1)})
    assert store.publications.any_for(acme.id, shorter, internal) is False


def test_open_threads_oldest_first(store: Store, acme: Client, week: Period) -> None:
    new, old = (post(store, acme, week, "C1", ts) for ts in ("20.0", "10.0"))
    assert store.publications.open_since(NOW) == [old, new]
    assert store.publications.open_since(NOW + timedelta(seconds=20)) == [new]


def test_each_workspace_has_its_own(store: Store, acme: Client, week: Period) -> None:
    store.adopt("T1", "One")
    other = store.adopt("T2", "Two")
    kept = post(store, acme, week, "C1", "1.1")
    assert other.publications.get(kept.id) is None
    assert other.publications.of_thread("C1", "1.1") is None
    assert other.publications.open_since(NOW) == []
    assert other.publications.any_for(acme.id, week, Audience.INTERNAL) is False
    with pytest.raises(NoSuchClient):
        post(other, acme, week, "C1", "1.2")
