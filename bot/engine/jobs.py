"""Jobs: what the clock gives the engine, and what it takes from workers that are lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

import structlog
from dbos import DBOS, DBOSClient, EnqueueOptions

from bot.engine.serializer import JsonSerializer
from reports.errors import Expected
from storage.failures import failure_of, first_line
from storage.jobs import jobs_url

log = structlog.get_logger()
APPLICATION: Final = "rapport"
# Raised when the order of a job's steps changes, after what is under way was finished.
VERSION: Final = "1"
QUEUE: Final = "deliveries"
DELIVER: Final = "deliver"
DRAW: Final = "draw"
CHORE: Final = "chore"
DONE: Final = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
KEPT = timedelta(days=1)  # people's words stand in a job; the delivery's row is kept for good


class EngineAway(Expected):
    """The tables of the delivery engine cannot be used just now ({reason})."""


class EngineWrong(Expected):
    """The tables of the delivery engine cannot be used: {reason}."""


class Jobs:
    """The engine's queue, from the outside. Every verb may raise EngineAway or EngineWrong."""

    def __init__(self, database_url: str) -> None:
        """Open it, and make its tables where they are missing or old."""
        url = jobs_url(database_url)
        with named():
            DBOS.migrate(url)
            self._client = DBOSClient(
                system_database_url=url,
                serializer=JsonSerializer(),
                system_database_pool_size=2,
                retry_connection_errors=False,
                application_name=APPLICATION,
            )

    def submit(self, name: str, job_id: str, *arguments: object) -> None:
        """Have a job done once, however often it is submitted."""
        options: EnqueueOptions = {
            "workflow_name": name,
            "queue_name": QUEUE,
            "workflow_id": job_id,
            "app_version": VERSION,
        }
        with named():
            self._client.enqueue(options, *arguments)

    def resume(self, worker: str) -> set[str]:
        """Let others go on with what a lost worker had begun; the ids of those jobs."""
        with named():
            found = self._client.list_workflows(
                status="PENDING", executor_id=worker, load_input=False, load_output=False
            )
            for one in found:
                self._client.resume_workflow(one.workflow_id, queue_name=QUEUE)
        return {one.workflow_id for one in found}

    def forget(self, now: datetime) -> int:
        """Delete what was finished a while ago; how many jobs that were."""
        with named():
            done = self._client.list_workflows(
                status=DONE,
                completed_before=(now - KEPT).isoformat(),
                limit=1000,
                load_input=False,
                load_output=False,
            )
            self._client.delete_workflows([one.workflow_id for one in done])
        return len(done)

    def close(self) -> None:
        """Close its connections."""
        self._client.destroy()


@contextmanager
def named() -> Iterator[None]:
    """Turn what the engine cannot do into EngineAway, which passes, or EngineWrong.

    Its own failures are those of three libraries; whatever it is, the rows stay as they are.
    """
    try:
        yield
    except Exception as error:
        failed = failure_of(error, "of the engine")
        raise (EngineAway if failed else EngineWrong)(reason=first_line(error)) from error
