"""Looking for a message that may have been posted before anybody could write it down."""

from typing import Any

from slack_sdk import WebClient

from storage.values import Delivery

LOOK_BACK = 3600.0  # seconds before the plan was written: a machine's clock may be that wrong


def find_posted(api: WebClient, delivery: Delivery) -> str | None:
    """The ts of the delivery's message, known by its key in the metadata or in a block_id.

    Raises SlackApiError where Slack will not tell: the caller must not post blind then.
    """
    cursor = None
    while True:
        answer = api.conversations_history(
            channel=delivery.channel,
            oldest=f"{delivery.planned_at.timestamp() - LOOK_BACK:.6f}",
            include_all_metadata=True,
            limit=200,
            cursor=cursor,
        )
        for message in answer["messages"]:
            if _carries(message, delivery.key):
                return str(message["ts"])
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None


def _carries(message: dict[str, Any], key: str) -> bool:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    blocks = message.get("blocks") or []
    return payload.get("key") == key or any(block.get("block_id") == key for block in blocks)
