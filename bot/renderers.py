"""The render processes: reports are gathered, built and drawn there, away from Slack's clock."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from queue import SimpleQueue
from threading import BoundedSemaphore

import structlog

from bot.child import Child, ChildDied, ChildHung, Job
from bot.slack.message import Rendered
from reports.errors import Expected

log = structlog.get_logger()
PATIENCE = 120.0  # seconds; the longest report takes a few
TRIES = 3


class NoAnswer(Expected):
    """I could not finish this, and nothing was posted; please ask again, and tell whoever runs me
    if it stays."""


class Renderers:
    """Warm child processes; one that is lost is replaced and its job done again elsewhere.

    Deliveries leave one process to people, where there is more than one.
    """

    def __init__(self, processes: int, patience: float = PATIENCE) -> None:
        """Start the children at once, so that the first question is not the slow one.

        One that does not answer within ``patience`` seconds is taken for lost.
        """
        self._patience = patience
        self._seats = max(1, processes - 1)
        self._deliveries = BoundedSemaphore(self._seats)
        # Linux ends a child with the thread that started it: this one stays until the close.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="starter")
        self._idle: SimpleQueue[Child] = SimpleQueue()
        self._all: set[Child] = set()
        for _ in range(processes):
            self._idle.put(self._started())

    def render(self, job: Job) -> Rendered:
        """Answer in a child; if it is lost on the way, in another.

        Raises what the command raised, or NoAnswer.
        """
        left = TRIES
        with self._seat(job):
            while left:
                try:
                    return self._once(job)
                except ChildDied:
                    left -= 1
                except ChildHung:  # once more, for people wait
                    left = min(left - 1, 1)
                log.warning("render process lost", request=job.request.id, tries_left=left)
        raise NoAnswer

    @property
    def seats(self) -> int:
        """How many deliveries are drawn at a time."""
        return self._seats

    def leave_none_to_people(self) -> None:
        """Let deliveries have every process, where nobody asks."""
        self._seats = max(1, len(self._all))
        self._deliveries = BoundedSemaphore(self._seats)

    def close(self) -> None:
        """End the children."""
        for child in self._all:
            child.dismiss()
        for child in self._all:
            child.join()
        self._starter.shutdown()

    def _seat(self, job: Job) -> AbstractContextManager[object]:
        return self._deliveries if job.request.asker.role == "system" else nullcontext()

    def _once(self, job: Job) -> Rendered:
        with self._child() as child:
            return child.answer(job, self._patience)

    @contextmanager
    def _child(self) -> Iterator[Child]:
        """One that is alive, before and after."""
        child = self._alive(self._idle.get())
        try:
            yield child
        finally:
            self._idle.put(self._alive(child))

    def _alive(self, child: Child) -> Child:
        """The child, or the one that follows it; itself where none can be started now."""
        if child.alive:
            return child
        try:
            return self._started(instead_of=child)
        except OSError as error:
            log.warning("no render process can be started", reason=str(error))
            return child

    def _started(self, instead_of: Child | None = None) -> Child:
        return self._starter.submit(self._start, instead_of).result()

    def _start(self, instead_of: Child | None) -> Child:
        child = Child()
        self._all.add(child)
        if instead_of is not None:
            self._all.discard(instead_of)
        return child
