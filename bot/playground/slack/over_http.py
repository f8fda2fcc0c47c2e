"""Delivery over HTTP: payloads posted to the bot's address, signed as Slack signs them."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bot.playground.slack.hub import Connection, Hub
from bot.playground.slack.models import Json

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
WITHIN = 5.0  # seconds; the hub gives up sooner


@dataclass(frozen=True)
class Sent:
    """What goes out: the body and its kind."""

    body: str
    content_type: str


async def deliver(hub: Hub, url: str, secret: str) -> None:
    """Post each payload to ``url`` until the hub closes the connection; 200 acknowledges it."""
    connection = Connection()
    hub.join(connection)
    hub.drain()
    posts: set[asyncio.Task[None]] = set()
    try:
        while (envelope := await connection.outbox.get()) is not None:
            if "envelope_id" in envelope:
                post = asyncio.create_task(_delivered(hub, url, secret, envelope))
                posts.add(post)
                post.add_done_callback(posts.discard)
    finally:
        hub.leave(connection)
        await asyncio.gather(*posts, return_exceptions=True)


def signed(secret: str, body: str, at: float) -> dict[str, str]:
    """The headers by which the bot knows that Slack sent ``body`` at that moment."""
    stamp = str(int(at))
    made = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": made or ""}


async def _delivered(hub: Hub, url: str, secret: str, envelope: Json) -> None:
    sent = _sent(envelope)
    headers = {**signed(secret, sent.body, time.time()), "Content-Type": sent.content_type}
    if envelope.get("retry_attempt"):
        headers["X-Slack-Retry-Num"] = str(envelope["retry_attempt"])
        headers["X-Slack-Retry-Reason"] = "http_timeout"
    status, answer = await asyncio.to_thread(_post, url, sent.body, headers)
    if status == 200:
        hub.acknowledge(str(envelope["envelope_id"]), answer)


def _sent(envelope: Json) -> Sent:
    payload = envelope["payload"]
    if envelope["type"] == "slash_commands":
        return Sent(urlencode({name: _plain(value) for name, value in payload.items()}), FORM)
    if envelope["type"] == "interactive":
        return Sent(urlencode({"payload": json.dumps(payload)}), FORM)
    return Sent(json.dumps(payload), JSON)


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _post(url: str, body: str, headers: dict[str, str]) -> tuple[int, Json | None]:
    request = urllib.request.Request(url, body.encode(), headers)  # noqa: S310 - the bot's own
    try:
        with urllib.request.urlopen(request, timeout=WITHIN) as answer:  # noqa: S310
            return answer.status, _read(answer.read())
    except urllib.error.HTTPError as error:
        error.close()
        return error.code, None
    except (OSError, HTTPException):
        return 0, None


def _read(body: bytes) -> Json | None:
    """What the bot says at once: a message for a command, errors for a form; else nothing."""
    try:
        found = json.loads(body)
    except ValueError:
        return {"text": body.decode()} if body.strip() else None
    return found if isinstance(found, dict) else None
