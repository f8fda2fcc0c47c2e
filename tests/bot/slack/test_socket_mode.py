"""Closing the socket while the client closes it too."""

from unittest.mock import Mock

from bot.slack.socket_mode import disconnect


def test_a_socket_that_is_gone_already_is_closed_all_the_same() -> None:
    handler = Mock()
    handler.client.current_session = None
    handler.close.side_effect = [AttributeError("'NoneType' object has no attribute 'close'"), None]
    disconnect(handler)
    assert handler.close.call_count == 2
