"""What is said while the bot is away is remembered at its next start, once and as it stands."""

from datetime import timedelta

from bot.slack.api import web_client
from reports.model import Audience
from tests.bot.absence import Home, kept, signs, texts
from tests.conftest import NOW

INTERNAL, CLIENT = Audience.INTERNAL, Audience.CLIENT


def test_replies_written_meanwhile_are_kept_once_with_their_sign(home: Home) -> None:
    report = home.report()
    before = home.heard(report, "heard")
    after = [home.say(words, report) for words in ("one", "two", "three", "four")]
    with home.awake() as running:
        assert texts(running, report) == ["heard", "one", "two", "three", "four"]
        assert all(signs(home.slack, report.channel, ts) == ["memo"] for ts in before + after)
        assert "four" in running.report().text
    signed = home.calls("reactions.add")
    with home.awake() as running:
        assert texts(running, report) == ["heard", "one", "two", "three", "four"]
    assert home.calls("reactions.add") == signed


def test_a_second_start_asks_only_for_the_threads(home: Home) -> None:
    report = home.report()
    home.heard(report, "heard")
    home.say("missed", report)
    with home.awake():
        pass
    links, read = home.calls("chat.getPermalink"), home.calls("conversations.replies")
    with home.awake():
        assert home.calls("conversations.replies") == read + 2  # three messages, two pages
        assert home.calls("chat.getPermalink") == links


def test_edits_and_deletions_made_meanwhile_are_followed(home: Home) -> None:
    report, people = home.report(), home.slack.people
    edited, deleted, _ = home.heard(report, "frist", "regretted", "stays")
    missed = home.say("mised", report)
    people.edit(home.team.maya, report.channel, edited, "first")
    people.edit(home.team.maya, report.channel, missed, "missed")
    people.delete(home.team.maya, report.channel, deleted)
    with home.awake() as running:
        assert texts(running, report) == ["first", "stays", "missed"]


def test_pins_set_and_taken_off_meanwhile_are_followed(home: Home) -> None:
    report, people, team = home.report(), home.slack.people, home.team
    shown, hidden, theirs, _ = home.heard(report, "shown", "hidden", "theirs", "untouched")
    with home.awake() as running:
        people.react(team.sam, report.channel, hidden, "pushpin")
        assert kept(running, report)["hidden"] is CLIENT
    people.react(team.sam, report.channel, shown, "pushpin")
    people.toggle_reaction(team.sam, report.channel, hidden, "pushpin")
    people.react(team.outsider, report.channel, theirs, "pushpin")
    people.react(team.maya, report.channel, home.say("new", report), "pushpin")
    with home.awake() as running:
        assert kept(running, report) == {
            "shown": CLIENT,
            "hidden": INTERNAL,
            "theirs": INTERNAL,
            "untouched": INTERNAL,
            "new": CLIENT,
        }


def test_commands_are_neither_answered_late_nor_kept(home: Home) -> None:
    report = home.report()
    posted = home.slack.log.posted(report.channel)
    home.say(f"<@{home.slack.world.bot_user_id}> report acme", report)
    home.say(f"<@{home.slack.world.bot_user_id}> thanks", report)
    with home.awake() as running:
        assert texts(running, report) == ["@rapport thanks"]
    assert home.slack.log.posted(report.channel) == posted


def test_replies_by_dm_are_caught_up_too(home: Home) -> None:
    own = home.slack.world.open_dm(home.team.sam)
    with home.awake() as running:
        report = running.report(own)
    home.slack.people.say(home.team.sam, own, "Report looks good", report.ts)
    with home.awake() as running:
        assert texts(running, report) == ["Report looks good"]


def test_old_threads_are_left_alone(home: Home) -> None:
    report = home.report()
    home.say("late", report)
    with home.awake(NOW + timedelta(days=15)) as running:
        assert texts(running, report) == []
    assert home.calls("conversations.replies") == 0


def test_where_the_report_itself_is_gone_nothing_is_taken_for_deleted(home: Home) -> None:
    report = home.report()
    _, gone = home.heard(report, "stays", "swept away")
    api = web_client(home.slack.bot_token, home.slack.api_url)
    api.chat_delete(channel=report.channel, ts=report.ts)
    home.slack.people.delete(home.team.maya, report.channel, gone)
    with home.awake() as running:
        assert texts(running, report) == ["stays", "swept away"]
