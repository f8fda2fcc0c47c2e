"""Whether an answer stands already, known by the key in one of its blocks."""

import structlog
from slack_sdk import WebClient

from bot.slack.api import FAILURES, reason_of

log = structlog.get_logger()
NEWEST = 50  # an answer is looked for within moments, or after a restart


def find_answer(api: WebClient, channel: str, key: str, thread: str | None = None) -> str | None:
    """The ts of the message with that block_id; None where there is none or Slack will not tell."""
    try:
        if thread is None:
            found = api.conversations_history(channel=channel, limit=NEWEST)
        else:
            found = api.conversations_replies(channel=channel, ts=thread, limit=NEWEST)
    except FAILURES as error:
        log.warning("cannot look for the answer", channel=channel, error=reason_of(error))
        return None
    for message in found["messages"]:
        if any(block.get("block_id") == key for block in message.get("blocks") or []):
            return str(message["ts"])
    return None
