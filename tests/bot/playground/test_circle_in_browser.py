"""The whole circle as a newcomer walks it: the program, the page, the words."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page

from docs import visit

pytestmark = pytest.mark.browser
FIRST = "The helpdesk move explains it."
EDITED = "The helpdesk moved on Tuesday: that explains it."


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A playground for this file."""
    if visit.chromium() is None:
        pytest.skip("Chromium is not on this machine; set RAPPORT_CHROMIUM to where it is")
    with visit.playground() as url:
        yield url


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    with visit.browser_at(address, 1280, 900) as page:
        yield page


def test_ask_reply_edit_and_ask_again(page: Page) -> None:
    visit.go_to(page, "acme")
    report = visit.ask(page, "/report acme")
    written = visit.reply(page, report, FIRST)
    visit.edit(page, written, EDITED)

    again = visit.ask(page, "/report acme").inner_text()

    assert again.count(EDITED) == 1
    assert FIRST not in again


def test_the_clock_brings_the_weekly_report(page: Page) -> None:
    visit.go_to(page, "acme")
    before = visit.messages(page).count()
    page.get_by_test_id("clock-next").click()
    published = visit.messages(page).nth(before)
    visit.EXPECT(published).to_contain_text("published every Monday at 09:00")
    visit.EXPECT(visit.picture(published)).to_be_visible()


def test_a_guest_sees_no_internal_word(page: Page) -> None:
    visit.go_to(page, "acme-shared")
    visit.ask(page, "/report acme")
    page.get_by_test_id("act-as").select_option(label="Alex Novak (guest)")
    visit.go_to(page, "acme-shared")
    shown = page.locator("#messages")
    visit.EXPECT(shown).to_contain_text("Acme Outdoor")
    assert "helpdesk" not in shown.inner_text()


def bots(address: str) -> list[int]:
    """The bot programs that serve this playground."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
            if b"bot\0run\0" in words[0] and address.encode() in words[1]:
                found.append(int(process.name))
    return found


def test_a_bot_that_dies_is_started_again(address: str) -> None:
    (old,) = bots(address)
    os.kill(old, signal.SIGKILL)
    with visit.browser_at(address, 1280, 900) as page:
        visit.go_to(page, "general")
        answered = visit.messages(page).filter(has_text="What it does").first
        for _ in range(30):
            visit.type_(page, "/rapport")
            page.wait_for_timeout(1000)
            if answered.is_visible():
                break
        visit.EXPECT(answered).to_be_visible()
    assert old not in bots(address)


def test_on_a_phone_nothing_scrolls_sideways(address: str) -> None:
    with visit.browser_at(address, 375, 812) as page:
        page.get_by_test_id("menu").click()
        visit.go_to(page, "borealis")
        visit.ask(page, "/report borealis")
        assert page.locator("body").evaluate("body => body.scrollWidth") <= 375
