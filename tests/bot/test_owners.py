"""An owner who left: another takes over, or the team is asked, once and in the right ears."""

from datetime import timedelta
from functools import partial

import pytest

from bot import owners
from bot.chores import CHORES
from bot.playground.slack.models import Message
from commands.owners import orphans
from storage.values import Subscription
from tests.bot.publishing import MONDAY, at, newest
from tests.conftest import NOW, Running

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def schedule(running: Running, channel: str, client: str = "acme", by: str = "") -> Subscription:
    found = running.store.clients.find(client)
    assert found
    add, owner = running.store.subscriptions.add, by or running.team.sam
    return add(found.id, channel, "weekly monday 09:00", "UTC", owner, NOW)


def leaves(running: Running, user: str) -> None:
    """Slack tells that somebody left, and the publisher posts what follows."""
    running.slack.admin.deactivate(user)
    running.settle()
    running.publisher.tick()


def questions(running: Running, channel: str) -> list[Message]:
    return [one for one in running.from_bot(channel) if "Who takes it over?" in one.text]


def dm(running: Running, user: str) -> list[str]:
    return [one.text for one in running.from_bot(running.slack.world.open_dm(user))]


def press(running: Running, user: str, message: Message) -> None:
    row = next(block for block in message.blocks if block["type"] == "actions")
    action = str(row["elements"][0]["action_id"])
    assert running.slack.people.click(user, message.channel, message.ts, action).acked
    running.settle()


def owner_of(running: Running, one: Subscription) -> str:
    return running.store.subscriptions.get(one.id).created_by


def test_who_stands_on_the_clients_card_takes_over_and_is_told(running: Running) -> None:
    team = running.team
    one = schedule(running, team.acme)
    running.store.clients.change(one.client_id, owner="maya chen")
    leaves(running, team.sam)
    assert owner_of(running, one) == team.maya
    [told] = dm(running, team.maya)
    assert "Schedule 1, the report on Acme Outdoor, is yours now" in told
    assert questions(running, team.acme) == []


@pytest.mark.parametrize("owner", ["Nobody Known", "guest"])
def test_a_card_without_somebody_of_the_team_leads_to_a_question(
    running: Running, owner: str
) -> None:
    team = running.team
    one = schedule(running, team.acme)
    named = team.guest if owner == "guest" else owner
    running.store.clients.change(one.client_id, owner=named)
    leaves(running, team.sam)
    assert len(questions(running, team.acme)) == 1
    assert owner_of(running, one) == team.sam


def test_the_team_is_asked_in_the_channel_once_and_one_press_answers(running: Running) -> None:
    team = running.team
    one, other = schedule(running, team.acme), schedule(running, team.acme, "borealis")
    leaves(running, team.sam)
    [asked] = questions(running, team.acme)
    assert asked.text.startswith(
        "sam is not in the team any more and looked after this: the report on Acme Outdoor every "
        "Monday at 09:00 (schedule 1); the report on Borealis Clinics every Monday at 09:00 "
        "(schedule 2). Who takes it over?"
    )
    running.slack.people.redeliver(1)
    running.settle()
    for hours in (1, 13, 30):
        running.clock.move_to(NOW + hours * HOUR)
        owners.look(running.office)
        running.publisher.tick()
    assert len(questions(running, team.acme)) == 1

    press(running, team.maya, asked)
    assert [owner_of(running, s) for s in (one, other)] == [team.maya, team.maya]
    answer = running.messages(team.acme)[-1]
    assert answer.thread_ts == asked.ts
    assert f"<@{team.maya}> looks after schedules 1, 2 from now on" in answer.text
    later = NOW + 10 * DAY
    running.clock.move_to(later)
    owners.look(running.office)
    assert running.store.people.away() == {team.sam}
    assert running.store.deliveries.by_key(owners.Asked(team.sam, NOW).key) is None


def test_only_channels_whose_schedules_found_nobody_are_asked(running: Running) -> None:
    team = running.team
    one, other = schedule(running, team.acme), schedule(running, team.borealis, "borealis")
    running.store.clients.change(one.client_id, owner=team.maya)
    leaves(running, team.sam)
    assert owner_of(running, one) == team.maya
    assert owner_of(running, other) == team.sam
    assert questions(running, team.acme) == []
    assert len(questions(running, team.borealis)) == 1


def test_nothing_is_taken_from_an_owner_who_is_there(running: Running) -> None:
    team = running.team
    one = schedule(running, team.acme)
    said = running.answer(team.maya, team.acme, "/schedule", "take 1")
    assert f"Schedule 1 is looked after by <@{team.sam}> already" in said.text
    assert owner_of(running, one) == team.sam
    guest = running.answer(team.guest, team.guests_room, "/schedule", "take 1")
    assert "Only people of the team" in guest.text


@pytest.mark.parametrize("room", ["shared", "guests_room", "general"])
def test_where_others_read_or_the_bot_is_not_one_person_is_asked(
    running: Running, room: str
) -> None:
    """Who changed a schedule last comes before the workspace's admin."""
    team = running.team
    channel = str(getattr(team, room))
    one = schedule(running, channel)
    ana = running.slack.world.add_user("ana", "Ana Lima")
    running.store.people.acted(ana, NOW - DAY)
    leaves(running, team.sam)
    assert questions(running, channel) == []
    [asked] = dm(running, ana)
    assert "sam is not in the team any more" in asked
    assert dm(running, team.maya) == []
    press(running, ana, running.from_bot(running.slack.world.open_dm(ana))[0])
    assert owner_of(running, one) == ana


def test_an_admin_is_asked_where_nobody_else_is_known(running: Running) -> None:
    team = running.team
    schedule(running, team.shared)
    running.store.people.acted(team.guest, NOW)
    leaves(running, team.sam)
    assert len(dm(running, team.maya)) == 1
    assert dm(running, team.guest) == []


