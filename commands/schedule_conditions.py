"""/schedule set: under which conditions a schedule sends its report."""

from datetime import datetime

from commands.answer import Answer, say
from commands.cadence_reading import parse_cadence
from commands.conditions import Conditions, RhythmWithinQuiet, changed, is_quiet, read, write
from commands.request import Request
from storage.store import Store
from storage.values import Subscription


def set_condition(
    words: str, _request: Request, subscription: Subscription, store: Store, _now: datetime
) -> Answer:
    """Set or end one condition; without words, say which there are.

    Raises UnreadableCondition and RhythmWithinQuiet.
    """
    if not words.strip():
        return say(_said(subscription, read(subscription.conditions)))
    wanted = changed(read(subscription.conditions), words)
    at = parse_cadence(subscription.cadence).at
    if wanted.quiet and is_quiet(wanted.quiet, at):
        raise RhythmWithinQuiet(at=f"{at:%H:%M}")
    store.subscriptions.set_conditions(subscription.id, write(wanted))
    return say(_said(subscription, wanted))


def _said(subscription: Subscription, conditions: Conditions) -> str:
    words = conditions.in_words() or "always, when it is due"
    return f"Schedule {subscription.id} sends its report {words}."
