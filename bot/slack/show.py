"""Showing an answer where it belongs: the room, the asker alone, or both."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import structlog
from slack_sdk import WebClient, WebhookClient
from slack_sdk.errors import SlackApiError

from bot.patience import patiently
from bot.slack.api import FAILURES, error_of, quietly, reason_of
from bot.slack.find import find_answer
from bot.slack.message import Block, Message, Rendered
from bot.slack.post import post_then_picture
from bot.slack.rich import rich_text, section, words
from bot.slack.text import escape
from storage.store import Store

log = structlog.get_logger()
TRIES = 3  # a report that stands must be remembered, or the replies to it are lost
NOT_A_MEMBER = "I am not in that channel, so the answer comes here; type “/invite @rapport” there."
# What Slack refuses about the room, not about the answer: the asker gets it by DM then.
CLOSED_ROOMS = {
    "not_in_channel": NOT_A_MEMBER,
    "channel_not_found": NOT_A_MEMBER,
    "is_archived": "That channel is archived, so the answer comes here.",
    "restricted_action": "I may not post in that channel, so the answer comes here.",
    "thread_not_found": "That thread is gone, so the answer comes here.",
    "cannot_reply_to_message": "That thread is gone, so the answer comes here.",
}


@dataclass(frozen=True)
class Reply:
    """How to reach the asker: who and where they are, and the address Slack gave for an answer.

    ``again`` is true for a question that an earlier run may have answered already.
    """

    user: str
    channel: str
    response_url: str | None = None
    thread: str | None = None
    replaces: bool = False
    again: bool = False


class Stage:
    """Posts answers and remembers the reports among them as publications."""

    def __init__(self, api: WebClient, store: Store) -> None:
        """Post through ``api``, remember in ``store``."""
        self._api = api
        self._store = store

    def show(self, rendered: Rendered, reply: Reply, now: datetime) -> None:
        """Post the answer, and what only the asker may read beside it."""
        if rendered.audience == "room":
            self._to_room(rendered.message, reply, now)
        else:
            self.whisper(rendered.message, reply)
        if rendered.aside is not None:
            self._by_dm(rendered.aside, reply, now)
        if reply.replaces and reply.response_url and not rendered.failed:
            self._respond(reply.response_url, {"delete_original": True})

    def whisper(self, message: Message, reply: Reply) -> None:
        """Answer the asker alone: where they asked if Slack allows it, else by DM."""
        for blocks in _both(message):
            if reply.response_url and self._respond(reply.response_url, _body(message, blocks)):
                return
        if not _is_dm(reply.channel):
            for blocks in _both(message):
                if self._ephemeral(message, blocks, reply):
                    return
        post_then_picture(self._api, self._dm(reply.user), message)

    def published(
        self,
        message: Message,
        channel: str,
        ts: str,
        now: datetime,
        *,
        delivery_id: int | None = None,
        asked_by: str | None = None,
    ) -> None:
        """Remember the message's report, so that replies to it are recognised."""
        part = message.published
        if part is not None:
            self._store.publications.add(
                part.client_id, channel, ts, part.report, part.audience, now, delivery_id, asked_by
            )

    def tell(self, user: str, text: str) -> None:
        """One sentence to a person by DM."""
        message = sentence(text)
        quietly("tell", lambda: post_then_picture(self._api, self._dm(user), message))

    def _to_room(self, message: Message, reply: Reply, now: datetime) -> None:
        try:
            self._post(message, reply.channel, reply, now, thread=reply.thread)
        except SlackApiError as error:
            hint = CLOSED_ROOMS.get(error_of(error))
            if hint is None or _is_dm(reply.channel):
                raise
            log.info("room refused", channel=reply.channel, error=error_of(error))
            self._by_dm(_after(hint, message), reply, now)

    def _by_dm(self, message: Message, reply: Reply, now: datetime) -> None:
        self._post(message, self._dm(reply.user), reply, now)

    def _post(
        self, message: Message, channel: str, reply: Reply, now: datetime, thread: str | None = None
    ) -> None:
        def standing(ts: str) -> None:
            remember = partial(self.published, message, channel, ts, now, asked_by=reply.user)
            patiently(remember, tries=TRIES)

        known = reply.again and message.key
        if known and (ts := find_answer(self._api, channel, message.key, thread)):
            standing(ts)
        else:
            post_then_picture(self._api, channel, message, thread, standing)

    def _dm(self, user: str) -> str:
        return str(self._api.conversations_open(users=user)["channel"]["id"])

    def _ephemeral(self, message: Message, blocks: list[Block], reply: Reply) -> bool:
        def send() -> object:
            return self._api.chat_postEphemeral(
                channel=reply.channel,
                user=reply.user,
                text=message.text,
                blocks=blocks,
                thread_ts=reply.thread,
            )

        return quietly("ephemeral", send)

    def _respond(self, url: str, body: dict[str, object]) -> bool:
        try:
            # No retries: a repeated answer would be shown twice.
            answer = WebhookClient(url, retry_handlers=[]).send_dict(body)
        except FAILURES as error:
            log.warning("response_url unreachable", error=reason_of(error))
            return False
        if answer.status_code != 200:
            log.warning("response_url refused", status=answer.status_code, body=answer.body[:200])
        return answer.status_code == 200


def sentence(text: str) -> Message:
    """A message of one sentence."""
    block = rich_text(section(words(text)))
    return Message(escape(text), (block,), (block,))


def _both(message: Message) -> Iterator[list[Block]]:
    """The blocks, then the plainer ones where they differ."""
    yield list(message.blocks)
    if message.plain_blocks != message.blocks:
        yield list(message.plain_blocks)


def _is_dm(channel: str) -> bool:
    return channel.startswith("D")


def _body(message: Message, blocks: list[Block]) -> dict[str, object]:
    return {
        "response_type": "ephemeral",
        "replace_original": False,
        "text": message.text,
        "blocks": blocks,
    }


def _after(hint: str, message: Message) -> Message:
    """The answer with a line before it: why it did not come where it was asked."""
    line = rich_text(section(words(hint, italic=True)))
    return replace(
        message,
        text=f"{hint}\n{message.text}",
        blocks=(line, *message.blocks),
        plain_blocks=(line, *message.plain_blocks),
        chart_at=message.chart_at + 1,
    )
