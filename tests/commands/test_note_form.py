"""/note by form, and for another period."""

from dataclasses import replace

import pytest

from commands import registry
from commands.answer import Answer, Field, Form
from commands.note import check
from storage.store import Store
from tests.commands.asking import SAM, SHARED_ROOM, TEAM_ROOM, ask, request, sentence
from tests.conftest import NOW

INSTEAD = "What should I note? Type the words after the client, as in “/note acme Budget was cut”."


def through(door: str, args: str, store: Store) -> Answer:
    return registry.answer(replace(request("note", args, SAM, TEAM_ROOM), door=door), store, NOW)


def kept(store: Store) -> list[tuple[str, str]]:
    acme = store.clients.find("acme")
    assert acme
    found = store.comments.within(
        acme.id, NOW.date().replace(month=1), NOW.date().replace(month=12)
    )
    return [(str(comment.period_start), comment.text) for comment in found]


@pytest.mark.parametrize("door", ["slash", "button"])
def test_without_words_a_form_asks_for_them(store: Store, door: str) -> None:
    answer = through(door, "acme", store)
    assert answer.parts == (
        Form(
            title="Add a note",
            submit="Save",
            verb="note",
            args="acme --period 2026-W46",
            fields=(
                Field(
                    key="text",
                    label="Acme Outdoor, Week 46, 9–15 Nov 2026",
                    longest=3000,
                    several_lines=True,
                    hint="It stands in the next report; only the team reads it.",
                ),
            ),
            instead=INSTEAD,
        ),
    )
    assert not answer.failed
    assert kept(store) == []


@pytest.mark.parametrize("door", ["mention", "terminal", "form"])
def test_where_no_form_can_be_shown_a_sentence_says_what_to_type(store: Store, door: str) -> None:
    answer = through(door, "acme", store)
    assert (answer.failed, sentence(answer)) == (True, INSTEAD)


def test_a_button_asks_for_its_own_period(store: Store) -> None:
    form = through("button", "acme --period 2026-W42", store).parts[0]
    assert isinstance(form, Form)
    assert form.args == "acme --period 2026-W42"
    sent = through("form", f"{form.args} Half the team\nwas --period ill", store)
    assert "Noted for Acme Outdoor, Week 42" in sentence(sent)
    assert kept(store) == [("2026-10-12", "Half the team\nwas --period ill")]


def test_the_period_stands_behind_the_client_or_is_the_last_week(store: Store) -> None:
    assert not ask(store, "note", "acme --period=2026-10 A month", SAM, SHARED_ROOM).failed
    assert not ask(store, "note", "acme A week --period 2026-10", SAM, SHARED_ROOM).failed
    assert kept(store) == [("2026-10-01", "A month"), ("2026-11-09", "A week --period 2026-10")]
    assert "do not understand" in sentence(ask(store, "note", "acme --period then words"))
    assert "has not begun" in sentence(ask(store, "note", "acme --period 2027-10 words"))


def test_the_form_is_checked_before_it_is_sent() -> None:
    assert check("acme --period 2026-W46 Budget was cut", {}) == {}
    assert check("acme --period 2026-W46 " + "x" * 3000, {}) == {}
    assert check("acme --period 2026-W46   \n ", {}) == {"text": INSTEAD}
    assert check("acme --period 2026-W46", {}) == {"text": INSTEAD}
    too_long = check("acme --period 2026-W46 " + "x" * 3001, {})
    assert "3001 characters and 3000 fit" in too_long["text"]
    assert registry.all_commands()["note"].check is check
