"""What every test may use: a store, a loopback Slack, and the real bot between them."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from syrupy.assertion import SnapshotAssertion

from bot.clock import Clock
from bot.office import Office
from bot.playground.slack.models import Message
from bot.playground.slack.server import LoopbackSlack
from bot.publisher import Publisher
from bot.renderers import Renderers
from bot.run import serving
from bot.settings import Settings
from storage.imports import import_file
from storage.store import Store, open_store
from tests.databases import (
    KINDS,
    Databases,
    Fill,
    PostgreSQL,
    SameOnEachDatabase,
    SQLiteFiles,
    counted,
    dropped,
    server,
)
from tests.schemas import problems

COUNTS = "tests on each database"
TOLD = pytest.StashKey[dict[str, int]]()
NOW = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)  # a Thursday in week 47; week 46 is complete


class MovableClock(Clock):
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime) -> None:
        """Start at ``now``."""
        super().__init__()
        self._now = now

    def now(self) -> datetime:
        """The time it was moved to."""
        return self._now

    def move_to(self, now: datetime) -> None:
        """Move it."""
        self._now = now


@dataclass
class Team:
    """The people and channels of the loopback workspace."""

    slack: LoopbackSlack
    sam: str
    maya: str
    guest: str
    outsider: str
    acme: str
    shared: str
    borealis: str
    general: str
    guests_room: str


@dataclass
class Running:
    """The bot at work in a workspace."""

    slack: LoopbackSlack
    team: Team
    office: Office
    clock: MovableClock
    publisher: Publisher

    @property
    def store(self) -> Store:
        """The bot's own store."""
        return self.office.store

    def messages(self, channel: str, viewer: str | None = None) -> list[Message]:
        """What stands in a channel."""
        return self.slack.world.visible(channel, viewer)

    def from_bot(self, channel: str, viewer: str | None = None) -> list[Message]:
        """What the bot said in a channel."""
        bot = self.slack.world.bot_user_id
        return [message for message in self.messages(channel, viewer) if message.user == bot]

    def ask(self, user: str, channel: str, command: str, text: str = "") -> None:
        """Type a slash command; it must be acknowledged."""
        assert self.slack.people.command(user, channel, command, text).acked

    def answer(self, user: str, channel: str, command: str, text: str = "") -> Message:
        """Type a slash command and wait for the bot's next complete message there."""
        before = {message.ts for message in self.from_bot(channel, user)}
        self.ask(user, channel, command, text)
        return self.next_message(channel, user, before)

    def next_message(self, channel: str, viewer: str, before: set[str]) -> Message:
        """The bot's first message that was not there before, once nothing is left to do."""

        def fresh() -> Message | None:
            new = [m for m in self.from_bot(channel, viewer) if m.ts not in before]
            return new[0] if new and self.idle() else None

        found = self.slack.wait_for(fresh, timeout=60)
        assert found is not None
        return found

    def idle(self) -> bool:
        """Whether the inbox is empty and nothing is left behind what was published."""
        return not self.store.inbox.waiting() and self.office.stage.idle

    def settle(self) -> None:
        """Wait until everything that arrived has had its effect."""
        loop = self.slack.core.loop
        assert loop
        # What was said a moment ago still waits for the server's own thread to send it.
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result(10)
        self.slack.wait_for(lambda: self.slack.core.hub.idle and self.idle(), timeout=60)

    def report(self, channel: str | None = None, text: str = "acme refresh") -> Message:
        """Sam asks for a report, anew where the same one stands there already."""
        return self.answer(self.team.sam, channel or self.team.acme, "/report", text)


def make_team(slack: LoopbackSlack) -> Team:
    """A small agency: two of the team, a guest, someone of another organisation."""
    world = slack.world
    sam = world.add_user("sam", "Sam Rivers", tz="Europe/London")
    maya = world.add_user("maya", "Maya Chen", tz="Europe/London", role="admin")
    guest = world.add_user("alex", "Alex Novak", role="guest")
    outsider = world.add_user("ines", "Ines Duarte", team_id="T0OTHER")
    everyone = [sam, maya]
    return Team(
        slack=slack,
        sam=sam,
        maya=maya,
        guest=guest,
        outsider=outsider,
        acme=world.add_channel("acme", members=everyone),
        shared=world.add_channel("acme-shared", members=[sam, maya, outsider], shared=True),
        borealis=world.add_channel("borealis", members=everyone),
        general=world.add_channel("general", members=everyone, bot=False),
        guests_room=world.add_channel("acme-guests", kind="private", members=[sam, guest]),
    )


def weekly_rows(client: str, weeks: int = 60) -> str:
    """A long CSV of plain, predictable days up to Wednesday of week 47."""
    last = NOW.date() - timedelta(days=1)
    lines = ["client,date,metric,value,weight"]
    for back in range(weeks * 7):
        day = last - timedelta(days=back)
        lines.append(f"{client},{day},leads,{20 + back % 7 + (5 if back < 10 else 0)},")
        lines.append(f"{client},{day},csat,{0.9 - 0.01 * (back % 5)},{30 + back % 4}")
        lines.append(f"{client},{day},first_response,{240 + 30 * (back < 11)},{12}")
    return "\n".join(lines) + "\n"


