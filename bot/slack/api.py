"""Slack's Web API as this bot calls it, and its refusals as sentences."""

from collections.abc import Callable
from http.client import HTTPException
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from reports.errors import Expected

log = structlog.get_logger()
# A refused upload is no SlackApiError, and a connection that ends within an answer no OSError.
FAILURES = (SlackClientError, OSError, HTTPException)
FOR_GOOD = frozenset(
    {
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "missing_scope",
        "restricted_action",
        "msg_too_long",
        "cannot_dm_bot",
    }
)
BAD_TOKEN = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_allowed_token_type",
        "missing_scope",
        "access_denied",
    }
)
# Nobody can be written to who answers like this to a direct message being opened.
NOBODY = frozenset({"user_disabled", "user_not_found", "user_not_visible"})
UNCLEAR = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})


class SlackUnreachable(Expected):
    """Slack could not be reached at {url} ({reason}); check the network and SLACK_API_URL."""


class BadToken(Expected):
    """Slack refused the bot token ({error}); set SLACK_BOT_TOKEN to the xoxb- token of the app's
    “OAuth & Permissions” page."""


class BadAppToken(Expected):
    """Slack refused the app token ({error}); set SLACK_APP_TOKEN to an xapp- token with
    connections:write from the app's “Basic Information” page."""


class SlackRefused(Expected):
    """Slack refused my answer ({reason}), so it was not posted; please ask again, and tell whoever
    runs me if it stays."""


class SlackSilent(Expected):
    """Slack did not say whether my answer arrived ({reason}); please look before you ask again."""


def web_client(token: str, base_url: str) -> WebClient:
    """A client that obeys Retry-After and never repeats a call whose outcome it does not know.

    slack_sdk's default repeats a call after a dropped connection, which can post twice.
    """
    return WebClient(
        token=token,
        base_url=base_url if base_url.endswith("/") else base_url + "/",
        timeout=30,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=5)],
    )


def error_of(error: SlackApiError) -> str:
    """Slack's error code; ``http_500`` where there is none."""
    response: Any = error.response
    data = response.data if isinstance(response.data, dict) else {}
    return str(data.get("error") or f"http_{response.status_code}")


def reason_of(error: Exception) -> str:
    """Slack's error code, or what is wrong with the connection."""
    if isinstance(error, SlackApiError):
        return error_of(error)
    return str(getattr(error, "reason", None) or error) or type(error).__name__


def details_of(error: Exception) -> str:
    """Everything Slack says about a refused message, for matching and for the log."""
    if not isinstance(error, SlackApiError):
        return reason_of(error)
    data = error.response.data if isinstance(error.response.data, dict) else {}
    told = data.get("response_metadata") or {}
    return " ".join([error_of(error), str(data.get("errors", "")), str(told)])


def is_unclear(error: Exception) -> bool:
    """Whether Slack may have done what was asked all the same."""
    if isinstance(error, SlackApiError):
        code = error_of(error)
        return code in UNCLEAR or code.startswith("http_5")
    return isinstance(error, (OSError, HTTPException))


def failure_of(error: Exception) -> Expected:
    """What a person is told about an answer that could not be posted."""
    kind = SlackSilent if is_unclear(error) else SlackRefused
    return kind(reason=reason_of(error))


def who_am_i(client: WebClient) -> dict[str, str]:
    """``auth.test``: team_id, team, user_id, bot_id. Raises BadToken or SlackUnreachable."""
    try:
        answer = client.auth_test()
    except FAILURES as error:
        raise refused(BadToken, client, error) from error
    return {name: str(answer.get(name, "")) for name in ("team_id", "team", "user_id", "bot_id")}


def reaches(client: WebClient) -> str | None:
    """Why Slack does not answer this bot; None where it does."""
    try:
        client.auth_test()
    except FAILURES as error:
        return f"Slack does not answer ({reason_of(error)})"
    return None


def quietly(what: str, call: Callable[[], object]) -> bool:
    """Do something the product can do without; a refusal is logged and told by the result."""
    try:
        call()
    except FAILURES as error:
        log.warning("slack refused", what=what, error=reason_of(error))
        return False
    return True


def refused(token: type[Expected], client: WebClient, error: Exception) -> Expected:
    """The failure to raise: of that token, or of the way to Slack."""
    reason = reason_of(error)
    if reason in BAD_TOKEN:
        return token(error=reason)
    return SlackUnreachable(url=client.base_url, reason=reason)
