"""HTTP: Slack's events under a signature, and what a machine asks about our health."""

import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.health import Checks, metrics
from bot.office import Office
from bot.slack.manifest import PATH
from reports.errors import Expected
from storage.errors import DatabaseFailure

DRAINS_WITHIN = 10  # seconds for the answers under way when the program stops
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class PortTaken(Expected):
    """Port {port} cannot be opened ({reason}); choose another with PORT."""


def web_app(checks: Checks, events: App | None = None, office: Office | None = None) -> Starlette:
    """``/healthz``, ``/readyz``, ``/metrics``, and Slack's events where ``events`` takes them.

    Each check tells what is wrong, or None; all must pass for ``/readyz`` to answer 200.
    """
    routes = [Route("/healthz", _alive), Route("/readyz", _readiness(checks))]
    if office is not None:
        routes.append(Route("/metrics", _metrics(office)))
    if events is not None:
        routes.append(Route(PATH, _receiver(events), methods=["POST"]))
    return Starlette(routes=routes)


@contextmanager
def listening(app: Starlette, host: str, port: int) -> Iterator[int]:
    """Serve ``app`` in a thread of its own; gives the port. Raises PortTaken."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=DRAINS_WITHIN,
    )
    sockets = [_opened(host, port)]
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=(sockets,), name="http")
    thread.start()
    try:
        yield int(sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()


async def _alive(_request: Request) -> Response:
    return PlainTextResponse("ok")


def _readiness(checks: Checks) -> Callable[[Request], Response]:
    def ready(_request: Request) -> Response:
        found = {name: _problem(check) for name, check in checks.items()}
        wrong = any(problem is not None for problem in found.values())
        told = {name: problem or "ok" for name, problem in found.items()}
        return JSONResponse(told, status_code=503 if wrong else 200)

    return ready


def _problem(check: Callable[[], str | None]) -> str | None:
    try:
        return check()
    except DatabaseFailure as failure:
        return str(failure)


def _metrics(office: Office) -> Callable[[Request], Response]:
    def told(_request: Request) -> Response:
        try:
            return PlainTextResponse(metrics(office), media_type=PROMETHEUS)
        except DatabaseFailure as failure:
            return PlainTextResponse(str(failure), status_code=503)

    return told


def _receiver(events: App) -> Callable[[Request], Awaitable[Response]]:
    async def receive(request: Request) -> Response:
        asked = to_bolt_request(request, await request.body())
        # Bolt's listeners write to the database; the loop must go on meanwhile.
        return to_starlette_response(await run_in_threadpool(events.dispatch, asked))

    return receive


def _opened(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise PortTaken(port=port, reason=error.strerror or error) from error
