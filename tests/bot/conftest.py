"""The house without its door, for those who only publish."""

from collections.abc import Iterator

import pytest

from bot.office import open_office
from bot.playground.slack.server import LoopbackSlack
from bot.publisher import Publisher
from bot.renderers import Renderers
from bot.slack.api import web_client
from storage.store import open_store
from tests.bot.absence import Home
from tests.conftest import NOW, MovableClock, Running, make_team
from tests.schemas import problems


@pytest.fixture
def house(database_url: str, renderers: Renderers) -> Iterator[Running]:
    """The publisher's own side of the bot, in a Slack that lives by the same clock."""
    clock = MovableClock(NOW)
    with (
        LoopbackSlack(lambda: clock.now().timestamp()) as slack,
        open_store(database_url) as store,
    ):
        slack.faults.ready_after, slack.faults.rate_limits = 0, False
        team, api = make_team(slack), web_client(slack.bot_token, slack.api_url)
        office = open_office(api, store, database_url, clock, renderers)
        yield Running(slack, team, office, clock, Publisher(office))
        office.stage.close()
    assert problems(slack) == []  # whatever the test was about


@pytest.fixture
def swift(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads are read again without pauses, two messages a page."""
    monkeypatch.setattr("bot.catch_up.SPACING", 0)
    monkeypatch.setattr("bot.catch_up.PAGE", 2)


@pytest.fixture
def home(database_url: str, renderers: Renderers, swift: None) -> Iterator[Home]:
    """A workspace in which the bot comes and goes."""
    with LoopbackSlack() as slack:
        slack.faults.ready_after = 0
        yield Home(slack, make_team(slack), database_url, renderers)
        assert problems(slack) == []  # whatever the test was about
