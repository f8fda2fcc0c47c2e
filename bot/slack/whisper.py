"""What the asker alone sees: in the room, as a form, or by direct message."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_sdk import WebClient, WebhookClient

from bot.slack.api import FAILURES, quietly, reason_of
from bot.slack.forms import as_filled, modal
from bot.slack.message import Block, Message
from bot.slack.post import post_then_picture
from bot.slack.text import unescape
from bot.slack.views import Views, telling
from commands.answer import Form

log = structlog.get_logger()


@dataclass(frozen=True)
class Reply:
    """How to reach the asker: who and where they are, and the address Slack gave for an answer.

    An answer for the room joins ``thread``; ``within`` is the thread the asker has before their
    eyes. ``replaces`` says that a message only they see was clicked, ``elsewhere`` that the answer
    goes to another channel than the one they are in. ``trigger_id`` opens a form, once and soon.
    ``again`` is true for a question that an earlier run may have answered already.

    ``view`` is the modal that the answer belongs in, for the ``turn`` that was asked; where it was
    ``sent`` off, it is told in private as well. ``filled`` is that modal as it was filled in: it
    comes back where nothing could be done.
    """

    user: str
    channel: str
    response_url: str | None = None
    thread: str | None = None
    replaces: bool = False
    again: bool = False
    within: str | None = None
    elsewhere: bool = False
    trigger_id: str | None = None
    view: str | None = None
    turn: int = 0
    sent: bool = False
    filled: Mapping[str, Any] | None = None


class Whisper:
    """Reaches one person."""

    def __init__(self, api: WebClient) -> None:
        """Post through ``api``."""
        self._api = api
        self.views = Views(api)

    def say(
        self, message: Message, reply: Reply, *, replacing: bool = False, failed: bool = False
    ) -> None:
        """Answer the asker alone: where they asked if Slack allows it, else by DM.

        ``replacing`` puts the answer into the place of the message that was clicked. What has
        ``failed`` lets a form come back as it was filled in.
        """
        if reply.view is not None:
            back = reply.filled if failed else None
            shown = as_filled(back, unescape(message.text)) if back else telling(message)
            self.views.put(reply.view, reply.turn, shown)
            if not reply.sent:
                return
        for blocks in _both(message):
            if self._respond(reply, _body(message, blocks, reply, replacing=replacing)):
                return
        if not is_dm(reply.channel):
            for blocks in _both(message):
                if self._ephemeral(message, blocks, reply):
                    return
        channel = self.dm(reply.user)
        thread = reply.thread if channel == reply.channel else None
        post_then_picture(self._api, channel, message, thread)

    def aside(self, message: Message, reply: Reply) -> None:
        """Say it where the asker is looking, if Slack allows it, else not at all."""
        body = _body(message, list(message.blocks), reply, replacing=reply.replaces)
        self._respond(reply, body)

    def open(self, form: Form, reply: Reply) -> bool:
        """Open the form over what the asker sees, or in its place; false where Slack will not."""
        view = modal(form, reply.channel, reply.within)
        if reply.view is not None:
            put = "refused" if view is None else self.views.put(reply.view, reply.turn, view)
            return put == "stands" or (put == "gone" and not reply.sent)
        if not reply.trigger_id or reply.again or view is None:
            return False
        trigger = reply.trigger_id
        return quietly("form", lambda: self._api.views_open(trigger_id=trigger, view=view))

    def place(self, reply: Reply) -> Reply:
        """The reply with a modal opened for it at once; as it is where Slack opens none."""
        view = None if reply.again else self.views.open(reply.trigger_id)
        return replace(reply, view=view, trigger_id=None)

    def clear(self, reply: Reply) -> None:
        """Take the clicked message away, which only the asker sees."""
        self._respond(reply, {"delete_original": True})

    def dm(self, user: str) -> str:
        """The id of the direct messages with that person."""
        return str(self._api.conversations_open(users=user)["channel"]["id"])

    def _ephemeral(self, message: Message, blocks: list[Block], reply: Reply) -> bool:
        def send() -> object:
            return self._api.chat_postEphemeral(
                channel=reply.channel,
                user=reply.user,
                text=message.text,
                blocks=blocks,
                thread_ts=None if reply.elsewhere else reply.within,
            )

        return quietly("ephemeral", send)

    def _respond(self, reply: Reply, body: dict[str, object]) -> bool:
        if not reply.response_url:
            return False
        try:
            # No retries: a repeated answer would be shown twice.
            answer = WebhookClient(reply.response_url, retry_handlers=[]).send_dict(body)
        except FAILURES as error:
            log.warning("response_url unreachable", error=reason_of(error))
            return False
        if answer.status_code != 200:
            log.warning("response_url refused", status=answer.status_code, body=answer.body[:200])
        return answer.status_code == 200


def is_dm(channel: str) -> bool:
    """Whether the channel is a person's direct messages with the bot."""
    return channel.startswith("D")


def _both(message: Message) -> Iterator[list[Block]]:
    """The blocks, then the plainer ones where they differ."""
    yield list(message.blocks)
    if message.plain_blocks != message.blocks:
        yield list(message.plain_blocks)


def _body(
    message: Message, blocks: list[Block], reply: Reply, *, replacing: bool
) -> dict[str, object]:
    body: dict[str, object] = {
        "response_type": "ephemeral",
        "replace_original": replacing,
        "text": message.text,
        "blocks": blocks,
    }
    return body | ({"thread_ts": reply.within} if reply.within and not replacing else {})
