"""What can happen to a message: said, changed, deleted, reacted to. Each emits its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.playground.slack import events
from bot.playground.slack.core import Core
from bot.playground.slack.errors import SlackError
from bot.playground.slack.models import Edited, Json, Message, Reaction

TEXT_KEPT = 40_000


@dataclass(frozen=True)
class Draft:
    """A message before it has a time."""

    channel: str
    user: str
    text: str
    blocks: Sequence[Json] = ()
    thread_ts: str | None = None
    metadata: Json | None = None
    attachments: Sequence[Json] = ()
    files: Sequence[str] = ()
    ephemeral_for: str | None = None
    broadcast: bool = False
    subtype: str | None = None


def post(core: Core, draft: Draft) -> Message:
    """Makes a message visible and tells the bot; ephemeral ones are told to nobody."""
    world = core.world
    message = _written(core, draft)
    world.put(message)
    if message.ephemeral_for is None:
        _mark_parent(core, message)
        if message.bot_id:
            core.log.count_post(message.channel)
        events.said(core, message)
    return message


def _written(core: Core, draft: Draft) -> Message:
    world = core.world
    by_bot = draft.user == world.bot_user_id
    return Message(
        ts=world.stamps.next(),
        channel=draft.channel,
        user=draft.user,
        text=draft.text[:TEXT_KEPT],
        blocks=numbered(core, draft.blocks),
        thread_ts=draft.thread_ts,
        bot_id=world.bot_id if by_bot else None,
        subtype="thread_broadcast" if draft.broadcast else draft.subtype,
        metadata=draft.metadata if core.faults.metadata else None,
        attachments=tuple(draft.attachments),
        files=tuple(draft.files),
        ephemeral_for=draft.ephemeral_for,
        client_msg_id=None if by_bot else _client_id(core),
        broadcast=draft.broadcast,
    )


def _client_id(core: Core) -> str:
    number = core.world.ids.next("")
    return f"{number.lower()}-0000-4000-8000-000000000000"


def numbered(core: Core, blocks: Sequence[Json]) -> tuple[Json, ...]:
    """The blocks, each with a block_id as Slack gives them."""
    return tuple(
        block if "block_id" in block else block | {"block_id": core.world.ids.next("b")}
        for block in blocks
    )


def _mark_parent(core: Core, reply: Message) -> None:
    parent = core.world.find(reply.channel, reply.thread_ts) if reply.thread_ts else None
    if parent is not None and parent.thread_ts is None:
        core.world.change(parent, thread_ts=parent.ts)


def change(core: Core, old: Message, new: Message, *, edited_by: str | None) -> Message:
    """Puts `new` in the place of `old`; `edited_by` None leaves no mark of an edit."""
    if edited_by is not None:
        new = replace(new, edited=Edited(edited_by, core.world.stamps.next()))
    core.world.put(new)
    if new.ephemeral_for is None:
        events.changed(core, old, new)
    return new


def delete(core: Core, message: Message) -> None:
    """Takes a message away; one with replies leaves a tombstone, as in Slack."""
    if message.ephemeral_for is not None:
        core.world.drop(message.channel, message.ts)
    elif core.world.replies(message.channel, message.ts):
        stone = Message(
            message.ts,
            message.channel,
            "USLACKBOT",
            "This message was deleted.",
            thread_ts=message.ts,
            subtype="tombstone",
        )
        change(core, message, stone, edited_by=None)
    else:
        core.world.drop(message.channel, message.ts)
        events.deleted(core, message)


def react(core: Core, message: Message, user: str, name: str) -> None:
    """Adds a reaction; raises `already_reacted`."""
    found = {reaction.name: reaction.users for reaction in message.reactions}
    if user in found.get(name, ()):
        raise SlackError("already_reacted")
    found[name] = (*found.get(name, ()), user)
    _put_reactions(core, message, found)
    events.reacted(core, message, user, name, "reaction_added")


def unreact(core: Core, message: Message, user: str, name: str) -> None:
    """Takes a reaction away; raises `no_reaction`."""
    found = {reaction.name: reaction.users for reaction in message.reactions}
    if user not in found.get(name, ()):
        raise SlackError("no_reaction")
    found[name] = tuple(other for other in found[name] if other != user)
    _put_reactions(core, message, found)
    events.reacted(core, message, user, name, "reaction_removed")


def _put_reactions(core: Core, message: Message, found: dict[str, tuple[str, ...]]) -> None:
    kept = tuple(Reaction(name, users) for name, users in found.items() if users)
    core.world.change(message, reactions=kept)
    core.world.touch("reaction", message.channel)
