"""What changes in the workspace around the schedules: channels and people."""

from collections.abc import Mapping
from typing import Any

from bot import owners
from bot.office import Office
from commands.notices import plan_all_closed

Event = Mapping[str, Any]
CLOSED = {
    "channel_archive": "is_archived",
    "group_archive": "is_archived",
    "channel_left": "not_in_channel",
    "group_left": "not_in_channel",
}


def follow(office: Office, event: Event) -> None:
    """Let what is stored follow the event; one that concerns nothing changes nothing."""
    kind = str(event.get("type"))
    if kind == "channel_id_changed":
        old, new = str(event["old_channel_id"]), str(event["new_channel_id"])
        office.store.channels.moved(old, new)
    elif kind == "user_change":
        person = office.directory.described(event["user"])
        owners.heard(office, person.id, there=person.of_the_team)
    elif kind in CLOSED:
        # Whoever schedules reports there hears of it before one is missed.
        now = office.clock.now()
        plan_all_closed(office.store, str(event["channel"]), CLOSED[kind], now)


def is_noise(office: Office, event: Event) -> bool:
    """Whether somebody changed without leaving the team or coming back: a picture, a status.

    Slack tells of each such change in the whole workspace; they are not worth a row.
    """
    if event.get("type") != "user_change":
        return False
    person = office.directory.described(event["user"])
    office.directory.forget(person.id)
    return person.of_the_team != (person.id in office.store.people.away())
