"""Questions as a door would put them, without a door."""

from datetime import datetime

from commands import registry
from commands.answer import Answer, Text
from commands.request import Asker, Place, Request
from storage.store import Store
from tests.conftest import NOW

SAM = Asker("U1", "sam", "Europe/London")
GUEST = Asker("U2", "alex", role="guest")
OUTSIDER = Asker("U3", "ines", external=True)
CLOCK = Asker("", "schedule", role="system")

TEAM_ROOM = Place("C1", "public", client="acme")
SHARED_ROOM = Place("C2", "public", external=True, client="acme")
OTHER_ROOM = Place("C3", "public", client="borealis")
UNKNOWN_SHARED = Place("C4", "private", external=True)
GENERAL = Place("C5", "public")
DM = Place("D1", "dm")


def request(
    verb: str, args: str, asker: Asker = SAM, place: Place = GENERAL, workspace: str = "T1"
) -> Request:
    """One question."""
    return Request("1", verb, args, workspace, asker, place, "test")


def ask(
    store: Store,
    verb: str,
    args: str,
    asker: Asker = SAM,
    place: Place = GENERAL,
    now: datetime = NOW,
) -> Answer:
    """The answer at ``NOW``, or at another time; expected failures are sentences in it."""
    return registry.answer(request(verb, args, asker, place), store, now)


def sentence(answer: Answer) -> str:
    """The plain words of an answer."""
    return " ".join(
        str(run) for part in answer.parts if isinstance(part, Text) for run in part.runs
    )
