"""/client: the card, its fields and what cannot be changed."""

import pytest

from commands.answer import Channel, Table
from commands.request import NamedChannel, Place
from storage.store import Store
from tests.commands.asking import DM, GENERAL, GUEST, TEAM_ROOM, ask, request, sentence
from tests.conftest import NOW


def card(store: Store, words: str = "acme") -> dict[str, object]:
    [part] = ask(store, "client", words).parts
    assert isinstance(part, Table)
    return {str(row[0]): row[1] for row in part.rows}


def test_the_list_and_the_card(store: Store) -> None:
    [part] = ask(store, "client", "").parts
    assert isinstance(part, Table)
    assert [row[0] for row in part.rows] == ["acme", "borealis"]
    assert card(store) == {
        "Short name": "acme",
        "Name": "Acme Outdoor",
        "Time zone": "Europe/London",
        "Currency": "GBP",
        "Aliases": "none",
    }


@pytest.mark.parametrize(
    ("words", "said", "field", "value"),
    [
        ("acme name Acme & Söhne", "is called Acme & Söhne", "Name", "Acme & Söhne"),
        ("acme tz Asia/Tokyo", "counted in Asia/Tokyo", "Time zone", "Asia/Tokyo"),
        ("acme currency eur", "shown in EUR", "Currency", "EUR"),
        ("acme alias Big Tent", "“Big Tent” means", "Aliases", "big tent"),
        ("“Acme Outdoor” NAME Quoted", "is called Quoted", "Name", "Quoted"),
    ],
)
def test_a_field_is_changed(store: Store, words: str, said: str, field: str, value: str) -> None:
    answer = ask(store, "client", words)
    assert said in sentence(answer)
    assert not answer.failed
    assert card(store)[field] == value


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("acme tz Mars/Olympus", "“Mars/Olympus” is not a time zone"),
        ("acme currency euros", "“euros” is not a currency code"),
        ("acme name", "What should the name be?"),
        ("acme alias borealis", "already names the client borealis"),
        ("acme zone Europe/Berlin", "A client has no “zone” to change"),
        ("add", "Which client? Write a short name"),
        ("add <b> Bold", "“<b>” cannot be a client's short name"),
        ("add me You", "is a word of Rapport's own"),
        ("add acme Again", "There is already a client “acme”"),
        ("akme tz UTC", "Did you mean"),
        ("acme channel", "Name the channel"),
    ],
)
def test_what_cannot_be_changed_says_so(store: Store, words: str, said: str) -> None:
    before = card(store)
    answer = ask(store, "client", words, place=DM)
    assert said in sentence(answer)
    assert answer.failed
    assert card(store) == before


def test_a_client_is_added(store: Store) -> None:
    assert "“/report zoo” once it has data" in sentence(ask(store, "client", "add zoo The Zoo"))
    assert card(store, "zoo")["Name"] == "The Zoo"
    ask(store, "client", "add bare")
    assert card(store, "bare")["Name"] == "bare"


def test_a_channel_is_linked_here_or_by_name(store: Store) -> None:
    from commands import registry

    ask(store, "client", "acme channel", place=GENERAL)
    asked = request("client", "acme channel #acme")
    named = {"#acme": NamedChannel("C9", "acme", external=False, member=True)}
    registry.answer(type(asked)(**{**vars(asked), "channels": named}), store, NOW)
    acme = store.clients.find("acme")
    assert acme is not None
    assert acme.channels == ("C5", "C9")
    assert card(store)["Channel"] == Channel("C9")
    taken = ask(store, "client", "borealis channel", place=GENERAL)
    assert "already belongs to the client acme" in sentence(taken)
    assert "“/client acme unlink”" in sentence(taken)


def test_a_channel_is_given_to_another_client(store: Store) -> None:
    ask(store, "client", "acme channel", place=GENERAL)
    refused = ask(store, "client", "borealis unlink", place=GENERAL)
    assert sentence(refused).startswith("That channel does not belong to Borealis Clinics")
    nowhere = ask(store, "client", "acme unlink", place=DM)
    assert "“/client acme unlink #acme”" in sentence(nowhere)
    freed = ask(store, "client", "acme unlink", place=GENERAL)
    assert not freed.failed
    assert "Channel" not in card(store)
    assert not ask(store, "client", "borealis channel", place=GENERAL).failed


def test_in_the_clients_own_room_its_name_need_not_be_said(store: Store) -> None:
    ask(store, "client", "currency CHF", place=TEAM_ROOM)
    assert card(store)["Currency"] == "CHF"


def test_guests_are_sent_to_the_team(store: Store) -> None:
    for place in (GENERAL, Place("C1", "public", client="acme")):
        answer = ask(store, "client", "acme name Mine", GUEST, place)
        assert sentence(answer).startswith("Only people of the team can use /client")
    assert card(store)["Name"] == "Acme Outdoor"
