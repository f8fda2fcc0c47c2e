"""The publisher: the only one who posts unasked."""

import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import structlog
from slack_sdk.errors import SlackApiError

from bot.office import Office
from bot.slack.api import FOR_GOOD, error_of
from bot.slack.due_line import due_line, refusal, with_key
from bot.slack.find import find_posted
from bot.slack.message import Rendered
from bot.slack.post import picture_then_post
from bot.slack.text import unescape
from commands.due import plan_due
from commands.request import Asker, Place, Request
from reports.errors import Expected
from storage.values import Delivery

log = structlog.get_logger()
LATE_AFTER = timedelta(minutes=5)
RESTS = tuple(timedelta(seconds=rest) for rest in (5, 60, 300, 1800))  # between attempts
MOST_ATTEMPTS = len(RESTS) + 1


class CannotPublish(Expected):
    """{reason}"""


class Publisher:
    """Plans what is due, claims it, posts it once and saves where it stands."""

    def __init__(self, office: Office, stopping: Callable[[], bool] = lambda: False) -> None:
        """Publish for one office; nothing new is begun once ``stopping`` says so."""
        self._office = office
        self._stopping = stopping
        self._worker = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._resting: dict[int, datetime] = {}
        self._told: set[int] = set()

    def take_over(self) -> None:
        """Queue again what an earlier run claimed and did not finish; it is looked up first."""
        for stuck in self._office.store.deliveries.stuck(self._office.clock.now()):
            self._queue_again(stuck, "interrupted while posting")

    def tick(self) -> None:
        """Plan and post everything due now; what failed a moment ago rests, and it alone."""
        store, now = self._office.store, self._office.clock.now()
        self._finish_own(now)
        self._plan(now)
        while not self._stopping():
            resting = [one for one, until in self._resting.items() if until > now]
            delivery = store.deliveries.claim(self._worker, now, passing_over=resting)
            if delivery is None:
                return
            self._publish(delivery)

    def _finish_own(self, now: datetime) -> None:
        """Queue again what this publisher claimed before the database failed under it."""
        for stuck in self._office.store.deliveries.stuck(now):
            if stuck.claimed_by == self._worker:
                self._queue_again(stuck, "the database failed while posting")

    def _plan(self, now: datetime) -> None:
        unplanned = plan_due(self._office.store, now)
        for subscription, reason in ((one.subscription, one.reason) for one in unplanned):
            if subscription.id not in self._told:
                log.error("schedule is unreadable", schedule=subscription.id, reason=reason)
                words = f"Schedule {subscription.id} cannot be published: {reason}"
                self._office.stage.tell(subscription.created_by, words)
        self._told = {one.subscription.id for one in unplanned}

    def _publish(self, delivery: Delivery) -> None:
        try:
            self._post(delivery)
        except SlackApiError as error:
            self._refused(delivery, error)
        except Expected as expected:
            self._try_later(delivery, str(expected))
        except Exception as error:
            log.exception("delivery failed", key=delivery.key)
            self._try_later(delivery, f"{type(error).__name__}: {error}")
        else:
            self._resting.pop(delivery.id, None)

    def _post(self, delivery: Delivery) -> None:
        office = self._office
        ts = find_posted(office.api, delivery) if delivery.attempts else None
        if ts is None and (reason := self._unwanted(delivery)):
            office.store.deliveries.withdrawn(delivery.id, reason)
            return
        at = datetime.fromtimestamp(float(ts), UTC) if ts else office.clock.now()
        rendered = self._render(delivery, at)
        message = with_key(rendered.message, delivery.key, self._line(delivery, at))
        ts = ts or picture_then_post(office.api, delivery.channel, message, delivery.key)
        # The publication first: interrupted between the two, both are done again.
        office.stage.published(message, delivery.channel, ts, at, delivery_id=delivery.id)
        office.store.deliveries.posted(delivery.id, ts, at, _is_late(delivery, at))
        log.info("published", key=delivery.key, channel=delivery.channel, ts=ts)

    def _unwanted(self, delivery: Delivery) -> str | None:
        """Why a report that waited is not wanted any more; None where it is."""
        if _on_request(delivery):
            return None
        store = self._office.store
        if delivery.subscription_id is None:
            return "the schedule was removed"
        if store.subscriptions.get(delivery.subscription_id).state == "paused":
            return "the schedule was paused"
        newest = store.deliveries.last_due(delivery.subscription_id)
        return "a newer one is due" if newest and newest > delivery.due else None

    def _render(self, delivery: Delivery, at: datetime) -> Rendered:
        request = Request(
            id=delivery.key,
            verb=str(delivery.args["verb"]),
            args=str(delivery.args["args"]),
            workspace=self._office.team_id,
            asker=Asker("", "schedule", role="system"),
            place=self._place(delivery.channel),
            door="schedule",
        )
        rendered = self._office.render(request, at)
        if rendered.failed:
            raise CannotPublish(reason=unescape(rendered.message.text))
        if rendered.audience != "room":
            raise CannotPublish(reason="That channel belongs to others, who must not read it.")
        return rendered

    def _place(self, channel: str) -> Place:
        """Where the report goes. Raises SlackApiError where Slack will not say who reads there.

        A person gets less in a place nobody knows; a publication waits until it is known.
        """
        place = self._office.door.place(channel)
        if not place.member:
            self._office.api.conversations_info(channel=channel)
            place = self._office.door.place(channel)
        return place

    def _line(self, delivery: Delivery, at: datetime) -> str:
        if delivery.subscription_id is None:
            return "published on request"
        subscription = self._office.store.subscriptions.get(delivery.subscription_id)
        return due_line(delivery, subscription, late=_is_late(delivery, at))

    def _refused(self, delivery: Delivery, error: SlackApiError) -> None:
        code = error_of(error)
        if code in FOR_GOOD:
            self._give_up(delivery, refusal(code, delivery))
        else:
            self._try_later(delivery, f"Slack answered {code}")

    def _try_later(self, delivery: Delivery, reason: str) -> None:
        if self._queue_again(delivery, reason):
            rest = RESTS[delivery.attempts]
            self._resting[delivery.id] = self._office.clock.now() + rest
            log.warning("tried again later", key=delivery.key, reason=reason, rest=str(rest))

    def _queue_again(self, delivery: Delivery, reason: str) -> bool:
        """Queue it for its next attempt; false where this was the last one."""
        if delivery.attempts + 1 >= MOST_ATTEMPTS:
            self._give_up(delivery, f"{reason} ({MOST_ATTEMPTS} attempts)")
            return False
        self._office.store.deliveries.failed(delivery.id, reason, final=False)
        return True

    def _give_up(self, delivery: Delivery, reason: str) -> None:
        log.error("delivery is dead", key=delivery.key, reason=reason)
        self._office.store.deliveries.failed(delivery.id, reason, final=True)
        self._resting.pop(delivery.id, None)
        what = f"Schedule {delivery.args.get('schedule', '')} ({delivery.args['args']})"
        where = self._office.directory.room(delivery.channel).name
        self._office.stage.tell(
            str(delivery.args.get("tell", "")),
            f"{what} could not be published in #{where}: {reason}",
        )


def _on_request(delivery: Delivery) -> bool:
    return delivery.key.startswith("now:")


def _is_late(delivery: Delivery, at: datetime) -> bool:
    return at - delivery.due > LATE_AFTER
