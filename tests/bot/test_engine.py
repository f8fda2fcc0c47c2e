"""The engine with the real publisher between: queued, done, resumed, and killed again and again."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from bot import health
from bot.clock import machine_now
from bot.engine.jobs import DELIVER, EngineAway, Jobs
from bot.engine.parts import keep_clock, work
from bot.engine.sweep import job_id, sweep
from bot.engine.watch import Watch
from bot.settings import Settings
from storage.values import Delivery
from tests.bot.publishing import (
    MONDAY,
    SECOND,
    assert_stands_once,
    newest,
    posted,
    subscribe,
)
from tests.conftest import Running

PATIENCE = 60


@contextmanager
def at_work(house: Running, *, clock: bool = True) -> Iterator[Settings]:
    """A worker of the engine in this process, and the clock where it is wanted."""
    settings = Settings(database_url=house.office.database_url)
    stop = threading.Event()
    with work(house.office, settings, "w1", stop):
        args = (house.office, settings, stop, "w1")
        ticking = threading.Thread(target=keep_clock, args=args, kwargs={"alone": True})
        if clock:
            ticking.start()
        try:
            yield settings
        finally:
            stop.set()
            if clock:
                ticking.join()


def until(house: Running, true: Callable[[], object]) -> None:
    house.slack.wait_for(true, timeout=PATIENCE)


def planned(house: Running) -> Delivery:
    subscribe(house)
    house.clock.move_to(MONDAY)
    house.publisher.finish_own()
    from commands.due import plan_due

    plan_due(house.store, MONDAY)
    return newest(house)


def test_what_is_due_is_posted_and_machines_hear_of_it(house: Running) -> None:
    subscribe(house)
    house.clock.move_to(MONDAY)
    with at_work(house):
        until(house, lambda: posted(house) and newest(house).state == "posted")
        told = health.metrics(house.office).decode()
        checks = health.engine_checks(house.office, 30)
        assert [check() for check in checks.values()] == [None, None]
    assert_stands_once(house)
    assert 'rapport_deliveries{state="posted"} 1.0' in told
    assert 'rapport_processes{role="clock"} 1.0' in told
    assert "rapport_queue_age_seconds 0.0" in told
    assert house.store.workers.all() == []
    assert "nobody keeps the clock" in str(checks["clock"]())


def test_a_job_is_done_once_however_often_it_is_submitted(house: Running) -> None:
    one = planned(house)
    with at_work(house, clock=False) as settings:
        jobs = Jobs(settings.database_url)
        for _ in range(3):
            jobs.submit(DELIVER, job_id(house.office, one), one.id, one.job)
        until(house, lambda: newest(house).state == "posted")
        jobs.submit(DELIVER, job_id(house.office, one), one.id, one.job)
        jobs.submit(DELIVER, "another:1", one.id, one.job)
        jobs.close()
    assert_stands_once(house)


def test_what_a_silent_worker_had_is_gone_on_with(house: Running) -> None:
    """It had taken the delivery and not begun to post; the others hear nothing more of it."""
    one = planned(house)
    house.store.workers.beat("silent", "worker", machine_now() - timedelta(seconds=31))
    assert house.store.deliveries.take(one.id, one.job, "silent", MONDAY)
    resumed: list[str] = []

    def resume(worker: str) -> set[str]:
        resumed.append(worker)
        return set()

    house.store.workers.beat("lively", "worker", machine_now())
    watch = Watch(timedelta(seconds=30))
    for at in (0, 12, 24, 36):
        house.store.workers.beat("lively", "worker", machine_now() + timedelta(seconds=at))
        assert resumed == []
        sweep(house.office, watch, at, resume)
    assert resumed == ["silent"]
    assert [one.name for one in house.store.workers.all()] == ["lively"]
    assert (newest(house).state, newest(house).takeovers) == ("queued", 1)
    with at_work(house):
        until(house, lambda: newest(house).state == "posted")
    assert_stands_once(house)


def test_finished_jobs_are_forgotten_after_a_day(house: Running) -> None:
    one = planned(house)
    with at_work(house, clock=False) as settings:
        jobs = Jobs(settings.database_url)
        jobs.submit(DELIVER, job_id(house.office, one), one.id, one.job)
        until(house, lambda: newest(house).state == "posted")
        house.slack.wait_for(lambda: jobs.forget(machine_now() + timedelta(days=2)) == 1)
        assert jobs.forget(machine_now() + timedelta(days=2)) == 0
        jobs.close()


def test_an_engine_without_its_tables_is_one_sentence(house: Running, tmp_path: object) -> None:
    with pytest.raises(EngineAway, match="cannot be used just now"):
        Jobs(f"sqlite:///{tmp_path}/no/such/folder/x.db")


def test_a_delivery_that_waits_too_long_is_told_to_machines(house: Running) -> None:
    planned(house)
    house.clock.move_to(MONDAY + timedelta(minutes=9))
    queue = health.engine_checks(house.office, 30)["queue"]
    assert queue() is None
    house.clock.move_to(MONDAY + timedelta(minutes=10) + SECOND)
    assert queue() == "a delivery has been waiting for 10 min"
    house.store.workers.beat("w", "clock", machine_now() - timedelta(seconds=40))
    clock = health.engine_checks(house.office, 30)["clock"]
    assert "has not ticked for" in str(clock())
