"""Calls to Slack that can wait: spaced, patient where Slack asks for it, over when we stop."""

import threading
from collections.abc import Callable
from typing import TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from reports.errors import Expected

Found = TypeVar("Found")
MOST_WAITS = 3  # for one call in a row; who is told to wait more often is not meant to call


class Stopping(Expected):
    """The program is stopping, so this was left for the next start."""


class Unhurried:
    """Calls Slack in nobody's way.

    The client's own way to wait sleeps, and a program that sleeps cannot stop.
    """

    def __init__(self, api: WebClient) -> None:
        """Call with the token of ``api``."""
        self._stop = threading.Event()
        self._api = WebClient(
            token=api.token, base_url=api.base_url, timeout=api.timeout, retry_handlers=[]
        )

    def call(self, act: Callable[[WebClient], Found]) -> Found:
        """What ``act`` gets from Slack, once Slack lets it pass.

        Raises one of FAILURES, or Stopping.
        """
        for _ in range(MOST_WAITS):
            try:
                return self.once(act)
            except SlackApiError as error:
                seconds = told_to_wait(error)
                if seconds is None:
                    raise
                self.rest(seconds)
        return self.once(act)

    def once(self, act: Callable[[WebClient], Found]) -> Found:
        """What ``act`` gets from Slack now. Raises one of FAILURES, or Stopping."""
        self.rest(0)
        return act(self._api)

    def rest(self, seconds: float) -> None:
        """Wait; raises Stopping as soon as the program stops."""
        if self._stop.wait(seconds):
            raise Stopping

    def stop(self) -> None:
        """Let every wait end and no call begin any more."""
        self._stop.set()


def told_to_wait(error: Exception) -> float | None:
    """The seconds of Retry-After; None where it is not Slack that asks to wait."""
    if not isinstance(error, SlackApiError) or error.response.status_code != 429:
        return None
    told = {name.lower(): value for name, value in error.response.headers.items()}
    seconds = told.get("retry-after", "")
    seconds = seconds[0] if isinstance(seconds, list) and seconds else seconds
    return float(seconds) if str(seconds).isdigit() else None
