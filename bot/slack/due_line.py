"""What a publication says about itself, and what its owner hears where it could not be posted."""

from dataclasses import replace

from bot.slack.message import Block, Message, plain_text
from commands.cadence_reading import parse_cadence
from commands.due import UNREADABLE
from reports.zones import zone
from storage.values import Delivery, Subscription

REFUSED_ME = (
    "Slack does not accept my bot token any more: set SLACK_BOT_TOKEN to the app's current one and "
    "start me again."
)
ADVICE = {
    "not_in_channel": "Invite me there with “/invite @rapport”.",
    "channel_not_found": "The channel is gone or private; schedule the report somewhere else.",
    "is_archived": "The channel is archived; schedule the report somewhere else, or unarchive it.",
    "restricted_action": "Only some people may post in that channel; let me, or choose another.",
    "missing_scope": "The app lacks a permission; “rapport doctor” names it.",
    "invalid_auth": REFUSED_ME,
    "not_authed": REFUSED_ME,
    "account_inactive": REFUSED_ME,
    "token_revoked": REFUSED_ME,
}


def due_line(delivery: Delivery, subscription: Subscription, *, late: bool) -> str:
    """The rhythm of a publication, or when it should have stood here.

    A rhythm that nobody can read any more keeps back no report that was due on it.
    """
    try:
        if not late:
            rhythm = parse_cadence(subscription.cadence).in_words()
            return f"published {rhythm} · schedule {subscription.id}"
        local = delivery.due.astimezone(zone(subscription.tz))
        return f"⚠ Late: this was due on {local:%A} {local.day} {local:%B, %H:%M}."
    except UNREADABLE:
        return f"published by schedule {subscription.id}"


def with_key(message: Message, key: str, words: str) -> Message:
    """The message with a last line of ``words``, whose block carries the delivery's key.

    Without words it is the first block that carries it.
    """
    if not words:
        return replace(
            message,
            blocks=_marked(message.blocks, key),
            plain_blocks=_marked(message.plain_blocks, key),
        )
    line: Block = {"type": "context", "block_id": key, "elements": [plain_text(words, 2000)]}
    return replace(
        message,
        text=f"{message.text}\n\n{words}",
        blocks=(*message.blocks, line),
        plain_blocks=(*message.plain_blocks, line),
    )


def refusal(code: str) -> str:
    """Slack's error code and, where there is something to do about it, what."""
    return f"Slack refused it ({code}). {advice(code)}".strip()


def advice(code: str) -> str:
    """What to do about it; empty where nothing can be done."""
    return ADVICE.get(code, "")


def _marked(blocks: tuple[Block, ...], key: str) -> tuple[Block, ...]:
    first, *others = blocks
    return ({**first, "block_id": key}, *others)
