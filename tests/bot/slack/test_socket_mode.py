"""Socket Mode's connection: quick in small things, and closed while the client closes it too."""

import socket
from unittest.mock import Mock

from slack_bolt import App

from bot.playground.slack.server import LoopbackSlack
from bot.slack.api import web_client
from bot.slack.socket_mode import connected, disconnect


def test_no_acknowledgement_waits_for_another_not_even_on_a_new_socket() -> None:
    with LoopbackSlack() as slack:
        client = web_client(slack.bot_token, slack.api_url)
        app = App(client=client, request_verification_enabled=False)
        with connected(app, slack.app_token, client) as handler:

            def at_once(but: object = None) -> object:
                session = handler.client.current_session
                sock = session.sock if session else None
                quick = sock and sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
                return sock if quick and sock is not but else None

            first = slack.wait_for(at_once)
            slack.disconnect()
            slack.wait_for(lambda: at_once(but=first), timeout=30)


def test_a_socket_that_is_gone_already_is_closed_all_the_same() -> None:
    handler = Mock()
    handler.client.current_session = None
    handler.close.side_effect = [AttributeError("'NoneType' object has no attribute 'close'"), None]
    disconnect(handler)
    assert handler.close.call_count == 2
