"""Looking for a message that may have been posted before anybody could write it down."""

from functools import lru_cache
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.slack.api import FAILURES, reason_of
from storage.values import Delivery

log = structlog.get_logger()
NEWEST = 50  # an answer is looked for within moments, or after a restart
LOOK_BACK = 3600.0  # seconds before the plan was written: a machine's clock may be that wrong


def find_answer(api: WebClient, channel: str, key: str, thread: str | None = None) -> str | None:
    """The ts of the message with that block_id; None where there is none or Slack will not tell."""
    try:
        if thread is None:
            found = api.conversations_history(channel=channel, limit=NEWEST)
        else:
            found = api.conversations_replies(channel=channel, ts=thread, limit=NEWEST)
        return next(iter(_ours(api, found["messages"], key)), None)
    except FAILURES as error:
        log.warning("cannot look for the answer", channel=channel, error=reason_of(error))
        return None


def find_posted(api: WebClient, delivery: Delivery, thread: str | None = None) -> str | None:
    """The ts of the delivery's first message, known by its key in the metadata or in a block_id.

    Raises SlackApiError where Slack will not tell: the caller must not post blind then.
    """
    return min(find_copies(api, delivery, thread), default=None)


def find_copies(api: WebClient, delivery: Delivery, thread: str | None = None) -> list[str]:
    """The ts of each of our messages with the delivery's key. Raises as ``find_posted``."""
    found: list[str] = []
    cursor = None
    while True:
        answer = _page(api, delivery, thread, cursor)
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        found += _ours(api, answer["messages"], delivery.key)
        if not cursor:
            return found


def _page(
    api: WebClient, delivery: Delivery, thread: str | None, cursor: str | None
) -> SlackResponse:
    """Messages of the channel, or of one of its threads, since the delivery was planned."""
    where: dict[str, Any] = {
        "channel": delivery.channel,
        "oldest": f"{delivery.planned_at.timestamp() - LOOK_BACK:.6f}",
        "include_all_metadata": True,
        "limit": 200,
        "cursor": cursor,
    }
    if thread is None:
        return api.conversations_history(**where)
    return api.conversations_replies(ts=thread, **where)


def _ours(api: WebClient, messages: list[dict[str, Any]], key: str) -> list[str]:
    """The ts of those with the key that this bot posted; others may have copied one with it."""
    return [str(one["ts"]) for one in messages if _carries(one, key) and _is_by(_me(api), one)]


@lru_cache(maxsize=16)
def _me(api: WebClient) -> frozenset[str]:
    """The ids under which the bot posts; asked for once, where something is found."""
    me = api.auth_test()
    return frozenset(str(me[name]) for name in ("user_id", "bot_id") if me.get(name))


def _is_by(me: frozenset[str], message: dict[str, Any]) -> bool:
    """Where a server names no author at all, the key has to do."""
    authors = {str(message[name]) for name in ("user", "bot_id") if message.get(name)}
    return bool(authors & me) or not authors


def _carries(message: dict[str, Any], key: str) -> bool:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    blocks = message.get("blocks") or []
    return payload.get("key") == key or any(block.get("block_id") == key for block in blocks)
