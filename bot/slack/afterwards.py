"""What follows a publication without keeping anybody waiting."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import partial

import structlog
from slack_sdk import WebClient

from bot.slack.api import quietly
from bot.slack.unhurried import Stopping, Unhurried
from bot.slack.whisper import is_dm
from commands.answer import ReportPart
from storage.errors import DatabaseFailure
from storage.store import Store

log = structlog.get_logger()
USED = "newspaper"  # the reaction that says: these words stand in a report now


class Afterwards:
    """Keeps where a report stands, and lets those it quotes see that their words are used."""

    def __init__(self, api: WebClient, store: Store) -> None:
        """Ask and react through ``api``, remember in ``store``."""
        self._slack = Unhurried(api)
        self._store = store
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="afterwards")
        self._left: set[Future[None]] = set()

    def follow(self, channel: str, ts: str, part: ReportPart, now: datetime) -> None:
        """Do what follows the report that stands there; only a channel's reports use words."""
        self._soon(partial(self._locate, channel, ts))
        if part.report.commentary and not is_dm(channel):
            self._soon(partial(self._thank, part, now))

    @property
    def idle(self) -> bool:
        """Whether nothing is left to do."""
        return not self._left

    def close(self) -> None:
        """Finish what is under way and leave the rest."""
        self._slack.stop()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _soon(self, act: Callable[[], None]) -> None:
        job = self._thread.submit(_guarded, act)
        self._left.add(job)
        job.add_done_callback(self._left.discard)

    def _locate(self, channel: str, ts: str) -> None:
        def ask() -> None:
            answer = self._slack.call(
                lambda api: api.chat_getPermalink(channel=channel, message_ts=ts)
            )
            self._store.publications.stands_at(channel, ts, str(answer["permalink"]))

        quietly("permalink", ask)

    def _thank(self, part: ReportPart, now: datetime) -> None:
        """Mark first: a sign that is lost is better than one that comes twice."""
        said_at = [words.at for words in part.report.commentary]
        for comment in self._store.comments.used(part.client_id, said_at, now):
            if comment.ts is not None:
                quietly("react", partial(self._react, str(comment.channel), comment.ts))

    def _react(self, channel: str, ts: str) -> None:
        self._slack.call(lambda api: api.reactions_add(channel=channel, timestamp=ts, name=USED))


def _guarded(act: Callable[[], None]) -> None:
    """Nobody waits for it, so nobody would hear what went wrong."""
    try:
        act()
    except (Stopping, DatabaseFailure) as reason:
        log.info("left undone behind a publication", reason=str(reason))
    except Exception:
        log.exception("could not finish behind a publication")
