"""Time zones by their IANA names."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from reports.errors import Expected


class UnknownZone(Expected):
    """“{name}” is not a time zone I know. Give one like Europe/Berlin or America/New_York."""


def zone(name: str) -> ZoneInfo:
    """The zone called ``name``; raises UnknownZone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of zones
        raise UnknownZone(name=name) from None


def day_in(tz: str, at: datetime) -> date:
    """The day it is at ``at`` in the zone ``tz``; raises ValueError where ``at`` has no zone."""
    if at.tzinfo is None:
        raise ValueError("A point in time needs its zone.")
    return at.astimezone(zone(tz)).date()
