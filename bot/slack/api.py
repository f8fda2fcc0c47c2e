"""Slack's Web API as this bot calls it, and its refusals as sentences."""

from collections.abc import Callable
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from reports.errors import Expected

log = structlog.get_logger()
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
    }
)


class SlackUnreachable(Expected):
    """Slack could not be reached at {url} ({reason}); check the network and SLACK_API_URL."""


class BadToken(Expected):
    """Slack refused the bot token ({error}); set SLACK_BOT_TOKEN to the xoxb- token of the app's
    “OAuth & Permissions” page."""


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
    """Slack's error code; ``ratelimited`` or ``http_500`` where there is none."""
    response: Any = error.response
    data = response.data if isinstance(response.data, dict) else {}
    return str(data.get("error") or f"http_{response.status_code}")


def details_of(error: SlackApiError) -> str:
    """Everything Slack says about a refused message, for matching and for the log."""
    data = error.response.data if isinstance(error.response.data, dict) else {}
    told = data.get("response_metadata") or {}
    return " ".join([str(data.get("error")), str(data.get("errors", "")), str(told)])


def who_am_i(client: WebClient) -> dict[str, str]:
    """``auth.test``: team_id, team, user_id, bot_id. Raises BadToken or SlackUnreachable."""
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        raise BadToken(error=error_of(error)) from error
    except OSError as error:
        raise SlackUnreachable(url=client.base_url, reason=_reason(error)) from error
    return {name: str(answer.get(name, "")) for name in ("team_id", "team", "user_id", "bot_id")}


def quietly(what: str, call: Callable[[], object]) -> bool:
    """Do something the product can do without; a refusal is logged and told by the result."""
    try:
        call()
    except SlackApiError as error:
        log.warning("slack refused", what=what, error=error_of(error))
        return False
    except OSError as error:
        log.warning("slack unreachable", what=what, error=_reason(error))
        return False
    return True


def _reason(error: OSError) -> str:
    return str(getattr(error, "reason", None) or error) or type(error).__name__
