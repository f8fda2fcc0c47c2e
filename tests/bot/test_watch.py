"""Who fell silent, whatever the clocks say."""

from datetime import timedelta

import pytest

from bot.engine.watch import Watch
from storage.values import Worker
from tests.conftest import NOW

SILENT = timedelta(seconds=30)
SECOND = timedelta(seconds=1)
STEP = 5


def worker(name: str, beat: timedelta) -> Worker:
    return Worker(name=name, role="worker", started_at=NOW, beat_at=NOW + beat)


def looked(watch: Watch, dead: timedelta, first: int, last: int, jump: timedelta) -> list[str]:
    """Who is silent at the end: one beats each time, the other gave its last sign long ago."""
    found: list[str] = []
    for at in range(first, last + 1, STEP):
        everyone = [worker("alive", jump + at * SECOND), worker("dead", dead)]
        found = watch.silent(everyone, at)
    return found


@pytest.mark.parametrize(
    "jump", [timedelta(), timedelta(hours=2), timedelta(minutes=-5)], ids=["none", "on", "back"]
)
def test_who_gives_no_new_sign_is_silent_whatever_the_clock_says(jump: timedelta) -> None:
    watch = Watch(SILENT)
    assert looked(watch, timedelta(), 0, 30, timedelta()) == []
    assert looked(watch, timedelta(), 35, 60, jump) == ["dead"]


def test_who_could_not_look_begins_anew() -> None:
    """The machine slept, or the database was away: nobody could beat."""
    watch = Watch(SILENT)
    looked(watch, timedelta(), 0, 20, timedelta())
    everyone = [worker("alive", 20 * SECOND), worker("dead", timedelta())]
    assert watch.silent(everyone, 3600) == []
    assert looked(watch, timedelta(), 3605, 3630, timedelta()) == []
    assert looked(watch, timedelta(), 3635, 3640, timedelta()) == ["dead"]


def test_a_clock_that_is_wrong_by_hours_beats_like_any_other() -> None:
    watch = Watch(SILENT)
    for at in range(0, 100, STEP):
        behind = worker("behind", timedelta(hours=-3) + at * SECOND)
        assert watch.silent([behind], at) == []
