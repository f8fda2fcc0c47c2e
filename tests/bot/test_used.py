"""Who replied to a report sees when the words are used: once, and only where they are shown."""

from datetime import UTC, datetime

from bot.playground.slack.models import Message
from tests.bot.absence import Home, signs
from tests.conftest import Running

MONDAY_NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def reply(running: Running, report: Message, words: str = "The outage did it") -> str:
    """Maya replies; the ts, once it is noted."""
    ts = running.slack.people.say(running.team.maya, report.channel, words, report.ts)
    running.settle()
    return ts


def seen(running: Running, ts: str) -> list[str]:
    running.settle()
    return signs(running.slack, running.team.acme, ts)


def thanked(running: Running) -> int:
    """How often the bot has said that words are used."""
    running.settle()
    calls = running.slack.log.named("reactions.add")
    return sum(call.request["name"] == "newspaper" for call in calls)


def test_a_reply_in_a_later_report_gets_its_sign_once(running: Running) -> None:
    first = reply(running, running.report())
    assert seen(running, first) == ["memo"]
    second = reply(running, running.report(), "And the storm")
    assert seen(running, first) == ["memo", "newspaper"]
    assert seen(running, second) == ["memo"]
    running.report()
    running.report()
    assert seen(running, second) == ["memo", "newspaper"]
    assert thanked(running) == 2


def test_a_scheduled_report_counts_too(running: Running) -> None:
    team = running.team
    running.answer(team.sam, team.acme, "/schedule", "acme weekly monday 09:00 #acme")
    running.publisher.tick()
    ts = reply(running, running.report())
    running.clock.move_to(MONDAY_NINE)
    running.publisher.tick()
    assert seen(running, ts) == ["memo", "newspaper"]


def test_a_direct_message_uses_nobodys_words(running: Running) -> None:
    ts = reply(running, running.report())
    own = running.report(running.slack.world.open_dm(running.team.sam))
    assert "The outage did it" in own.text
    assert seen(running, ts) == ["memo"]


def test_words_that_the_client_may_not_read_are_not_used_in_the_clients_version(
    running: Running,
) -> None:
    team = running.team
    ts = reply(running, running.report())
    shared = running.report(team.shared)
    assert "The outage did it" not in shared.text
    assert seen(running, ts) == ["memo"]
    running.slack.people.react(team.sam, team.acme, ts, "pushpin")
    running.settle()
    assert "The outage did it" in running.report(team.shared).text
    assert seen(running, ts) == ["memo", "newspaper"]


def test_words_whose_address_is_unknown_get_their_sign_too(running: Running) -> None:
    report = running.report()
    running.slack.faults.fail("chat.getPermalink", "internal_error")
    ts = reply(running, report)
    assert "The outage did it" in running.report().text
    assert seen(running, ts) == ["memo", "newspaper"]


def test_a_note_typed_by_command_has_no_message_to_be_signed(running: Running) -> None:
    running.answer(running.team.sam, running.team.acme, "/note", "acme Budget was cut")
    assert "Budget was cut" in running.report().text
    assert thanked(running) == 0


def test_a_sign_that_slack_refuses_is_in_nobodys_way_and_not_tried_again(
    running: Running,
) -> None:
    ts = reply(running, running.report())
    running.slack.faults.fail("reactions.add", "missing_scope")
    assert "The outage did it" in running.report().text
    running.report()
    assert seen(running, ts) == ["memo"]
    assert thanked(running) == 1


def test_the_address_of_a_report_is_kept_if_slack_tells_it(running: Running) -> None:
    running.slack.faults.fail("chat.getPermalink", "internal_error")
    untold, told = running.report(), running.report()
    for report in (untold, told):
        publication = running.store.publications.of_thread(report.channel, report.ts)
        assert publication
        known = report.ts.replace(".", "") in (publication.permalink or "")
        assert known == (report is told)


def test_a_restart_repeats_no_sign(home: Home) -> None:
    with home.awake() as running:
        ts = reply(running, running.report())
        running.report()
        assert seen(running, ts) == ["memo", "newspaper"]
    with home.awake() as running:
        running.report()
        assert thanked(running) == 1
