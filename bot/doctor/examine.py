"""Every examination in the order of what depends on what."""

from collections.abc import Iterator
from datetime import datetime

from bot.doctor import here, slack
from bot.doctor.finding import Finding, wrong
from bot.settings import Settings, WrongSettings


def examine(now: datetime) -> Iterator[Finding]:
    """Look at the settings, Slack, the database and this machine; ``now`` is its own time."""
    try:
        settings = Settings.read()
    except WrongSettings as error:
        yield wrong("Settings", str(error))
        return
    yield from here.settings(settings)
    yield from slack.examine(settings, now)
    yield from here.database(settings)
    yield from here.machine()
