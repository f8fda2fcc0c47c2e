"""What is looked at on this machine: settings, database, zones, drawing."""

import zoneinfo
from collections.abc import Iterator

from bot.doctor.finding import Finding, good, warning, wrong
from bot.settings import Settings
from reports.errors import Expected
from storage.store import Store, open_store

FEW_ZONES = 300  # a whole time zone database has about 600 names


def settings(given: Settings) -> Iterator[Finding]:
    """The tokens: there, and of the right kind."""
    problems = given.problems()
    if problems:
        advice = "Set them in the environment or a .env file; “rapport init” asks for them."
        yield wrong("Settings", f"{'; '.join(problems)}. {advice}")
    else:
        yield good("Settings", "Every token is set and of the right kind.")


def database(given: Settings) -> Iterator[Finding]:
    """Whether it opens, fits this version, and holds data."""
    try:
        with open_store(given.database_url) as store:
            yield _content(store)
            yield _fonts(store)
    except Expected as expected:
        yield wrong("Database", str(expected))


def machine() -> Iterator[Finding]:
    """Zone data and drawing."""
    zones = len(zoneinfo.available_timezones())
    if zones < FEW_ZONES:
        text = f"only {zones} time zones are known here; install the package tzdata."
        yield warning("Time zones", text)
    else:
        yield good("Time zones", f"{zones} are known.")
    yield _drawing()


def _content(store: Store) -> Finding:
    clients = store.clients.all()
    if not clients:
        advice = "bring data in with “rapport import FILE --client NAME --create”."
        return warning("Database", f"It opens and is up to date, but has no clients yet: {advice}")
    active = len(store.subscriptions.active())
    return good("Database", f"Up to date: {len(clients)} clients, {active} schedules.")


def _fonts(store: Store) -> Finding:
    """Whether the charts can write every client's name."""
    from reports.chart.fonts import missing  # loads matplotlib

    names = [one.name for one in store.clients.all() if missing(one.name)]
    if not names:
        return good("Fonts", "Charts can write every client's name.")
    signs = " ".join(sorted(missing(names[0]))[:5])
    others = f" and {len(names) - 1} more" if names[1:] else ""
    text = (
        f"charts cannot write “{names[0]}”{others} ({signs}); install rapport-bot[fonts], "
        "rapport-bot[fonts-cjk] for Chinese, Japanese and Korean, fonts-symbola for emoji."
    )
    return warning("Fonts", text)


def _drawing() -> Finding:
    try:
        import reports.chart  # noqa: F401 - loads matplotlib and its fonts
    except ImportError as error:
        return wrong("Charts", f"matplotlib cannot be loaded ({error}); install rapport-bot again.")
    return good("Charts", "matplotlib and its fonts are here.")
