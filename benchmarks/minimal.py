"""The least that Bolt can do: acknowledge a command, over Socket Mode, and nothing else."""

import os
import threading
from collections.abc import Callable

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient


def main() -> None:
    """Serve until killed."""
    token = os.environ["SLACK_BOT_TOKEN"]
    client = WebClient(token=token, base_url=os.environ["SLACK_API_URL"])
    app = App(client=client, process_before_response=True, authorize=_me(token))

    @app.command("/note")
    def acknowledge(ack: Ack) -> None:
        ack()

    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"], web_client=client).connect()  # type: ignore[no-untyped-call]
    threading.Event().wait()


def _me(token: str) -> Callable[..., AuthorizeResult]:
    return lambda: AuthorizeResult(enterprise_id=None, team_id="T00000001", bot_token=token)


if __name__ == "__main__":
    main()
