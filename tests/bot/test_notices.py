"""Notices are deliveries: each once, whatever happens between being due and being posted."""

from datetime import timedelta

import pytest

from bot.engine.attempt import UNTIL_A_TOKEN
from bot.engine.outcome import RESTS, SETTLE
from bot.publisher import Publisher
from commands.notices import plan_closed
from storage.values import Delivery
from tests.bot.publishing import MONDAY, SECOND, WEEK, at, posted, subscribe, told
from tests.conftest import Running

DAY = timedelta(days=1)


def notices(house: Running) -> list[Delivery]:
    return [one for one in house.store.deliveries.newest(99) if one.kind == "notice"]


def a_dead_report(house: Running) -> None:
    subscribe(house)
    house.slack.faults.fail("chat.postMessage", "restricted_action")
    at(house, MONDAY)


def killed(*_: object, **__: object) -> None:
    raise SystemExit


@pytest.mark.parametrize("step", ["plan", "told"])
def test_killed_around_the_telling_it_is_told_once(
    house: Running, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    subscribe(house)
    house.slack.faults.fail("chat.postMessage", "restricted_action")
    with monkeypatch.context() as dying:
        verbs = house.store.deliveries if step == "plan" else house.office.store.dispatch
        at_work = getattr(verbs, step)
        due = ("notice",) if step == "plan" else ()
        dying.setattr(
            verbs, step, lambda *a, **k: at_work(*a, **k) if due and a[0] not in due else killed()
        )
        with pytest.raises(SystemExit):
            at(house, MONDAY)
    assert told(house) == []
    for seconds in (1, 2):
        at(house, MONDAY + seconds * SECOND)
    assert len(told(house)) == 1
    assert "“/schedule retry 1” posts it again" in told(house)[0]


def test_a_lost_answer_leads_to_no_second_notice(house: Running) -> None:
    a_report_that_fails_while_slack_loses_the_notice(house)
    for after in (SETTLE, RESTS[0], RESTS[1], DAY):
        at(house, MONDAY + SECOND + after)
    assert len(told(house)) == 1
    assert [one.state for one in notices(house)] == ["posted"]


def a_report_that_fails_while_slack_loses_the_notice(house: Running) -> None:
    subscribe(house)
    house.slack.faults.fail("chat.postMessage", "restricted_action")
    house.slack.faults.drop_after_accept("chat.postMessage")
    at(house, MONDAY)
    assert len(told(house)) == 1, "Slack took it, and the answer was lost"
    assert [one.state for one in notices(house)] == ["queued"]


def test_a_notice_that_fails_breeds_no_other(house: Running) -> None:
    house.slack.faults.fail("conversations.open", "restricted_action", times=9)
    a_dead_report(house)
    for seconds in range(1, 5):
        at(house, MONDAY + seconds * SECOND)
    assert [one.state for one in notices(house)] == ["dead"]
    assert told(house) == []
    assert [one.kind for one in house.store.dispatch.troubled(9)] == ["notice", "report"]


def test_a_notice_outlives_a_token_that_slack_does_not_know(house: Running) -> None:
    subscribe(house)
    house.slack.faults.fail("chat.postMessage", "invalid_auth", times=9)
    at(house, MONDAY)
    [report] = house.store.deliveries.recent(1)
    assert (report.state, [one.state for one in notices(house)]) == ("dead", ["queued"])
    for looks in range(1, 8):  # a weekend, for all it matters
        at(house, MONDAY + looks * UNTIL_A_TOKEN)
    assert told(house) == []
    at(house, MONDAY + 8 * UNTIL_A_TOKEN)
    assert "Slack does not accept my bot token any more" in told(house)[0]


def test_a_guest_who_asked_for_a_report_hears_nothing_internal(house: Running) -> None:
    team = house.team
    args = {"verb": "report", "args": "acme 2026-W46", "tell": team.guest}
    house.store.deliveries.plan("report", "now:7", MONDAY, team.acme, None, args, now=MONDAY)
    house.slack.faults.fail("chat.postMessage", "is_archived")
    at(house, MONDAY)
    at(house, MONDAY + DAY)
    assert house.from_bot(house.slack.world.open_dm(team.guest)) == []
    assert [one.state for one in notices(house)] == ["superseded"]


def test_a_closed_channel_of_a_removed_schedule_is_told_to_nobody(house: Running) -> None:
    one = subscribe(house)
    plan_closed(house.store, one, "is_archived", {}, MONDAY)
    house.store.subscriptions.remove(one.id)
    at(house, MONDAY)
    [notice] = notices(house)
    assert (notice.state, notice.error) == ("superseded", "the schedule was removed")


def test_its_button_posts_the_report_again_and_in_that_channel_alone(running: Running) -> None:
    subscribe(running)
    subscribe(running, running.team.shared)
    running.slack.faults.fail("chat.postMessage", "restricted_action")
    running.slack.faults.rate_limits = False
    at(running, MONDAY)
    dm = running.slack.world.open_dm(running.team.sam)
    [notice] = running.from_bot(dm)
    row = next(block for block in notice.blocks if block["type"] == "actions")
    assert [one["text"]["text"] for one in row["elements"]] == ["Try again"]
    assert running.slack.people.click(running.team.sam, dm, notice.ts, "ask:0").acked
    running.settle()
    at(running, MONDAY + SECOND)
    at(running, MONDAY + DAY)
    assert [len(posted(running, c)) for c in (running.team.acme, running.team.shared)] == [1, 1]


def test_who_left_before_slack_told_is_noticed_and_the_notice_waits(house: Running) -> None:
    house.slack.admin.deactivate(house.team.sam, told=False)
    a_dead_report(house)
    assert house.store.people.away() == {house.team.sam}
    [one] = notices(house)
    assert (one.state, one.error) == ("queued", "whoever looked after the schedule has left")
    house.store.subscriptions.remove(1)
    at(house, MONDAY + DAY)
    [one] = notices(house)
    assert (one.state, one.error) == ("superseded", "they are not in the team")


def test_a_draft_whose_schedule_was_removed_is_left_out(house: Running) -> None:
    one = subscribe(house)
    house.store.subscriptions.set_conditions(one.id, '{"review": 24}')
    house.slack.faults.status("conversations.open", 500)
    at(house, MONDAY - DAY)
    house.store.subscriptions.remove(one.id)
    at(house, MONDAY - DAY + RESTS[0])
    [draft] = house.store.deliveries.recent(9)
    assert (draft.kind, draft.state, draft.error) == (
        "draft",
        "superseded",
        "the schedule was removed",
    )


def test_another_process_goes_on_with_a_notice(house: Running) -> None:
    a_dead_report(house)
    subscribe(house, house.team.borealis, "borealis")
    house.slack.faults.fail("chat.postMessage", "restricted_action")
    house.clock.move_to(MONDAY + WEEK)
    Publisher(house.office).tick()
    assert len(told(house)) == 2
