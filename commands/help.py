"""/rapport: what can be asked, generated from the commands themselves."""

from datetime import datetime

from commands.answer import Answer, Table, Text
from commands.registry import all_commands, command
from commands.request import Request
from storage.store import Store

CIRCLE = (
    "Ask with /report, publish with /schedule, reply in a report's thread: "
    "your words stand in the next report."
)


FOR_GUESTS = "Write “@rapport report” in the channel that you share with the team."


@command("help", "", "What I can do.", guests=True)
def run(request: Request, _store: Store, _now: datetime) -> Answer:
    """List the commands this person may use."""
    open_to_all = request.asker.of_the_team
    rows = tuple(
        (f"{found.slash} {found.usage}".strip(), found.summary)
        for found in all_commands().values()
        if open_to_all or found.guests
    )
    return Answer(
        (
            Text((CIRCLE if open_to_all else FOR_GUESTS,)),
            Table("What you can type", ("Command", "What it does"), rows),
        )
    )