def test_an_unanswered_question_is_followed_by_one_to_a_person_and_no_more(
    running: Running,
) -> None:
    team = running.team
    schedule(running, team.acme)
    leaves(running, team.sam)
    for days in (1, 4, 5, 30):
        running.clock.move_to(NOW + days * DAY)
        if owners.is_due(running.office):
            owners.look(running.office)
        running.publisher.tick()
    assert len(questions(running, team.acme)) == 1
    assert len([one for one in dm(running, team.maya) if "Who takes it over?" in one]) == 1


def test_a_guest_who_joined_meanwhile_reads_no_question(running: Running) -> None:
    team = running.team
    schedule(running, team.acme)
    running.slack.admin.deactivate(team.sam)
    running.settle()
    running.slack.world.channels[team.acme].members.append(team.guest)
    running.publisher.tick()
    assert questions(running, team.acme) == []
    owners.look(running.office)
    running.publisher.tick()
    assert len(dm(running, team.maya)) == 1


def test_what_slack_did_not_tell_is_noticed_by_a_chore_with_one_call_an_owner(
    running: Running,
) -> None:
    team, chore = running.team, CHORES["owners"]
    for channel in (team.acme, team.borealis, team.shared):
        schedule(running, channel)
    assert chore.is_due(running.office)
    before = len(running.slack.log.named("users.info"))
    chore.do(running.office)
    assert len(running.slack.log.named("users.info")) == before + 1
    assert not chore.is_due(running.office)
    running.slack.admin.deactivate(team.sam, told=False)
    running.clock.move_to(NOW + 13 * HOUR)
    assert chore.is_due(running.office)
    chore.do(running.office)
    running.publisher.tick()
    assert len(questions(running, team.acme)) == 1
    assert not chore.is_due(running.office)


def test_a_slack_that_does_not_answer_makes_nobody_leave(running: Running) -> None:
    schedule(running, running.team.acme)
    running.slack.faults.fail("users.info", "internal_error")
    owners.look(running.office)
    assert orphans(running.store) == []
    assert owners.is_due(running.office), "asked again"


def test_a_guest_is_no_owner_and_reads_nothing_internal_at_once(running: Running) -> None:
    team, directory = running.team, running.office.directory
    schedule(running, team.acme)
    assert not directory.room(team.acme).external
    running.slack.admin.make(team.sam, "guest")
    running.settle()
    assert directory.room(team.acme).external
    running.publisher.tick()
    assert questions(running, team.acme) == [], "the guest would read it"
    assert len(dm(running, team.maya)) == 1


def test_a_status_is_not_worth_a_row(running: Running) -> None:
    admin, sam, guest = running.slack.admin, running.team.sam, running.team.guest
    steps = (admin.touch, sam), (partial(admin.make, role="guest"), guest), (admin.touch, guest)
    for change, user in (*steps, (admin.touch, sam)):
        change(user)
        running.settle()  # acknowledged in this order
    assert running.store.people.away() == {guest}
    told = [entry.request["event_id"] for entry in running.slack.log.named("user_change")]
    put = running.store.inbox.put
    unknown = [put(event, "event", {}, NOW) is not None for event in told]
    assert unknown == [True, False, True, True], "one row, where a guest was heard of"


def test_who_comes_back_and_leaves_again_is_asked_about_again(running: Running) -> None:
    team = running.team
    schedule(running, team.acme)
    leaves(running, team.sam)
    running.slack.admin.activate(team.sam)
    running.settle()
    assert orphans(running.store) == []
    running.clock.move_to(NOW + DAY)
    leaves(running, team.sam)
    assert len(questions(running, team.acme)) == 2


def test_failures_go_to_the_new_owner_and_wait_for_one(running: Running) -> None:
    team = running.team
    one = schedule(running, team.acme)
    leaves(running, team.sam)
    running.slack.admin.archive(team.acme, team.maya)
    running.settle()
    at(running, MONDAY)
    assert newest(running).state == "dead"
    assert dm(running, team.maya) == []
    running.ask(team.maya, team.borealis, "/schedule", f"take {one.id}")
    running.settle()
    at(running, MONDAY + MINUTE)
    at(running, MONDAY + HOUR)
    assert ["archived" in text for text in dm(running, team.maya)] == [True]


def test_a_draft_that_waits_with_who_left_goes_to_the_new_owner(running: Running) -> None:
    team = running.team
    one = schedule(running, team.acme)
    running.store.subscriptions.set_conditions(one.id, '{"review": 24}')
    at(running, MONDAY - 2 * HOUR)
    at(running, MONDAY + MINUTE)
    assert len([text for text in dm(running, team.sam) if "Draft for #acme" in text]) == 1
    leaves(running, team.sam)
    running.ask(team.maya, team.borealis, "/schedule", "take 1")
    running.settle()
    for minutes in (2, 3, 20):
        at(running, MONDAY + minutes * MINUTE)
    drafts = [text for text in dm(running, team.maya) if "Draft for #acme" in text]
    assert len(drafts) == 1
    assert "due Monday 23 November, 09:00" in drafts[0]


def test_a_draft_that_waits_with_who_left_goes_to_them_when_they_come_back(
    running: Running,
) -> None:
    team = running.team
    one = schedule(running, team.acme)
    running.store.subscriptions.set_conditions(one.id, '{"review": 24}')
    leaves(running, team.sam)
    at(running, MONDAY - 3 * HOUR)
    assert not [text for text in dm(running, team.sam) if "Draft for #acme" in text]
    running.slack.admin.activate(team.sam)
    running.settle()
    at(running, MONDAY - 2 * HOUR)
    assert len([text for text in dm(running, team.sam) if "Draft for #acme" in text]) == 1
