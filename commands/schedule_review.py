"""/schedule approve, hold, skip and headline: what becomes of a draft."""

from collections.abc import Callable
from datetime import datetime

from commands.answer import Answer, Field, Form, say
from commands.conditions import read
from commands.request import Request
from reports import periods
from reports.errors import Expected
from reports.zones import day_in
from storage.store import Store
from storage.values import ReviewState, Subscription

LONGEST = 300
SAID: dict[ReviewState, str] = {
    "approved": "It is sent when it is due.",
    "held": "It waits until somebody approves or skips it.",
    "skipped": "It is not sent.",
    "awaiting": "",
}
Decide = Callable[[str, Request, Subscription, Store, datetime], Answer]


class WhichPeriod(Expected):
    """Which report? Add its period, as in “/schedule {verb} 3 2026-W46”; its draft has the
    buttons for it."""


class NotInReview(Expected):
    """Schedule {number} sends without review; “/schedule set {number} review 24h” changes that."""


def deciding(verb: str, state: ReviewState) -> Decide:
    """The handler that writes down this decision."""

    def decide(
        words: str, request: Request, subscription: Subscription, store: Store, now: datetime
    ) -> Answer:
        period, _ = _period(verb, words, subscription, now)
        _check(subscription)
        asker = request.asker
        store.reviews.decide(subscription.id, period, state, asker.name or asker.id, now)
        name = store.clients.get(subscription.client_id).name
        return say(f"{state.capitalize()}: {name}, {period}. {SAID[state]}")

    return decide


def headline(
    words: str, _request: Request, subscription: Subscription, store: Store, now: datetime
) -> Answer:
    """Give the period's report another headline; without words a form asks for it."""
    period, text = _period("headline", words, subscription, now)
    _check(subscription)
    if not text:
        return Answer((_form(subscription, period),))
    store.reviews.say(subscription.id, period, text[:LONGEST])
    return say(f"The report on {period} will begin with “{text[:LONGEST]}”.")


def _check(subscription: Subscription) -> None:
    if not read(subscription.conditions).review:
        raise NotInReview(number=subscription.id)


def _period(verb: str, words: str, subscription: Subscription, now: datetime) -> tuple[str, str]:
    """The code of the period that the first word names, and the words after it.

    A draft is decided on before its period is over. Raises WhichPeriod.
    """
    word, _, text = words.strip().partition(" ")
    try:
        period = periods.parse(word, day_in(subscription.tz, now), ahead=True)
    except periods.UnreadablePeriod as error:
        raise WhichPeriod(verb=verb) from error
    return periods.code(period), " ".join(text.split())


def _form(subscription: Subscription, period: str) -> Form:
    hint = "What your team replies to the draft stands in the report too."
    return Form(
        title="Headline",
        submit="Save",
        verb="schedule",
        args=f"headline {subscription.id} {period}",
        fields=(Field("headline", "The report begins with", LONGEST, hint=hint),),
        instead=f"Type “/schedule headline {subscription.id} {period} WORDS”.",
    )


REVIEW: dict[str, Decide] = {
    "approve": deciding("approve", "approved"),
    "hold": deciding("hold", "held"),
    "skip": deciding("skip", "skipped"),
    "headline": headline,
}
