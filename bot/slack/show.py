"""Showing an answer where it belongs: the room, the asker alone, or both."""

from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from slack_sdk import WebClient, WebhookClient
from slack_sdk.errors import SlackApiError

from bot.slack.api import FOR_GOOD, error_of, quietly
from bot.slack.message import Message, Rendered
from bot.slack.post import post_then_picture
from bot.slack.rich import rich_text, section, words
from commands.request import Request
from reports.model import Audience, Report
from storage.store import Store

log = structlog.get_logger()


@dataclass(frozen=True)
class Reply:
    """How to reach the asker: the address Slack gave for it, and the thread asked in."""

    response_url: str | None = None
    thread: str | None = None
    replaces: bool = False


class Stage:
    """Posts answers and remembers the reports among them as publications."""

    def __init__(self, api: WebClient, store: Store) -> None:
        """Post through ``api``, remember in ``store``."""
        self._api = api
        self._store = store

    def show(self, rendered: Rendered, request: Request, reply: Reply, now: datetime) -> None:
        """Post the answer, and what only the asker may read beside it."""
        if rendered.audience == "room":
            self._to_room(rendered.message, request, reply, now)
        else:
            self.whisper(rendered.message, request, reply)
        if rendered.aside is not None:
            self._by_dm(rendered.aside, request, now)
        if reply.replaces and reply.response_url and not rendered.failed:
            self._respond(reply.response_url, {"delete_original": True})

    def whisper(self, message: Message, request: Request, reply: Reply) -> None:
        """Answer the asker alone: where they asked if Slack allows it, else by DM."""
        if reply.response_url and self._respond(reply.response_url, _body(message)):
            return
        if request.place.kind != "dm" and self._ephemeral(message, request, reply):
            return
        channel = self._dm(request.asker.id)
        post_then_picture(self._api, channel, message)

    def published(
        self, message: Message, channel: str, ts: str, now: datetime, **by: int | str | None
    ) -> None:
        """Remember the message's report, so that replies to it are recognised."""
        if message.published is None:
            return
        report = Report.model_validate_json(message.published.report)
        delivery, asker = by.get("delivery_id"), by.get("asked_by")
        self._store.publications.add(
            message.published.client_id,
            channel,
            ts,
            report,
            Audience(message.published.audience),
            now,
            delivery_id=int(delivery) if delivery is not None else None,
            asked_by=str(asker) if asker is not None else None,
        )

    def tell(self, user: str, text: str) -> None:
        """One sentence to a person by DM."""
        message = Message(text, (rich_text(section(words(text))),), ())
        quietly("tell", lambda: post_then_picture(self._api, self._dm(user), message))

    def _to_room(self, message: Message, request: Request, reply: Reply, now: datetime) -> None:
        channel = request.place.channel or self._dm(request.asker.id)
        try:
            ts = post_then_picture(self._api, channel, message, reply.thread)
        except SlackApiError as error:
            if error_of(error) not in FOR_GOOD or request.place.kind == "dm":
                raise
            log.info("room refused", channel=channel, error=error_of(error))
            self._by_dm(_invited(message), request, now)
            return
        self.published(message, channel, ts, now, asked_by=request.asker.id)

    def _by_dm(self, message: Message, request: Request, now: datetime) -> None:
        channel = self._dm(request.asker.id)
        ts = post_then_picture(self._api, channel, message)
        self.published(message, channel, ts, now, asked_by=request.asker.id)

    def _dm(self, user: str) -> str:
        return str(self._api.conversations_open(users=user)["channel"]["id"])

    def _ephemeral(self, message: Message, request: Request, reply: Reply) -> bool:
        def send() -> object:
            return self._api.chat_postEphemeral(
                channel=request.place.channel or "",
                user=request.asker.id,
                text=message.text,
                blocks=list(message.blocks),
                thread_ts=reply.thread,
            )

        return quietly("ephemeral", send)

    def _respond(self, url: str, body: dict[str, object]) -> bool:
        answer = WebhookClient(url).send_dict(body)
        if answer.status_code != 200:
            log.warning("response_url refused", status=answer.status_code, body=answer.body[:200])
        return answer.status_code == 200


def _body(message: Message) -> dict[str, object]:
    return {
        "response_type": "ephemeral",
        "replace_original": False,
        "text": message.text,
        "blocks": list(message.blocks),
    }


def _invited(message: Message) -> Message:
    """The answer with a line before it: how to get it into the channel next time."""
    hint = "I am not in that channel, so the answer comes here; type “/invite @rapport” there."
    line = rich_text(section(words(hint, italic=True)))
    return replace(
        message,
        text=f"{hint}\n{message.text}",
        blocks=(line, *message.blocks),
        plain_blocks=(line, *message.plain_blocks),
        chart_at=message.chart_at + 1,
    )
