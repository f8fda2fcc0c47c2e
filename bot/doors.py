"""How Slack reaches the bot: over a socket that the bot opens, or over HTTP."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from bot.desk import Desk
from bot.health import Checks
from bot.office import Office
from bot.settings import HTTP_PORT, Keys, Settings
from bot.slack.app import bolt_app
from bot.slack.line import connected


@contextmanager
def door(
    office: Office, desk: Desk, settings: Settings, more: Checks | None = None
) -> Iterator[None]:
    """Socket Mode where there is an app token, else HTTP; health is told wherever PORT is set.

    ``more`` is looked at for it besides the database and the line to Slack.
    """
    keys, checks = settings.keys(), {"database": office.store.problem, **(more or {})}
    opened = _socket if keys.app else _http
    with opened(office, desk, settings, keys, checks):
        yield


@contextmanager
def _socket(
    office: Office, desk: Desk, settings: Settings, keys: Keys, checks: Checks
) -> Iterator[None]:
    app = bolt_app(office, desk, keys.bot)
    with connected(app, keys.app or "", office.api) as line:
        checks["slack"] = line.problem
        with health(settings, office, checks):
            yield


@contextmanager
def _http(
    office: Office, desk: Desk, settings: Settings, keys: Keys, checks: Checks
) -> Iterator[None]:
    # A web server costs a tenth of the start; only this door needs one.
    from bot.web import listening, web_app

    app = bolt_app(office, desk, keys.bot, keys.signing_secret)
    port = HTTP_PORT if settings.port is None else settings.port
    with listening(web_app(checks, app, office), settings.host, port):
        yield


def health(settings: Settings, office: Office, checks: Checks) -> AbstractContextManager[object]:
    """Tell machines how it stands, where a port is set."""
    if settings.port is None:
        return nullcontext()
    from bot.web import listening, web_app

    return listening(web_app(checks, None, office), settings.host, settings.port)
