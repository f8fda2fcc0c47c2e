"""/note: words that come back exactly as they were typed."""

import json
from datetime import date
from pathlib import Path

import pytest

from reports.model import Audience
from storage.store import Store
from storage.text import clean
from tests.commands.asking import DM, SAM, SHARED_ROOM, UNKNOWN_SHARED, ask, sentence

WEEK_46 = (date(2026, 11, 9), date(2026, 11, 15))
AWKWARD = [
    "plain words",
    "<!channel> <@U12345> &lt;b&gt; &amp;amp;",
    "two\n\nlines\tand   spaces",
    "*bold* _it_ ~no~ `code` :tada: #general",
    "{braces} %s %(x)s \\n",
    "日本語 שלום 👩‍👩‍👧‍👦",
    "“quoted” 'words'",
    "nul\0nul",
    "acme acme",
]


def notes(store: Store) -> list[str]:
    report = ask(store, "report", "acme", SAM, DM).reports()[0].report
    return [words.text for words in report.commentary]


def test_awkward_words_are_stored_and_shown_literally(store: Store) -> None:
    for text in AWKWARD:
        assert not ask(store, "note", f"acme {text}").failed
    assert notes(store) == [clean(text) for text in AWKWARD]


@pytest.mark.realdata
def test_every_naughty_string_is_stored_and_shown_literally(store: Store, real_data: Path) -> None:
    texts = json.loads((real_data / "text" / "naughty_strings.json").read_text())
    wanted = [clean(text).strip() for text in texts if clean(text).strip()]
    for text in texts:
        answer = ask(store, "note", f"acme {text}")
        assert answer.failed is not bool(text.strip())
    assert notes(store) == wanted


def test_a_note_is_internal_wherever_it_is_written(store: Store) -> None:
    acme = store.clients.find("acme")
    assert acme
    for place in (DM, SHARED_ROOM, UNKNOWN_SHARED):
        answer = ask(store, "note", "acme the secret", SAM, place)
        assert answer.audience == "asker"
        assert "secret" not in str(answer)
    kept = store.comments.within(acme.id, *WEEK_46)
    assert [comment.audience for comment in kept] == [Audience.INTERNAL] * 3


def test_nothing_is_saved_without_words_or_with_too_many(store: Store) -> None:
    assert "What should I note?" in sentence(ask(store, "note", "acme"))
    assert "3001 characters and 3000 fit" in sentence(ask(store, "note", "acme " + "x" * 3001))
    assert notes(store) == []
    assert not ask(store, "note", "acme " + "x" * 3000).failed
