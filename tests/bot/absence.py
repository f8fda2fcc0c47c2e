"""A bot that is away for a while, so that nobody hears what is said meanwhile."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.playground.slack.models import Message
from bot.playground.slack.server import LoopbackSlack
from bot.publisher import Publisher
from bot.renderers import Renderers
from reports.model import Audience
from tests.conftest import NOW, Running, Team, bot_at_work


@dataclass
class Home:
    """A workspace in which the bot comes and goes."""

    slack: LoopbackSlack
    team: Team
    url: str
    renderers: Renderers

    @contextmanager
    def awake(self, now: datetime = NOW) -> Iterator[Running]:
        """The bot at work, once it has caught up; what waited for it before is lost."""
        self.slack.core.hub.lose()
        with bot_at_work(self.slack, self.url, self.renderers, now) as (office, clock):
            acme = office.store.clients.find("acme")
            assert acme
            office.store.clients.link_channel(acme.id, self.team.acme)
            caught_up()
            yield Running(self.slack, self.team, office, clock, Publisher(office))

    def report(self) -> Message:
        """A report in #acme, to be answered while the bot is away."""
        with self.awake() as running:
            return running.report()

    def heard(self, report: Message, *replies: str) -> list[str]:
        """Replies to a report that the bot has heard; their ts."""
        with self.awake() as running:
            said = [self.say(words, report) for words in replies]
            running.settle()
        return said

    def say(self, words: str, report: Message) -> str:
        """Maya replies to a report."""
        return self.slack.people.say(self.team.maya, report.channel, words, report.ts)

    def calls(self, method: str) -> int:
        """How often the bot has called it."""
        return len(self.slack.log.named(method))


def caught_up() -> None:
    """Wait until what was said meanwhile has been read."""
    for thread in threading.enumerate():
        if thread.name == "catch-up":
            thread.join(20)
            assert not thread.is_alive()


def kept(running: Running, report: Message) -> dict[str, Audience]:
    """What is remembered of a thread, and who may read it."""
    running.settle()
    publication = running.store.publications.of_thread(report.channel, report.ts)
    assert publication
    found = running.store.comments.of_thread(publication.id)
    return {comment.text: comment.audience for comment in found}


def texts(running: Running, report: Message) -> list[str]:
    """The words that are remembered of a thread, in order of time."""
    return list(kept(running, report))


def signs(slack: LoopbackSlack, channel: str, ts: str) -> list[str]:
    """The reactions that the bot has put on a message."""
    message, bot = slack.world.find(channel, ts), slack.world.bot_user_id
    assert message
    return [reaction.name for reaction in message.reactions if bot in reaction.users]
