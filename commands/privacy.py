"""Who may read what, where: internal words never reach a client."""

from commands.request import Request
from reports.model import Audience
from storage.values import Client


def room_audience(request: Request, client: Client) -> Audience | None:
    """What the room may read about ``client``; None where nothing may be posted at all.

    A room where outsiders read along gets the client's own version, and only of the client it
    belongs to. Another client's room gets nothing, even when only the team is in it.
    """
    place = request.place
    if place.client is not None and place.client != client.slug:
        return None
    if place.external:
        return Audience.CLIENT if place.client == client.slug else None
    return Audience.INTERNAL if request.asker.of_the_team else Audience.CLIENT


def asker_audience(request: Request) -> Audience:
    """What the asker may read in private."""
    return Audience.INTERNAL if request.asker.of_the_team else Audience.CLIENT
