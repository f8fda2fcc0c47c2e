"""/report: a client's numbers and story for a period, or one of them looked at more closely."""

from datetime import datetime

from commands import corrections
from commands.answer import Answer
from commands.registry import command
from commands.report_asked import read_asked
from commands.report_by import by_part
from commands.report_vs import against
from commands.report_whole import whole
from commands.report_why import why
from commands.request import Request
from storage.store import Store


@command(
    "report",
    "CLIENT [PERIOD] [by agent|topic|channel|location] [vs PERIOD] [why FIGURE] [me]",
    "A client's figures, chart and story; the last complete week unless you name a period.",
    examples=(
        "acme",
        "acme last month",
        "acme 2026-W46",
        "acme 1 Oct – 15 Nov",
        "acme by agent",
        "acme 2026-W46 vs 2026-W42",
        "acme why csat",
        "acme me",
    ),
    heavy=True,
    guests=True,
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """Answer in the room with what the room may read, and in private with the rest."""
    if request.door == corrections.DOOR:
        return corrections.answer(request, store, now)
    asked = read_asked(request, store, now)
    if isinstance(asked, Answer):
        return asked
    if asked.words.by is not None:
        return by_part(request, asked, store)
    if asked.words.against is not None:
        return against(request, asked, store)
    if asked.words.why is not None:
        return why(request, asked, store)
    return whole(request, asked, store, now)
