"""/start: a channel becomes a client's own, and gets its report every week."""

from dataclasses import replace

import pytest

from commands import registry
from commands.answer import Answer, Button, Buttons, Text
from commands.request import Asker, NamedChannel, Place, Request
from storage.store import Store
from tests.commands.asking import CLOCK, DM, GENERAL, GUEST, SAM, SHARED_ROOM, sentence
from tests.conftest import NOW

ROOM = Place("C9", "public", name="acme-weekly")
CHANNELS = {"#deals": NamedChannel("C7", "deals", external=False, member=True)}


def ask(store: Store, words: str, place: Place = ROOM, asker: Asker = SAM) -> Answer:
    request = Request("1", "start", words, "T1", asker, place, "slash", CHANNELS)
    return registry.answer(request, store, NOW)


def pressed(answer: Answer) -> list[Button]:
    rows = [part for part in answer.parts if isinstance(part, Buttons)]
    return [one for row in rows for one in row.buttons if isinstance(one, Button)]


def linked(store: Store, channel: str) -> str | None:
    client = store.clients.of_channel(channel)
    return client.slug if client else None


def test_a_channel_becomes_a_clients_with_a_report_every_monday(store: Store) -> None:
    answer = ask(store, "acme")
    assert not answer.failed
    assert answer.audience == "asker"
    assert sentence(answer) == (
        "This channel belongs to Acme Outdoor: “/report” there means it.  Schedule 1: the report "
        "on Acme Outdoor goes to  #C9  every Monday at 09:00, Europe/London time. Next: "
        "Mon 23 Nov 09:00, Mon 30 Nov 09:00, Mon 7 Dec 09:00."
    )
    assert linked(store, "C9") == "acme"
    [subscription] = store.subscriptions.all()
    assert (subscription.channel, subscription.tz) == ("C9", "Europe/London")
    assert (subscription.cadence, subscription.created_by) == ("weekly monday 09:00", SAM.id)


def test_a_second_time_changes_nothing(store: Store) -> None:
    first = sentence(ask(store, "acme"))
    assert sentence(ask(store, "acme weekly friday 16:00")) == first
    assert len(store.subscriptions.all()) == 1
    store.subscriptions.set_state(store.subscriptions.all()[0].id, "paused", NOW)
    assert "It is paused: “/schedule resume 1” wakes it." in sentence(ask(store, "acme"))


def test_another_time_and_another_channel(store: Store) -> None:
    answer = ask(store, "Acme Outdoor weekly friday 16:00 #deals", DM)
    assert "every Friday at 16:00" in sentence(answer)
    assert store.subscriptions.all()[0].channel == "C7"
    assert linked(store, "C7") == "acme"


@pytest.mark.parametrize(
    ("words", "place", "because"),
    [
        ("acme", DM, "Type this in the channel that is to be the client's own"),
        ("", DM, "Type this in the channel that is to be the client's own"),
        ("acme #nowhere", ROOM, "I cannot find #nowhere"),
        ("acme every full moon", ROOM, "as a rhythm"),
        ("acmee", ROOM, "Did you mean"),
        ("borealis", SHARED_ROOM, "acme"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    store: Store, words: str, place: Place, because: str
) -> None:
    acme = store.clients.find("acme")
    assert acme
    store.clients.link_channel(acme.id, str(SHARED_ROOM.channel))
    answer = ask(store, words, place)
    assert answer.failed
    assert because in sentence(answer)
    assert store.subscriptions.all() == []
    assert linked(store, "C9") is None


def test_a_channel_that_others_read_says_so(store: Store) -> None:
    answer = ask(store, "acme", replace(ROOM, external=True))
    assert "Others outside the team read along there" in sentence(answer)
    assert linked(store, "C9") == "acme"
    assert len(store.subscriptions.all()) == 1


def test_the_clients_called_most_like_the_channel_are_offered_first(store: Store) -> None:
    for number in range(4):
        store.clients.add(f"zeta-{number}", f"Zeta {number}", now=NOW)
    for name, expected in (("acme-weekly", "acme"), ("proj_borealis", "borealis")):
        answer = ask(store, "", replace(ROOM, name=name))
        buttons = pressed(answer)
        assert len(buttons) == 4
        assert (buttons[0].verb, buttons[0].args) == ("start", expected)
    assert buttons[0].label == "Borealis Clinics, report every Monday at 09:00"
    assert "“/start CLIENT weekly friday 16:00”" in sentence(answer)
    assert answer.audience == "asker"
    assert store.subscriptions.all() == []


def test_asked_by_nobody_in_particular_the_room_is_asked(store: Store) -> None:
    answer = ask(store, "", asker=CLOCK)
    assert answer.audience == "room"
    assert [(one.verb, one.args) for one in pressed(answer)] == [("start", "")]
    assert "Acme" not in str(answer)
    assert "borealis" not in str(answer)


def test_a_channel_that_is_somebodys_already(store: Store) -> None:
    here = Place("C1", "public", client="acme")
    answer = ask(store, "", here)
    assert sentence(answer) == "This channel belongs to Acme Outdoor: “/report” there means it."
    assert [(one.verb, one.args) for one in pressed(answer)] == [
        ("report", "acme"),
        ("start", "acme"),
    ]
    ask(store, "acme", here)
    answer = ask(store, "", here)
    assert "Next: Mon 23 Nov 09:00" in sentence(answer)
    assert len(pressed(answer)) == 1


def test_without_clients_it_says_how_to_bring_one_in(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(store.clients), "all", lambda _: [])
    assert "rapport import FILE" in sentence(ask(store, ""))


def test_it_is_for_the_team(store: Store) -> None:
    answer = ask(store, "acme", asker=GUEST)
    assert "Only people of the team" in sentence(answer)
    assert not any(isinstance(part, Text) and "Borealis" in str(part) for part in answer.parts)
    assert ask(store, "acme", GENERAL).failed is False
