"""Every question that the README and the documentation show is asked, page by page."""

from pathlib import Path

import pytest

from bot.playground.sample.fill import fill
from commands import registry
from commands.answer import Answer
from commands.phrases import understood
from commands.request import Asker, NamedChannel, Place, Request
from storage.store import Store, open_store
from tests.commands.asking import sentence
from tests.databases import SQLiteFiles
from tests.documents import PAGES, questions
from tests.test_docs_commands import NOW

SAM = Asker("U1", "sam", "Europe/London")
ACMES, NOBODYS = Place("C0ACME001", "public", client="acme"), Place("C0OTHER01", "public")
ANA = Asker("U2", "ana", "Europe/London")
ROOMS = {
    "#acme": NamedChannel("C0ACME001", "acme", external=False, member=True, client="acme"),
    "#acme-leads": NamedChannel("C0ACME002", "acme-leads", external=False, member=True),
}
ASKED = [page for page in PAGES if any(questions(page))]
# Examples that fit another workspace: here the sample has the client and the figure already, and
# no number by hand is the third.
REFUSED = {
    "/client add acme Acme Outdoor": "There is already a client “acme”",
    "/metric acme first response 1h 20m last week": "already, so nothing was saved",
    "/metric acme undo 3": "3",
}


def _fill(url: str) -> None:
    with open_store(url) as store:
        fill(store, NOW.date(), NOW)


@pytest.fixture
def store(sqlite: SQLiteFiles) -> Store:
    return open_store(sqlite.fresh("sample", _fill))


def ask(question: str, store: Store) -> Answer:
    """The answer to what Sam types: in #acme where it begins with a mention."""
    first, _, words = question.strip().partition(" ")
    verb, place = first.removeprefix("/"), NOBODYS
    if first == "@rapport":
        verb, words = understood(words) or words.split(maxsplit=1)
        place = ACMES
    verb = "help" if verb == "rapport" else verb
    request = Request("1", verb, words, "T1", SAM, place, "slash", ROOMS, people={"@ana": ANA})
    return registry.answer(request, store, NOW)


@pytest.mark.parametrize("page", ASKED, ids=[page.name for page in ASKED])
def test_every_question_of_a_page_is_answered_in_its_order(page: Path, store: Store) -> None:
    with store:
        for question in questions(page):
            answer = ask(question, store)
            if question in REFUSED:
                assert REFUSED[question] in sentence(answer)
            else:
                assert not answer.failed, f"{question}: {sentence(answer)}"


def test_what_is_refused_still_stands_somewhere() -> None:
    assert set(REFUSED) <= {question for page in PAGES for question in questions(page)}
