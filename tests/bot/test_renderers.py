"""The render processes: what is lost is replaced, and people never wait for deliveries."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.process import BaseProcess

import pytest

from bot.child import ChildDied, ChildHung, Job
from bot.renderers import NoAnswer, Renderers
from bot.slack.message import Message, Rendered
from commands.request import Asker, Place, Request
from storage.errors import DatabaseFailure
from tests.conftest import NOW

SAM = Asker("U1", "sam")
ANSWER = Rendered(Message("done", (), ()), "room")
SCHEDULE = Asker("", "schedule", role="system")


def job(url: str = "", asker: Asker = SAM, words: str = "acme") -> Job:
    request = Request("1", "report", words, "T1", asker, Place("C1"), "slash")
    return Job(url, None, request, NOW)


@contextmanager
def started(processes: int, patience: float = 60) -> Iterator[tuple[Renderers, list[BaseProcess]]]:
    """A pool of one's own, and its processes."""
    others = set(multiprocessing.active_children())
    pool = Renderers(processes, patience)
    try:
        yield pool, [one for one in multiprocessing.active_children() if one not in others]
    finally:
        pool.close()


def test_a_killed_process_is_replaced_and_costs_no_answer(database_url: str) -> None:
    with started(1) as (pool, (victim,)):
        assert "Acme Outdoor" in pool.render(job(database_url)).message.text
        victim.kill()
        assert "Acme Outdoor" in pool.render(job(database_url)).message.text
        assert victim not in multiprocessing.active_children()


def test_closing_leaves_no_process() -> None:
    with started(2) as (_, processes):
        assert [one.is_alive() for one in processes] == [True, True]
    assert [one.is_alive() for one in processes] == [False, False]


def test_what_the_command_raises_is_raised_here_with_the_words_of_there(database_url: str) -> None:
    with started(1) as (pool, _):
        with pytest.raises(DatabaseFailure, match="cannot be used"):
            pool.render(job("sqlite:////nowhere/at/all.db"))
        unfit = replace(job(database_url), now=None)  # type: ignore[arg-type]
        with pytest.raises((AttributeError, TypeError)) as raised:
            pool.render(unfit)
        assert "reports" in "".join(raised.value.__notes__)


class Fates:
    """Stands for the children: what becomes of each that is asked, in turn."""

    def __init__(self, *fates: type[Exception] | None) -> None:
        self._fates = list(fates)
        self.asked = 0

    def next(self) -> type[Exception] | None:
        """The last one holds for all that follow."""
        self.asked += 1
        return self._fates.pop(0) if len(self._fates) > 1 else self._fates[0]

    def child(self) -> "Fated":
        return Fated(self)


class Fated:
    """A child without a process."""

    def __init__(self, fates: Fates) -> None:
        self.fates = fates
        self.alive = True

    def answer(self, _job: Job, _within: float) -> Rendered:
        fate = self.fates.next()
        if fate is not None:
            self.alive = False
            raise fate
        return ANSWER

    def dismiss(self) -> None:
        self.alive = False

    def join(self) -> None:
        assert not self.alive


@pytest.mark.parametrize(
    ("fates", "asked"),
    [
        ((ChildDied, None), 2),
        ((ChildDied, ChildDied, None), 3),
        ((ChildHung, None), 2),
        ((ChildHung, ChildDied), 2),
        ((ChildDied,), 3),
        ((ChildHung,), 2),
    ],
)
def test_a_job_is_tried_again_a_few_times(
    fates: tuple[type[Exception] | None, ...], asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fate = Fates(*fates)
    monkeypatch.setattr("bot.renderers.Child", fate.child)
    with started(1) as (pool, _):
        if fates[-1] is None:
            assert pool.render(job()) == ANSWER
        else:
            with pytest.raises(NoAnswer, match="ask again"):
                pool.render(job())
    assert fate.asked == asked


def test_a_process_that_hangs_is_killed_and_replaced(database_url: str) -> None:
    """Stopped from outside it hangs for good: nothing it does itself would help."""
    with started(1) as (pool, (stuck,)):
        pool.render(job(database_url))
        pool._patience = 0.2
        assert stuck.pid
        os.kill(stuck.pid, signal.SIGSTOP)
        with pytest.raises(NoAnswer):  # the one that follows has not even loaded by then
            pool.render(job(database_url))
        assert not stuck.is_alive()
        pool._patience = 60
        assert "Acme Outdoor" in pool.render(job(database_url)).message.text


class Busy(Fated):
    """A child whose deliveries wait until they may go on."""

    at_work, go_on = threading.Semaphore(0), threading.Event()

    def answer(self, asked: Job, within: float) -> Rendered:
        if asked.request.asker is SCHEDULE:
            self.at_work.release()
            assert self.go_on.wait(20)
        return super().answer(asked, within)


def test_deliveries_leave_a_process_to_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.renderers.Child", lambda: Busy(Fates(None)))
    with started(2) as (pool, _), ThreadPoolExecutor(4) as threads:
        queued = [threads.submit(pool.render, job(asker=SCHEDULE)) for _ in range(3)]
        assert Busy.at_work.acquire(timeout=60)
        assert threads.submit(pool.render, job()).result(20) == ANSWER
        assert not Busy.at_work.acquire(timeout=0.1), "two deliveries at a time"
        Busy.go_on.set()
        assert [one.result(20) for one in queued] == [ANSWER] * 3


def test_one_process_alone_serves_deliveries_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.renderers.Child", lambda: Fated(Fates(None)))
    with started(1) as (pool, _):
        assert pool.render(job(asker=SCHEDULE)) == ANSWER


def test_where_nobody_asks_deliveries_have_every_process() -> None:
    pool = Renderers(2)
    try:
        assert pool.seats == 1
        pool.leave_none_to_people()
        assert pool.seats == 2
    finally:
        pool.close()
