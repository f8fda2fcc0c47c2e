"""/schedule history and retry: what became of the deliveries, and once more."""

from datetime import timedelta

from commands.answer import Answer, Buttons, Table
from storage.store import Store
from storage.values import Delivery
from tests.commands.asking import GUEST, ask, sentence
from tests.conftest import NOW

HOUR = timedelta(hours=1)


def plan(store: Store, key: str, hours: float = 0, of: int | None = None) -> Delivery:
    args = {"verb": "report", "args": "acme 2026-W46", "tell": "U9"}
    due = NOW + hours * HOUR
    assert store.deliveries.plan("report", key, due, "C1", of, args, now=NOW)
    found = store.deliveries.by_key(key)
    assert found
    return found


def end(store: Store, one: Delivery, state: str, reason: str = "Slack refused it.") -> None:
    taken = store.deliveries.take(one.id, one.job, "w1", NOW)
    assert taken
    assert store.deliveries.ended(taken, state, reason)  # type: ignore[arg-type]


def rows(answer: Answer) -> list[tuple[str, ...]]:
    table = next(part for part in answer.parts if isinstance(part, Table))
    return [tuple(str(cell) for cell in row) for row in table.rows]


def labels(answer: Answer) -> list[str]:
    found = [part for part in answer.parts if isinstance(part, Buttons)]
    return [button.label for part in found for button in part.buttons]


def test_each_state_is_said_in_words_with_its_reason(store: Store) -> None:
    assert "Nothing was to be published yet" in sentence(ask(store, "schedule", "history"))
    end(store, plan(store, "dead"), "dead")
    end(store, plan(store, "unknown", 1), "unknown", "Slack did not answer")
    end(store, plan(store, "old", 2), "superseded", "a newer one is due")
    posted = plan(store, "posted", 3)
    store.deliveries.posted(posted.id, "1.2", NOW, late=True)
    plan(store, "waits", 4)
    answer = ask(store, "schedule", "history")
    assert rows(answer) == [
        ("5", "acme 2026-W46", "#C1", "Thu 19 Nov 14:00", "waits", ""),
        ("4", "acme 2026-W46", "#C1", "Thu 19 Nov 13:00", "posted, late", ""),
        ("3", "acme 2026-W46", "#C1", "Thu 19 Nov 12:00", "left out", "a newer one is due"),
        ("2", "acme 2026-W46", "#C1", "Thu 19 Nov 11:00", "perhaps posted", "Slack did not answer"),
        ("1", "acme 2026-W46", "#C1", "Thu 19 Nov 10:00", "not posted", "Slack refused it."),
    ]
    assert labels(answer) == ["Post 2 again", "Post 1 again"]
    dead = ask(store, "schedule", "history failed")
    assert [row[0] for row in rows(dead)] == ["2", "1"]


def test_the_history_of_one_schedule(store: Store) -> None:
    acme = store.clients.find("acme")
    assert acme
    one = store.subscriptions.add(acme.id, "C1", "weekly monday 09:00", "UTC", "U1", NOW)
    plan(store, "mine", of=one.id)
    plan(store, "other")
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
