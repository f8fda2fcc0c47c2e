"""A bare Socket Mode client, for what Bolt hides: envelopes, and acks that do not come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from slack_sdk import WebClient
from websockets.sync.client import ClientConnection, connect

from bot.playground.slack.models import Json
from bot.playground.slack.server import LoopbackSlack


@dataclass
class Wire:
    socket: ClientConnection

    def next(self, timeout: float = 5) -> Json:
        body = json.loads(self.socket.recv(timeout))
        assert isinstance(body, dict)
        return body

    def ack(self, envelope: Json, payload: Json | None = None) -> None:
        body = {"envelope_id": envelope["envelope_id"]}
        self.socket.send(json.dumps(body | ({"payload": payload} if payload else {})))

    def take(self) -> Json:
        """The next envelope, acknowledged."""
        envelope = self.next()
        self.ack(envelope)
        return envelope


@contextmanager
def wired(slack: LoopbackSlack) -> Iterator[Wire]:
    """A connection that has had its hello."""
    client = WebClient(token=slack.app_token, base_url=slack.api_url)
    address = client.apps_connections_open(app_token=slack.app_token)["url"]
    with connect(address) as socket:
        wire = Wire(socket)
        assert wire.next()["type"] == "hello"
        yield wire
