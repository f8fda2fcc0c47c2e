"""A channel that gets another id."""

from storage.store import Store
from storage.values import Client
from tests.storage import NOW


def test_what_names_a_channel_follows_it(store: Store, acme: Client) -> None:
    one = store.subscriptions.add(acme.id, "C1", "weekly monday 09:00", "UTC", "U1", NOW)
    store.clients.link_channel(acme.id, "C1")
    store.deliveries.plan("report", "k1", NOW, "C1", one.id, {}, now=NOW)
    for _ in range(2):
        store.channels.moved("C1", "C2")
    assert store.subscriptions.get(one.id).channel == "C2"
    moved = store.deliveries.by_key("k1")
    assert moved
    assert moved.channel == "C2"
    assert store.clients.get(acme.id).channels == ("C2",)


def test_another_workspace_keeps_its_own_and_a_known_link_stays(store: Store, acme: Client) -> None:
    store.adopt("T1", "One")
    other = store.adopt("T2", "Two")
    other.deliveries.plan("report", "k1", NOW, "C1", None, {}, now=NOW)
    store.clients.link_channel(acme.id, "C1")
    store.clients.link_channel(acme.id, "C2")
    store.channels.moved("C1", "C2")
    kept = other.deliveries.by_key("k1")
    assert kept
    assert kept.channel == "C1"
    assert set(store.clients.get(acme.id).channels) == {"C1", "C2"}
