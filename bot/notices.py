"""What people are told and asked unasked: the messages of notices and questions."""

from dataclasses import replace
from datetime import datetime, timedelta

from slack_sdk.errors import SlackApiError

from bot.drafts import Draft, NotWanted, NotYet
from bot.office import Office
from bot.slack.api import BAD_TOKEN, NOBODY, error_of
from bot.slack.due_line import advice
from bot.slack.render import as_message
from commands.answer import Answer, Button, Buttons, Channel, Part, Run, Text
from commands.notices import is_person
from commands.owners import orphans, take_over
from commands.schedule_list import rhythm
from reports.words import shorten
from storage.errors import NoSuchSubscription
from storage.values import Delivery, Subscription
from storage.verbs.deliveries import ABOUT_WORK

LOOK_AGAIN = timedelta(hours=1)
MOST_NAMED = 10
GONE = "{name} is not in the team any more"


def addressed(office: Office, delivery: Delivery, now: datetime) -> Delivery:
    """The delivery with its channel where it was addressed to a person.

    Raises NotYet or NotWanted where they have left or are a guest, SlackApiError.
    """
    user = delivery.channel
    if not is_person(user):
        return delivery
    known = office.readers.known(user)
    if known is not None and not known.of_the_team:
        office.store.people.saw(user, now, there=False)
    _check_there(office, user, now)
    try:
        room = office.stage.room_of(user)
    except SlackApiError as error:
        if error_of(error) not in NOBODY:
            raise
        office.store.people.saw(user, now, there=False)
        _check_there(office, user, now)
        raise
    office.store.deliveries.addressed(delivery, room)
    return replace(delivery, channel=room)


def outlives(delivery: Delivery, code: str | None) -> bool:
    """Whether it is tried again though Slack knows the bot no more: a new token will come, and
    then people are to hear what was not posted meanwhile."""
    return delivery.kind in ABOUT_WORK and code in BAD_TOKEN


def notice(office: Office, delivery: Delivery, _at: datetime) -> Draft:
    """What somebody is told: the words that were written down, or what became of a delivery."""
    about, closed = delivery.args.get("about"), delivery.args.get("closed")
    one = office.store.deliveries.get(int(about)) if about is not None else None
    if one is not None:
        return _drafted(_trouble(office, one), (_again(one),))
    if closed is not None:
        try:
            schedule = office.store.subscriptions.get(int(delivery.args["schedule"]))
        except NoSuchSubscription as error:
            raise NotWanted(reason="the schedule was removed") from error
        return _drafted(_closed(office, schedule, str(closed)))
    return _drafted((str(delivery.args["text"]),))


def question(office: Office, delivery: Delivery, _at: datetime) -> Draft:
    """Who looks after the schedules of somebody who left; raises NotWanted once somebody does."""
    left = str(delivery.args["left"])
    channel = delivery.channel if delivery.args.get("channel") else None
    theirs = [one for one in orphans(office.store, left) if channel in (None, one.channel)]
    if not theirs:
        raise NotWanted(reason="somebody looks after it")
    if channel is not None and office.directory.room(channel).external:
        raise NotWanted(reason="others read along there")
    return _drafted(_asked(office, left, theirs), (take_over(theirs),))


def _check_there(office: Office, user: str, now: datetime) -> None:
    """Raise where somebody has left: what their successor is to hear waits for them."""
    if user not in office.store.people.away():
        return
    if orphans(office.store, user):
        reason = "whoever looked after the schedule has left"
        raise NotYet(reason=reason, until=now + LOOK_AGAIN)
    raise NotWanted(reason="they are not in the team")


def _drafted(runs: tuple[Run, ...], buttons: tuple[Button, ...] = ()) -> Draft:
    parts: tuple[Part, ...] = (Text(runs),)
    return Draft(as_message(Answer(parts + ((Buttons(buttons),) if buttons else ()))))


def _trouble(office: Office, one: Delivery) -> tuple[Run, ...]:
    again = f"“/schedule retry {one.id}” posts it again."
    if one.state == "unknown":
        doubt = f": {one.error}, and I cannot look. Please look there; {again}"
        return (f"{_what(one)} may or may not stand in ", _where(office, one.channel), doubt)
    why = f": {one.error} {again}"
    return (f"{_what(one)} could not be published in ", _where(office, one.channel), why)


def _again(one: Delivery) -> Button:
    label = "Post it all the same" if one.state == "unknown" else "Try again"
    return Button(label, "schedule", f"retry {one.id}")


def _what(one: Delivery) -> str:
    schedule, args = one.args.get("schedule"), one.args.get("args", one.kind)
    return f"Schedule {schedule} ({args})" if schedule else f"A {one.kind} ({args})"


def _where(office: Office, channel: str) -> Run:
    """The channel's name of today; where only others may know it, what Slack shows each."""
    room = office.directory.room(channel)
    return Channel(channel) if room.name == room.id else f"#{room.name}"


def _closed(office: Office, one: Subscription, code: str) -> tuple[Run, ...]:
    name = office.store.clients.get(one.client_id).name
    begin = f"Schedule {one.id}, the report on {name} {rhythm(one)}, cannot be published in "
    return (begin, _where(office, one.channel), f" any more. {advice(code)}")


def _asked(office: Office, left: str, theirs: list[Subscription]) -> tuple[Run, ...]:
    known = office.directory.known(left) if is_person(left) else None
    gone = GONE.format(name=known.name if known else left)
    which = "; ".join(_named(office, one) for one in theirs[:MOST_NAMED])
    more = f" and {len(theirs) - MOST_NAMED} more" if len(theirs) > MOST_NAMED else ""
    return (
        f"{gone} and looked after this: {which}{more}. Who takes it over? Drafts for review and "
        "notices of failures go to that person.",
    )


def _named(office: Office, one: Subscription) -> str:
    name = shorten(office.store.clients.get(one.client_id).name, 60)
    return f"the report on {name} {rhythm(one)} (schedule {one.id})"
