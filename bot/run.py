"""The program: `rapport run` does everything in one process; web, worker and clock share it."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Literal

import structlog

from bot.answering import among_others
from bot.catch_up import catching_up
from bot.clock import Clock
from bot.desk import Desk
from bot.doors import door, health
from bot.engine.names import worker_name
from bot.health import Checks, engine_checks
from bot.office import Office, open_office
from bot.renderers import Renderers
from bot.settings import Settings
from bot.signals import on_signal
from bot.slack.api import reaches, web_client
from reports.errors import Expected
from storage.jobs import file_of
from storage.store import open_store

log = structlog.get_logger()
SWITCH = 0.0005  # seconds a thread may keep the others waiting: one of them acknowledges Slack
LOOK = 1.0  # seconds between two looks whether another program has let go of the file
Role = Literal["run", "web", "worker", "clock"]


class OneProcess(Expected):
    """“rapport {role}” shares a PostgreSQL database with others, and DATABASE_URL names a SQLite
    file; use “rapport run”, which does everything in one process."""


def run(settings: Settings, role: Role = "run") -> None:
    """Serve one workspace until the program is told to stop. Raises OneProcess."""
    if role != "run" and file_of(settings.database_url):
        raise OneProcess(role=role)
    stop = threading.Event()
    on_signal(stop.set)
    sys.setswitchinterval(SWITCH)
    clock = Clock(settings.clock_offset_file)
    opened = _answering_office if role in ("run", "web") else posting
    with opened(settings, clock, None if role != "clock" else Renderers(0)) as office:
        log.info("running", role=role, team=office.team_id, slack=settings.slack_api_url)
        PARTS[role](office, settings, stop)
    log.info("stopped")


@contextmanager
def serving(
    settings: Settings, clock: Clock, renderers: Renderers | None = None
) -> Iterator[Office]:
    """Connected to Slack and answering; on leaving, what was taken is finished first."""
    with _office(settings, clock, renderers) as office, _listening(office, settings, {}):
        yield office


@contextmanager
def _answering_office(
    settings: Settings, clock: Clock, renderers: Renderers | None
) -> Iterator[Office]:
    """As ``serving``, where a clock is kept besides, here or elsewhere."""
    with (
        _office(settings, clock, renderers) as office,
        _listening(office, settings, engine_checks(office, settings.silent_after)),
    ):
        yield office


@contextmanager
def posting(settings: Settings, clock: Clock, renderers: Renderers | None) -> Iterator[Office]:
    """Able to post, and heard of by machines alone: nothing that people say arrives here."""
    with _office(settings, clock, renderers) as office:
        checks: Checks = {
            "database": office.store.problem,
            "slack": lambda: reaches(office.api),
            **engine_checks(office, settings.silent_after),
        }
        try:
            with health(settings, office, checks):
                yield office
        finally:
            office.stage.close()


@contextmanager
def _office(settings: Settings, clock: Clock, renderers: Renderers | None) -> Iterator[Office]:
    keys = settings.keys()
    store = open_store(settings.database_url)
    own = renderers or Renderers(settings.render_processes)
    try:
        api = web_client(keys.bot, settings.slack_api_url)
        yield open_office(api, store, settings.database_url, clock, own)
    finally:
        if own is not renderers:
            own.close()
        store.close()


@contextmanager
def _listening(office: Office, settings: Settings, more: Checks) -> Iterator[None]:
    desk = Desk(office, None if file_of(settings.database_url) else worker_name())
    with among_others(office, desk, settings.silent_after):
        try:
            desk.forget()
            with door(office, desk, settings, more), catching_up(office, desk.in_memory):
                yield
        finally:
            desk.close()
            office.stage.close()
            office.files.close()


def _everything(office: Office, settings: Settings, stop: threading.Event) -> None:
    """Work and keep the clock; of a SQLite file one program at a time."""
    file = file_of(settings.database_url)
    name = worker_name()
    with _alone(file, stop) if file else nullcontext(enter_result=True) as mine:
        if mine:
            _again_and_again(lambda: _both(office, settings, name, stop, alone=bool(file)), stop)


def _both(
    office: Office, settings: Settings, name: str, stop: threading.Event, *, alone: bool
) -> None:
    # The door is open: from here on what takes long to load keeps nobody waiting.
    from bot.engine.parts import keep_clock, work

    with work(office, settings, name, stop):
        keep_clock(office, settings, stop, name, alone=alone)


def _answering(_office: Office, _settings: Settings, stop: threading.Event) -> None:
    stop.wait()


def _working(office: Office, settings: Settings, stop: threading.Event) -> None:
    from bot.engine.parts import work

    def act() -> None:
        with work(office, settings, worker_name(), stop):
            stop.wait()

    office.renderers.leave_none_to_people()
    _again_and_again(act, stop)


def _keeping(office: Office, settings: Settings, stop: threading.Event) -> None:
    from bot.engine.parts import keep_clock

    _again_and_again(lambda: keep_clock(office, settings, stop, worker_name()), stop)


def _again_and_again(act: Callable[[], None], stop: threading.Event) -> None:
    """Do it until it is done; where the engine cannot begin just now, once it can."""
    from bot.engine.jobs import EngineAway

    while not stop.is_set():
        try:
            act()
        except EngineAway as away:
            log.warning("deliveries wait for the engine", reason=str(away))
            stop.wait(LOOK)
        else:
            return


@contextmanager
def _alone(file: str, stop: threading.Event) -> Iterator[bool]:
    """Wait for the lock beside the file; false where the program stopped first."""
    from storage.lock import opened, try_to_lock

    with opened(Path(f"{file}.lock")) as lock:
        told = False
        while not (mine := try_to_lock(lock)) and not stop.wait(LOOK):
            if not told:
                log.warning("another program works on this file; I post once it ends", file=file)
            told = True
        yield mine


PARTS: dict[Role, Callable[[Office, Settings, threading.Event], None]] = {
    "run": _everything,
    "web": _answering,
    "worker": _working,
    "clock": _keeping,
}
