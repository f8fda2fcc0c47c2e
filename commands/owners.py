"""Who looks after a schedule: drafts and notices go to them; handed over, what waits goes too."""

from datetime import datetime

from commands.answer import Button
from commands.notices import KIND, QUESTION
from storage.store import Store
from storage.values import Subscription

MOST_AT_ONCE = 100  # schedules that one press takes over


def owners(store: Store) -> set[str]:
    """Everybody who looks after a schedule that runs."""
    return {one.created_by for one in store.subscriptions.active()}


def orphans(store: Store, left: str | None = None) -> list[Subscription]:
    """The running schedules of those who are not in the team any more, or of one of them."""
    away = store.people.away()
    found = [one for one in store.subscriptions.active() if one.created_by in away]
    return [one for one in found if left in (None, one.created_by)]


def hand_over(subscription: Subscription, owner: str, store: Store) -> Subscription:
    """Let somebody else look after it; what waits for the one before goes to them.

    Raises NoSuchSubscription.
    """
    changed = store.subscriptions.hand_over(subscription.id, owner)
    store.dispatch.readdress(subscription.id, (KIND, "draft"), owner)
    return changed


def take_over(theirs: list[Subscription]) -> Button:
    """The button of the question who looks after them now."""
    numbers = " ".join(str(one.id) for one in theirs[:MOST_AT_ONCE])
    label = "I'll take it" if len(theirs) == 1 else "I'll take them"
    return Button(label, "schedule", f"take {numbers}")


def question_key(left: str, since: datetime, channel: str | None = None) -> str:
    """The key by which the team is asked once: in a channel, and by direct message."""
    key = f"{QUESTION}:{left}:{since:%Y%m%dT%H%M%S}"
    return f"{key}:{channel}" if channel else key
