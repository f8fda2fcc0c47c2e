"""A schedule's conditions, applied while its report is made; and its draft for review."""

from dataclasses import replace
from datetime import datetime

from bot.drafts import Draft, NotWanted, NotYet
from bot.office import Office
from bot.slack.controls import controls
from bot.slack.message import Message
from commands.conditions import Later, Never, before_it_is_made, once_it_is_made, read
from commands.drafts import decisions
from commands.notices import plan_notice
from reports.model import Report
from reports.zones import zone
from storage.values import Delivery, Subscription

FIRST_BUTTON = 100  # behind those of the report itself
UNAPPROVED = (
    "The report {args} was due and is not approved, so it waits; its draft above has the buttons, "
    "and “/schedule set {number} review off” sends without."
)


def before(office: Office, delivery: Delivery, subscription: Subscription, at: datetime) -> None:
    """Raise NotYet or NotWanted where the report is not to be made now; its owner hears once."""
    wanted = read(subscription.conditions)
    review = office.store.reviews.of(subscription.id, _period(delivery))
    found = before_it_is_made(wanted, at, zone(subscription.tz), review)
    if isinstance(found, Later) and found.unapproved:
        words = UNAPPROVED.format(args=delivery.args["args"], number=subscription.id)
        key, to = f"unapproved:{delivery.key}", subscription.created_by
        plan_notice(office.store, key, to, {"text": words}, at, subscription.id)
    _stop(found)


def after(delivery: Delivery, subscription: Subscription, at: datetime, report: Report) -> None:
    """Raise NotYet or NotWanted where the report's figures say that it is not to be sent now."""
    _stop(once_it_is_made(read(subscription.conditions), delivery.due, at, report))


def draft(
    office: Office, delivery: Delivery, subscription: Subscription, message: Message
) -> Draft:
    """The report with the buttons of a review below it."""
    buttons = controls(decisions(subscription.id, _period(delivery)), FIRST_BUTTON)
    due = datetime.fromisoformat(str(delivery.args["due"])).astimezone(zone(subscription.tz))
    room = office.directory.room(subscription.channel).name
    otherwise = "sent all the same" if read(subscription.conditions).send_anyway else "held"
    line = (
        f"Draft for #{room}, due {due:%A} {due.day} {due:%B, %H:%M}; not approved, it is "
        f"{otherwise}. Reply in this thread to add your words."
    )
    shown = replace(
        message,
        blocks=(*message.blocks, *buttons),
        plain_blocks=(*message.plain_blocks, *buttons),
    )
    return Draft(shown, line)


def _period(delivery: Delivery) -> str:
    """The code of the period that the report is on: the last word of its command."""
    return str(delivery.args["args"]).rpartition(" ")[2]


def _stop(found: Later | Never | None) -> None:
    if isinstance(found, Never):
        raise NotWanted(reason=found.reason)
    if isinstance(found, Later):
        raise NotYet(reason=found.reason, until=found.until)
