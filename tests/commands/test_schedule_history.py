"""/schedule history and retry: what became of the deliveries, and once more."""

from datetime import timedelta

import pytest

from commands.answer import Answer, Button, Buttons, Table, Text
from storage.store import Store
from storage.values import Delivery
from tests.commands.asking import GUEST, ask, sentence
from tests.conftest import NOW

HOUR = timedelta(hours=1)


def plan(
    store: Store, key: str, hours: float = 0, of: int | None = None, channel: str = "C1"
) -> Delivery:
    args = {"verb": "report", "args": "acme 2026-W46", "tell": "U9"}
    due = NOW + hours * HOUR
    assert store.deliveries.plan("report", key, due, channel, of, args, now=NOW)
    found = store.deliveries.by_key(key)
    assert found
    return found


def end(store: Store, one: Delivery, state: str, reason: str = "Slack refused it.") -> None:
    taken = store.deliveries.take(one.id, one.job, "w1", NOW)
    assert taken
    if state == "posted":
        store.deliveries.posted(one.id, "1.2", NOW, late=False)
    else:
        assert store.deliveries.ended(taken, state, reason)  # type: ignore[arg-type]


def rows(answer: Answer) -> list[tuple[str, ...]]:
    table = next(part for part in answer.parts if isinstance(part, Table))
    return [tuple(str(cell) for cell in row) for row in table.rows]


def buttons(answer: Answer) -> list[tuple[str, str]]:
    found = [part for part in answer.parts if isinstance(part, Buttons)]
    made = [one for part in found for one in part.buttons if isinstance(one, Button)]
    return [(one.label, one.args) for one in made]


def paragraphs(answer: Answer) -> list[str]:
    texts = [part for part in answer.parts if isinstance(part, Text) and not part.quiet]
    return ["".join(map(str, part.runs)) for part in texts]


def to_two_channels(store: Store, first: str, second: str) -> tuple[Delivery, Delivery]:
    """Week 46, due at the same time in #C1 and #C2."""
    one = plan(store, "report:1:2026-W46")
    other = plan(store, "report:2:2026-W46", channel="C2")
    end(store, one, first)
    end(store, other, second, "Slack refused it (is_archived). The channel is archived.")
    return one, other


def test_each_state_is_said_in_words_with_its_reason(store: Store) -> None:
    assert "Nothing was to be published yet" in sentence(ask(store, "schedule", "history"))
    assert "Nothing failed" in sentence(ask(store, "schedule", "history failed"))
    end(store, plan(store, "dead"), "dead")
    end(store, plan(store, "unknown", 1), "unknown", "Slack did not answer")
    end(store, plan(store, "old", 2), "superseded", "a newer one is due")
    late = plan(store, "late", 3)
    store.deliveries.posted(late.id, "1.2", NOW, late=True)
    end(store, plan(store, "posted", 4), "posted")
    plan(store, "waits", 5)
    answer, week = ask(store, "schedule", "history"), "Acme Outdoor, Week 46, 9–15 Nov 2026"
    assert rows(answer) == [
        ("6", week, "Thu 19 Nov 15:00", "waits", "#C1", ""),
        ("5", week, "Thu 19 Nov 14:00", "posted", "#C1", ""),
        ("4", week, "Thu 19 Nov 13:00", "late", "#C1", ""),
        ("3", week, "Thu 19 Nov 12:00", "left out", "#C1", "a newer one is due"),
        ("2", week, "Thu 19 Nov 11:00", "perhaps posted", "#C1", ""),
        ("1", week, "Thu 19 Nov 10:00", "failed", "#C1", ""),
    ]
    assert paragraphs(answer) == [
        f"{week}: perhaps in #C1: Slack did not answer",
        f"{week}: not in #C1: Slack refused it.",
    ]
    assert buttons(answer) == [("Post it all the same", "retry 2"), ("Try again", "retry 1")]
    dead = ask(store, "schedule", "history failed")
    assert [row[0] for row in rows(dead)] == ["2", "1"]


