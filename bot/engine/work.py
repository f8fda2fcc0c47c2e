"""A delivery's job as one worker does it: two steps, and what stays between them."""

from collections.abc import Callable

import structlog

from bot.engine import checkpoint
from bot.engine.attempt import TRIES, Attempt
from bot.engine.checkpoint import Json
from bot.patience import patiently
from storage.errors import DatabaseFailure
from storage.values import Delivery

log = structlog.get_logger()


class Work:
    """What ``prepare`` returns is kept, so that another worker can go on from there with ``send``.

    Neither raises; what went wrong stands in the row.
    """

    def __init__(
        self,
        delivery_id: int,
        take: Callable[[], Delivery | None],
        begin: Callable[[Delivery], Attempt],
    ) -> None:
        """Work on what ``take`` gives, once it is needed, in the attempt that is begun with it.

        Between the two steps it is not taken again: the row itself tells a second try from the
        first, whoever has it.
        """
        self._id = delivery_id
        self._take = take
        self._begin = begin
        self._attempt: Attempt | None = None

    def prepare(self) -> Json | None:
        """Make the message and upload its picture; None where nothing is left to be sent."""
        return self._do(lambda attempt: attempt.prepare())

    def send(self, prepared: Json) -> None:
        """Post what was prepared, unless it stands already, and save where it stands."""
        self._do(lambda attempt: attempt.send(checkpoint.from_json(prepared)))

    def _do(self, act: Callable[[Attempt], Json | None]) -> Json | None:
        """Do it with the delivery, if that is this worker's to have."""
        try:
            attempt = self._attempt = self._attempt or self._begun()
            return _done(attempt, act) if attempt else None
        except DatabaseFailure as failure:
            log.warning("delivery is left as it is", id=self._id, reason=str(failure))
            return None

    def _begun(self) -> Attempt | None:
        found: list[Delivery | None] = []
        patiently(lambda: found.append(self._take()), tries=TRIES)
        return self._begin(found[0]) if found[0] else None


def _done(attempt: Attempt, act: Callable[[Attempt], Json | None]) -> Json | None:
    try:
        return act(attempt)
    except DatabaseFailure:
        raise
    except Exception as error:  # noqa: BLE001 - it ends in the row
        attempt.failed(error)
        return None
