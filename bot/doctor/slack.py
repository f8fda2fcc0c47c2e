"""What is looked at in Slack: reachability, tokens, scopes, clock, and where schedules post."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.doctor.finding import Finding, good, warning, wrong
from bot.settings import Settings
from bot.slack.api import FAILURES, BadAppToken, BadToken, reason_of, refused, web_client
from bot.slack.manifest import SCOPES
from reports.errors import Expected
from storage.store import Store, open_store

SLOW_CLOCK = 60.0  # seconds; Slack refuses signatures that are five minutes old


def examine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Everything that Slack can tell with the tokens there are."""
    token = settings.slack_bot_token
    if token is None:
        return
    api = web_client(token.get_secret_value(), settings.slack_api_url)
    try:
        answer = api.auth_test()
    except FAILURES as error:
        yield wrong("Slack", str(refused(BadToken, api, error)))
        return
    yield good("Slack", f"Connected to {answer.get('team')} as {answer.get('user')}.")
    yield from _scopes(answer)
    yield from _clock(answer, now)
    yield from _app_token(settings)
    yield from _schedules(settings, api)


def _scopes(answer: SlackResponse) -> Iterator[Finding]:
    """The token's scopes against the manifest's; servers that do not tell are believed."""
    told = _header(answer, "x-oauth-scopes")
    if told is None:
        yield warning("Scopes", "This server does not tell which scopes the token has.")
        return
    granted = {scope.strip() for scope in told.split(",")}
    missing = [f"{scope} ({SCOPES[scope]})" for scope in SCOPES if scope not in granted]
    if missing:
        advice = "Add them on the app's “OAuth & Permissions” page and install the app again."
        yield wrong("Scopes", f"The token lacks {', '.join(missing)}. {advice}")
    else:
        yield good("Scopes", f"All {len(SCOPES)} are granted.")


def _clock(answer: SlackResponse, now: datetime) -> Iterator[Finding]:
    date = _header(answer, "date")
    if date is None:
        return
    apart = abs((now - parsedate_to_datetime(date)).total_seconds())
    if apart > SLOW_CLOCK:
        text = f"It is {apart:.0f} s away from Slack's; let the machine set its time (NTP)."
        yield wrong("Clock", text)
    else:
        yield good("Clock", "It agrees with Slack's.")


def _app_token(settings: Settings) -> Iterator[Finding]:
    if settings.slack_app_token is None:
        return
    api = web_client(settings.slack_app_token.get_secret_value(), settings.slack_api_url)
    try:
        api.apps_connections_open(app_token=api.token or "")
    except FAILURES as error:
        yield wrong("Socket Mode", str(refused(BadAppToken, api, error)))
    else:
        yield good("Socket Mode", "Slack gives a connection.")


def _schedules(settings: Settings, api: WebClient) -> Iterator[Finding]:
    """The channels in which a schedule could not post."""
    try:
        with open_store(settings.database_url) as store:
            found = list(_closed(store, api))
    except Expected:
        return  # the database has a finding of its own
    yield from found or [good("Schedules", "Every schedule can post where it should.")]


def _closed(store: Store, api: WebClient) -> Iterator[Finding]:
    for subscription in store.subscriptions.active():
        slug = store.clients.get(subscription.client_id).slug
        problem = _problem(api, subscription.channel)
        if problem:
            which = f"Schedule {subscription.id} of {slug}"
            yield wrong("Schedules", f"{which} cannot post in {problem}")


def _problem(api: WebClient, channel: str) -> str | None:
    try:
        found: dict[str, Any] = api.conversations_info(channel=channel)["channel"]
    except FAILURES as error:
        return f"{channel}: Slack says {reason_of(error)}; invite the bot or remove the schedule."
    name = f"#{found.get('name') or channel}"
    if found.get("is_archived"):
        return f"{name}: it is archived; unarchive it or remove the schedule."
    if not (found.get("is_im") or found.get("is_member")):
        return f"{name}: the bot is not in it; type “/invite @rapport” there."
    return None


def _header(answer: SlackResponse, name: str) -> str | None:
    found = {key.lower(): value for key, value in answer.headers.items()}.get(name)
    return ",".join(found) if isinstance(found, list) else found
