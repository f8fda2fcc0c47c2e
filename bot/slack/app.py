"""The Bolt app: everything that arrives becomes one inbox row, then is acknowledged."""

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient

from bot.changes import is_noise
from bot.desk import Desk
from bot.office import Office
from bot.slack.controls import OURS
from bot.slack.forms import FORM, LIVE, at_first_field, stays, wrong_fields
from bot.slack.views import WORKING, waiting
from reports.errors import Expected

log = structlog.get_logger()
Payload = dict[str, Any]
ANYTHING = re.compile("")
PRESSED = re.compile(f"^{OURS}")
PICKED = re.compile(f"^{LIVE}")
BUSY = "I could not write that down, so nothing was done; please type it again in a moment."


def bolt_app(office: Office, desk: Desk, token: str, signing_secret: str | None = None) -> App:
    """An app whose listeners only write to the inbox; the desk does the work afterwards.

    With a ``signing_secret`` a request without Slack's fresh signature is refused with 401.

    With ``process_before_response`` an event that could not be stored is not acknowledged, so
    Slack sends it again.
    """
    # Bolt warns of a token in the environment that it will not use; we gave it ours on purpose.
    logger = logging.getLogger("rapport.bolt")
    logger.setLevel(logging.ERROR)
    app = App(
        logger=logger,
        client=WebClient(base_url=office.api.base_url),
        process_before_response=True,
        authorize=_authorize(office, token),
        signing_secret=signing_secret,
        request_verification_enabled=signing_secret is not None,
        raise_error_for_unhandled_request=True,
    )
    receive = _receiver(office, desk)
    app.command(ANYTHING)(_answering("slash", receive, lambda body: body["trigger_id"]))
    app.action({"type": "block_actions", "action_id": PRESSED})(
        _answering("click", receive, _click_id)
    )
    app.action({"type": "block_actions", "action_id": PICKED})(
        _answering("pick", receive, _click_id)
    )
    app.view({"type": "view_submission", "callback_id": FORM})(_submitting(receive))

    app.shortcut({"type": "message_action", "callback_id": ANYTHING})(
        _answering("shortcut", receive, lambda body: body["trigger_id"])
    )

    @app.event(ANYTHING)
    def event(body: Payload) -> None:
        if not is_noise(office, body.get("event") or {}):
            receive("event", str(body["event_id"]), body)

    app.error(_answer_to)
    return app


def _answer_to(error: Exception) -> BoltResponse:
    """What Slack hears where no listener answered: 500 makes it send the payload again."""
    if isinstance(error, BoltUnhandledRequestError):
        log.info("nothing to do", request=error.body.get("type"))
        return BoltResponse(status=200)
    if isinstance(error, Expected):
        log.warning("not stored", reason=str(error))
    else:
        log.error("could not receive", exc_info=error)
    return BoltResponse(status=500)


def _receiver(office: Office, desk: Desk) -> Callable[[str, str, Payload], None]:
    def receive(kind: str, event_id: str, body: Payload) -> None:
        payload = {name: value for name, value in body.items() if name != "token"}
        item = office.store.inbox.put(event_id, kind, payload, office.clock.now(), desk.name)
        if item is None:
            log.info("known already", kind=kind, event_id=event_id)
        else:
            desk.take(item, kind, payload)

    return receive


def _answering(
    kind: str,
    receive: Callable[[str, str, Payload], None],
    id_of: Callable[[Payload], str],
) -> Callable[[Ack, Payload], None]:
    """A listener for what a person did: if it cannot be stored, they hear so at once."""

    def listen(ack: Ack, body: Payload) -> None:
        try:
            receive(kind, str(id_of(body)), body)
        except Expected as expected:
            log.warning("not stored", kind=kind, reason=str(expected))
            ack(BUSY) if kind == "slash" else ack()
        else:
            ack()

    return listen


def _submitting(
    receive: Callable[[str, str, Payload], None],
) -> Callable[[Ack, Payload], None]:
    """A listener for forms: one whose words are wrong stays open and says so, and is not stored."""

    def listen(ack: Ack, body: Payload) -> None:
        wrong = wrong_fields(body) or _unless_stored(receive, body)
        if wrong:
            ack(response_action="errors", errors=dict(wrong))
        elif stays(body):
            ack(response_action="update", view=waiting(WORKING))
        else:
            ack()

    return listen


def _unless_stored(
    receive: Callable[[str, str, Payload], None], body: Payload
) -> Mapping[str, str]:
    view = body["view"]
    try:
        receive("submit", f"{view['id']}:{view.get('hash', '')}", body)
    except Expected as expected:
        log.warning("not stored", kind="submit", reason=str(expected))
        return at_first_field(body, BUSY)
    return {}


def _click_id(body: Payload) -> str:
    return f"{body['trigger_id']}:{body['actions'][0].get('action_ts', '')}"


def _authorize(office: Office, token: str) -> Callable[..., AuthorizeResult]:
    """What auth.test said at the start, so that no acknowledgement waits for Slack."""
    me = AuthorizeResult(
        enterprise_id=None,
        team_id=office.team_id,
        bot_user_id=office.bot_user,
        bot_id=office.bot_id,
        bot_token=token,
    )

    def authorize() -> AuthorizeResult:
        return me

    return authorize
