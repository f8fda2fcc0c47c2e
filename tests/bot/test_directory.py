"""People and channels as Slack describes them; what it will not tell counts as outside."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from slack_sdk import WebClient

from bot.playground.slack.server import LoopbackSlack
from bot.slack.api import web_client
from bot.slack.directory import PEOPLE_FOR, Directory
from tests.conftest import Team, make_team


@dataclass
class Known:
    """A workspace, its directory and the seconds that have passed."""

    slack: LoopbackSlack
    team: Team
    directory: Directory
    seconds: float = 0.0

    def outside(self, channel: str) -> bool:
        return self.directory.room(channel).external


@pytest.fixture
def known() -> Iterator[Known]:
    """A small agency's workspace without the bot's program."""
    with LoopbackSlack() as slack:
        slack.faults.rate_limits = False
        team = make_team(slack)
        api = web_client(slack.bot_token, slack.api_url)
        found = Known(slack, team, Directory(api, slack.world.team_id, lambda: found.seconds))
        yield found


def test_who_is_of_the_team(known: Known) -> None:
    team, person = known.team, known.directory.person
    assert [person(one).of_the_team for one in (team.sam, team.maya)] == [True, True]
    assert [person(one).of_the_team for one in (team.guest, team.outsider)] == [False, False]
    assert person(team.maya).role == "admin"
    assert person(team.sam).tz == "Europe/London"
    assert person("UNOBODY").of_the_team is False


def test_who_left_counts_as_outside_though_another_process_heard_of_it(known: Known) -> None:
    """Facts are remembered; of those who left, by any process's knowledge, none are."""
    team, gone = known.team, set[str]()
    api = web_client(known.slack.bot_token, known.slack.api_url)
    here = Directory(api, known.slack.world.team_id, lambda: known.seconds, lambda: gone)
    assert here.person(team.sam).of_the_team
    known.slack.world.users[team.sam].role = "guest"
    assert here.person(team.sam).of_the_team, "nobody has heard yet"
    gone.add(team.sam)
    known.seconds = 1.5
    assert not here.person(team.sam).of_the_team
    assert here.room(team.acme).external
    known.slack.world.users[team.maya].deleted = True
    assert here.there(team.maya) is False
    assert here.there("UNOBODY") is False
    known.slack.faults.fail("users.info", "internal_error")
    assert here.there(team.maya) is None


def test_a_room_with_one_outsider_is_outside(known: Known) -> None:
    team, world = known.team, known.slack.world
    assert not known.outside(team.acme)
    assert not known.outside(team.general)
    assert known.outside(team.shared)
    assert known.outside(team.guests_room)
    assert known.outside(world.open_dm(team.guest))
    assert not known.outside(world.open_dm(team.sam))
    stranger = world.add_channel("strangers", members=[team.sam, team.outsider])
    assert known.outside(stranger)


def test_a_share_that_is_only_offered_counts_already(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = known.directory._api
    answer = api.conversations_info(channel=known.team.acme)
    assert not known.outside(known.team.acme)
    answer["channel"]["is_pending_ext_shared"] = True
    monkeypatch.setattr(api, "conversations_info", lambda **_: answer)
    assert known.outside(known.team.acme)


def test_a_room_is_asked_about_anew_each_time(known: Known) -> None:
    """Even where the event that tells of the change never comes."""
    team, world = known.team, known.slack.world
    assert not known.outside(team.acme)
    world.channels[team.acme].members.append(team.guest)
    assert known.outside(team.acme)
    assert not known.outside(team.borealis)
    world.channels[team.borealis].shared = True
    assert known.outside(team.borealis)
    world.channels[team.borealis].shared = False
    assert not known.outside(team.borealis)


@pytest.mark.parametrize("method", ["conversations.info", "conversations.members", "users.info"])
@pytest.mark.parametrize("trouble", ["refused", "broken", "gone"])
def test_where_slack_cannot_be_asked_outsiders_may_read(
    known: Known, method: str, trouble: str
) -> None:
    faults = known.slack.faults
    if trouble == "refused":
        faults.fail(method, "missing_scope", times=9)
    elif trouble == "broken":
        faults.status(method, 500, times=9)
    else:
        faults.drop_after_accept(method, times=9)
    assert known.outside(known.team.acme)
    faults.clear()
    assert not known.outside(known.team.acme)


def test_a_room_with_more_people_than_are_looked_at_is_outside(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.directory.MOST_MEMBERS", 2)
    assert known.outside(known.team.acme)
    monkeypatch.setattr("bot.slack.directory.MOST_MEMBERS", 3)
    assert not known.outside(known.team.acme)


def test_a_person_is_remembered_for_a_while(known: Known) -> None:
    sam = known.team.sam
    assert known.directory.person(sam).of_the_team
    known.slack.world.users[sam].role = "guest"
    known.seconds = PEOPLE_FOR - 1
    assert known.directory.person(sam).of_the_team
    known.seconds = PEOPLE_FOR + 1
    assert not known.directory.person(sam).of_the_team


def test_channels_are_found_by_name_with_one_question(known: Known) -> None:
    team, log = known.team, known.slack.log
    found = known.directory.rooms_named({"acme", "borealis", "nowhere", "general"})
    assert {room.id for room in found} == {team.acme, team.borealis}
    assert len(log.named("users.conversations")) == 1
    assert known.directory.rooms_named(set()) == []
    assert len(log.named("users.conversations")) == 1
    known.slack.faults.fail("users.conversations", "missing_scope")
    assert known.directory.rooms_named({"acme"}) == []


def test_who_is_in_a_channel_is_found_on_any_page(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.directory.MOST_MEMBERS", 1)
    team, has = known.team, known.directory.has
    assert [has(one, team.shared) for one in (team.sam, team.outsider)] == [True, True]
    assert not has(team.guest, team.shared)
    assert not has(team.sam, "C0NOWHERE")
    known.slack.faults.fail("conversations.members", "internal_error")
    assert not has(team.sam, team.shared)


def test_a_place_bears_the_name_of_its_channel(known: Known) -> None:
    assert known.directory.room(known.team.acme).place(None).name == "acme"
    assert known.directory.room("C0NOWHERE").place(None).name is None


def test_a_room_full_of_strangers_is_asked_about_at_the_same_time(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2, timeout=20)
    ask = WebClient.users_info

    def beside_another(client: WebClient, *, user: str) -> object:
        both.wait()
        return ask(client, user=user)

    monkeypatch.setattr(WebClient, "users_info", beside_another)
    assert not known.outside(known.team.general)
