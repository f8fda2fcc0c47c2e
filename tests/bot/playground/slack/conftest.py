"""A running loopback Slack with two people and a channel, and a client for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.slack.core import BOT_SCOPES
from bot.playground.slack.server import LoopbackSlack
from bot.playground.slack.world import World
from bot.slack.socket_mode import disconnect

# What is granted here: more than the bot asks for, and not the reading of reactions.
SCOPES = (BOT_SCOPES | {"channels:join", "team:read"}) - {"reactions:read"}


@dataclass
class Office:
    """Sam and Gil are members of #acme with the bot; Ona belongs to another company."""

    slack: LoopbackSlack
    client: WebClient
    sam: str
    gil: str
    ona: str
    acme: str

    @property
    def world(self) -> World:
        return self.slack.world

    def texts(self, viewer: str | None = None) -> list[str]:
        return [message.text for message in self.world.visible(self.acme, viewer)]

    def refusal(self, method: str, **arguments: object) -> dict[str, object]:
        """Calls a method that must be refused; gives Slack's answer."""
        with pytest.raises(SlackApiError) as caught:
            self.client.api_call(method, json=arguments)
        data = caught.value.response.data
        assert isinstance(data, dict)
        return data


@pytest.fixture
def slack() -> Iterator[LoopbackSlack]:
    with LoopbackSlack(scopes=SCOPES) as running:
        yield running


@pytest.fixture
def office(slack: LoopbackSlack) -> Office:
    sam = slack.world.add_user("sam", "Sam Stone", tz="Europe/Berlin", role="admin")
    gil = slack.world.add_user("gil", "Gil Guest", role="guest")
    ona = slack.world.add_user("ona", "Ona Other", team_id="T0OTHER")
    acme = slack.world.add_channel("acme", members=[sam, gil])
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    return Office(slack, client, sam, gil, ona, acme)


@pytest.fixture
def bolt(office: Office) -> Iterator[App]:
    """A Bolt app connected by Socket Mode; its listeners may be added at any time."""
    app = App(client=office.client)
    handler = SocketModeHandler(app, office.slack.app_token)
    handler.connect()  # type: ignore[no-untyped-call]
    office.slack.connected()
    yield app
    close(office.slack, handler)


def close(slack: LoopbackSlack, handler: BaseSocketModeHandler) -> None:
    """Ends a Bolt app's connection."""
    with suppress(TimeoutError):  # an acknowledgement under way would find no connection
        slack.wait_for(lambda: slack.core.hub.idle, timeout=1)
    if isinstance(handler, SocketModeHandler):
        disconnect(handler)
    else:
        slack.disconnect(None)
        handler.close()  # type: ignore[no-untyped-call]
