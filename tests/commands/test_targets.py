"""Which client is meant, and what the question gives away about the others."""

import pytest

from commands.answer import Answer, Button, Buttons
from commands.request import Asker, Place
from commands.targets import find_target
from storage.store import Store
from tests.commands.asking import (
    DM,
    GENERAL,
    GUEST,
    OUTSIDER,
    SAM,
    SHARED_ROOM,
    TEAM_ROOM,
    ask,
    request,
    sentence,
)
from tests.conftest import NOW


def buttons(answer: Answer) -> list[tuple[str, str]]:
    rows = [part.buttons for part in answer.parts if isinstance(part, Buttons)]
    return [(one.label, one.args) for row in rows for one in row if isinstance(one, Button)]


@pytest.mark.parametrize(
    ("words", "slug", "rest"),
    [
        ("acme", "acme", ""),
        ("ACME last week", "acme", "last week"),
        ("acme outdoor last week", "acme", "last week"),
        ("  “Acme  Outdoor”  Q3 ", "acme", "Q3"),
        ("'acme' “quoted” words", "acme", "“quoted” words"),
        ("acme two\nlines\tand   spaces", "acme", "two\nlines\tand   spaces"),
        ("last week", "borealis", "last week"),
        ("", "borealis", ""),
    ],
)
def test_a_client_is_named_first_or_belongs_to_the_channel(
    store: Store, words: str, slug: str, rest: str
) -> None:
    here = Place("C3", "public", client="borealis")
    found = find_target(request("report", words, SAM, here), words, store)
    assert found is not None
    assert (found.client.slug, found.rest) == (slug, rest)


def test_a_name_of_300_characters_is_found_and_a_long_text_is_no_name(store: Store) -> None:
    name = "Long & Sons " * 25
    added = store.clients.add("long", name, now=NOW)
    found = find_target(request("note", name), f"{name} the words", store)
    assert found is not None
    assert (found.client, found.rest) == (added, "the words")
    assert find_target(request("note", "x"), "word " * 8_000, store) is None


def test_a_typo_offers_close_clients_and_keeps_the_words(store: Store) -> None:
    answer = ask(store, "report", "amce outdor last week")
    assert ("Acme Outdoor", "acme last week") in buttons(answer)
    assert answer.failed
    answer = ask(store, "report", "zzz")
    assert buttons(answer) == []
    assert "acme, borealis" in sentence(answer)


def test_words_too_long_for_a_button_are_not_lost_silently(store: Store) -> None:
    answer = ask(store, "note", "akme " + "\N{OWL}" * 500)
    assert buttons(answer) == []
    assert "“acme”" in sentence(answer)
    assert "Nothing was done" in sentence(answer)


@pytest.mark.parametrize("asker", [GUEST, OUTSIDER])
@pytest.mark.parametrize("place", [SHARED_ROOM, TEAM_ROOM, DM, GENERAL])
def test_nobody_outside_can_find_out_other_clients(
    store: Store, asker: Asker, place: Place
) -> None:
    """A client that exists is answered as one that does not."""
    store.clients.add("zzyzx", "Hidden Holdings", now=NOW)
    real = ask(store, "report", "zzyzx", asker, place)
    made_up = ask(store, "report", "qqyqx", asker, place)
    assert real.failed
    assert sentence(real).replace("zzyzx", "qqyqx") == sentence(made_up)
    for words in ("zzyz", "hidden holdings", "", "borealis"):
        said = str(ask(store, "report", words, asker, place))
        assert "Hidden" not in said
        assert "Borealis Clinics" not in said


@pytest.mark.parametrize("verb", ["note", "schedule", "client"])
@pytest.mark.parametrize("asker", [GUEST, OUTSIDER])
def test_the_teams_commands_are_closed_to_others(store: Store, verb: str, asker: Asker) -> None:
    answer = ask(store, verb, "acme words", asker, SHARED_ROOM)
    assert answer.failed
    assert "Only people of the team" in sentence(answer)
    assert f"/{verb}" not in str(ask(store, "help", "", asker, SHARED_ROOM).parts[-1])
