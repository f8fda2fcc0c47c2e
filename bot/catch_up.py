"""Catching up at the start: what was said in open threads while nobody listened."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.office import Office
from bot.slack.api import FAILURES, reason_of
from bot.slack.unhurried import Stopping, Unhurried
from reports.model import Audience
from storage.errors import DatabaseFailure
from storage.values import Comment, Publication

log = structlog.get_logger()
OPEN = timedelta(days=14)  # how long after a report its thread is read again
PAGE = 200
SPACING = 1.2  # seconds between two calls: fifty a minute are everybody's share of this method
ENDS_WITHIN = 5  # seconds; a call that takes longer is left alone
THREAD_GONE = frozenset({"thread_not_found", "message_not_found"})
# What Slack would refuse for every other thread too.
FOR_ALL = frozenset(
    {"unknown_method", "method_not_supported", "method_deprecated", "not_allowed_token_type"}
    | {"invalid_auth", "not_authed", "token_revoked", "account_inactive", "ratelimited", "http_404"}
)
Event = Mapping[str, Any]
InMemory = Callable[[Callable[[], None]], "Future[None]"]


@contextmanager
def catching_up(office: Office, in_memory: InMemory) -> Iterator[None]:
    """Catch up beside everything else; on leaving, what is not read is left to the next start."""
    reader = CatchUp(office, in_memory)
    thread = threading.Thread(target=reader.run, name="catch-up", daemon=True)
    thread.start()
    try:
        yield
    finally:
        reader.stop()
        thread.join(ENDS_WITHIN)


class CatchUp:
    """Reads the open threads once, and has what it finds remembered like what is heard.

    Words are followed in the lane of what is heard, so that neither overtakes the other. What
    hides, shows or erases words is looked at once more there: it may have changed since it was
    read, and what is erased cannot be brought back.
    """

    def __init__(self, office: Office, in_memory: InMemory) -> None:
        """Read what ``office`` may read; ``in_memory`` is the lane."""
        self._office = office
        self._in_memory = in_memory
        self._slack = Unhurried(office.api)
        self._left_out: Counter[str] = Counter()
        self._closed: set[str] = set()
        self._new = 0

    def stop(self) -> None:
        """Leave the rest to the next start."""
        self._slack.stop()

    def run(self) -> None:
        """Read every open thread, the newest first; never raises."""
        try:
            self._run()
        except Stopping:
            log.info("catching up is left to the next start")
        except DatabaseFailure as error:
            log.warning("catching up is left to the next start", reason=str(error))
        except Exception:
            log.exception("could not catch up")

    def _run(self) -> None:
        self._soon(lambda: None)  # behind what an earlier run left undone
        since = self._office.clock.now() - OPEN
        found = self._office.store.publications.open_since(since)
        for publication in reversed(found):
            if publication.channel not in self._closed and FOR_ALL.isdisjoint(self._left_out):
                self._try(publication)
        if found:
            say = log.warning if self._left_out else log.info
            say("caught up", threads=len(found), replies=self._new, left_out=dict(self._left_out))

    def _try(self, publication: Publication) -> None:
        try:
            self._follow(publication)
        except FAILURES as error:
            reason = reason_of(error)
            self._left_out[reason] += 1
            if reason not in THREAD_GONE:
                self._closed.add(publication.channel)

    def _follow(self, publication: Publication) -> None:
        """Have a thread's replies remembered as they stand; gone ones only if all were read."""
        before = self._office.store.comments.of_thread(publication.id)
        messages = self._messages(publication)
        replies = [one for one in messages if one.get("thread_ts") == publication.ts]
        # Slack leaves reactions out where there are none; some servers never tell them.
        told = any("reactions" in one for one in messages)
        for reply in replies:
            self._remember(publication, reply, told=told)
        if _stands(publication, messages):
            there = {str(one.get("ts")) for one in replies}
            for comment in (one for one in before if one.ts not in there):
                self._soon(partial(self._erase, publication, comment))

    def _messages(self, publication: Publication) -> list[Event]:
        """The whole thread, its first message too, oldest first."""
        found: list[Event] = []
        cursor = None
        while True:
            self._slack.rest(SPACING)
            answer = self._slack.call(_reading(publication, cursor=cursor))
            found += [_heard(publication, one) for one in answer.get("messages") or []]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return found

    def _remember(self, publication: Publication, reply: Event, *, told: bool) -> None:
        new: list[bool] = []
        self._soon(lambda: new.append(self._office.memory.read_again(reply)))
        if told:
            self._soon(partial(self._follow_pin, publication, reply))
        if any(new):
            self._new += 1
            self._slack.rest(SPACING)

    def _follow_pin(self, publication: Publication, reply: Event) -> None:
        comment = self._office.store.comments.at(publication.channel, str(reply["ts"]))
        if comment is None or _is_shared(comment) == self._office.memory.shared(reply):
            return
        now = self._look_again(publication, comment)
        if now is not None:
            audience = Audience.CLIENT if self._office.memory.shared(now) else Audience.INTERNAL
            self._office.store.comments.mark(publication.channel, str(comment.ts), audience)

    def _erase(self, publication: Publication, comment: Comment) -> None:
        if self._look_again(publication, comment) is None:
            now = self._office.clock.now()
            self._office.store.comments.remove(publication.channel, str(comment.ts), now)

    def _look_again(self, publication: Publication, comment: Comment) -> Event | None:
        """The reply as it stands at this moment; None where it is gone."""
        answer = self._slack.once(_reading(publication, only=comment.ts))
        messages: list[Event] = answer.get("messages") or []
        return next((one for one in messages if one.get("ts") == comment.ts), None)

    def _soon(self, act: Callable[[], None]) -> None:
        """Have it done in the lane, and wait for it; Slack's Retry-After is waited for outside."""
        self._slack.call(lambda _: self._in_memory(act).result())


def _reading(
    publication: Publication, *, cursor: str | None = None, only: str | None = None
) -> Callable[[WebClient], SlackResponse]:
    """How to ask for a page of the thread, or for one message of it."""
    return lambda api: api.conversations_replies(
        channel=publication.channel,
        ts=publication.ts,
        cursor=cursor,
        limit=PAGE,
        oldest=only,
        latest=only,
        inclusive=True if only else None,
    )


def _heard(publication: Publication, message: Event) -> Event:
    """A message of the thread as its event would have told it."""
    thread = message.get("thread_ts") or publication.ts
    return {**message, "channel": publication.channel, "thread_ts": thread}


def _stands(publication: Publication, messages: list[Event]) -> bool:
    """Whether the thread still has its report: where that is gone, Slack may have thrown away
    what was old, and nobody deleted anything."""
    first = messages[0] if messages else {}
    return first.get("ts") == publication.ts and first.get("subtype") != "tombstone"


def _is_shared(comment: Comment) -> bool:
    return comment.audience is Audience.CLIENT
