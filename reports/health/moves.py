"""What moved a score: the differences of the contributions."""

from reports.model import Component, Health


def since(health: Health, before: Health) -> Health:
    """``health`` with its score a week before, and each component's part in the movement.

    Both are of the same scorecard and weights. The parts sum to the change of the score, also
    where a component appeared or vanished. They are None where either score is unknown, and for a
    component that was unknown both times.
    """
    told = health.score is not None and before.score is not None
    old = {part.key: part for part in before.components}
    parts = tuple(_moved(part, old.get(part.key), told=told) for part in health.components)
    return health.model_copy(update={"previous": before.score, "components": parts})


def _moved(now: Component, before: Component | None, *, told: bool) -> Component:
    earlier = before.contribution if before else None
    if not told or (now.contribution is None and earlier is None):
        return now.model_copy(update={"moved": None})
    moved = (now.contribution or 0.0) - (earlier or 0.0)
    reason = now.reason + _shifted(now, before, moved)
    return now.model_copy(update={"moved": moved, "reason": reason})


def _shifted(now: Component, before: Component | None, moved: float) -> str:
    """Why a component moved the score although its own score stayed."""
    if before is None or now.score is None or before.score is None:
        return ""
    if abs(now.score - before.score) > 1e-6 or abs(moved) < 0.05:
        return ""
    return f"; counts for {'less, as more' if moved < 0 else 'more, as less'} is known"
