"""Comments: kept once, followed through edits, erased when deleted."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from reports.model import Audience, Period
from storage.engine import reading
from storage.errors import NoSuchClient
from storage.store import Store
from storage.text import clean
from storage.values import Client, Comment
from tests.storage import NOW

LATER = NOW + timedelta(minutes=5)


def say(store: Store, client: Client, period: Period, words: str, ts: str | None) -> Comment | None:
    """A reply in C1, or a note where ``ts`` is None."""
    channel = None if ts is None else "C1"
    return store.comments.add(
        client.id, period, "U1", "Sam", words, NOW, channel=channel, ts=ts, permalink="https://x/1"
    )


def words(store: Store, client: Client, period: Period) -> list[str]:
    """What stands there."""
    return [one.text for one in store.comments.within(client.id, period.start, period.end)]


def test_a_reply_is_kept_once(store: Store, acme: Client, week: Period) -> None:
    kept = say(store, acme, week, "Campaign started", "1.1")
    assert kept is not None
    assert (kept.author_name, kept.at, kept.permalink) == ("Sam", NOW, "https://x/1")
    assert kept.audience is Audience.INTERNAL
    assert say(store, acme, week, "Campaign started", "1.1") is None
    assert store.comments.within(acme.id, week.start, week.end) == [kept]
    quoted = kept.commentary()
    assert (quoted.author, quoted.text, quoted.at) == ("Sam", "Campaign started", NOW)


def test_notes_may_repeat_themselves(store: Store, acme: Client, week: Period) -> None:
    say(store, acme, week, "Called them", None)
    say(store, acme, week, "Called them", None)
    assert words(store, acme, week) == ["Called them", "Called them"]


def test_an_edit_replaces_the_words_and_keeps_the_old_ones(
    store: Store, acme: Client, week: Period
) -> None:
    say(store, acme, week, "frist", "1.1")
    assert store.comments.revise("C1", "1.1", "first", LATER) is True
    assert store.comments.revise("C1", "1.1", "first", LATER) is False
    assert store.comments.revise("C1", "9.9", "first", LATER) is False
    assert words(store, acme, week) == ["first"]
    with reading(store.engine) as connection:
        old = connection.execute(text("SELECT text FROM comment_revision")).scalars().all()
    assert old == ["frist"]


def test_an_overtaken_edit_that_arrives_late_changes_nothing(
    store: Store, acme: Client, week: Period
) -> None:
    say(store, acme, week, "one", "1.1")
    assert store.comments.revise("C1", "1.1", "three", LATER)
    assert not store.comments.revise("C1", "1.1", "two", LATER - timedelta(minutes=1))
    assert words(store, acme, week) == ["three"]


def test_a_deleted_comment_leaves_no_words_behind(store: Store, acme: Client, week: Period) -> None:
    say(store, acme, week, "secret one", "1.1")
    store.comments.revise("C1", "1.1", "secret two", LATER)
    assert store.comments.remove("C1", "1.1", LATER) is True
    assert store.comments.remove("C1", "1.1", LATER) is False
    assert words(store, acme, week) == []
    with reading(store.engine) as connection:
        left = connection.execute(text("SELECT text FROM comment")).scalars().all()
        assert left == [""]
        assert connection.scalar(text("SELECT count(*) FROM comment_revision")) == 0
    assert say(store, acme, week, "secret one", "1.1") is None
    assert store.comments.revise("C1", "1.1", "back", LATER) is False
    assert store.comments.mark("C1", "1.1", Audience.CLIENT) is False


def test_marking_says_who_may_read(store: Store, acme: Client, week: Period) -> None:
    say(store, acme, week, "for all", "1.1")
    assert store.comments.mark("C1", "1.1", Audience.CLIENT) is True
    assert store.comments.mark("C1", "2.2", Audience.CLIENT) is False
    assert [one.audience for one in store.comments.within(acme.id, week.start, week.end)] == [
        Audience.CLIENT
    ]


def test_words_are_marked_as_used_once(store: Store, acme: Client, week: Period) -> None:
    said, removed = say(store, acme, week, "kept", "1.1"), say(store, acme, week, "gone", "2.2")
    assert said
    assert removed
    store.comments.remove("C1", "2.2", LATER)
    assert store.comments.used(acme.id, [LATER], LATER) == []
    assert store.comments.used(acme.id, [NOW], LATER) == [said]
    assert store.comments.used(acme.id, [NOW], LATER) == []


def test_a_message_leads_to_its_comment(store: Store, acme: Client, week: Period) -> None:
    said = say(store, acme, week, "kept", "1.1")
    assert store.comments.at("C1", "1.1") == said
    assert store.comments.at("C1", "2.2") is None
    store.comments.remove("C1", "1.1", LATER)
    assert store.comments.at("C1", "1.1") is None


def test_words_that_come_edited_are_not_replaced_by_an_older_edit(
    store: Store, acme: Client, week: Period
) -> None:
    minute, who = timedelta(minutes=1), ("U1", "Sam")
    store.comments.add(acme.id, week, *who, "third", NOW, channel="C1", ts="1.1", edited_at=LATER)
    assert store.comments.revise("C1", "1.1", "second", LATER - minute) is False
    assert words(store, acme, week) == ["third"]
    assert store.comments.revise("C1", "1.1", "fourth", LATER + minute) is True
    assert words(store, acme, week) == ["fourth"]


def test_within_takes_periods_that_lie_inside(store: Store, acme: Client, week: Period) -> None:
    month = Period(grain="month", start=date(2026, 11, 1), end=date(2026, 11, 30), label="Nov")
    store.comments.add(acme.id, week, "U1", "Sam", "second", LATER)
    store.comments.add(acme.id, month, "U1", "Sam", "month", LATER)
    store.comments.add(acme.id, week, "U1", "Sam", "first", NOW)
    inside = store.comments.within(acme.id, date(2026, 11, 9), date(2026, 11, 15))
    assert [one.text for one in inside] == ["first", "second"]
    assert len(store.comments.within(acme.id, month.start, month.end)) == 3
    assert store.comments.within(acme.id, date(2026, 11, 10), month.end) == []


def test_nobody_else_can_reach_them(store: Store, acme: Client, week: Period) -> None:
    store.adopt("T1", "One")
    other = store.adopt("T2", "Two")
    say(store, acme, week, "ours", "1.1")
    assert other.comments.within(acme.id, week.start, week.end) == []
    assert other.comments.used(acme.id, [NOW], LATER) == []
    assert other.comments.at("C1", "1.1") is None
    assert other.comments.revise("C1", "1.1", "theirs", LATER) is False
    assert other.comments.remove("C1", "1.1", LATER) is False
    with pytest.raises(NoSuchClient):
        say(other, acme, week, "theirs", "2.2")
    assert words(store, acme, week) == ["ours"]


def test_any_text_can_be_a_note(
    store: Store, acme: Client, week: Period, naughty: list[str]
) -> None:
    for note in naughty:
        say(store, acme, week, note, None)
    assert words(store, acme, week) == [clean(note) for note in naughty]
