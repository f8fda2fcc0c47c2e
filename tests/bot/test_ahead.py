"""Drawn before it is due, posted when it is due, and never with what is not so any more."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.child import Job
from bot.publisher import Publisher
from bot.slack.message import Rendered
from commands import registry
from commands.request import Asker, Place, Request
from storage.values import Drawing
from tests.bot.publishing import (
    MONDAY,
    SECOND,
    WEEK,
    assert_stands_once,
    at,
    posted,
    subscribe,
)
from tests.bot.test_conditions_slack import late_data
from tests.bot.test_engine import at_work, until
from tests.conftest import Running

SOON = MONDAY - timedelta(seconds=40)
KEY = "report:1:2026-W47"


@pytest.fixture
def drawn(house: Running, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each report that is made from now on: whether its picture was drawn."""
    render = house.office.renderers.render
    told: list[bool] = []

    def spy(job: Job) -> Rendered:
        rendered = render(job)
        if rendered.message.published:  # the clock has scores counted there, too
            told.append(rendered.message.picture is not None)
        return rendered

    monkeypatch.setattr(house.office.renderers, "render", spy)
    return told


def ahead(house: Running) -> Drawing | None:
    return house.store.drawings.of(KEY)


def picture_of(house: Running) -> bytes | None:
    """The bytes in the newest message."""
    images = [block for block in posted(house)[-1].blocks if block["type"] == "image"]
    return house.slack.world.files[images[0]["slack_file"]["id"]].content if images else None


def kept(house: Running) -> bytes:
    """The bytes that were drawn ahead."""
    drawing = ahead(house)
    assert drawing
    picture = house.store.drawings.picture(drawing.id)
    assert picture
    return picture


def typed(house: Running, verb: str, words: str) -> None:
    place = Place("D1", "dm")
    request = Request("1", verb, words, "T1", Asker(house.team.sam, "Sam"), place, "slash")
    assert not registry.answer(request, house.store, house.clock.now()).failed


def test_it_is_drawn_before_and_posted_when_it_is_due(house: Running, drawn: list[bool]) -> None:
    subscribe(house)
    at(house, MONDAY - timedelta(minutes=10))
    assert ahead(house) is None
    at(house, SOON)
    picture = kept(house)
    at(house, MONDAY - timedelta(microseconds=1))
    assert (posted(house), house.slack.world.files) == ([], {})
    at(house, MONDAY)
    assert_stands_once(house)
    assert (drawn, picture_of(house)) == ([True, False], picture)
    assert ahead(house) is None
    published = house.store.publications.of_thread(house.team.acme, posted(house)[0].ts)
    assert published
    assert published.report().generated_at == MONDAY


def test_it_is_the_same_message_as_without(house: Running) -> None:
    subscribe(house)
    subscribe(house)
    at(house, SOON)
    house.store.subscriptions.set_conditions(2, None)  # throws the second's away
    assert house.store.drawings.of("report:2:2026-W47") is None
    at(house, MONDAY)
    first, second = posted(house)
    assert first.text.splitlines()[:-1] == second.text.splitlines()[:-1]
    kinds = [[block["type"] for block in one.blocks] for one in (first, second)]
    assert kinds[0] == kinds[1]
    assert kinds[0].count("image") == 1


def test_data_that_land_between_stand_in_the_report(
    house: Running, drawn: list[bool], tmp_path: Path
) -> None:
    subscribe(house)
    at(house, SOON)
    old = kept(house)
    house.clock.move_to(MONDAY - SECOND)
    late_data(house, tmp_path, date(2026, 11, 22), lead=90)
    at(house, MONDAY)
    assert_stands_once(house)
    assert drawn == [True, True]
    assert picture_of(house) not in (old, None)
    published = house.store.publications.of_thread(house.team.acme, posted(house)[0].ts)
    assert published
    leads = next(one for one in published.report().metrics if one.key == "leads")
    assert leads.value is not None
    assert leads.value > 4 * 90
    house.clock.move_to(MONDAY + timedelta(hours=1))
    from bot import corrections

    corrections.plan(house.office)
    at(house, MONDAY + timedelta(hours=1))
    assert len(posted(house)) == 1  # there is nothing to correct


