"""The publisher: the only one who posts unasked."""

import os
import socket
import time
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from slack_sdk.errors import SlackApiError

from bot.office import Office
from bot.slack.api import FOR_GOOD, error_of
from bot.slack.find import find_posted
from bot.slack.message import Message, Rendered, plain_text
from bot.slack.post import picture_then_post
from commands.due import plan_due
from commands.request import Asker, Request
from reports.errors import Expected
from storage.values import Delivery, Subscription

log = structlog.get_logger()
LATE_AFTER = timedelta(minutes=5)
MOST_ATTEMPTS = 5
WORKER = f"{socket.gethostname()}:{os.getpid()}"


class CannotPublish(Expected):
    """{reason}"""


class Publisher:
    """Plans what is due, claims it, posts it once and saves where it stands."""

    def __init__(self, office: Office) -> None:
        """Publish for one office."""
        self._office = office
        self._rest_until = 0.0

    def take_over(self) -> None:
        """Queue again what an earlier run claimed and did not finish; it is looked up first."""
        deliveries = self._office.store.deliveries
        for stuck in deliveries.stuck(self._office.clock.now()):
            deliveries.failed(stuck.id, "interrupted while posting", final=False)

    def tick(self) -> None:
        """Plan and post everything due now; after a failure, rest a little first."""
        store, now = self._office.store, self._office.clock.now()
        plan_due(store, now)
        while time.monotonic() >= self._rest_until:
            delivery = store.deliveries.claim(WORKER, now)
            if delivery is None:
                return
            self._publish(delivery)

    def _publish(self, delivery: Delivery) -> None:
        try:
            self._post(delivery)
        except Expected as expected:
            self._give_up(delivery, str(expected))
        except SlackApiError as error:
            self._refused(delivery, error)
        except Exception as error:
            log.exception("delivery failed", key=delivery.key)
            self._try_later(delivery, f"{type(error).__name__}: {error}")

    def _post(self, delivery: Delivery) -> None:
        office, now = self._office, self._office.clock.now()
        message = self._message(delivery, self._render(delivery, now), now)
        ts = find_posted(office.api, delivery) if delivery.attempts else None
        ts = ts or picture_then_post(office.api, delivery.channel, message, delivery.key)
        office.store.deliveries.posted(delivery.id, ts, now, _is_late(delivery, now))
        office.stage.published(message, delivery.channel, ts, now, delivery_id=delivery.id)
        log.info("published", key=delivery.key, channel=delivery.channel, ts=ts)

    def _render(self, delivery: Delivery, now: datetime) -> Rendered:
        request = Request(
            id=delivery.key,
            verb=str(delivery.args["verb"]),
            args=str(delivery.args["args"]),
            workspace=self._office.team_id,
            asker=Asker("", "schedule", role="system"),
            place=self._office.door.place(delivery.channel),
            door="schedule",
        )
        rendered = self._office.render(request, now)
        if rendered.failed or rendered.audience != "room":
            raise CannotPublish(reason=rendered.message.text)
        return rendered

    def _message(self, delivery: Delivery, rendered: Rendered, now: datetime) -> Message:
        """The message with its delivery key, and a word about when it was due."""
        text = self._due_text(delivery, late=_is_late(delivery, now))
        line = {
            "type": "context",
            "block_id": delivery.key,
            "elements": [plain_text(text, 2000)],
        }
        message = rendered.message
        return replace(
            message,
            text=f"{message.text}\n\n{text}",
            blocks=(*message.blocks, line),
            plain_blocks=(*message.plain_blocks, line),
        )

    def _due_text(self, delivery: Delivery, *, late: bool) -> str:
        subscription = self._subscription(delivery)
        if subscription is None or delivery.key.startswith("now:"):
            return "published on request"
        local = delivery.due.astimezone(ZoneInfo(subscription.tz))
        when = f"{local:%A} {local.day} {local:%B, %H:%M}"
        if late:
            return f"⚠ Late: this was due on {when}, when I was not running."
        return f"published {subscription.cadence} · schedule {subscription.id}"

    def _subscription(self, delivery: Delivery) -> Subscription | None:
        if delivery.subscription_id is None:
            return None
        return self._office.store.subscriptions.get(delivery.subscription_id)

    def _refused(self, delivery: Delivery, error: SlackApiError) -> None:
        code = error_of(error)
        if code in FOR_GOOD:
            self._give_up(delivery, f"Slack refused it ({code}). {ADVICE.get(code, '')}".strip())
        else:
            self._try_later(delivery, f"Slack answered {code}")

    def _try_later(self, delivery: Delivery, reason: str) -> None:
        if delivery.attempts + 1 >= MOST_ATTEMPTS:
            self._give_up(delivery, f"{reason}, {MOST_ATTEMPTS} times")
            return
        log.warning("delivery will be tried again", key=delivery.key, reason=reason)
        self._office.store.deliveries.failed(delivery.id, reason, final=False)
        self._rest_until = time.monotonic() + 2.0 ** (delivery.attempts + 1)

    def _give_up(self, delivery: Delivery, reason: str) -> None:
        log.error("delivery is dead", key=delivery.key, reason=reason)
        self._office.store.deliveries.failed(delivery.id, reason, final=True)
        subscription = self._subscription(delivery)
        if subscription is not None:
            where = f"Schedule {subscription.id} ({delivery.args['args']})"
            self._office.stage.tell(
                subscription.created_by, f"{where} could not be published: {reason}"
            )


ADVICE = {
    "not_in_channel": "Invite me with “/invite @rapport” there, then “/schedule now N”.",
    "channel_not_found": "The channel is gone or private; schedule the report somewhere else.",
    "is_archived": "The channel is archived; schedule the report somewhere else.",
}


def _is_late(delivery: Delivery, now: datetime) -> bool:
    return now - delivery.due > LATE_AFTER
