"""What people do in the workspace."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, replace

from bot.playground.slack import actions, events, messages
from bot.playground.slack.core import Core
from bot.playground.slack.errors import SlackError
from bot.playground.slack.hub import Ack, Envelope
from bot.playground.slack.messages import Draft
from bot.playground.slack.models import Channel, Json, Message
from bot.playground.slack.responses import respond
from bot.playground.slack.typing_in import stored_text
from bot.playground.slack.uploads import shared_file

GRACE = 5.0


@dataclass(frozen=True)
class Outcome:
    """How a command or click went: acknowledged, after how many seconds, with which body."""

    acked: bool
    seconds: float
    body: Json | None = None


class People:
    """Every method may be called from any thread; what Slack forbids raises ValueError.

    Messages are given as Slack stores them (`<@U…>`, `&amp;`); a stray `<` or `&` is escaped.
    The text of a command is given as it is typed.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._world = core.world

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Posts a message and gives its ts."""
        with self._world.lock:
            self._member(user, channel)
            typed = stored_text(text)
            draft = Draft(channel, user, typed, thread_ts=self._thread(channel, thread_ts))
            return messages.post(self._core, draft).ts

    def drop(self, user: str, channel: str, name: str, content: bytes, text: str = "") -> str:
        """Shares a file with a message, whose ts it gives."""
        with self._world.lock:
            self._member(user, channel)
            file = shared_file(self._core, user, channel, name, content)
            draft = Draft(channel, user, stored_text(text), files=(file.id,), subtype="file_share")
            return messages.post(self._core, draft).ts

    def shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Outcome:
        """Picks a shortcut from a message's menu and waits for the ack."""
        with self._world.lock:
            self._member(user, channel)
            message = self._there(channel, ts, user)
            envelope = actions.message_shortcut(self._core, user, message, callback_id)
        return self._waited(self._sent(envelope, lambda _: None))

    def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Changes one's own message."""
        with self._world.lock:
            old = self._own(user, channel, ts)
            new = replace(old, text=stored_text(text))
            messages.change(self._core, old, new, edited_by=user)

    def delete(self, user: str, channel: str, ts: str) -> None:
        """Takes one's own message away."""
        with self._world.lock:
            messages.delete(self._core, self._own(user, channel, ts))

    def touch(self, channel: str, ts: str) -> None:
        """Makes Slack say `message_changed` though the text stayed, as language detection does."""
        with self._world.lock:
            message = self._there(channel, ts)
            messages.change(self._core, message, message, edited_by=None)

    def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """Adds a person's reaction."""
        with self._world.lock:
            messages.react(self._core, self._there(channel, ts), user, name)

    def toggle_reaction(self, user: str, channel: str, ts: str, name: str) -> bool:
        """Adds a person's reaction, or takes it away where it stands; whether it stands now."""
        with self._world.lock:
            self._member(user, channel)
            message = self._there(channel, ts)
            stands = any(r.name == name and user in r.users for r in message.reactions)
            (messages.unreact if stands else messages.react)(self._core, message, user, name)
            return not stands

    def redeliver(self, n: int = 1) -> None:
        """Sends the last n events again: new envelope, same event_id, retry_attempt 1."""
        self._core.hub.redeliver(n)

    def command(self, user: str, channel: str, command: str, text: str = "") -> Outcome:
        """Types a slash command and waits for its acknowledgement (3 s)."""
        return self._waited(self.begin_command(user, channel, command, text))

    def click(
        self, user: str, channel: str, ts: str, action_id: str, option: str | None = None
    ) -> Outcome:
        """Presses a button (or picks the option with that value) and waits for the ack."""
        return self._waited(self.begin_click(user, channel, ts, action_id, option))

    def submit(self, user: str, view_id: str, values: Json) -> Outcome:
        """Submits an open modal with `values` as in view.state.values; waits for the ack."""
        with self._world.lock:
            envelope = actions.submission(self._core, user, view_id, values)
        return self._waited(self._sent(envelope, lambda _: None))

    def pick(self, user: str, view_id: str, block_id: str, option: str, values: Json) -> Outcome:
        """Picks an option in an open modal that answers picks; `values` is what stands there."""
        with self._world.lock:
            envelope = actions.view_action(self._core, user, view_id, block_id, option, values)
        return self._waited(self._sent(envelope, lambda _: None))

    def begin_command(
        self, user: str, channel: str, command: str, text: str = ""
    ) -> Future[Outcome]:
        """As `command`, without waiting."""
        with self._world.lock:
            self._there_in(user, channel)
            if self._world.is_external(user):
                return _refused()
            envelope = actions.slash_command(self._core, user, channel, command, text)
        return self._sent(envelope, lambda ack: self._finish(user, channel, command, ack))

    def begin_click(
        self, user: str, channel: str, ts: str, action_id: str, option: str | None = None
    ) -> Future[Outcome]:
        """As `click`, without waiting."""
        with self._world.lock:
            self._member(user, channel)
            message = self._there(channel, ts, user)
            envelope = actions.block_action(self._core, user, message, action_id, option)
        return self._sent(envelope, lambda _: None)

    def join(self, user: str, channel: str) -> None:
        """Enters a channel."""
        with self._world.lock:
            self._enter(self._world.channels[channel], user, None)

    def invite_bot(self, channel: str, by: str | None = None) -> None:
        """Brings the bot into a channel."""
        with self._world.lock:
            self._enter(self._world.channels[channel], self._world.bot_user_id, by)

    def _enter(self, channel: Channel, user: str, inviter: str | None) -> None:
        if user not in channel.members:
            channel.members.append(user)
            self._world.touch("state", channel.id)
            events.joined(self._core, channel, user, inviter)

    def _sent(self, envelope: Envelope, finish: object) -> Future[Outcome]:
        outcome: Future[Outcome] = Future()
        assert envelope.future is not None  # noqa: S101

        def done(future: Future[Ack]) -> None:
            ack = future.result()
            finish(ack)  # type: ignore[operator]
            outcome.set_result(Outcome(ack.acked, ack.seconds, ack.body))

        envelope.future.add_done_callback(done)
        self._core.hub.submit(envelope)
        return outcome

    def _waited(self, future: Future[Outcome]) -> Outcome:
        return future.result(self._core.hub.ack_timeout + GRACE)

    def _finish(self, user: str, channel: str, command: str, ack: Ack) -> None:
        """Shows what the acknowledgement carried, or that the command failed."""
        error = ack.error
        try:
            if ack.body:
                with self._world.lock:
                    respond(self._core, ack.body, {"user": user, "channel": channel})
        except SlackError as refusal:
            self._core.log.add(
                "bot→slack", command, refusal.error, ack.body, refusal.body, ok=False
            )
            error = "invalid_command_response"
        if error:
            text = f"{command} failed with the error “{error}”"
            messages.post(self._core, Draft(channel, "USLACKBOT", text, ephemeral_for=user))

    def _there_in(self, user: str, channel: str) -> None:
        if user not in self._world.users or channel not in self._world.channels:
            raise ValueError(f"no person {user} or no channel {channel}")

    def _member(self, user: str, channel: str) -> None:
        self._there_in(user, channel)
        if user not in self._world.channels[channel].members:
            raise ValueError(f"{user} is not in {channel}")

    def _there(self, channel: str, ts: str, viewer: str | None = None) -> Message:
        message = self._world.find(channel, ts)
        if message is None or message.ephemeral_for not in (None, viewer):
            raise ValueError(f"no message {ts} in {channel}")
        return message

    def _own(self, user: str, channel: str, ts: str) -> Message:
        message = self._there(channel, ts)
        if message.user != user:
            raise ValueError(f"{ts} is not a message of {user}")
        return message

    def _thread(self, channel: str, thread_ts: str | None) -> str | None:
        if thread_ts is None:
            return None
        parent = self._world.find(channel, thread_ts)
        if parent is None or parent.ephemeral_for:
            raise ValueError(f"no thread {thread_ts} in {channel}")
        return parent.thread_ts or parent.ts


def _refused() -> Future[Outcome]:
    """Slash commands work for the workspace's own people only."""
    refused: Future[Outcome] = Future()
    refused.set_result(Outcome(acked=False, seconds=0.0))
    return refused
