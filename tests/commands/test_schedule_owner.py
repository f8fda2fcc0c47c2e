"""/schedule owner and take: who looks after a schedule, by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commands import registry
from commands.answer import Answer, Person, Table
from commands.notices import plan_notice
from commands.request import Asker, Place
from storage.store import Store
from storage.values import Subscription
from tests.commands.asking import DM, GUEST, SAM, SHARED_ROOM, TEAM_ROOM, request, sentence
from tests.conftest import NOW

ANA = Asker("UANA", "ana")
INES = Asker("UINES", "ines", external=True)
NAMED = {"@ana": ANA, "@Ines Duarte": INES}


@pytest.fixture
def one(store: Store) -> Subscription:
    """A schedule of Sam's."""
    acme = store.clients.find("acme")
    assert acme
    return store.subscriptions.add(acme.id, "C1", "weekly monday 09:00", "UTC", SAM.id, NOW)


def ask(store: Store, words: str, asker: Asker = SAM, place: Place = DM) -> Answer:
    asked = replace(request("schedule", words, asker, place), people=NAMED)
    return registry.answer(asked, store, NOW)


def owner_of(store: Store, one: Subscription) -> str:
    return store.subscriptions.get(one.id).created_by


@pytest.mark.parametrize(("words", "owner"), [("@ana", "UANA"), ("me", "U1"), ("", "U1")])
def test_it_is_handed_over_by_hand(store: Store, one: Subscription, words: str, owner: str) -> None:
    assert f"@{owner}  looks after schedule 1" in sentence(ask(store, f"owner 1 {words}"))
    assert owner_of(store, one) == owner
    listed = next(part for part in ask(store, "list").parts if isinstance(part, Table))
    assert listed.rows[0][-1] == Person(owner)


def test_what_waits_for_the_one_before_goes_along(store: Store, one: Subscription) -> None:
    plan_notice(store, "n1", SAM.id, {"text": "about it"}, NOW, one.id)
    plan_notice(store, "n2", SAM.id, {"text": "about another"}, NOW, 77)
    ask(store, "owner 1 @ana")
    went, stayed = store.deliveries.by_key("n1"), store.deliveries.by_key("n2")
    assert went
    assert stayed
    assert (went.channel, went.args["tell"]) == ("UANA", "UANA")
    assert (stayed.channel, stayed.args["tell"]) == ("U1", "U1")


@pytest.mark.parametrize(
    ("words", "because"),
    [
        ("owner 1 @nobody", "I cannot find @nobody"),
        ("owner 1 @Ines Duarte", "ines is not of the team"),
        ("owner 99 @ana", "no schedule 99"),
        ("owner", "Which schedule?"),
        ("take x", "Which schedule?"),
        ("take 1", "is looked after by  @U1  already"),
    ],
)
def test_what_is_refused(store: Store, one: Subscription, words: str, because: str) -> None:
    answer = ask(store, words, asker=ANA)
    assert answer.failed
    assert because in sentence(answer)
    assert owner_of(store, one) == SAM.id


def test_a_guest_takes_nothing(store: Store, one: Subscription) -> None:
    store.people.saw(SAM.id, NOW, there=False)
    assert ask(store, "take 1", asker=GUEST).failed
    assert owner_of(store, one) == SAM.id


def test_only_who_is_in_slack_can_be_written_to(store: Store, one: Subscription) -> None:
    at_terminal = Asker("root", "root")
    for words in ("take 1", "owner 1 me"):
        assert "name somebody of Slack" in sentence(ask(store, words, asker=at_terminal))
    store.subscriptions.hand_over(one.id, "root")
    assert not ask(store, "take 1", asker=ANA).failed
    assert owner_of(store, one) == "UANA"


@pytest.mark.parametrize(
    ("place", "audience"), [(TEAM_ROOM, "room"), (SHARED_ROOM, "asker"), (DM, "asker")]
)
def test_the_team_hears_who_took_it_and_nobody_else(
    store: Store, one: Subscription, place: Place, audience: str
) -> None:
    store.people.saw(SAM.id, NOW, there=False)
    answer = ask(store, f"take {one.id}", asker=ANA, place=place)
    assert answer.audience == audience


def test_one_press_takes_all_that_are_still_free(store: Store, one: Subscription) -> None:
    add = store.subscriptions.add
    other = add(one.client_id, "C2", "weekly monday 09:00", "UTC", SAM.id, NOW)
    kept = add(one.client_id, "C3", "weekly monday 09:00", "UTC", "UANA", NOW)
    store.people.saw(SAM.id, NOW, there=False)
    told = sentence(ask(store, f"take {one.id} {other.id} {kept.id} 99", asker=Asker("UBO", "bo")))
    assert "looks after schedules 1, 2 from now on" in told
    assert owner_of(store, kept) == "UANA"


def test_one_press_takes_the_others_where_the_first_was_removed(
    store: Store, one: Subscription
) -> None:
    other = store.subscriptions.add(one.client_id, "C2", "weekly monday 09:00", "UTC", SAM.id, NOW)
    store.people.saw(SAM.id, NOW, there=False)
    store.subscriptions.remove(one.id)
    assert "looks after schedule 2" in sentence(ask(store, "take 1 2", asker=ANA))
    assert owner_of(store, other) == ANA.id
    store.subscriptions.remove(other.id)
    assert ask(store, "take 1 2", asker=ANA).failed
    assert "Which schedule?" in sentence(ask(store, "take", asker=ANA))


def test_what_rested_for_the_one_before_comes_at_once_but_not_what_was_tried(
    store: Store, one: Subscription
) -> None:
    for key in ("rests", "tried"):
        plan_notice(store, key, SAM.id, {"text": "about it"}, NOW, one.id)
        found = store.deliveries.by_key(key)
        assert found
        taken = store.deliveries.take(found.id, found.job, "w1", NOW)
        assert taken
        if key == "tried":
            store.deliveries.trying(taken, NOW)
        store.deliveries.again(taken, "they have left", NOW + timedelta(hours=1), counts=False)
    ask(store, "owner 1 @ana")
    rests, tried = store.deliveries.by_key("rests"), store.deliveries.by_key("tried")
    assert rests
    assert tried
    assert (rests.channel, rests.not_before) == ("UANA", None)
    assert tried.channel == SAM.id
