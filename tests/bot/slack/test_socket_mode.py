"""Socket Mode's connection: quick in small things, and closed while the client closes it too."""

import socket
import time
from typing import Any
from unittest.mock import Mock

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin.connection import Connection

from bot.playground.slack.server import LoopbackSlack
from bot.slack.api import web_client
from bot.slack.line import connected
from bot.slack.socket_mode import disconnect


def test_no_acknowledgement_waits_for_another_not_even_on_a_new_socket() -> None:
    with LoopbackSlack() as slack:
        client = web_client(slack.bot_token, slack.api_url)
        app = App(client=client, request_verification_enabled=False)
        with connected(app, slack.app_token, client) as line:

            def at_once(but: object = None) -> object:
                session = line.handler.client.current_session
                sock = session.sock if session else None
                quick = sock and sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
                return sock if quick and sock is not but else None

            first = slack.wait_for(at_once)
            slack.disconnect()
            slack.wait_for(lambda: at_once(but=first), timeout=60)


def test_a_socket_that_is_gone_already_is_closed_all_the_same() -> None:
    handler = Mock()
    handler.client.current_session = None
    handler.close.side_effect = [AttributeError("'NoneType' object has no attribute 'close'"), None]
    disconnect(handler)
    assert handler.close.call_count == 2


@pytest.mark.parametrize("death", ["nobody reads", "closed", "silent"])
def test_a_socket_that_dies_without_a_word_is_noticed_and_replaced(death: str) -> None:
    with LoopbackSlack() as slack:
        client = web_client(slack.bot_token, slack.api_url)
        app = App(client=client, request_verification_enabled=False)
        sam = slack.world.add_user("sam", "Sam Rivers")
        acme = slack.world.add_channel("acme", members=[sam])
        app.command("/report")(lambda ack: ack())
        with connected(app, slack.app_token, client, look=0.1, silent=60) as line:
            slack.connected()
            first = line.handler
            slack.wait_for(lambda: _session(first).last_ping_pong_time)  # nothing is under way
            _kill(first, death)
            slack.wait_for(lambda: line.handler is not first and line.problem() is None)
            assert slack.people.command(sam, acme, "/report", "acme").acked


def _kill(handler: SocketModeHandler, death: str) -> None:
    """As a lost thread, a lost connection or a lost network leave the client behind."""
    dead: Any = handler.client
    dead.current_app_monitor.shutdown()
    dead.auto_reconnect_enabled = False
    if death == "nobody reads":
        dead.message_processor.event.set()
        dead.closed = True
        dead.message_queue.put(None)
    elif death == "closed":
        dead.current_session_state.terminated = True
        dead.disconnect()
    else:
        _session(handler).last_ping_pong_time = time.time() - 61


def _session(handler: SocketModeHandler) -> Connection:
    found = handler.client.current_session
    assert isinstance(found, Connection)
    return found
