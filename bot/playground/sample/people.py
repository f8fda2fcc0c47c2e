"""The cast of the sample workspace: people, channels, clients, subscriptions, comments.

Names refer to each other by handle, channel name and slug; who creates them knows the ids.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.playground.sample.days import monday
from reports.model import Audience, Grain, Period
from reports.periods import parse

WORKSPACE = "Rivers & Chen"


@dataclass(frozen=True)
class Person:
    """Someone in the workspace; ``external`` people belong to another team (Slack Connect)."""

    handle: str
    name: str
    tz: str
    role: Literal["member", "admin", "guest"] = "member"
    external: bool = False


@dataclass(frozen=True)
class Channel:
    """A channel by name, without ``#``; ``client`` is the slug of the client it is linked to."""

    name: str
    members: tuple[str, ...]
    client: str | None = None
    kind: Literal["public", "private"] = "public"
    shared: bool = False
    bot: bool = True


@dataclass(frozen=True)
class Account:
    """A client as it is set up; ``owner`` is a handle."""

    slug: str
    name: str
    tz: str
    currency: str
    locale: str
    segment: str
    owner: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """A standing order: this client's report to this channel, every …; ``by`` is a handle."""

    client: str
    channel: str
    cadence: str
    tz: str
    by: str


@dataclass(frozen=True)
class Aim:
    """A goal agreed with a client a year ago, in the metric's unit; ``by`` is a handle."""

    client: str
    metric: str
    target: float
    grain: Grain | None
    by: str

    def since(self, today: date) -> date:
        """From when on it stands."""
        return monday(today, weeks_back=52)


@dataclass(frozen=True)
class Remark:
    """What someone wrote about the week before the newest complete one.

    ``author`` is a handle; the text was written on the Monday after that week, in ``channel``.
    """

    client: str
    channel: str
    author: str
    text: str
    audience: Audience
    written: time

    def period(self, today: date) -> Period:
        """The week it is about."""
        year, week, _ = monday(today, weeks_back=1).isocalendar()
        return parse(f"{year}-W{week:02}", today)

    def at(self, today: date) -> datetime:
        """When it was written, in its author's zone; always before ``today``."""
        zone = ZoneInfo(person(self.author).tz)
        return datetime.combine(self.period(today).end + timedelta(days=1), self.written, zone)


PEOPLE = (
    Person("sam", "Sam Rivers", "Europe/London"),
    Person("maya", "Maya Chen", "Europe/London", role="admin"),
    Person("alex", "Alex Novak", "Europe/London", role="guest"),
    Person("ines", "Ines Duarte", "Europe/Lisbon", external=True),
)
# Ines works at Acme's head office and reads along in #acme-shared from her own workspace.
CHANNELS = (
    Channel("general", ("sam", "maya")),
    Channel("acme", ("sam", "maya"), client="acme"),
    Channel("acme-shared", ("sam", "maya", "alex", "ines"), client="acme", shared=True),
    Channel("borealis", ("sam", "maya"), client="borealis"),
    Channel("cmcoffee", ("sam", "maya"), client="cmcoffee"),
)
ACCOUNTS = (
    Account(
        slug="acme",
        name="Acme Outdoor",
        tz="Europe/London",
        currency="GBP",
        locale="en-GB",
        segment="Retail",
        owner="sam",
        aliases=("Acme", "Acme Outdoor Ltd"),
    ),
    Account(
        slug="borealis",
        name="Borealis Clinics",
        tz="America/New_York",
        currency="USD",
        locale="en-US",
        segment="Health",
        owner="maya",
        aliases=("Borealis", "Borealis Health"),
    ),
    Account(
        slug="cmcoffee",
        name="Chiang Mai Coffee Roasters",
        tz="Asia/Bangkok",
        currency="THB",
        locale="th-TH",
        segment="Food and drink",
        owner="sam",
        aliases=("Chiang Mai Coffee", "CM Coffee"),
    ),
)
STANDING = (
    Standing("acme", "acme", "weekly monday 09:00", "Europe/London", "sam"),
    Standing("borealis", "borealis", "weekly monday 08:30", "America/New_York", "maya"),
    Standing("cmcoffee", "cmcoffee", "monthly 1 09:00", "Asia/Bangkok", "sam"),
)
# In the newest complete week the campaign meets the one, and the outage makes them miss the other.
AIMS = (
    Aim("acme", "leads", 140.0, "week", "sam"),
    Aim("acme", "csat", 0.9, None, "sam"),
)
REMARKS = (
    Remark(
        client="acme",
        channel="acme",
        author="maya",
        text="The campaign starts today. The helpdesk moves to new servers from tomorrow until "
        "Friday: it will be down for hours, so expect slower first replies.",
        audience=Audience.INTERNAL,
        written=time(10, 5),
    ),
    Remark(
        client="borealis",
        channel="borealis",
        author="sam",
        text="The survey tool was down all week, so there is no CSAT. It is back since this "
        "morning.",
        audience=Audience.CLIENT,
        written=time(14, 20),
    ),
)


def person(handle: str) -> Person:
    """The person of that handle; KeyError where nobody has it."""
    return {one.handle: one for one in PEOPLE}[handle]
