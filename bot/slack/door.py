"""Slack's payloads as Requests: the door gathers what Slack knows and decides nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.slack.click import read_click
from bot.slack.directory import Directory, Room
from bot.slack.files import Files
from bot.slack.forms import Sent, picked, sent
from bot.slack.manifest import IMPORT
from bot.slack.text import plain
from commands.phrases import understood
from commands.registry import all_commands
from commands.request import Asker, NamedChannel, Place, Request
from reports.errors import Expected
from storage.store import Store

Payload = Mapping[str, Any]
LINKED = re.compile(r"<#([A-Z0-9]+)(?:\|([^>]*))?>")
TYPED = re.compile(r"(?<!\S)#(\S+)")
VERB = re.compile(r"\s*/?(\S+)\s*(.*)", re.DOTALL)
PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
ITSELF = Asker("", "rapport", role="system")


@dataclass(frozen=True)
class Heard:
    """Words, and the channels and people picked in them, by how they stand there."""

    words: str
    rooms: Mapping[str, Room] = field(default_factory=dict)
    people: Mapping[str, Asker] = field(default_factory=dict)


class NotYourChannel(Expected):
    """You are not in that channel, so I posted nothing there; join it and press again."""


class Door:
    """Turns what arrives from one workspace into Requests."""

    def __init__(
        self, directory: Directory, files: Files, store: Store, team_id: str, bot_user: str
    ) -> None:
        """Look facts up in the directory and the store, and fetch shared files."""
        self._files = files
        self._directory = directory
        self._store = store
        self._team = team_id
        self._bot_user = bot_user
        self._mention = re.compile(rf"<@{bot_user}(?:\|[^>]*)?>")

    def from_command(self, body: Payload) -> Request:
        """A slash command."""
        verb = str(body["command"]).lstrip("/")
        return self._request(
            str(body.get("trigger_id", "")),
            "help" if verb == "rapport" else verb,
            self._heard(str(body.get("text") or "")),
            self._directory.person(str(body["user_id"])),
            self.place(str(body["channel_id"])),
            "slash",
        )

    def from_click(self, body: Payload) -> Request:
        """A pressed button or a picked option; its value is a command with its words.

        Raises NotYourChannel: nobody has things posted where they are not themselves.
        """
        click = read_click(body)
        if click.elsewhere and not self._directory.has(click.user, click.channel):
            raise NotYourChannel
        return self._request(
            str(body.get("trigger_id", "")),
            click.verb,
            Heard(click.args),
            self._directory.person(click.user),
            self.place(click.channel, click.thread),
            "button",
        )

    def from_form(self, body: Payload) -> Request:
        """A form that was sent off: its command, with what was typed as its last words."""
        return self._of_form(str(body["view"]["id"]), sent(body))

    def from_pick(self, body: Payload) -> Request:
        """Something was picked in a form: the command that shows it anew."""
        return self._of_form(str(body["view"]["id"]), picked(body))

    def from_files(self, event: Payload) -> Request:
        """Files dropped into a direct message: they want to be imported."""
        return self._importing(event, str(event["user"]), str(event["channel"]), str(event["ts"]))

    def from_shortcut(self, body: Payload, *, form: bool = False) -> Request:
        """A shortcut picked from a message's menu: its verb, with the message's files.

        ``form`` asks for the form that there is place for.
        """
        user, channel, id_ = str(body["user"]["id"]), body["channel"]["id"], body["trigger_id"]
        words = ("form",) if form else ()
        return self._importing(body["message"], user, str(channel), str(id_), *words)

    def from_joining(self, event: Payload) -> Request | None:
        """The bot came into a channel: who invited it is asked whose channel this is.

        Nobody's name is known at times: then the room is asked if the team alone reads there, and
        nobody where outsiders read along.
        """
        place = self.place(str(event["channel"]))
        inviter = self._directory.known(str(event["inviter"])) if event.get("inviter") else None
        asker = inviter if inviter and inviter.of_the_team else None
        if asker is None and place.external:
            return None
        id_ = str(event.get("event_ts"))
        return self._request(id_, "start", Heard(""), asker or ITSELF, place, "joining")

    def from_mention(self, event: Payload) -> Request | None:
        """“@rapport report acme”, or the same words in a DM; None where no verb is known."""
        verb, args = self._command(event)
        if verb is None:
            return None
        return self._request(
            str(event.get("client_msg_id") or event["ts"]),
            verb,
            self._heard(args),
            self._directory.person(str(event["user"])),
            self.place(str(event["channel"]), event.get("thread_ts")),
            "mention",
        )

    def is_command(self, event: Payload) -> bool:
        """“@rapport” and a verb: what is a command even in the thread of a publication."""
        named = self._mention.match(_text(event)) is not None
        return named and self._command(event)[0] is not None

    def verb_of(self, event: Payload) -> str | None:
        """The verb of a mention or a DM; None where no verb is known."""
        return self._command(event)[0]

    def help(self, event: Payload) -> Request:
        """What to answer when somebody addresses the bot with words it does not know."""
        place, asker = self.place(str(event["channel"])), self._directory.person(str(event["user"]))
        return self._request(str(event["ts"]), "help", Heard(""), asker, place, "mention")

    def place(self, channel: str, thread: str | None = None) -> Place:
        """The place of a channel, and the publication its thread belongs to."""
        publication = self._store.publications.of_thread(channel, thread) if thread else None
        return self._directory.room(channel).place(
            self._slug_of(channel), publication.id if publication else None
        )

    def _command(self, event: Payload) -> tuple[str | None, str]:
        """The verb that the words begin with, behind the bot's name, and what follows it.

        Where they begin with none, what they mean as people say it in passing. The bare name asks
        for help.
        """
        text = _text(event)
        named = self._mention.match(text)
        if named is None and self._mention.search(text):
            return None, text
        said = text[named.end() :] if named else text
        if named and not said.strip():
            return "help", ""
        found = VERB.match(said)
        if found and found[1].lower() in all_commands():
            return found[1].lower(), found[2]
        meant = understood(said, self._store.definitions.catalogue)
        return meant if meant and meant[0] in all_commands() else (None, text)

    def _request(
        self, id_: str, verb: str, heard: Heard, asker: Asker, place: Place, door: str
    ) -> Request:
        words = heard.words
        return Request(
            id=id_,
            verb=verb,
            args=words.strip(),
            workspace=self._team,
            asker=asker,
            place=place,
            door=door,
            channels=self._channels(words, heard.rooms),
            people=heard.people,
            files=self._files.named_in(words) if verb == IMPORT and asker.of_the_team else (),
        )

    def _of_form(self, id_: str, form: Sent) -> Request:
        asker, place = self._directory.person(form.user), self.place(form.channel, form.thread)
        request = self._request(id_, form.verb, Heard(form.args), asker, place, "form")
        return replace(request, fields=form.fields)

    def _importing(
        self, message: Payload, user: str, channel: str, id_: str, *words: str
    ) -> Request:
        ids = " ".join([*words, *(str(file["id"]) for file in message.get("files") or ())])
        asker, place = self._directory.person(user), self.place(channel)
        return self._request(id_, IMPORT, Heard(ids), asker, place, "file")

    def _heard(self, text: str) -> Heard:
        """Slack's text as plain words, with the channels and people picked from its lists."""
        rooms = {}
        for channel, label in LINKED.findall(text):
            room = self._directory.room(channel)
            rooms[f"#{label or room.name}"] = room
        name_of = self._directory.name_of
        named = {found[1]: plain(found[0], name_of) for found in PERSON.finditer(text)}
        people = {
            label: self._directory.person(user)
            for user, label in named.items()
            if user != self._bot_user
        }
        return Heard(plain(text, name_of), rooms, people)

    def _channels(self, words: str, picked: Mapping[str, Room]) -> dict[str, NamedChannel]:
        """What is known of each channel in the words, picked from the list or typed by hand."""
        names = (name for name in TYPED.findall(words) if f"#{name}" not in picked)
        typed = {name.lower(): f"#{name}" for name in names}  # Slack knows small letters only
        found = {typed[room.name]: room for room in self._directory.rooms_named(typed.keys())}
        return {label: self._named(room) for label, room in {**found, **picked}.items()}

    def _named(self, room: Room) -> NamedChannel:
        slug = self._slug_of(room.id)
        return NamedChannel(room.id, room.name, room.external, room.member, slug)

    def _slug_of(self, channel: str) -> str | None:
        client = self._store.clients.of_channel(channel)
        return client.slug if client else None


def _text(event: Payload) -> str:
    return str(event.get("text") or "").strip()
