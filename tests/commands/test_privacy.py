"""Who may read what, where."""

import pytest

from commands.privacy import asker_audience, room_audience
from commands.request import Asker, Place
from reports.model import Audience
from storage.store import Store
from tests.commands.asking import (
    CLOCK,
    DM,
    GENERAL,
    GUEST,
    OTHER_ROOM,
    OUTSIDER,
    SAM,
    SHARED_ROOM,
    TEAM_ROOM,
    UNKNOWN_SHARED,
    request,
)

INTERNAL, CLIENT = Audience.INTERNAL, Audience.CLIENT
OTHER_SHARED = Place("C6", "public", external=True, client="borealis")
GUESTS_DM = Place("D2", "dm", external=True)


@pytest.mark.parametrize(
    ("place", "asker", "wanted"),
    [
        (TEAM_ROOM, SAM, INTERNAL),
        (GENERAL, SAM, INTERNAL),
        (DM, SAM, INTERNAL),
        (Place(), SAM, INTERNAL),
        (TEAM_ROOM, CLOCK, INTERNAL),
        (SHARED_ROOM, SAM, CLIENT),
        (SHARED_ROOM, CLOCK, CLIENT),
        (SHARED_ROOM, GUEST, CLIENT),
        (TEAM_ROOM, GUEST, CLIENT),
        (TEAM_ROOM, OUTSIDER, CLIENT),
        (OTHER_ROOM, SAM, None),
        (OTHER_SHARED, SAM, None),
        (OTHER_ROOM, CLOCK, None),
        (UNKNOWN_SHARED, SAM, None),
        (GUESTS_DM, GUEST, None),
    ],
)
def test_a_room_reads_no_more_than_all_its_readers_may(
    store: Store, place: Place, asker: Asker, wanted: Audience | None
) -> None:
    acme = store.clients.find("acme")
    assert acme
    assert room_audience(request("report", "acme", asker, place), acme) is wanted


@pytest.mark.parametrize(
    ("asker", "wanted"), [(SAM, INTERNAL), (CLOCK, INTERNAL), (GUEST, CLIENT), (OUTSIDER, CLIENT)]
)
def test_only_the_team_reads_internal_words_in_private(asker: Asker, wanted: Audience) -> None:
    assert asker_audience(request("report", "acme", asker, DM)) is wanted