@pytest.mark.parametrize("what", ["note", "headline", "name"])
def test_whatever_it_shows_is_so_when_it_is_posted(
    house: Running, drawn: list[bool], what: str
) -> None:
    acme = house.store.clients.find("acme")
    assert acme
    subscribe(house)
    at(house, SOON)
    wanted = "Quiet before the fair"
    match what:
        case "note":
            typed(house, "note", f"acme --period 2026-W47 {wanted}")
        case "headline":
            house.store.reviews.say(1, "2026-W47", wanted)
        case _:
            house.store.clients.change(acme.id, name=wanted)
    at(house, MONDAY)
    assert_stands_once(house)
    assert wanted in str(posted(house)[0].blocks)
    assert drawn == [True, True]


def test_a_channel_that_became_shared_gets_the_clients_version(
    house: Running, drawn: list[bool]
) -> None:
    acme = house.store.clients.find("acme")
    assert acme
    house.store.clients.link_channel(acme.id, house.team.acme)
    typed(house, "note", "acme --period 2026-W47 Quiet before the fair")
    subscribe(house)
    at(house, SOON)
    house.slack.world.channels[house.team.acme].shared = True
    at(house, MONDAY)
    assert_stands_once(house)
    assert "Quiet before the fair" not in str(posted(house)[0].blocks)
    assert drawn == [True, True]


@pytest.mark.parametrize("how", ["pause", "change", "condition", "remove"])
def test_it_is_thrown_away_when_the_schedule_changes(house: Running, how: str) -> None:
    subscription = subscribe(house)
    at(house, SOON)
    match how:
        case "pause":
            house.store.subscriptions.set_state(subscription.id, "paused", SOON)
        case "change":
            typed(house, "schedule", "change 1 weekly tuesday 10:00")
        case "condition":
            typed(house, "schedule", "set 1 quiet 18:00-08:00")
        case _:
            house.store.subscriptions.remove(subscription.id)
    assert ahead(house) is None
    at(house, MONDAY)
    assert len(posted(house)) == (1 if how == "condition" else 0)
    at(house, MONDAY + timedelta(days=1, hours=1))
    assert len(posted(house)) == (1 if how in ("condition", "change") else 0)


def test_who_was_to_draw_it_was_killed(house: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    subscribe(house)
    with monkeypatch.context() as patch:
        patch.setattr(Publisher, "draw", lambda *_: None)
        at(house, SOON)
    assert house.store.drawings.under_way(SOON - SECOND) == 1
    Publisher(house.office).take_over()
    at(house, MONDAY)
    assert_stands_once(house)
    assert picture_of(house)


def test_who_drew_it_was_killed_and_its_picture_is_lost_while_it_is_posted(
    house: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(house)
    at(house, SOON)
    monkeypatch.setattr(house.store.drawings, "picture", lambda _: None)
    house.clock.move_to(MONDAY)
    Publisher(house.office).tick()
    assert_stands_once(house)
    assert picture_of(house)


def test_a_delivery_that_waits_keeps_its_picture_until_it_is_posted(
    house: Running, drawn: list[bool]
) -> None:
    subscribe(house)
    at(house, SOON)
    house.slack.faults.status("chat.postMessage", 500)
    at(house, MONDAY)
    assert posted(house) == []
    at(house, MONDAY + timedelta(minutes=4))
    assert_stands_once(house)
    assert drawn == [True, False, False]
    assert "Late" not in posted(house)[0].text


def test_it_is_drawn_once_and_what_nobody_posts_is_thrown_away(house: Running) -> None:
    subscribe(house)
    at(house, SOON)
    assert not house.store.drawings.hand(1, SOON)
    assert house.store.drawings.waiting(SOON) == []
    house.store.drawings.plan("report:9:2026-W01", SOON, "C1", 1, {"verb": "report"})
    at(house, MONDAY + WEEK)
    assert house.store.drawings.get(2) is None


def test_the_engine_draws_ahead(house: Running, drawn: list[bool]) -> None:
    subscribe(house)
    house.clock.move_to(SOON)
    with at_work(house):
        until(house, lambda: ahead(house))
        assert posted(house) == []
        house.clock.move_to(MONDAY)
        until(house, lambda: posted(house))
    assert drawn == [True, False]
