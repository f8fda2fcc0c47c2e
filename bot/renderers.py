"""Render processes: where reports are gathered, built and drawn, away from Slack's clock."""

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import structlog

from bot import logs
from bot.slack.message import Rendered
from commands.request import Request
from storage.store import Store, open_store

log = structlog.get_logger()


@dataclass(frozen=True)
class Job:
    """One request with all a child needs to answer it: which data, and when."""

    database_url: str
    team_id: str | None
    request: Request
    now: datetime


class Renderers:
    """A pool of warm child processes; a killed child costs one more try, never an answer."""

    def __init__(self, processes: int) -> None:
        """Start the children at once, so that the first question is not the slow one."""
        self._processes = processes
        self._lock = threading.Lock()
        self._pool = self._new_pool()

    def render(self, job: Job) -> Rendered:
        """Answer in a child; if it was killed on the way, once more in a new one."""
        pool = self._pool
        try:
            return self._submit(pool, job).result()
        except BrokenProcessPool:
            log.warning("render process died", request=job.request.id)
            return self._submit(self._replaced(pool), job).result()

    def close(self) -> None:
        """End the children."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, pool: ProcessPoolExecutor, job: Job) -> "Future[Rendered]":
        return pool.submit(_answer, job)

    def _replaced(self, broken: ProcessPoolExecutor) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is broken:
                broken.shutdown(wait=False, cancel_futures=True)
                self._pool = self._new_pool()
            return self._pool

    def _new_pool(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(
            self._processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(os.getpid(), logs.style),
        )
        for _ in range(self._processes):
            pool.submit(_warm_up)
        return pool


def answer(job: Job, store: Store) -> Rendered:
    """Run the command and render what it says."""
    from bot.slack.render import render
    from commands import registry

    return render(registry.answer(job.request, store, job.now), job.request)


def _answer(job: Job) -> Rendered:
    return answer(job, _store(job.database_url, job.team_id))


@lru_cache(maxsize=4)
def _store(url: str, team_id: str | None) -> Store:
    store = open_store(url)
    return store.adopt(team_id, "") if team_id else store


def _start(parent: int, log_style: str) -> None:
    """Leave interrupts to the parent, yield to it, and never outlive it."""
    logs.configure(log_style)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        os.nice(10)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _warm_up() -> None:
    """Load what every report needs."""
    import reports.build
    import reports.chart  # noqa: F401
