"""A score a day for every client, so that next week's can be held against what was seen."""

import structlog

from bot.office import Office
from bot.slack.text import unescape
from commands.request import Asker, Place, Request

log = structlog.get_logger()


def are_missing(office: Office) -> bool:
    """Whether some client's score of its day was not kept yet; a quick look."""
    return bool(office.store.scores.missing(office.clock.now()))


def keep_scores(office: Office) -> None:
    """Have the scores kept that are missing for the day, in a render process.

    A portion at a time, so that deliveries come between; what fails is left for the next look.
    """
    left = len(office.store.scores.missing(office.clock.now()))
    while left:
        _keep_some(office)
        before, left = left, len(office.store.scores.missing(office.clock.now()))
        if left >= before:
            return


def _keep_some(office: Office) -> None:
    now = office.clock.now()
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
