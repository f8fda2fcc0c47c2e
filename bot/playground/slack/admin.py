"""What admins do to a workspace: people leave, channels are archived, renamed, moved and left."""

from __future__ import annotations

from dataclasses import replace

from bot.playground.slack import events
from bot.playground.slack.core import Core
from bot.playground.slack.models import Channel, Json, Role
from bot.playground.slack.render import user_json


class Admin:
    """Each change is told to the bot as Slack tells it; may be called from any thread."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._world = core.world

    def deactivate(self, user: str, *, told: bool = True) -> None:
        """Ends somebody's account; their channels lose them. Slack forgets to tell at times."""
        with self._world.lock:
            self._world.users[user].deleted = True
            for channel in self._world.channels.values():
                if channel.kind != "im" and user in channel.members:
                    channel.members.remove(user)
            if told:
                self._changed(user)

    def activate(self, user: str) -> None:
        """Brings somebody back."""
        with self._world.lock:
            self._world.users[user].deleted = False
            self._changed(user)

    def make(self, user: str, role: Role) -> None:
        """Makes somebody a guest, a member or an admin."""
        with self._world.lock:
            self._world.users[user].role = role
            self._changed(user)

    def touch(self, user: str) -> None:
        """Makes Slack tell that somebody changed, though only their status did."""
        with self._world.lock:
            self._changed(user)

    def archive(self, channel: str, by: str) -> None:
        """Archives a channel."""
        self._set_archived(channel, by, archived=True)

    def unarchive(self, channel: str, by: str) -> None:
        """Brings an archived channel back."""
        self._set_archived(channel, by, archived=False)

    def rename(self, channel: str, name: str) -> None:
        """Gives a channel another name."""
        with self._world.lock:
            found = self._world.channels[channel]
            found.name = name
            body = {"id": channel, "name": name, "created": found.created}
            self._tell(found, "rename", {"channel": body})

    def remove_bot(self, channel: str, by: str) -> None:
        """Throws the bot out of a channel."""
        with self._world.lock:
            found = self._world.channels[channel]
            found.members.remove(self._world.bot_user_id)
            self._tell(found, "left", {"channel": channel, "actor_id": by}, member=False)

    def move(self, channel: str) -> str:
        """Gives a channel another id, as when it is shared; the new one."""
        world = self._world
        with world.lock:
            found, messages = world.channels.pop(channel), world.messages.pop(channel)
            found.id = world.ids.next("C")
            world.channels[found.id] = found
            world.messages[found.id] = {
                ts: replace(message, channel=found.id) for ts, message in messages.items()
            }
            ids = {"old_channel_id": channel, "new_channel_id": found.id}
            self._send({"type": "channel_id_changed", **ids}, found)
        return found.id

    def _set_archived(self, channel: str, by: str, *, archived: bool) -> None:
        with self._world.lock:
            found = self._world.channels[channel]
            found.archived = archived
            what = "archive" if archived else "unarchive"
            self._tell(found, what, {"channel": channel, "user": by})

    def _tell(self, channel: Channel, what: str, body: Json, *, member: bool = True) -> None:
        kind = "group" if channel.private else "channel"
        if not member or self._world.bot_user_id in channel.members:
            self._send({"type": f"{kind}_{what}", **body}, channel)

    def _changed(self, user: str) -> None:
        described = user_json(self._world, self._world.users[user])
        event = {"type": "user_change", "user": described}
        self._send(event | {"cache_ts": int(self._world.clock())})

    def _send(self, event: Json, channel: Channel | None = None) -> None:
        self._world.touch("state", channel.id if channel else None)
        events.tell(self._core, event | {"event_ts": self._world.stamps.next()}, channel)
