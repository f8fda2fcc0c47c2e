"""The line to Slack in Socket Mode: watched, for a socket may die without a word."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.slack.socket_mode import disconnect, opened
from reports.errors import Expected

log = structlog.get_logger()
LOOK = 10.0  # seconds between two looks; Slack's client mends what it notices itself within one
SILENT = 30.0  # seconds without an answer to the client's pings, one every five


@contextmanager
def connected(
    app: App, token: str, client: WebClient, look: float = LOOK, silent: float = SILENT
) -> Iterator["Line"]:
    """Serve ``app`` over a socket of ``token``. Raises BadAppToken or SlackUnreachable."""
    line = Line(app, token, client, silent)
    try:
        with line.watched(look):
            yield line
    finally:
        line.close()


class Line:
    """One open socket; a dead one is replaced by another."""

    def __init__(self, app: App, token: str, client: WebClient, silent: float = SILENT) -> None:
        """Open it. Raises BadAppToken or SlackUnreachable."""
        self._app, self._token, self._client, self._silent = app, token, client, silent
        self.handler = self._opened()

    def problem(self) -> str | None:
        """Why nothing comes through; None where something may."""
        client = self.handler.client
        session = client.current_session
        if session is None or not session.is_active():
            return "the socket is closed"
        if not (client.current_session_runner.is_alive() and client.message_processor.is_alive()):
            return "nobody reads the socket"
        heard = session.last_ping_pong_time
        quiet = 0.0 if heard is None else time.time() - heard
        return f"Slack has been silent for {quiet:.0f} s" if quiet > self._silent else None

    @contextmanager
    def watched(self, look: float) -> Iterator[None]:
        """Look at the socket every ``look`` seconds; one with a problem twice is replaced."""
        over = threading.Event()
        thread = threading.Thread(target=self._watch, args=(over, look), name="line", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def close(self) -> None:
        """Close the socket."""
        disconnect(self.handler)

    def _watch(self, over: threading.Event, look: float) -> None:
        before = None
        while not over.wait(look):
            problem = self.problem()
            if problem and before:
                problem = self._replace(problem)
            before = problem

    def _replace(self, problem: str) -> str | None:
        """Open another socket; what is wrong where that fails."""
        log.warning("the socket is dead", reason=problem)
        try:
            fresh = self._opened()
        except Expected as expected:
            log.warning("no new socket yet", reason=str(expected))
            return problem
        old, self.handler = self.handler, fresh
        disconnect(old)
        log.info("a new socket is open")
        return None

    def _opened(self) -> SocketModeHandler:
        return opened(self._app, self._token, self._client)
