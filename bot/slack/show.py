"""Showing an answer where it belongs: the room, the asker alone, or both."""

from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.patience import patiently
from bot.slack.afterwards import Afterwards
from bot.slack.api import error_of
from bot.slack.find import find_answer
from bot.slack.message import Message, Rendered
from bot.slack.post import post_then_picture
from bot.slack.rich import element, rich_text, section, words
from bot.slack.text import runs_to_text
from bot.slack.whisper import Reply, Whisper, is_dm
from commands.answer import Channel, Run
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


class Stage:
    """Posts answers and remembers the reports among them as publications."""

    def __init__(self, api: WebClient, store: Store) -> None:
        """Post through ``api``, remember in ``store``."""
        self._api = api
        self._store = store
        self._whisper = Whisper(api)
        self._afterwards = Afterwards(api, store)

    def show(self, rendered: Rendered, reply: Reply, now: datetime) -> None:
        """Post the answer, and what only the asker may read beside it."""
        if rendered.form is not None and self._whisper.open(rendered.form, reply):
            return
        if rendered.audience == "room":
            stands = self._to_room(rendered.message, reply, now)
            self._tell_origin(reply, stands=stands)
        else:
            replacing, failed = reply.replaces and not rendered.failed, rendered.failed
            self.whisper(rendered.message, reply, replacing=replacing, failed=failed)
        if rendered.aside is not None:
            self._by_dm(rendered.aside, reply, now)

    def whisper(
        self, message: Message, reply: Reply, *, replacing: bool = False, failed: bool = False
    ) -> None:
        """Answer the asker alone: where they asked if Slack allows it, else by DM."""
        self._whisper.say(message, reply, replacing=replacing, failed=failed)

    def place(self, reply: Reply) -> Reply:
        """The reply with a modal opened for it at once, where Slack opens one."""
        return self._whisper.place(reply)

    def turn(self, reply: Reply) -> Reply:
        """The reply as the newest that is asked of its modal."""
        return replace(reply, turn=self._whisper.views.turn(reply.view)) if reply.view else reply

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
        """Remember the message's report, so that replies to it are recognised.

        Its address and the sign to those it quotes follow by and by.
        """
        part = message.published
        if part is not None:
            self._store.publications.add(
                part.client_id,
                channel,
                ts,
                part.report,
                part.audience,
                now,
                delivery_id,
                asked_by,
                fixed=part.looks_back,
            )
            self._afterwards.follow(channel, ts, part, now)

    @property
    def idle(self) -> bool:
        """Whether nothing is left to do behind what was published."""
        return self._afterwards.idle

    def close(self) -> None:
        """Leave undone what nobody waits for."""
        self._afterwards.close()

    def room_of(self, user: str) -> str:
        """The direct message with a person. Raises SlackApiError."""
        return self._whisper.dm(user)

    def _to_room(self, message: Message, reply: Reply, now: datetime) -> bool:
        """Post in the room; false where the room is closed and the asker got it by DM."""
        try:
            self._post(message, reply.channel, reply, now, thread=self._thread(message, reply))
        except SlackApiError as error:
            hint = CLOSED_ROOMS.get(error_of(error))
            if hint is None or is_dm(reply.channel):
                raise
            log.info("room refused", channel=reply.channel, error=error_of(error))
            self._by_dm(_after(hint, message), reply, now)
            return False
        return True

    def _thread(self, message: Message, reply: Reply) -> str | None:
        """The thread the answer joins; a report begins none where replies would not be kept."""
        joins, begins = reply.thread, reply.thread != reply.within
        if joins and begins and message.published is not None:
            known = self._store.publications.of_thread(reply.channel, joins)
            return joins if known else None
        return joins

    def _tell_origin(self, reply: Reply, *, stands: bool) -> None:
        """Where the click was made: say that it stands elsewhere, or clear what is done with."""
        if reply.elsewhere and stands:
            self._whisper.aside(sentence("It stands in ", Channel(reply.channel), " now."), reply)
        elif reply.replaces:
            self._whisper.clear(reply)

    def _by_dm(self, message: Message, reply: Reply, now: datetime) -> None:
        self._post(message, self._whisper.dm(reply.user), reply, now)

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


def sentence(*runs: Run) -> Message:
    """A message of one sentence."""
    block = rich_text(section(*map(element, runs)))
    return Message(runs_to_text(runs), (block,), (block,))


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
