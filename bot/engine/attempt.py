"""One attempt to post a delivery: prepared, sent, and saved where it stands."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import kinds, notices
from bot.engine import checkpoint
from bot.engine.checkpoint import Json, Prepared
from bot.engine.outcome import CHECKS, MOST_ATTEMPTS, SETTLE, Again, Outcome, after_failure
from bot.office import Office
from bot.patience import patiently
from bot.slack.api import FAILURES, FOR_GOOD, error_of, is_unclear, quietly, reason_of
from bot.slack.due_line import refusal, with_key
from bot.slack.find import find_posted
from bot.slack.post import post_once, upload
from bot.slack.unhurried import told_to_wait
from reports.errors import Expected
from storage.values import Delivery
from storage.verbs.deliveries import Ending
from storage.verbs.slots import EVERYWHERE

log = structlog.get_logger()
LONGEST_WAIT = timedelta(seconds=20)  # for a slot; who must wait longer makes room for others
MOST_WAITS = 10  # times in a row that Slack may ask to wait
TRIES = 3  # to write down what became of a post, before it is left to be looked for
RATE_LIMITED = 429
UNTIL_A_TOKEN = timedelta(minutes=5)  # between two looks whether Slack knows the bot again


class Attempt:
    """Works on what was taken.

    What fails ends in the row, but for DatabaseFailure, which is raised: then the row stays as it
    is, and says whether Slack may have the message.
    """

    def __init__(
        self, office: Office, posting: WebClient, taken: Delivery, stopping: Callable[[], bool]
    ) -> None:
        """Post through ``posting``, a client that neither waits nor repeats of itself."""
        self._office = office
        self._rows = office.store.deliveries
        self._posting = posting
        self._taken = taken
        self._stopping = stopping
        self._may_stand = taken.tried_at is not None

    def prepare(self) -> Json | None:
        """Make the message and upload its picture; None where nothing is left to be sent.

        Where an earlier attempt may have posted it, look first; never post blind.
        """
        taken, now = self._taken, self._now()
        if now < settled(taken, now):
            self._later(taken.error or "interrupted", settled(taken, now))
            return None
        found = find_posted(self._office.api, taken) if taken.tried_at else None
        if found is None and (reason := self._over()):
            self._rows.ended(taken, *reason)
            return None
        try:
            return checkpoint.to_json(self._drafted(found, now))
        except kinds.NotWanted as reason:
            self._unwanted(found, str(reason))
            return None
        except kinds.NotYet as later:
            if found is None:
                self._later(str(later), later.until, waits=True)
            else:
                self._unwanted(found, str(later))
            return None

    def send(self, prepared: Prepared) -> None:
        """Post it, unless it stands already, and save where it stands."""
        if prepared.found:
            self._stands(prepared, prepared.found, time_of(prepared.found))
        elif self._taken.tried_at != prepared.tried_at:  # since it was prepared; so look again
            self._later("interrupted while posting", settled(self._taken, self._now()))
        elif (ts := self._posted(prepared)) is not None:
            self._stands(prepared, ts, self._now())

    def failed(self, error: Exception) -> None:
        """Write down what follows the failure; to be asked to wait is none."""
        wait = told_to_wait(error)
        if wait is not None:
            self._put_off(wait)
            self._later("Slack asks to wait", self._now() + timedelta(seconds=wait))
            return
        code = error_of(error) if isinstance(error, SlackApiError) else None
        self._apply(self._outcome(error, code), self._why(error))

    def _outcome(self, error: Exception, code: str | None) -> Outcome:
        if notices.outlives(self._taken, code):
            return Again(UNTIL_A_TOKEN, counts=False)
        return after_failure(
            self._taken,
            may_stand=self._may_stand,
            for_good=code in FOR_GOOD,
            reachable=self._reachable(error),
        )

    def _now(self) -> datetime:
        return self._office.clock.now()

    def _over(self) -> tuple[Ending, str] | None:
        """How it ends now that Slack does not have it; None where it is to be posted."""
        taken = self._taken
        if taken.attempts >= MOST_ATTEMPTS:
            return "dead", f"{taken.error} ({MOST_ATTEMPTS} attempts)"
        if reason := kinds.unwanted(self._office, taken):
            return "superseded", reason
        return None

    def _unwanted(self, found: str | None, reason: str) -> None:
        if found is None:
            self._rows.ended(self._taken, "superseded", reason)
        else:
            at = time_of(found)
            self._rows.posted(self._taken.id, found, at, kinds.is_late(self._taken, at))

    def _drafted(self, found: str | None, now: datetime) -> Prepared:
        taken, api = self._taken, self._office.api
        at = time_of(found) if found else now
        draft = kinds.draft(self._office, taken, at)
        taken = self._taken = notices.addressed(self._office, taken, now)
        if draft.thread and taken.tried_at and not found:
            found = find_posted(api, taken, draft.thread)
        message = with_key(draft.message, taken.key, draft.line)
        return Prepared(
            message,
            at,
            late=kinds.is_late(taken, at),
            thread=draft.thread,
            file_id=None if found else upload(api, message, insists=True),
            found=found,
            tried_at=taken.tried_at,
        )

    def _posted(self, prepared: Prepared) -> str | None:
        """The new message's ts; None where it is not to be posted now, or not by this worker."""
        for _ in range(MOST_WAITS):
            if not self._has_slot():
                return None
            if not self._rows.trying(self._taken, self._now()):
                log.info("taken over by another", key=self._taken.key)
                return None
            try:
                return self._post(prepared)
            except SlackApiError as error:
                if error.response.status_code != RATE_LIMITED:
                    raise
                self._put_off(told_to_wait(error) or 1)
        self._later("Slack asks to wait again and again", self._now() + SETTLE)
        return None

    def _post(self, prepared: Prepared) -> str:
        """One call; where Slack surely refused it, the row says so."""
        before, self._may_stand = self._may_stand, True
        key, file_id, thread = self._taken.key, prepared.file_id, prepared.thread
        try:
            return post_once(
                self._posting, self._taken.channel, prepared.message, key, file_id, thread
            )
        except SlackApiError as error:
            if not is_unclear(error):
                self._may_stand = before
                self._rows.refused(self._taken)
            raise

    def _has_slot(self) -> bool:
        """Wait for the channel's slot; false where that takes too long or the program stops."""
        now = self._now()
        at = self._office.store.slots.reserve(self._taken.channel, now)
        end = time.monotonic() + (at - now).total_seconds()
        while (left := end - time.monotonic()) > 0:
            if self._stopping() or at - now > LONGEST_WAIT:
                self._later("waiting for its turn", now if self._stopping() else at)
                return False
            time.sleep(min(left, 0.2))
        return True

    def _put_off(self, seconds: float) -> None:
        """Slack asks to wait: everybody waits, for it does not say what the limit was of."""
        until = self._now() + timedelta(seconds=seconds)
        for channel in (self._taken.channel, EVERYWHERE):
            self._office.store.slots.put_off(channel, until)
        log.info("slack asks to wait", key=self._taken.key, seconds=seconds)

    def _stands(self, prepared: Prepared, ts: str, at: datetime) -> None:
        stands: list[str] = []
        patiently(lambda: stands.append(self._saved(prepared, ts, at)), tries=TRIES)
        if stands[0] == ts:
            log.info("published", key=self._taken.key, channel=self._taken.channel, ts=ts)
            return
        # Another worker was first: this one's copy goes, and the clock looks whether it went.
        take_back(self._posting, self._taken, ts)
        self._office.store.dispatch.checked(self._taken, self._now() + CHECKS[0])

    def _saved(self, prepared: Prepared, ts: str, at: datetime) -> str:
        """Save where it stands; the ts that was saved first. Done twice, it changes nothing."""
        taken = self._taken
        now = self._rows.first(self._rows.one(taken.id))
        if now and now.ts and now.ts != ts:
            return now.ts
        # The publication first: interrupted between the two, both are done again.
        self._office.stage.published(
            prepared.message, taken.channel, ts, prepared.at, delivery_id=taken.id
        )
        again = taken.takeovers or taken.tried_at is not None
        check_at = self._now() + CHECKS[0] if again else None
        return self._rows.posted(taken.id, ts, at, kinds.is_late(taken, at), check_at)

    def _reachable(self, error: Exception) -> bool:
        """Whether Slack answers another question; asked only where it may be away."""
        if not isinstance(error, FAILURES) or not is_unclear(error):
            return True
        return quietly("reach slack", self._posting.auth_test)

    def _why(self, error: Exception) -> str:
        if isinstance(error, SlackApiError):
            code = error_of(error)
            return refusal(code) if code in FOR_GOOD else f"Slack answered {code}"
        if isinstance(error, Expected):
            return str(error)
        if isinstance(error, FAILURES):
            return f"Slack did not answer ({reason_of(error)})"
        log.error("delivery failed", key=self._taken.key, exc_info=error)
        return f"{type(error).__name__}: {error}"

    def _apply(self, outcome: Outcome, reason: str) -> None:
        key = self._taken.key
        if not isinstance(outcome, Again):
            attempts = self._taken.attempts + 1
            reason = f"{reason} ({attempts} attempts)" if attempts > 1 else reason
            log.error("delivery has ended", key=key, state=outcome.state, reason=reason)
            self._rows.ended(self._taken, outcome.state, reason, counts=True)
            return
        log.warning("tried again later", key=key, reason=reason, rest=str(outcome.rest))
        until = self._now() + outcome.rest
        self._later(reason, until, counts=outcome.counts)
        if outcome.outage:
            self._office.store.slots.put_off(EVERYWHERE, until)

    def _later(
        self, reason: str, not_before: datetime, *, counts: bool = False, waits: bool = False
    ) -> None:
        self._rows.again(self._taken, reason, not_before, counts=counts, waits=waits)


def settled(taken: Delivery, now: datetime) -> datetime:
    """When Slack's history shows for sure whether it took the last try; ``now`` without one."""
    return now if taken.tried_at is None else taken.tried_at + SETTLE


def time_of(ts: str) -> datetime:
    """When a message was posted."""
    return datetime.fromtimestamp(float(ts), UTC)


def take_back(api: WebClient, one: Delivery, ts: str) -> bool:
    """Delete a second copy; false where Slack did not."""
    log.warning("a second copy is taken back", key=one.key, ts=ts)
    return quietly("take back", lambda: api.chat_delete(channel=one.channel, ts=ts))
