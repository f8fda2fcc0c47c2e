"""“The same report was posted here 10 minutes ago”: only where nothing differs."""

from datetime import datetime, timedelta

import pytest

from commands import registry
from commands.answer import Answer, Button, Buttons, Link, Text
from commands.request import Asker, Place
from reports import periods
from reports.model import Audience
from storage.engine import writing
from storage.store import Store
from storage.tables import publication
from storage.values import Client
from tests.commands.asking import CLOCK, DM, GENERAL, SAM, SHARED_ROOM, TEAM_ROOM, request, sentence
from tests.conftest import NOW

LINK = "https://team.example/archives/C1/p1"
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def acme(store: Store) -> Client:
    found = store.clients.find("acme")
    assert found
    return found


def ask(
    store: Store,
    words: str = "acme",
    now: datetime = LATER,
    asker: Asker = SAM,
    place: Place = TEAM_ROOM,
) -> Answer:
    return registry.answer(request("report", words, asker, place), store, now)


def posted(store: Store, place: Place = TEAM_ROOM, words: str = "acme") -> None:
    """The report as it is asked for at NOW stands in the room."""
    part = ask(store, words, NOW, place=place).reports()[0]
    store.publications.add(
        part.client_id, str(place.channel), "1.0", part.report, part.audience, NOW
    )
    store.publications.stands_at(str(place.channel), "1.0", LINK)


def test_a_person_is_led_to_it(store: Store) -> None:
    posted(store)
    answer = ask(store)
    assert (answer.audience, answer.reports(), answer.failed) == ("asker", (), False)
    assert Text((Link("The same report was posted here 10 minutes ago →", LINK),)) in answer.parts
    assert Buttons((Button("Refresh", "report", "acme 2026-W46 refresh"),)) in answer.parts
    assert ask(store, "acme 2026-W46 refresh").reports()


@pytest.mark.parametrize(
    ("passed", "said"),
    [(0, "a moment ago"), (59, "a moment ago"), (60, "1 minute ago"), (3600, "60 minutes ago")],
)
def test_it_says_when(store: Store, passed: int, said: str) -> None:
    posted(store)
    assert said in sentence(ask(store, now=NOW + timedelta(seconds=passed)))


def test_without_an_address_there_is_no_link(store: Store, acme: Client) -> None:
    part = ask(store, now=NOW).reports()[0]
    store.publications.add(acme.id, "C1", "1.0", part.report, part.audience, NOW)
    assert sentence(ask(store)) == "The same report was posted here 10 minutes ago."


def test_after_an_hour_it_is_posted_again(store: Store) -> None:
    posted(store)
    assert ask(store, now=NOW + timedelta(minutes=61)).reports()


def test_new_words_make_it_another_report(store: Store, acme: Client) -> None:
    posted(store)
    week = periods.parse("2026-W46", NOW.date())
    store.comments.add(acme.id, week, "U1", "sam", "The outage", NOW)
    assert ask(store).reports()


def test_words_carried_over_by_the_first_do_not(store: Store, acme: Client) -> None:
    week = periods.parse("2026-W45", NOW.date())
    store.comments.add(acme.id, week, "U1", "sam", "The outage", NOW)
    posted(store)
    assert "The same report" in sentence(ask(store))


def test_other_rooms_periods_and_schedules_are_not_kept_from_theirs(store: Store) -> None:
    posted(store)
    assert ask(store, place=GENERAL).reports()
    assert ask(store, "acme 2026-W45").reports()
    assert ask(store, asker=CLOCK).reports()
    assert ask(store, place=Place()).reports()


def test_it_holds_in_a_dm_too(store: Store) -> None:
    posted(store, DM)
    assert "The same report" in sentence(ask(store, place=DM))


def test_what_is_for_the_asker_alone_still_comes(store: Store, acme: Client) -> None:
    week = periods.parse("2026-W46", NOW.date())
    store.comments.add(acme.id, week, "U1", "sam", "The secret", NOW)
    posted(store, SHARED_ROOM)
    answer = ask(store, place=SHARED_ROOM)
    assert "The same report" in sentence(answer)
    assert "secret" not in str(answer.parts)
    assert answer.aside
    assert answer.aside.reports()[0].audience is Audience.INTERNAL


def test_a_report_of_another_shape_counts_as_another(store: Store) -> None:
    posted(store)
    with writing(store.engine) as connection:
        connection.execute(publication.update().values(report='{"schema": "of old"}'))
    assert ask(store).reports()
