"""Replies to a publication become comments, and follow what their authors do with them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from slack_sdk import WebClient

from bot.slack.api import FAILURES, quietly
from bot.slack.directory import Directory
from bot.slack.door import Door
from bot.slack.text import plain
from reports.model import Audience
from storage.store import Store
from storage.values import Publication

Event = Mapping[str, Any]
WRITTEN = frozenset({None, "file_share", "thread_broadcast", "me_message"})
NOTED = "memo"  # the reaction that says: written down
SHARED = "pushpin"  # the reaction by which the team lets the client read a comment


class Memory:
    """Keeps what people write in the threads of publications."""

    def __init__(self, api: WebClient, store: Store, directory: Directory, door: Door) -> None:
        """Read names in the directory, write comments to the store."""
        self._api = api
        self._store = store
        self._directory = directory
        self._door = door

    def message(self, event: Event) -> None:
        """Follow one message event: written, changed or deleted."""
        subtype = event.get("subtype")
        if subtype in WRITTEN:
            self._written(event)
        elif subtype == "message_changed":
            self._changed(event)
        elif subtype == "message_deleted":
            self._deleted(event)

    def reaction(self, event: Event, *, added: bool) -> None:
        """A pin by someone of the team lets the client read a comment; taking it off hides it.

        Where Slack does not tell who it was, nothing is shown and what was shown is hidden.
        """
        item, person = event.get("item") or {}, self._directory.known(str(event.get("user")))
        trusted = person.of_the_team if person else not added
        if event.get("reaction") == SHARED and trusted:
            audience = Audience.CLIENT if added else Audience.INTERNAL
            self._store.comments.mark(str(item.get("channel")), str(item.get("ts")), audience)

    def read_again(self, message: Event) -> bool:
        """Follow a message as it stands in its thread now; whether it was new.

        An edit that the message had meanwhile counts unless a newer one is known.
        """
        channel, ts = str(message.get("channel")), str(message.get("ts"))
        if self._store.comments.at(channel, ts) is None:
            return self._written(message)
        edited = _edited(message)
        if edited is not None:
            self._store.comments.revise(channel, ts, self._words(message), edited)
        return False

    def shared(self, message: Event) -> bool:
        """Whether somebody of the team lets the client read the message, as it stands now."""
        pins = (one for one in message.get("reactions") or [] if one.get("name") == SHARED)
        people = (self._directory.known(str(user)) for pin in pins for user in pin["users"])
        return any(person is not None and person.of_the_team for person in people)

    def _written(self, event: Event) -> bool:
        channel = str(event.get("channel"))
        publication = self._publication(event, channel)
        edited = _edited(event)
        if publication is None or not self._keep(event, channel, publication, edited):
            return False
        self._react(channel, str(event["ts"]))
        return True

    def _changed(self, event: Event) -> None:
        message, channel = event.get("message") or {}, str(event.get("channel"))
        if message.get("subtype") == "tombstone":
            self._deleted(event)
            return
        publication = self._publication(message, channel)
        ts, at = str(message.get("ts")), _moment(event.get("event_ts") or message.get("ts"))
        if publication is None or self._store.comments.revise(
            channel, ts, self._words(message), at
        ):
            return
        # An edit may overtake the message it edits: then the edited words are the first ones.
        if self._keep(message, channel, publication, at):
            self._react(channel, ts)

    def _deleted(self, event: Event) -> None:
        channel, before = str(event.get("channel")), event.get("previous_message") or {}
        ts = str(event.get("deleted_ts") or before.get("ts"))
        publication = self._publication(before, channel)
        if publication is not None:
            # Kept first, so that the message cannot come in after its own deletion.
            self._keep(before, channel, publication, None)
        self._store.comments.remove(channel, ts, _moment(event.get("event_ts") or ts))

    def _publication(self, message: Event, channel: str) -> Publication | None:
        """The publication a person's message replies to; None for anything else."""
        thread, ts = message.get("thread_ts"), message.get("ts")
        if not thread or thread == ts or message.get("bot_id") or not message.get("user"):
            return None
        if message.get("subtype") not in WRITTEN:
            return None
        return self._store.publications.of_thread(channel, str(thread))

    def _keep(
        self, message: Event, channel: str, publication: Publication, edited: datetime | None
    ) -> bool:
        """Store the message as a comment; false where it is a command or known already."""
        if self._door.is_command(message):
            return False
        author, ts = self._directory.person(str(message["user"])), str(message["ts"])
        comment = self._store.comments.add(
            publication.client_id,
            publication.period,
            author.id,
            author.name,
            self._words(message),
            _moment(ts),
            channel=channel,
            ts=ts,
            permalink=self._permalink(channel, ts),
            publication_id=publication.id,
            edited_at=edited,
        )
        return comment is not None

    def _words(self, message: Event) -> str:
        text = plain(str(message.get("text") or ""), self._directory.name_of).strip()
        names = [str(file.get("name") or "file") for file in message.get("files") or []]
        return "\n".join([text, *(f"[{name}]" for name in names)]).strip() or "(no words)"

    def _permalink(self, channel: str, ts: str) -> str | None:
        try:
            answer = self._api.chat_getPermalink(channel=channel, message_ts=ts)
        except FAILURES:
            return None  # a comment without its link is worth keeping all the same
        return str(answer["permalink"])

    def _react(self, channel: str, ts: str) -> None:
        reaction = {"channel": channel, "timestamp": ts, "name": NOTED}
        quietly("react", lambda: self._api.reactions_add(**reaction))


def _edited(message: Event) -> datetime | None:
    edited = (message.get("edited") or {}).get("ts")
    return _moment(edited) if edited else None


def _moment(ts: object) -> datetime:
    return datetime.fromtimestamp(float(str(ts)), UTC)
