"""`rapport run`: Slack, the clock and the render processes, in one program."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import schedule
import structlog

from bot.catch_up import catching_up
from bot.clock import Clock
from bot.desk import Desk
from bot.doors import door
from bot.office import Office, open_office
from bot.publisher import Publisher
from bot.renderers import Renderers
from bot.scores import keep_scores
from bot.settings import Settings
from bot.signals import on_signal
from bot.slack.api import web_client
from reports.errors import Expected
from storage.store import open_store

log = structlog.get_logger()
TICK = 1  # seconds between two looks at what is due
SWITCH = 0.0005  # seconds a thread may keep the others waiting: one of them acknowledges Slack
SCORES = 3  # minutes between two looks at whose score of the day is missing


def run(settings: Settings) -> None:
    """Serve one workspace until the program is told to stop."""
    stop = threading.Event()
    on_signal(stop.set)
    sys.setswitchinterval(SWITCH)
    with serving(settings, Clock(settings.clock_offset_file)) as office:
        log.info("running", team=office.team_id, slack=settings.slack_api_url)
        tick_until(stop, Publisher(office, stop.is_set), partial(keep_scores, office))
    log.info("stopped")


@contextmanager
def serving(
    settings: Settings, clock: Clock, renderers: Renderers | None = None
) -> Iterator[Office]:
    """Connected to Slack and answering; on leaving, what was taken is finished first."""
    keys = settings.keys()
    store = open_store(settings.database_url)
    own = renderers or Renderers(settings.render_processes)
    try:
        api = web_client(keys.bot, settings.slack_api_url)
        office = open_office(api, store, settings.database_url, clock, own)
        with _listening(office, settings):
            yield office
    finally:
        if renderers is None:
            own.close()
        store.close()


@contextmanager
def _listening(office: Office, settings: Settings) -> Iterator[None]:
    desk = Desk(office)
    try:
        desk.forget()
        desk.take_waiting()
        with door(office, desk, settings), catching_up(office, desk.in_memory):
            yield
    finally:
        desk.close()
        office.stage.close()


def tick_until(
    stop: threading.Event, publisher: Publisher, scores: Callable[[], None] | None = None
) -> None:
    """Let `schedule` tick until ``stop``; a tick that fails is logged and the next one comes."""
    clock = schedule.Scheduler()
    _guarded(publisher.take_over)
    clock.every(TICK).seconds.do(_guarded, publisher.tick)
    if scores is not None:
        clock.every(SCORES).minutes.do(_guarded, scores)
    while not stop.is_set():
        clock.run_pending()
        stop.wait(0.2)


def _guarded(tick: Callable[[], None]) -> None:
    # An exception would leave run_pending and end the clock for good.
    try:
        tick()
    except Expected as expected:
        log.warning("tick failed", reason=str(expected))
    except Exception:
        log.exception("tick failed")
