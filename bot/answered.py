"""What a command says in a channel where nobody asked: for reports on their rhythm."""

from datetime import datetime

from bot.office import Office
from bot.slack.message import Rendered
from bot.slack.text import unescape
from commands.request import Asker, Place, Request
from reports.errors import Expected
from storage.values import Delivery, Drawing


class CannotPublish(Expected):
    """{reason}"""


def answered(
    office: Office, asked: Delivery | Drawing, at: datetime, drawn: str | None = None
) -> Rendered:
    """What the command of ``asked.args`` (verb, args) says in that channel.

    The report whose digest is ``drawn`` comes without its picture. Raises CannotPublish where it
    fails or is not for that room, SlackApiError where Slack will not say who reads there.
    """
    request = Request(
        id=asked.key,
        verb=str(asked.args["verb"]),
        args=str(asked.args["args"]),
        workspace=office.team_id,
        asker=Asker("", "schedule", role="system"),
        place=place_of(office, asked.channel),
        door="schedule",
        schedule=asked.args.get("schedule"),
    )
    rendered = office.render(request, at, drawn)
    if rendered.failed:
        raise CannotPublish(reason=unescape(rendered.message.text))
    if rendered.audience != "room":
        raise CannotPublish(reason="That channel belongs to others, who must not read it.")
    return rendered


def place_of(office: Office, channel: str) -> Place:
    """Where the report goes. Raises SlackApiError where Slack will not say who reads there.

    A person gets less in a place nobody knows; a publication waits until it is known.
    """
    room = office.readers.room(channel)
    if not room.member:
        office.api.conversations_info(channel=channel)
        room = office.readers.room(channel)
    client = office.store.clients.of_channel(channel)
    return room.place(client.slug if client else None)