def test_what_belongs_together_is_told_together(store: Store) -> None:
    one, other = to_two_channels(store, "posted", "dead")
    alone = plan(store, "report:3:2026-W46", 1, channel="C3")
    answer = ask(store, "schedule", "history")
    assert [row[:1] + row[3:] for row in rows(answer)] == [
        (str(alone.id), "waits", "#C3", ""),
        (f"{one.id}, {other.id}", "partly", "1 of 2 channels", ""),
    ]
    assert paragraphs(answer) == [
        "Acme Outdoor, Week 46, 9–15 Nov 2026: 1 of 2 channels: posted in #C1; not in #C2: "
        "Slack refused it (is_archived). The channel is archived."
    ]
    assert buttons(answer) == [("Try again", f"retry {other.id}")]


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("posted", "posted", "posted"),
        ("posted", "unknown", "partly"),
        ("dead", "dead", "failed"),
        ("dead", "unknown", "failed"),
        ("superseded", "superseded", "left out"),
        ("superseded", "unknown", "perhaps posted"),
    ],
)
def test_one_word_says_how_it_went(store: Store, first: str, second: str, state: str) -> None:
    to_two_channels(store, first, second)
    assert rows(ask(store, "schedule", "history"))[0][3] == state


def test_only_what_failed_is_posted_again_and_then_it_is_late(store: Store) -> None:
    one, other = to_two_channels(store, "dead", "dead")
    assert buttons(ask(store, "schedule", "history")) == [
        ("Try again", f"retry {one.id} {other.id}")
    ]
    told = sentence(ask(store, "schedule", f"retry {one.id} {other.id}", now=NOW + HOUR))
    assert told == "It is on its way to  #C1  and  #C2 ."
    assert [row[3] for row in rows(ask(store, "schedule", "history"))] == ["waits"]
    again = store.deliveries.by_key("report:2:2026-W46:r2")
    assert again
    end(store, again, "posted")
    answer = ask(store, "schedule", "history")
    assert [(row[2], row[3]) for row in rows(answer)] == [("Thu 19 Nov 10:00", "partly")]
    first = store.deliveries.by_key("report:1:2026-W46:r2")
    assert first
    end(store, first, "posted")
    assert [row[3] for row in rows(ask(store, "schedule", "history"))] == ["late"]
    assert "Nothing failed" in sentence(ask(store, "schedule", "history failed"))


def test_the_history_of_one_schedule(store: Store) -> None:
    acme = store.clients.find("acme")
    assert acme
    one = store.subscriptions.add(acme.id, "C1", "weekly monday 09:00", "UTC", "U1", NOW)
    plan(store, f"report:{one.id}:2026-W46", of=one.id)
    plan(store, "report:77:2026-W46", 1)
    assert [row[0] for row in rows(ask(store, "schedule", f"history {one.id}"))] == ["1"]
    assert ask(store, "schedule", "history 99").failed


def test_posting_again_is_a_new_delivery_and_a_second_press_none(store: Store) -> None:
    end(store, plan(store, "report:1:2026-W46"), "dead")
    assert "It is on its way to" in sentence(ask(store, "schedule", "retry 1"))
    assert "queued again before" in sentence(ask(store, "schedule", "retry #1"))
    again = store.deliveries.by_key("report:1:2026-W46:r2")
    assert again
    assert (again.state, again.subscription_id, again.due) == ("queued", None, NOW)
    assert (again.args["args"], again.args["tell"]) == ("acme 2026-W46", "U1")
    end(store, again, "unknown")
    ask(store, "schedule", f"retry {again.id}")
    assert store.deliveries.by_key("report:1:2026-W46:r3")


def test_what_needs_no_retry_is_not_retried(store: Store) -> None:
    one = plan(store, "k1")
    waits = ask(store, "schedule", "retry 1")
    assert waits.failed
    assert "Delivery 1 waits, so there is nothing to post again" in sentence(waits)
    store.deliveries.posted(one.id, "1.2", NOW, late=False)
    assert "Delivery 1 posted" in sentence(ask(store, "schedule", "retry 1"))
    for words in ("retry", "retry x", "retry 99"):
        assert "Which delivery?" in sentence(ask(store, "schedule", words))
    end(store, plan(store, "k2"), "dead")
    assert ask(store, "schedule", "retry 2", asker=GUEST).failed
    assert store.deliveries.by_key("k2:r2") is None
