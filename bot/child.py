"""A render process: what it does, and its parent's end of the pipe to it."""

import contextlib
import ctypes
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from multiprocessing.connection import Connection

from bot import logs
from bot.slack.message import Rendered
from commands.request import Request
from storage.store import Store, open_store

ENDS_WITHIN = 1.0  # seconds for a child to end by itself
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Job:
    """One request with all a child needs to answer it: which data, and when.

    ``drawn`` is the digest of the report whose picture is there already, if one is.
    """

    database_url: str
    team_id: str | None
    request: Request
    now: datetime
    drawn: str | None = None


class ChildDied(Exception):  # noqa: N818 - what happened to it
    """The render process ended before it answered."""


class ChildHung(Exception):  # noqa: N818 - what happened to it
    """The render process did not answer in time and was killed."""


class Child:
    """A running render process; it answers one job at a time."""

    def __init__(self) -> None:
        """Start it. On Linux it ends with the thread that starts it. Raises OSError."""
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        told = (theirs, os.getpid(), logs.style)
        self._process = context.Process(target=serve, args=told, name="renderer", daemon=True)
        with theirs:
            self._process.start()

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process.is_alive()

    def answer(self, job: Job, within: float) -> Rendered:
        """What it makes of the job in that many seconds, or the exception that came of it.

        Raises ChildDied or ChildHung, after which the process is gone.
        """
        try:
            outcome = self._outcome(job, within)
        except (EOFError, OSError) as gone:
            self.kill()
            raise ChildDied from gone
        if outcome is None:
            self.kill()
            raise ChildHung
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _outcome(self, job: Job, within: float) -> Rendered | Exception | None:
        self._pipe.send(job)
        if not self._pipe.poll(within):
            return None
        outcome: Rendered | Exception = self._pipe.recv()
        return outcome

    def dismiss(self) -> None:
        """Tell it that nothing more comes."""
        self._pipe.close()

    def join(self) -> None:
        """Wait for its end, and force it where it does not come."""
        self._process.join(ENDS_WITHIN)
        self.kill()

    def kill(self) -> None:
        """End it whatever it does."""
        self._process.kill()
        self._process.join(ENDS_WITHIN)
        self._pipe.close()


def serve(pipe: Connection, parent: int, log_style: str) -> None:
    """Answer what comes through the pipe until the parent closes it or is gone."""
    _settle(parent, log_style)
    _warm_up()
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send(_outcome(pipe.recv()))


def answer(job: Job, store: Store) -> Rendered:
    """Run the command and render what it says."""
    from bot.slack.render import render
    from commands import registry

    return render(registry.answer(job.request, store, job.now), job.request, job.drawn)


def _outcome(job: Job) -> Rendered | Exception:
    try:
        return answer(job, _store(job.database_url, job.team_id))
    except Exception as error:  # noqa: BLE001 - it is raised again on the other side
        return _portable(error)


def _portable(error: Exception) -> Exception:
    """The exception as it survives the pipe, with the words of where it was raised."""
    error.add_note(traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception:  # noqa: BLE001 - whatever its class does wrong
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


@lru_cache(maxsize=4)
def _store(url: str, team_id: str | None) -> Store:
    store = open_store(url)
    return store.adopt(team_id, "") if team_id else store


def _settle(parent: int, log_style: str) -> None:
    """Leave interrupts to the parent, yield to it, and never outlive it."""
    logs.configure(log_style)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        os.nice(10)
    if sys.platform == "linux":
        # Who is stopped cannot watch; the kernel can.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _warm_up() -> None:
    """Load what every report needs."""
    import bot.slack.render  # noqa: F401
    import reports.build
    import reports.chart  # noqa: F401
