"""What the Web API refuses before a method runs."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.slack.server import LoopbackSlack
from tests.bot.playground.slack.conftest import Office


def test_auth_test_names_the_bot_and_its_scopes(office: Office) -> None:
    answer = office.client.auth_test()
    assert answer["user_id"] == office.world.bot_user_id
    assert answer["bot_id"] == office.world.bot_id
    assert answer["team_id"] == office.world.team_id
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")
    assert "chat:write.public" not in answer.headers["x-oauth-scopes"]


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("", "not_authed"),
        ("xoxb-wrong", "invalid_auth"),
        ("xapp-playground-app", "not_allowed_token_type"),
    ],
)
def test_tokens_are_checked(slack: LoopbackSlack, token: str, error: str) -> None:
    client = WebClient(token=token, base_url=slack.api_url)
    with pytest.raises(SlackApiError, match=error):
        client.auth_test()


def test_the_bot_token_opens_no_connection(office: Office) -> None:
    assert office.refusal("apps.connections.open")["error"] == "not_allowed_token_type"


def test_an_unknown_method_is_refused(office: Office) -> None:
    assert office.refusal("chat.postMesage", channel="C")["error"] == "unknown_method"


def test_an_unknown_argument_is_refused_by_name(office: Office) -> None:
    answer = office.refusal("chat.postMessage", channel=office.acme, text="x", chanel="C")
    assert answer["error"] == "invalid_arguments"
    assert "chanel" in str(answer["response_metadata"])
    assert office.texts() == []


def test_a_missing_argument_is_refused_by_name(office: Office) -> None:
    answer = office.refusal("chat.update", channel=office.acme, text="x")
    assert answer["error"] == "invalid_arguments"
    assert "missing required field: ts" in str(answer)


def test_a_missing_scope_says_what_is_needed() -> None:
    with LoopbackSlack(scopes={"channels:read"}) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel="C1", text="x")
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "chat:write"
    assert caught.value.response["provided"] == "channels:read"


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.postMessage", {"text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ("conversations.info", {}, "channel_not_found"),
        ("users.info", {}, "user_not_found"),
        ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
        ("conversations.list", {"limit": 5_000}, "invalid_limit"),
        ("conversations.list", {"cursor": "what"}, "invalid_cursor"),
        ("conversations.list", {"types": "rooms"}, "invalid_types"),
        ("conversations.list", {"limit": "many"}, "invalid_arguments"),
        ("bots.info", {"bot": "B0"}, "bot_not_found"),
        ("team.info", {"team": "T0"}, "team_not_found"),
        ("api.test", {"error": "my_error"}, "my_error"),
    ],
)
def test_refusals_as_slack_words_them(
    office: Office, method: str, arguments: dict[str, object], error: str
) -> None:
    assert office.refusal(method, **arguments)["error"] == error


def test_arguments_may_come_as_form_or_json_or_query(office: Office) -> None:
    form = office.client.api_call("chat.postMessage", params={"channel": office.acme, "text": "a"})
    body = office.client.api_call("chat.postMessage", json={"channel": office.acme, "text": "b"})
    query = office.client.api_call(
        "conversations.info", http_verb="GET", params={"channel": office.acme}
    )
    assert form["ok"]
    assert body["ok"]
    assert query["channel"]["id"] == office.acme
    assert office.texts() == ["a", "b"]


def test_who_and_what_is_there(office: Office) -> None:
    assert office.client.bots_info(bot=office.world.bot_id)["bot"]["name"] == "Rapport"
    assert office.client.team_info()["team"]["id"] == office.world.team_id
    assert office.client.api_test()["ok"]
