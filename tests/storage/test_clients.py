"""Clients: added, found, changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.zones import UnknownZone
from storage.errors import (
    AliasTaken,
    ChannelTaken,
    InvalidCurrency,
    InvalidSlug,
    NoSuchClient,
    ReservedSlug,
    SlugTaken,
)
from storage.store import Store
from storage.text import clean, fold, is_slug
from storage.values import Client
from storage.verbs.slugs import RESERVED, free_slug
from tests.storage import NOW


def test_a_client_is_found_by_slug_name_and_alias(store: Store) -> None:
    added = store.clients.add("north", "Nordlicht Ære GmbH", now=NOW, tz="Europe/Oslo")
    client = store.clients.add_alias(added.id, "  The  BIG one ")
    assert client.aliases == ("the big one",)
    for text in ("north", " NORTH ", "nordlicht ære gmbh", "NORDLICHT ÆRE GMBH", "the big ONE"):
        assert store.clients.find(text) == client
    assert client.card().tz == "Europe/Oslo"
    assert store.clients.find("south") is None
    assert store.clients.find("") is None


def test_a_slug_goes_before_a_name(store: Store) -> None:
    by_slug = store.clients.add("bolt", "Thunder", now=NOW)
    store.clients.add("thor", "Bolt", now=NOW)
    assert store.clients.find("bolt") == by_slug


def test_a_name_that_two_clients_share_finds_neither(store: Store) -> None:
    store.clients.add("one", "Twin", now=NOW)
    store.clients.add("two", "twin", now=NOW)
    assert store.clients.find("Twin") is None


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_words_of_rapports_own_are_no_slugs(store: Store, slug: str) -> None:
    with pytest.raises(ReservedSlug, match=slug):
        store.clients.add(slug, "Any", now=NOW)


@pytest.mark.parametrize("slug", ["", "A", "a b", "a--b", "-a", "a-", "ä", "a\n", "x" * 65, "a_b"])
def test_unfit_slugs_are_refused(store: Store, slug: str) -> None:
    with pytest.raises(InvalidSlug):
        store.clients.add(slug, "Any", now=NOW)


def test_a_slug_is_given_once(store: Store, acme: Client) -> None:
    store.clients.add_alias(acme.id, "roadrunner")
    for slug in ("acme", "roadrunner"):
        with pytest.raises(SlugTaken, match=slug):
            store.clients.add(slug, "Any", now=NOW)
    assert store.clients.all() == [store.clients.get(acme.id)]


def test_an_alias_never_leads_to_two_clients(store: Store, acme: Client) -> None:
    other = store.clients.add("other", "Other Name", now=NOW)
    store.clients.add_alias(acme.id, "anvils")
    assert store.clients.add_alias(acme.id, "Anvils").aliases == ("anvils",)
    for alias in ("ANVILS", "Acme"):
        with pytest.raises(AliasTaken, match="acme"):
            store.clients.add_alias(other.id, alias)
    with pytest.raises(ReservedSlug):
        store.clients.add_alias(other.id, "Help")


def test_fields_change_and_others_do_not(store: Store, acme: Client) -> None:
    changed = store.clients.change(
        acme.id, name="Acme 2", owner="U1", segment="smb", currency="eur"
    )
    assert (changed.name, changed.owner, changed.segment) == ("Acme 2", "U1", "smb")
    assert (changed.currency, changed.slug, changed.tz) == ("EUR", "acme", "UTC")
    assert store.clients.find("acme 2") == changed
    assert store.clients.change(acme.id, owner=None).owner is None
    assert store.clients.change(acme.id).name == "Acme 2"


def test_wrong_fields_are_refused(store: Store, acme: Client) -> None:
    with pytest.raises(UnknownZone, match="Mars/Olympus"):
        store.clients.change(acme.id, tz="Mars/Olympus")
    with pytest.raises(UnknownZone):
        store.clients.change(acme.id, tz="../../etc/passwd")
    with pytest.raises(InvalidCurrency, match="€"):
        store.clients.add("euro", "Euro", now=NOW, currency="€")
    with pytest.raises(TypeError, match="slug"):
        store.clients.change(acme.id, slug="new")
    with pytest.raises(NoSuchClient):
        store.clients.change(acme.id + 1, name="Nobody")
    assert store.clients.get(acme.id) == acme


def test_a_channel_belongs_to_one_client(store: Store, acme: Client) -> None:
    other = store.clients.add("other", "Other", now=NOW)
    linked = store.clients.link_channel(acme.id, "C1")
    assert store.clients.link_channel(acme.id, "C1") == linked
    assert store.clients.of_channel("C1") == linked
    with pytest.raises(ChannelTaken, match="acme"):
        store.clients.link_channel(other.id, "C1")
    assert store.clients.unlink_channel("C1") is True
    assert store.clients.unlink_channel("C1") is False
    assert store.clients.of_channel("C1") is None
    assert store.clients.link_channel(other.id, "C1").channels == ("C1",)


def test_a_client_of_another_workspace_is_out_of_reach(store: Store, acme: Client) -> None:
    store.adopt("T1", "One")
    other = store.adopt("T2", "Two")
    store.clients.link_channel(acme.id, "C1")
    assert other.clients.find("acme") is None
    assert other.clients.of_channel("C1") is None
    assert other.clients.unlink_channel("C1") is False
    with pytest.raises(NoSuchClient):
        other.clients.get(acme.id)
    with pytest.raises(NoSuchClient):
        other.clients.change(acme.id, name="Mine")
    with pytest.raises(NoSuchClient):
        other.clients.add_alias(acme.id, "mine")
    with pytest.raises(NoSuchClient):
        other.clients.link_channel(acme.id, "C2")


def test_any_text_can_be_a_name(store: Store, naughty: list[str]) -> None:
    for name in naughty:
        slug = store.clients.slug_for(name)
        client = store.clients.add(slug, name, now=NOW)
        assert client.name == (clean(name).strip() or slug)
        assert store.clients.find(slug) == client
        store.clients.find(name)
    assert len(store.clients.all()) == len(naughty)


def test_a_slug_for_a_name(store: Store, acme: Client) -> None:
    wanted = {
        "Acme": "acme-2",
        "Ærø & Søn": "r-sn",
        "Crème Brûlée": "creme-brulee",
        "日本語": "client-2",
        "help": "client-help",
        "": "client-2",
    }
    assert {name: store.clients.slug_for(name) for name in wanted} == wanted


@given(st.text(), st.sets(st.from_regex("[a-z]{1,3}", fullmatch=True)))
def test_every_text_gives_a_free_slug(name: str, taken: set[str]) -> None:
    slug = free_slug(name, taken, 7)
    assert is_slug(slug)
    assert slug not in taken
    assert slug not in RESERVED


@given(st.text(st.characters()))
def test_folding_ignores_case_and_outer_space_and_settles(text: str) -> None:
    assert fold(f"  {text}\t") == fold(text)
    assert fold(fold(text)) == fold(text)
    clean(text).encode()
