"""Corrections: the published message is corrected where it stands, and its thread says so."""

from datetime import datetime
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.kinds import CannotPublish, Draft, NotWanted
from bot.office import Office
from bot.slack.api import FAILURES, error_of, reason_of
from bot.slack.due_line import due_line, with_key
from bot.slack.message import Rendered
from bot.slack.post import correct_in_place
from bot.slack.show import sentence
from bot.slack.text import unescape
from commands.answer import ReportPart
from commands.correction_words import Correction
from commands.corrections import DOOR, is_due
from commands.request import Asker, Place, Request
from reports.corrected import changes
from reports.periods import day_name
from reports.zones import zone
from storage.errors import NoSuchSubscription
from storage.values import Delivery, Publication

log = structlog.get_logger()
CLOCK = Asker("", "clock", role="system")
GONE = frozenset({"message_not_found", "channel_not_found", "thread_not_found"})
# Where Slack lets nobody change a message any more, the thread says what changed all the same.
UNCHANGEABLE = frozenset({"edit_window_closed", "cant_update_message"})
MOST_PORTIONS = 25
LINE = "The report above is corrected."


def plan(office: Office) -> None:
    """Have the corrections planned that late data asks for, in a render process.

    A portion at a time, so that deliveries come between; what fails is left for the next look.
    """
    for _ in range(MOST_PORTIONS):
        now = office.clock.now()
        if not is_due(office.store, now):
            return
        id_ = f"corrections:{now:%Y-%m-%dT%H:%M:%SZ}"
        rendered = _rendered(office, id_, "", Place(), now)
        say = log.warning if rendered.failed else log.info
        say("corrections", said=unescape(rendered.message.text))
        if rendered.failed:
            return


def correction(office: Office, delivery: Delivery, at: datetime) -> Draft:
    """Correct the message where it stands; what the thread is to say of it.

    Raises NotWanted where the message is gone or nothing differs, CannotPublish, SlackApiError.
    """
    publication = office.store.publications.get(int(delivery.args["publication"]))
    if publication is None:
        raise NotWanted(reason="the report is gone")
    rendered, part = _anew(office, delivery, publication, at)
    said = _said(delivery, changes(publication.report(), part.report))
    _replace(office, publication, rendered, at)
    office.store.publications.saw(publication.id, publication.seen or "", part.report)
    return Draft(sentence(said.text), LINE, thread=_thread(office, publication))


def _thread(office: Office, publication: Publication) -> str:
    """The thread that the report begins; that which it joined, where it was asked for in one."""
    channel, ts = publication.channel, publication.ts
    if publication.delivery_id is not None:
        return ts
    try:
        found = office.api.conversations_replies(channel=channel, ts=ts, oldest=ts, inclusive=True)
    except FAILURES as error:
        log.warning("cannot look for the thread", channel=channel, error=reason_of(error))
        return ts
    messages: list[dict[str, Any]] = found["messages"]
    return next((str(one.get("thread_ts") or ts) for one in messages if one["ts"] == ts), ts)


def _said(delivery: Delivery, found: tuple[str, ...]) -> Correction:
    """What differs now; where an earlier attempt corrected the message already, what did then."""
    planned = Correction.of(delivery.args)
    if found:
        return Correction(planned.lead, found, planned.source)
    if delivery.job or delivery.takeovers or delivery.tried_at:
        return planned
    raise NotWanted(reason="nothing differs any more")


def _anew(
    office: Office, delivery: Delivery, publication: Publication, at: datetime
) -> tuple[Rendered, ReportPart]:
    place = office.door.place(publication.channel)
    rendered = _rendered(office, delivery.key, str(publication.id), place, at)
    part = rendered.message.published
    if rendered.failed or part is None:
        raise CannotPublish(reason=unescape(rendered.message.text))
    return rendered, part


def _rendered(office: Office, id_: str, args: str, place: Place, at: datetime) -> Rendered:
    request = Request(
        id=id_,
        verb="report",
        args=args,
        workspace=office.team_id,
        asker=CLOCK,
        place=place,
        door=DOOR,
    )
    return office.render(request, at)


def _replace(office: Office, publication: Publication, rendered: Rendered, at: datetime) -> None:
    """Put the new report into the message, under the key and the line that stood below it."""
    origin = _origin(office, publication)
    key = origin.key if origin else f"corrected:{publication.id}"
    client = office.store.clients.get(publication.client_id)
    local = at.astimezone(zone(client.tz))
    words = f"{_line(office, publication, origin)} · corrected {day_name(local)} {local:%H:%M}"
    message = with_key(rendered.message, key, words)
    try:
        own = origin.key if origin else None
        correct_in_place(office.api, publication.channel, publication.ts, message, own)
    except SlackApiError as error:
        code = error_of(error)
        if code in GONE:
            raise NotWanted(reason=f"the message is gone ({code})") from error
        if code not in UNCHANGEABLE:
            raise
        log.warning("message cannot be changed", publication=publication.id, error=code)


def _origin(office: Office, publication: Publication) -> Delivery | None:
    if publication.delivery_id is None:
        return None
    return office.store.deliveries.get(publication.delivery_id)


def _line(office: Office, publication: Publication, origin: Delivery | None) -> str:
    if origin is None:
        asked = office.directory.known(publication.asked_by) if publication.asked_by else None
        return f"asked by @{asked.name}" if asked else "posted on request"
    if origin.subscription_id is None:
        return "published on request"
    try:
        subscription = office.store.subscriptions.get(origin.subscription_id)
    except NoSuchSubscription:
        return "published by a schedule"
    return due_line(origin, subscription, late=origin.late)
