"""Chores: what the clock has done now and then beside the deliveries, by a worker."""

from collections.abc import Callable
from dataclasses import dataclass

from bot import corrections, owners
from bot.office import Office
from bot.scores import are_missing, keep_scores
from commands.corrections import is_due


@dataclass(frozen=True)
class Chore:
    """Whether there is something to do (a quick look), and doing it; twice is as good as once."""

    is_due: Callable[[Office], bool]
    do: Callable[[Office], None]


def _left_uncounted(office: Office) -> bool:
    from storage.undo.finishing import are_unfinished

    return are_unfinished(office.store)


def _count(office: Office) -> None:
    from storage.undo.finishing import finish

    finish(office.store)


CHORES: dict[str, Chore] = {
    "recounts": Chore(_left_uncounted, _count),
    "scores": Chore(are_missing, keep_scores),
    "owners": Chore(owners.is_due, owners.look),
    "corrections": Chore(lambda office: is_due(office.store, office.clock.now()), corrections.plan),
}
