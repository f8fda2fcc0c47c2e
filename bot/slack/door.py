"""Slack's payloads as Requests: the door gathers what Slack knows and decides nothing."""

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.slack.directory import Directory, Room
from bot.slack.text import plain
from commands.registry import all_commands
from commands.request import NamedChannel, Place, Request
from storage.store import Store

Payload = Mapping[str, Any]
LINKED = re.compile(r"<#([A-Z0-9]+)(?:\|([^>]*))?>")
TYPED = re.compile(r"(?<!\S)#([^\s<>]+)")


class Door:
    """Turns what arrives from one workspace into Requests."""

    def __init__(self, directory: Directory, store: Store, team_id: str, bot_user: str) -> None:
        """Look facts up in the directory and the store."""
        self._directory = directory
        self._store = store
        self._team = team_id
        self._mention = re.compile(rf"<@{bot_user}(?:\|[^>]*)?>")

    def from_command(self, body: Payload) -> Request:
        """A slash command."""
        verb = str(body["command"]).lstrip("/")
        return self._request(
            str(body.get("trigger_id", "")),
            "help" if verb == "rapport" else verb,
            str(body.get("text") or ""),
            str(body["user_id"]),
            self.place(str(body["channel_id"])),
            "slash",
        )

    def from_click(self, body: Payload) -> Request:
        """A pressed button; its value is a command with its words."""
        pressed = json.loads(body["actions"][0]["value"])
        channel = (body.get("channel") or body["container"]).get("id") or body["container"].get(
            "channel_id"
        )
        return self._request(
            str(body.get("trigger_id", "")),
            pressed["verb"],
            pressed["args"],
            str(body["user"]["id"]),
            self.place(str(channel)),
            "button",
        )

    def from_mention(self, event: Payload) -> Request | None:
        """“@rapport report acme”, or the same words in a DM; None where no verb is known."""
        verb, _, args = self.without_mention(str(event.get("text") or "")).partition(" ")
        verb = verb.lower().lstrip("/")
        if verb not in all_commands():
            return None
        return self._request(
            str(event.get("client_msg_id") or event["ts"]),
            verb,
            args,
            str(event["user"]),
            self.place(str(event["channel"])),
            "mention",
        )

    def help(self, event: Payload) -> Request:
        """What to answer when somebody addresses the bot with words it does not know."""
        place, user = self.place(str(event["channel"])), str(event["user"])
        return self._request(str(event["ts"]), "help", "", user, place, "mention")

    def mentions_me(self, event: Payload) -> bool:
        """Whether the words address the bot."""
        return bool(self._mention.search(str(event.get("text") or "")))

    def without_mention(self, text: str) -> str:
        """The words without the bot's name."""
        return self._mention.sub(" ", text).strip()

    def place(self, channel: str, thread: str | None = None) -> Place:
        """The place of a channel, and the publication its thread belongs to."""
        client = self._store.clients.of_channel(channel)
        publication = self._store.publications.of_thread(channel, thread) if thread else None
        return self._directory.room(channel).place(
            client.slug if client else None, publication.id if publication else None
        )

    def _request(
        self, id_: str, verb: str, text: str, user: str, place: Place, door: str
    ) -> Request:
        words, channels = self._with_channels(text)
        return Request(
            id=id_,
            verb=verb,
            args=plain(words, self._directory.name_of).strip(),
            workspace=self._team,
            asker=self._directory.person(user),
            place=place,
            door=door,
            channels=channels,
        )

    def _with_channels(self, text: str) -> tuple[str, dict[str, NamedChannel]]:
        """The text with #names for channel links, and what is known of each channel."""
        channels: dict[str, NamedChannel] = {}

        def name(found: re.Match[str]) -> str:
            room = self._directory.room(found[1])
            label = "#" + (found[2] or room.name)
            channels[label] = self._named(room)
            return label

        words = LINKED.sub(name, text)
        for typed in TYPED.findall(words):
            if f"#{typed}" not in channels and (room := self._directory.room_named(typed)):
                channels[f"#{typed}"] = self._named(room)
        return words, channels

    def _named(self, room: Room) -> NamedChannel:
        client = self._store.clients.of_channel(room.id)
        return NamedChannel(
            room.id, room.name, room.external, room.member, client.slug if client else None
        )
