"""Pictures that are drawn before their report is due, and taken where it still says the same."""

from dataclasses import replace
from datetime import datetime

import structlog

from bot.answered import answered
from bot.office import Office
from bot.slack.message import Message
from storage.values import Delivery, Drawing

log = structlog.get_logger()


def draw(office: Office, drawing: Drawing) -> None:
    """Draw the report as it will be when it is due, and keep the picture.

    Raises what ``answered`` raises; then it is drawn when it is due.
    """
    message = answered(office, drawing, drawing.due).message
    if message.picture is not None:
        now = office.clock.now()
        office.store.drawings.drawn(drawing.id, message.digest, message.picture, now)
        log.info("drawn ahead", key=drawing.key, due=drawing.due.isoformat())


def with_picture(office: Office, delivery: Delivery, at: datetime) -> Message:
    """The delivery's report as it is at ``at``, with the picture drawn of it ahead.

    The report is always made anew; where it says anything else than the one that was drawn, so is
    its picture. Raises what ``answered`` raises.
    """
    drawing = office.store.drawings.of(delivery.key)
    if drawing is None:
        return answered(office, delivery, at).message
    message = answered(office, delivery, at, drawing.digest).message
    if message.digest != drawing.digest:
        return message
    picture = office.store.drawings.picture(drawing.id)
    if picture is None:  # thrown away meanwhile
        return answered(office, delivery, at).message
    return replace(message, picture=picture)
