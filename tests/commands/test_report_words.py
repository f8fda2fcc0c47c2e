"""The words behind a client's name: the period, and what is looked at more closely."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.report_words import OneAtATime, ReportWords, read_words

PERIODS = ["", "last week", "2026-W46", "1 Oct – 15 Nov", "Q3", "last 30 days"]
CLAUSES = {
    "": ReportWords(),
    "by agent": ReportWords(by="agent"),
    "BY topic": ReportWords(by="topic"),
    "by": ReportWords(by=""),
    "vs last month": ReportWords(against="last month"),
    "Versus 2026-W42": ReportWords(against="2026-W42"),
    "vs": ReportWords(against=""),
    "why csat": ReportWords(why="csat"),
    "why First response": ReportWords(why="First response"),
    "why": ReportWords(why=""),
}


@given(
    st.sampled_from(PERIODS),
    st.sampled_from(sorted(CLAUSES)),
    st.sets(st.sampled_from(["me", "refresh"])),
    st.randoms(),
)
def test_every_order_means_the_same(
    period: str, clause: str, alone: set[str], chance: Random
) -> None:
    words = [clause, *sorted(alone)]
    chance.shuffle(words)
    said = replace(CLAUSES[clause], period=period, me="me" in alone, refresh="refresh" in alone)
    assert read_words(" ".join([period, *words])) == said


def test_a_period_may_stand_behind_a_word_that_ends() -> None:
    assert read_words("me last week") == ReportWords(period="last week", me=True)
    assert read_words("by agent last week") == ReportWords(period="last week", by="agent")
    assert read_words("why first response last week") == ReportWords(
        period="last week", why="first response"
    )
    assert read_words("why csat mean") == ReportWords(why="csat mean")
    assert read_words("why orders_x") == ReportWords(why="orders_x")


@pytest.mark.parametrize(
    "text", ["by agent vs last week", "why csat by topic", "vs Q3 why csat me"]
)
def test_two_questions_are_one_too_many(text: str) -> None:
    with pytest.raises(OneAtATime, match="One question at a time"):
        read_words(text)


@given(st.text())
def test_words_without_an_opener_are_a_period(text: str) -> None:
    try:
        said = read_words(text)
    except OneAtATime:
        return
    kept = [said.period, said.by or "", said.against or "", said.why or ""]
    typed = [word for word in text.split() if len(word) > 7]  # longer than any opener
    assert all(any(word in part.split() for part in kept) for word in typed)
