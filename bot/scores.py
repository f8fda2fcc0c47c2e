"""A score a day for every client, so that next week's can be held against what was seen."""

import structlog

from bot.office import Office
from bot.slack.text import unescape
from commands.request import Asker, Place, Request

log = structlog.get_logger()


def keep_scores(office: Office) -> None:
    """Have the scores kept that are missing for the day, in a render process.

    Nothing but a quick look where none is missing, as is so nearly always.
    """
    now = office.clock.now()
    if not office.store.scores.missing(now):
        return
    request = Request(
        id=f"scores:{now:%Y-%m-%dT%H:%M:%SZ}",
        verb="health",
        args="keep",
        workspace=office.team_id,
        asker=Asker("", "clock", role="system"),
        place=Place(),
        door="clock",
    )
    rendered = office.render(request, now)
    say = log.warning if rendered.failed else log.info
    say("daily scores", said=unescape(rendered.message.text))
