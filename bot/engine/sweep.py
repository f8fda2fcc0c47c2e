"""The sweep: what a lost worker had is taken over, and a report that loses workers is stopped."""

from collections.abc import Callable
from datetime import timedelta

import structlog

from bot.engine.attempt import settled
from bot.engine.outcome import after_loss
from bot.engine.watch import Watch
from bot.office import Office
from storage.values import Delivery

log = structlog.get_logger()
LOST = "the program that was posting it ended"
UNCLAIMED = timedelta(minutes=2)  # for a job that was released and that nobody goes on with
Resume = Callable[[str], set[str]]


def nothing(_worker: str) -> set[str]:
    """Resume no job: there is no engine."""
    return set()


def sweep(office: Office, watch: Watch, at: float, resume: Resume) -> None:
    """Take over from workers that fell silent while ``watch`` looked; ``at`` is its stopwatch.

    ``resume`` lets others go on with a worker's jobs and returns their ids.
    """
    everyone = office.store.workers.all()
    lost = watch.silent(everyone, at)
    alive = {one.name for one in everyone} - set(lost)
    take_over(office, alive.__contains__, resume, lost)


def take_over(
    office: Office,
    alive: Callable[[str], bool],
    resume: Resume = nothing,
    lost: list[str] | None = None,
) -> None:
    """Go on with what those have who are not ``alive``, and forget them."""
    taken = office.store.dispatch.posting()
    gone = {one.claimed_by for one in taken if one.claimed_by and not alive(one.claimed_by)}
    for worker in sorted(gone | set(lost or ())):
        theirs = [one for one in taken if one.claimed_by == worker]
        _take_over(office, worker, theirs, resume)
    now = office.clock.now()
    for one in taken:
        if one.claimed_by is None and one.claimed_at and one.claimed_at < now - UNCLAIMED:
            office.store.dispatch.interrupted(one, LOST, settled(one, now), counts=False)


def _take_over(office: Office, worker: str, theirs: list[Delivery], resume: Resume) -> None:
    dispatch, now = office.store.dispatch, office.clock.now()
    left = [one for one in theirs if not _ended(office, one)]
    # Released before it is resumed: a job that finds another's delivery ends.
    released = [one for one in left if one.tried_at is None and dispatch.released(one)]
    resumed = resume(worker)
    for one in released:
        if job_id(office, one) not in resumed:
            again = office.store.deliveries.first(office.store.deliveries.one(one.id))
            if again and again.claimed_by is None and again.job == one.job:
                dispatch.interrupted(again, LOST, now, counts=False)
    for one in left:
        if one not in released:
            dispatch.interrupted(one, LOST, settled(one, now))
    office.store.workers.gone(worker)
    log.warning("worker is lost", worker=worker, deliveries=[one.key for one in theirs])


def _ended(office: Office, one: Delivery) -> bool:
    """End a delivery that has lost too many workers; whether it did."""
    end = after_loss(one)
    if end is None:
        return False
    return office.store.deliveries.ended(one, end.state, f"{LOST}, {one.takeovers + 1} times")


def job_id(office: Office, one: Delivery) -> str:
    """The permanent id of a delivery's job."""
    return f"deliver:{office.store.workspace_id}:{one.key}:{one.job}"
