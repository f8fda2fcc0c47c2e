"""What the bot posts unasked: each kind of delivery, and how its message is made."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot import conditions, notices
from bot.answered import CannotPublish, answered, place_of
from bot.drafts import Draft, NotWanted, NotYet
from bot.drawings import with_picture
from bot.office import Office
from bot.slack.due_line import due_line
from storage.errors import NoSuchSubscription
from storage.values import Delivery, Subscription

__all__ = ["CannotPublish", "Draft", "NotWanted", "NotYet"]
LATE_AFTER = timedelta(minutes=5)
ASKED_FOR = re.compile(r"^now:|:r\d+$")  # keys of reports that belong to no rhythm


Kind = Callable[[Office, Delivery, datetime], Draft]


def draft(office: Office, delivery: Delivery, at: datetime) -> Draft:
    """What the delivery has to say at ``at``; it is made anew for each attempt.

    Raises CannotPublish, NotWanted where it is not to be posted any more, or SlackApiError.
    """
    kind = KINDS.get(delivery.kind)
    if kind is None:
        raise CannotPublish(reason=f"This version does not know deliveries of “{delivery.kind}”.")
    return kind(office, delivery, at)


def is_late(delivery: Delivery, at: datetime) -> bool:
    """Whether what is posted at ``at`` comes so late that people are told."""
    patience = timedelta(hours=int(delivery.args.get("patience", 0)))
    return at - delivery.due > LATE_AFTER + patience


def report(office: Office, delivery: Delivery, at: datetime) -> Draft:
    """A client's report, on its rhythm and under its conditions, or on request."""
    subscription = _on_rhythm(office, delivery)
    if subscription:
        conditions.before(office, delivery, subscription, at)
    message = with_picture(office, delivery, at)
    if subscription and message.published:
        conditions.after(delivery, subscription, at, message.published.report)
    return Draft(message, _line(office, delivery, at))


def review(office: Office, delivery: Delivery, at: datetime) -> Draft:
    """The draft of a report, for its owner to approve; replies to it are the report's words."""
    try:
        wanted = office.store.subscriptions.get(int(delivery.args["schedule"]))
    except NoSuchSubscription as error:
        raise NotWanted(reason="the schedule was removed") from error
    there = replace(delivery, channel=wanted.channel)
    return conditions.draft(office, delivery, wanted, answered(office, there, at).message)


def offer(office: Office, delivery: Delivery, at: datetime) -> Draft:
    """The question to a room whose channel it is; nobody is asked where outsiders read along."""
    if place_of(office, delivery.channel).external:
        raise NotWanted(reason="others read along there")
    return Draft(answered(office, delivery, at).message)


def unwanted(office: Office, delivery: Delivery) -> str | None:
    """Why a report that waited is not wanted any more; None where it is.

    What somebody asked for, or asked for again, is wanted; other kinds say so in their draft.
    """
    if delivery.kind != "report" or ASKED_FOR.search(delivery.key):
        return None
    if delivery.subscription_id is None:
        return "the schedule was removed"
    if office.store.subscriptions.get(delivery.subscription_id).state == "paused":
        return "the schedule was paused"
    newest = office.store.deliveries.last_due(delivery.subscription_id)
    return "a newer one is due" if newest and newest > delivery.due else None


def _on_rhythm(office: Office, delivery: Delivery) -> Subscription | None:
    if delivery.subscription_id is None or ASKED_FOR.search(delivery.key):
        return None
    return office.store.subscriptions.get(delivery.subscription_id)


def _line(office: Office, delivery: Delivery, at: datetime) -> str:
    if delivery.subscription_id is None:
        return "published on request"
    subscription = office.store.subscriptions.get(delivery.subscription_id)
    return due_line(delivery, subscription, late=is_late(delivery, at))


def correction(office: Office, delivery: Delivery, at: datetime) -> Draft:
    """A report corrected where it stands, of which its thread tells."""
    # That module makes drafts, as this one declares them.
    from bot.corrections import correction as corrected

    return corrected(office, delivery, at)


KINDS: dict[str, Kind] = {
    "report": report,
    "draft": review,
    "correction": correction,
    "notice": notices.notice,
    "question": notices.question,
    "offer": offer,
}
