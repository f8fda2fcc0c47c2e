"""The state of the loopback workspace; every change and every reading is under one lock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from threading import Condition, RLock

from bot.playground.slack.clock import Ids, Stamps
from bot.playground.slack.models import Channel, File, Kind, Message, Role, User, View

Listener = Callable[[str, str | None], None]


class World:
    """People, channels and what was said. Thread-safe; `changed` is notified after each change."""

    def __init__(
        self,
        clock: Callable[[], float],
        timer: Callable[[], float],
        team_name: str = "Rapport playground",
    ) -> None:
        self.lock = RLock()
        self.changed = Condition(self.lock)
        self.version = 0
        self.clock = clock
        self.timer = timer
        self.url = ""
        self.stamps = Stamps(clock)
        self.ids = Ids()
        self.team_name = team_name
        self.team_id = self.ids.next("T")
        self.app_id = self.ids.next("A")
        self.bot_id = self.ids.next("B")
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Message]] = {}
        self.files: dict[str, File] = {}
        self.views: dict[str, View] = {}
        self.read: dict[tuple[str, str], str] = {}
        self.listeners: list[Listener] = []
        self.bot_user_id = self._add_bot()

    def _add_bot(self) -> str:
        user_id = self.add_user("rapport", "Rapport")
        self.users[user_id].is_bot = True
        return user_id

    def touch(self, kind: str, channel: str | None = None) -> None:
        """Tells everyone who waits that something of `kind` changed."""
        with self.lock:
            self.version += 1
            self.changed.notify_all()
        for listener in list(self.listeners):
            listener(kind, channel)

    def add_user(
        self,
        name: str,
        real_name: str,
        *,
        tz: str = "UTC",
        role: Role = "member",
        team_id: str | None = None,
    ) -> str:
        """Adds a person; another `team_id` makes an external one (Slack Connect). Gives the id."""
        with self.lock:
            user = User(self.ids.next("U"), name, real_name, tz, role, team_id or self.team_id)
            self.users[user.id] = user
        self.touch("state")
        return user.id

    def add_channel(
        self,
        name: str,
        *,
        kind: Kind = "public",
        members: Iterable[str] = (),
        bot: bool = True,
        shared: bool = False,
    ) -> str:
        """Adds a channel with these members, and the bot unless `bot` is False. Gives the id."""
        with self.lock:
            people = [*members, *([self.bot_user_id] if bot else [])]
            self._known(people)
            channel = Channel(
                self.ids.next("C"), name, kind, int(self.clock()), people, shared=shared
            )
            self._put(channel)
        self.touch("state")
        return channel.id

    def open_dm(self, user_id: str) -> str:
        """The DM of that person with the bot, opened if it was not there."""
        with self.lock:
            self._known([user_id])
            for channel in self.channels.values():
                if channel.user == user_id:
                    return channel.id
            members = [user_id, self.bot_user_id]
            channel = Channel(self.ids.next("D"), "", "im", int(self.clock()), members)
            channel.user = user_id
            self._put(channel)
        self.touch("state")
        return channel.id

    def _known(self, users: Iterable[str]) -> None:
        for user in users:
            if user not in self.users:
                raise KeyError(f"nobody has the id {user}")

    def _put(self, channel: Channel) -> None:
        self.channels[channel.id] = channel
        self.messages[channel.id] = {}

    def is_external(self, user_id: str) -> bool:
        return self.users[user_id].team_id != self.team_id

    def is_ready(self, file: File) -> bool:
        """True once an upload is complete and looked through."""
        ready_at = file.ready_at
        return not file.deleted and ready_at is not None and self.timer() >= ready_at

    def put(self, message: Message) -> Message:
        """Puts a message in its place, new or changed."""
        with self.lock:
            self.messages[message.channel][message.ts] = message
        self.touch("message", message.channel)
        return message

    def drop(self, channel: str, ts: str) -> None:
        with self.lock:
            self.messages[channel].pop(ts, None)
        self.touch("message", channel)

    def find(self, channel: str, ts: str) -> Message | None:
        with self.lock:
            return self.messages.get(channel, {}).get(ts)

    def change(self, message: Message, **changes: object) -> Message:
        return self.put(replace(message, **changes))  # type: ignore[arg-type]

    def visible(self, channel: str, viewer: str | None = None) -> list[Message]:
        """What stands in a channel with its thread replies, in ts order.

        Deleted messages are gone; ephemeral ones are there for their viewer alone.
        """
        with self.lock:
            found = [
                message
                for message in self.messages[channel].values()
                if message.subtype != "tombstone"
                and (message.ephemeral_for is None or message.ephemeral_for == viewer)
            ]
        return sorted(found, key=lambda message: message.ts)

    def replies(self, channel: str, thread_ts: str) -> list[Message]:
        """The replies of a thread in ts order, without its parent and without ephemeral ones."""
        return [
            message
            for message in self.visible(channel)
            if message.thread_ts == thread_ts and message.is_reply
        ]