def fill(store: Store, folder: Path) -> None:
    """Two clients with data."""
    store.clients.add("acme", "Acme Outdoor", now=NOW, tz="Europe/London", currency="GBP")
    store.clients.add("borealis", "Borealis Clinics", now=NOW)
    for client in ("acme", "borealis"):
        file = folder / f"{client}.csv"
        file.write_text(weekly_rows(client), encoding="utf-8")
        import_file(store, file, client=None, create=False, now=NOW, by="test")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be skipped, a skipped test or one without its twin fails the run."""
    config = session.config
    if hasattr(config, "workeroutput"):  # one of several processes: the first of them counts
        config.workeroutput[COUNTS] = counted(session.items)
        return
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter else 0
    counts = config.stash.get(TOLD, None) or counted(session.items)
    told = ", ".join(f"{kind} {count}" for kind, count in counts.items())
    print(f"\nTests on each database: {told}; skipped: {skipped}.")
    if os.environ.get("RAPPORT_NOTHING_SKIPPED") and (skipped or len(set(counts.values())) > 1):
        print("RAPPORT_NOTHING_SKIPPED is set: every test must run, on both databases.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401 - xdist's own
    """A process of several has ended: each had the whole list of tests."""
    if COUNTS in node.workeroutput:
        node.config.stash[TOLD] = node.workeroutput[COUNTS]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files."""
    folder = os.environ.get("RAPPORT_REAL_DATA")
    if not folder:
        pytest.skip("RAPPORT_REAL_DATA does not name the folder of real files")
    return Path(folder)


@pytest.fixture(autouse=True, scope="session")
def patient() -> Iterator[None]:
    """On a slow machine nobody hears that the bot works on it, but where a test is about that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.progress.AFTER", 3600.0)
        yield


@pytest.fixture(autouse=True, scope="session")
def plain_tracebacks() -> None:
    """As in the program: left to itself, structlog draws each with its variables, for seconds."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=False),
        ]
    )


@pytest.fixture(scope="session")
def renderers() -> Iterator[Renderers]:
    """Two warm render processes for the whole run."""
    pool = Renderers(2)
    yield pool
    pool.close()


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """What people see is the same on every database: one snapshot for all of them."""
    return snapshot.use_extension(SameOnEachDatabase)


@pytest.fixture(scope="session")
def everything() -> list[Databases]:
    """The kinds of databases that were needed so far."""
    return []


@pytest.fixture(autouse=True)
def tidy(everything: list[Databases]) -> Iterator[None]:
    """The databases that a test made go with it; those of a whole file stay."""
    with dropped(everything):
        yield


@pytest.fixture(scope="session")
def postgresql(
    tmp_path_factory: pytest.TempPathFactory, everything: list[Databases]
) -> Iterator[Databases]:
    """A PostgreSQL server for the whole run."""
    with server(tmp_path_factory.mktemp("postgresql")) as url:
        found = PostgreSQL(url)
        everything.append(found)
        yield found


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory, everything: list[Databases]) -> Databases:
    """A folder of SQLite files for the whole run."""
    found = SQLiteFiles(tmp_path_factory.mktemp("sqlite"))
    everything.append(found)
    return found


@pytest.fixture(scope="session", params=KINDS)
def databases(request: pytest.FixtureRequest) -> Databases:
    """Each kind of database in turn: whoever uses this, directly or not, runs on both."""
    found: Databases = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Fill:
    """Fills a database with two clients."""

    def fill_it(url: str) -> None:
        with open_store(url) as store:
            fill(store, tmp_path_factory.mktemp("files"))

    return fill_it


@pytest.fixture
def database_url(databases: Databases, filled: Fill) -> str:
    """A fresh copy of the filled database."""
    return databases.fresh("filled", filled)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An open store with acme and borealis and their data, without Slack."""
    with open_store(database_url) as opened:
        yield opened


@contextmanager
def bot_at_work(
    slack: LoopbackSlack, url: str, renderers: Renderers, now: datetime = NOW
) -> Iterator[tuple[Office, MovableClock]]:
    """The real bot, connected over HTTP and WebSocket."""
    clock = MovableClock(now)
    settings = Settings(
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.api_url,
        database_url=url,
    )
    with serving(settings, clock, renderers) as office:
        slack.connected()
        yield office, clock
        with suppress(TimeoutError):  # an acknowledgement under way would find no connection
            slack.wait_for(lambda: slack.core.hub.idle, timeout=5)


@pytest.fixture
def running(database_url: str, renderers: Renderers) -> Iterator[Running]:
    """The bot in a workspace where #acme, #acme-shared and #borealis have their clients."""
    with agency(database_url, renderers) as found:
        yield found


@pytest.fixture(scope="module")
def lasting(databases: Databases, filled: Fill, renderers: Renderers) -> Iterator[Running]:
    """As ``running``, for all tests of a file: quicker, if they do not disturb each other."""
    with agency(databases.fresh("filled", filled), renderers) as found:
        found.slack.faults.rate_limits = False
        found.slack.faults.ready_after = 0
        yield found


@contextmanager
def agency(url: str, renderers: Renderers) -> Iterator[Running]:
    """The bot at work for the small agency, whose channels have their clients."""
    with LoopbackSlack() as slack:
        team = make_team(slack)
        with bot_at_work(slack, url, renderers) as (office, clock):
            acme, borealis = (
                office.store.clients.find("acme"),
                office.store.clients.find("borealis"),
            )
            assert acme
            assert borealis
            for channel in (team.acme, team.shared, team.guests_room):
                office.store.clients.link_channel(acme.id, channel)
            office.store.clients.link_channel(borealis.id, team.borealis)
            yield Running(slack, team, office, clock, Publisher(office))
        assert problems(slack) == []  # whatever the test was about
