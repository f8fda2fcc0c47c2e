"""Forms: opened by a command or a click, sent off, and what is said where none can be opened."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import pytest

from bot.playground.slack.models import Json, Message, View
from bot.playground.slack.people import Outcome
from commands.answer import Answer, Button, Buttons, Field, Form, Text, say
from commands.request import Request
from storage.errors import DatabaseBusy
from tests.bot.probing import probing
from tests.conftest import Running

FIELDS = (
    Field("who", "Who", 80, hint="One person"),
    Field("what", "What", 5_000, several_lines=True),
)
FORM = Form("Promise", "Keep", "probe", "promise", FIELDS, "Type “/probe promise WHO WHAT”.")


@pytest.fixture(autouse=True)
def quick(lasting: Running) -> None:
    """Nothing is open when a test begins."""
    lasting.slack.world.views.clear()
    lasting.slack.faults.clear()


def answer(request: Request) -> Answer:
    """A form, a card with a button to it, or the words that came with it."""
    match request.args.split(" ", 1):
        case ["card"]:
            add = Buttons((Button("Add", "probe", "promise"),))
            return Answer((Text(("A card.",)), add), audience="room")
        case ["promise", words]:
            return say(f"{request.door}: {words}")
        case _:
            return Answer((FORM,))


def wrong(args: str, _fields: Mapping[str, str]) -> dict[str, str]:
    """Nobody can promise everything."""
    return {"what": "That is too much."} if args.endswith("everything") else {}


@contextmanager
def probe() -> Iterator[None]:
    with probing(answer, check=wrong):
        yield


def opened(running: Running) -> View:
    running.settle()
    [view] = running.slack.world.views.values()
    return view


def typed(**words: str) -> Json:
    return {key: {key: {"type": "plain_text_input", "value": text}} for key, text in words.items()}


def send(running: Running, user: str, view: View, **words: str) -> Outcome:
    outcome = running.slack.people.submit(user, view.id, typed(**words))
    running.settle()
    return outcome


def new(running: Running, channel: str, viewer: str, before: set[str]) -> list[Message]:
    running.settle()
    return [one for one in running.from_bot(channel, viewer) if one.ts not in before]


def standing(running: Running, channel: str, viewer: str) -> set[str]:
    return {one.ts for one in running.from_bot(channel, viewer)}


def notes(running: Running) -> list[str]:
    acme = running.store.clients.find("acme")
    assert acme
    found = running.store.comments.within(acme.id, date(2026, 11, 9), date(2026, 11, 15))
    return [one.text for one in found]


def test_a_note_is_written_into_a_form_and_only_its_author_hears_of_it(lasting: Running) -> None:
    team = lasting.team
    before = standing(lasting, team.acme, team.sam)
    lasting.ask(team.sam, team.acme, "/note", "acme")
    view = opened(lasting)
    assert view.user == team.sam
    assert view.declared["title"]["text"] == "Add a note"
    assert new(lasting, team.acme, team.sam, before) == []

    outcome = send(lasting, team.sam, view, text="Budget <was> cut\nin *half*")
    assert outcome.acked
    assert outcome.body is None
    [told] = new(lasting, team.acme, team.sam, before)
    assert told.ephemeral_for == team.sam
    assert "Noted for Acme Outdoor, Week 46" in told.text
    assert notes(lasting) == ["Budget <was> cut\nin *half*"]


def test_a_form_remembers_where_it_was_opened(lasting: Running) -> None:
    team = lasting.team
    with probe():
        card = lasting.answer(team.sam, team.acme, "/probe", "card")
        before = standing(lasting, team.acme, team.maya)
        assert lasting.slack.people.click(team.maya, team.acme, card.ts, "ask:0").acked
        view = opened(lasting)
        kept = json.loads(view.declared["private_metadata"])
        assert kept == {
            "verb": "probe",
            "args": "promise",
            "channel": team.acme,
            "thread": None,
        }
        who, what = view.declared["blocks"]
        assert who["hint"]["text"] == "One person"
        assert what["element"]["multiline"]
        assert what["element"]["max_length"] == 3_000
        send(lasting, team.maya, view, who="Maya", what="to <call> & write")
        [told] = new(lasting, team.acme, team.maya, before)
    assert told.ephemeral_for == team.maya
    assert told.text == "form: Maya to &lt;call&gt; &amp; write"


def test_opened_in_a_thread_it_answers_there(lasting: Running) -> None:
    team, people = lasting.team, lasting.slack.people
    bot = lasting.slack.world.bot_user_id
    root = people.say(team.sam, team.acme, "plans")
    with probe():
        people.say(team.sam, team.acme, f"<@{bot}> probe card", root)
        lasting.settle()
        card = lasting.from_bot(team.acme)[-1]
        assert people.click(team.sam, team.acme, card.ts, "ask:0").acked
        before = standing(lasting, team.acme, team.sam)
        send(lasting, team.sam, opened(lasting), who="Sam", what="to help")
        [told] = new(lasting, team.acme, team.sam, before)
    assert (told.thread_ts, told.ephemeral_for) == (root, team.sam)


def test_wrong_words_keep_the_form_open_and_are_not_stored(lasting: Running) -> None:
    team = lasting.team
    with probe():
        lasting.ask(team.sam, team.acme, "/probe", "promise")
        view = opened(lasting)
        before = standing(lasting, team.acme, team.sam)
        refused = send(lasting, team.sam, view, who="Sam", what="everything")
        assert refused.body == {
            "response_action": "errors",
            "errors": {"what": "That is too much."},
        }
        assert new(lasting, team.acme, team.sam, before) == []
        assert send(lasting, team.sam, view, who="Sam", what="a little").body is None
        [told] = new(lasting, team.acme, team.sam, before)
        assert "a little" in told.text
        send(lasting, team.sam, view, who="Sam", what="a little")
        assert len(new(lasting, team.acme, team.sam, before)) == 1


def test_a_blank_note_is_refused_under_its_field(lasting: Running) -> None:
    team = lasting.team
    lasting.ask(team.sam, team.acme, "/note", "acme")
    refused = send(lasting, team.sam, opened(lasting), text="  ")
    assert refused.body
    assert refused.body["errors"]["text"].startswith("What should I note?")


def test_what_cannot_be_stored_is_told_in_the_form(
    lasting: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise DatabaseBusy(where="here")

    team = lasting.team
    with probe():
        lasting.ask(team.sam, team.acme, "/probe", "promise")
        view = opened(lasting)
        monkeypatch.setattr(lasting.store.inbox, "put", full)
        refused = lasting.slack.people.submit(team.sam, view.id, typed(who="Sam", what="it"))
    assert refused.body
    assert "could not write that down" in refused.body["errors"]["who"]


@pytest.mark.parametrize("error", ["expired_trigger_id", "invalid_arguments", "internal_error"])
def test_where_slack_opens_no_form_the_sentence_says_what_to_type(
    lasting: Running, error: str
) -> None:
    team = lasting.team
    before = standing(lasting, team.acme, team.sam)
    lasting.slack.faults.fail("views.open", error)
    with probe():
        lasting.ask(team.sam, team.acme, "/probe", "promise")
        [told] = new(lasting, team.acme, team.sam, before)
    assert told.text == "Type “/probe promise WHO WHAT”."
    assert told.ephemeral_for == team.sam
    assert not lasting.slack.world.views


def test_a_mention_and_a_direct_message_can_open_none(lasting: Running) -> None:
    team, people = lasting.team, lasting.slack.people
    own, bot = lasting.slack.world.open_dm(team.sam), lasting.slack.world.bot_user_id
    rooms = {team.acme: f"<@{bot}> probe promise", own: "probe promise"}
    with probe():
        for channel, words in rooms.items():
            before = standing(lasting, channel, team.sam)
            people.say(team.sam, channel, words)
            [told] = new(lasting, channel, team.sam, before)
            assert told.text == "Type “/probe promise WHO WHAT”."
    assert not lasting.slack.world.views
