"""A clock that is run twice, that is set, or that slept: each report once, none left out."""

from datetime import datetime, timedelta

import pytest

from bot.publisher import Publisher
from tests.bot.publishing import MONDAY, SECOND, WEEK, at, posted, subscribe
from tests.conftest import Running

HOUR = timedelta(hours=1)
BACK, ON = timedelta(minutes=-5), 2 * HOUR


def times(*steps: timedelta) -> list[datetime]:
    return [MONDAY + step for step in steps]


@pytest.mark.parametrize(
    ("moments", "reports"),
    [
        (times(-SECOND, SECOND, BACK, SECOND, HOUR), 1),
        (times(-HOUR, ON, HOUR, -SECOND, SECOND, ON), 1),
        (times(-HOUR, -HOUR + ON, BACK, timedelta(), WEEK - HOUR, WEEK, WEEK + BACK, WEEK + ON), 2),
        (times(-HOUR, 3 * HOUR), 1),
        (times(SECOND, WEEK + BACK, WEEK + SECOND, WEEK + BACK, WEEK + HOUR), 2),
    ],
    ids=["set back", "set on and back", "wrong for a while", "slept", "set back a week later"],
)
def test_however_the_clock_is_set_each_report_comes_once(
    house: Running, moments: list[datetime], reports: int
) -> None:
    subscribe(house)
    for moment in moments:
        at(house, moment)
    assert len(posted(house)) == reports


def test_two_clocks_at_the_same_moment_post_once(house: Running) -> None:
    subscribe(house)
    others = [Publisher(house.office) for _ in range(2)]
    house.clock.move_to(MONDAY)
    for publisher in (house.publisher, *others, house.publisher):
        publisher.tick()
    assert len(posted(house)) == 1
    house.clock.move_to(MONDAY + BACK)
    for publisher in others:
        publisher.tick()
    assert len(posted(house)) == 1
