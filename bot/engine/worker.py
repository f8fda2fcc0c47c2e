"""The worker: takes jobs from the engine's queue and has the publisher do them."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from dbos import DBOS

from bot.engine.jobs import APPLICATION, CHORE, DELIVER, DRAW, QUEUE, VERSION, named
from bot.engine.serializer import JsonSerializer
from bot.publisher import Publisher
from reports.errors import Expected
from storage.failures import failure_of
from storage.jobs import jobs_url

log = structlog.get_logger()
POLL = 1.0  # seconds between two looks at the queue
DRAINS_WITHIN = 30  # seconds for the jobs under way when the program stops
ENDS_WITHIN = 5  # seconds more for the engine's own threads


@contextmanager
def working(
    database_url: str, publisher: Publisher, do_chore: Callable[[str], None], at_a_time: int
) -> Iterator[None]:
    """Do so many jobs at a time until the block is left; what is under way is finished then.

    Raises EngineAway.
    """
    try:
        with named():
            _settle(database_url, publisher.name)
            _teach(publisher, do_chore)
            _begin(at_a_time)
        yield
    finally:
        _end()


def _end() -> None:
    """Finish what is under way; an engine that waits for its database is left as it is.

    It rests for up to a minute and a half between two tries and hears nothing meanwhile. What it
    had under way others go on with, or this worker's next start.
    """
    ending = threading.Thread(target=_destroy, name="engine-end", daemon=True)
    ending.start()
    ending.join(DRAINS_WITHIN + ENDS_WITHIN)
    if ending.is_alive():
        log.warning("the delivery engine waits for its database and is left as it is")


def _destroy() -> None:
    DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=DRAINS_WITHIN)


def _begin(at_a_time: int) -> None:
    # Not the engine's own queue alone: web and clock listen to none.
    DBOS.listen_queues([QUEUE])
    DBOS.launch()
    DBOS.register_queue(
        QUEUE,
        worker_concurrency=at_a_time,
        polling_interval_sec=POLL,
        on_conflict="always_update",
    )


def _settle(database_url: str, name: str) -> None:
    # A name of its own for each process: two that share one would do each other's jobs again.
    DBOS(
        config={
            "name": APPLICATION,
            "system_database_url": jobs_url(database_url),
            "application_version": VERSION,
            "executor_id": name,
            "serializer": JsonSerializer(),
            "use_listen_notify": False,
            "sys_db_pool_size": 4,
            # The engine itself does again what a lost connection interrupts; to ask before each
            # use whether it stands costs as much as the use.
            "db_engine_kwargs": {"pool_pre_ping": False},
            "log_level": "ERROR",
        }
    )
    engine_log = logging.getLogger("dbos")
    engine_log.handlers.clear()  # ours keeps secrets out
    engine_log.propagate = True
    engine_log.addFilter(_in_one_line)


def _in_one_line(record: logging.LogRecord) -> bool:
    """What the database refuses the engine is no mistake in the code: one line tells it."""
    error = record.exc_info[1] if record.exc_info else None
    failure = failure_of(error, "of the delivery engine") if error else None
    if failure is not None:
        record.msg, record.args, record.exc_info = str(failure), (), None
    return True


def _teach(publisher: Publisher, do_chore: Callable[[str], None]) -> None:
    """What jobs are made of: plain functions, which know nothing of the engine.

    A step's outcome is kept for whoever goes on with the job. The last thing done needs none: its
    end is the job's, and what is done again looks first whether it was done.
    """

    def deliver(delivery_id: int, job: int) -> None:
        with publisher.at_work_on(delivery_id, job) as work:
            prepared = _step("prepare", work.prepare)
            if prepared is not None:
                work.send(prepared)

    def draw(drawing_id: int) -> None:
        publisher.draw(drawing_id)

    def chore(name: str) -> None:
        _guarded(name, do_chore)

    DBOS.workflow(name=DELIVER)(deliver)
    DBOS.workflow(name=DRAW)(draw)
    DBOS.workflow(name=CHORE)(chore)


def _guarded(name: str, do_chore: Callable[[str], None]) -> None:
    """A chore that fails is submitted again when its time comes."""
    try:
        do_chore(name)
    except Expected as expected:
        log.warning("chore failed", chore=name, reason=str(expected))
    except Exception:
        log.exception("chore failed", chore=name)


def _step(name: str, act: Callable[[], Any]) -> Any:  # noqa: ANN401 - JSON
    return DBOS.run_step({"name": name}, act)
