"""People's words to Slack's text and back."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.text import escape, plain, shorten_escaped, unbroken, unescape
from reports.words import shorten

NAMES = {"U1": "sam", "C1": "acme"}


def name_of(reference: str) -> str:
    return NAMES[reference]


@given(st.text())
def test_escaping_leaves_no_markup_and_can_be_undone(text: str) -> None:
    assert "<" not in escape(text)
    assert ">" not in escape(text)
    assert unescape(escape(text)) == text
    assert plain(escape(text), name_of) == text


def test_entities_that_were_typed_are_unescaped_once() -> None:
    assert unescape("&amp;lt;b&amp;gt; &amp;amp;") == "&lt;b&gt; &amp;"


def test_references_are_read_as_people_see_them() -> None:
    for text, seen in {
        "<@U1> hi": "@sam hi",
        "<@U1|sammy>": "@sammy",
        "see <#C1> and <#C1|acme>": "see #acme and #acme",
        "<!here> <!channel> <!subteam^S1|@cs>": "@here @channel @cs",
        "<https://a.example/x>": "https://a.example/x",
        "<https://a.example/?a=1&amp;b=2|the site>": "the site (https://a.example/?a=1&b=2)",
        "<mailto:a@b.example|a@b.example>": "a@b.example",
        "<>": "",
    }.items():
        assert plain(text, name_of) == seen


@given(st.text(), st.integers(1, 50))
def test_shortening_keeps_the_beginning(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@given(st.text(alphabet="a<&>"), st.integers(1, 30))
def test_no_entity_is_cut_in_two(text: str, limit: int) -> None:
    short = shorten_escaped(escape(text), limit)
    assert len(short) <= limit
    assert re.fullmatch(r"(?:[^&<>]|&(?:amp|lt|gt);)*", short)


def test_no_reference_is_cut_in_two() -> None:
    assert shorten_escaped("to <#C123456789> now", 10) == "to …"


def test_numbers_keep_their_units_on_one_line() -> None:
    held = unbroken("slowed to 6 m 41 s (+52 %, +2.3 pts) in 12 more")
    assert (
        held.replace("\N{NO-BREAK SPACE}", "_") == "slowed to 6_m_41_s (+52_%, +2.3_pts) in 12 more"
    )
