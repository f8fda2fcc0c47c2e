"""Socket Mode's connection: opened with words for what may go wrong, closed without waiting."""

import socket
from contextlib import suppress
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient

from bot.slack.api import FAILURES, BadAppToken, refused, web_client


def opened(app: App, token: str, client: WebClient) -> SocketModeHandler:
    """Serve ``app`` over a socket of ``token``. Raises BadAppToken or SlackUnreachable."""
    own = web_client(str(client.token), client.base_url)
    handler = SocketModeHandler(app, token, web_client=own)
    handler.client.message_listeners.append(_at_once)
    try:
        connect(handler, client)
    except BaseException:
        disconnect(handler)
        raise
    return handler


def connect(handler: SocketModeHandler, client: WebClient) -> None:
    """Open the socket. Raises BadAppToken or SlackUnreachable."""
    try:
        handler.connect()  # type: ignore[no-untyped-call]
    except FAILURES as error:
        raise refused(BadAppToken, client, error) from error


def disconnect(handler: SocketModeHandler) -> None:
    """Close the socket and end its threads."""
    _stop_reading(handler)
    try:
        handler.close()  # type: ignore[no-untyped-call]
    except AttributeError:
        # Two threads of the client close the same socket; the second finds none and gives up
        # before the threads are ended. Now that there is none, closing goes through.
        handler.close()  # type: ignore[no-untyped-call]


def _at_once(client: BaseSocketModeClient, message: dict[str, Any], _raw: str | None) -> None:
    """On each new socket: let no acknowledgement wait until the one before it has arrived."""
    if message.get("type") != "hello" or not isinstance(client, SocketModeClient):
        return
    sock = client.current_session.sock if client.current_session else None
    if sock is not None:
        with suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _stop_reading(handler: SocketModeHandler) -> None:
    """Wake both readers up: without this, closing waits for the seconds of their time-outs."""
    client = handler.client
    client.auto_reconnect_enabled = False
    client.closed = True
    client.message_queue.put(None)
    session = client.current_session
    sock = session.sock if session is not None else None
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
