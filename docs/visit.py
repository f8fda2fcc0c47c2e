"""A visit to the playground: the program as people start it, and Chromium as they would use it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize, expect, sync_playwright

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
PATIENCE = 60_000  # milliseconds; a cold machine draws its first chart slowly
EXPECT = expect
EXPECT.set_options(timeout=PATIENCE)


def chromium() -> str | None:
    """Where Chromium is, if anywhere."""
    return os.environ.get("RAPPORT_CHROMIUM") or shutil.which("chromium")


@contextmanager
def playground() -> Iterator[str]:
    """`rapport playground` as a program of its own; its address."""
    command = [sys.executable, "-m", "bot", "playground", "--port", "0", "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert process.stdout is not None  # noqa: S101
    with process.stdout:
        try:
            yield process.stdout.readline().rsplit(" ", 1)[-1].strip()
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def browser_at(url: str, width: int, height: int, *, scale: float = 1) -> Iterator[Page]:
    """The page in a window of that size."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        size = ViewportSize(width=width, height=height)
        page = browser.new_page(viewport=size, device_scale_factor=scale)
        page.goto(url)
        EXPECT(page.get_by_test_id("composer")).to_be_visible()
        yield page
        browser.close()


def go_to(page: Page, channel: str) -> None:
    """Open a channel."""
    page.get_by_test_id(f"channel-{channel}").click()


def type_(page: Page, text: str) -> None:
    """Type into the composer and send."""
    box = page.get_by_test_id("composer")
    box.fill(text)
    box.press("Escape")
    page.get_by_test_id("send").click()


def messages(page: Page) -> Locator:
    """The messages of the open channel."""
    return page.locator("#messages").get_by_test_id("message")


def picture(message: Locator) -> Locator:
    """The chart in a message."""
    return message.get_by_alt_text("Chart of").first


def reports(page: Page) -> Locator:
    """The reports of the open channel: the messages with a chart."""
    return messages(page).filter(has=page.get_by_alt_text("Chart of"))


def ask(page: Page, text: str) -> Locator:
    """Type a command and wait for the bot's complete answer: its picture has joined it."""
    count = reports(page).count()
    type_(page, text)
    answer = reports(page).nth(count)
    EXPECT(picture(answer)).to_be_visible()
    return answer


def answered(page: Page, text: str, words: str) -> Locator:
    """Type a command and wait for the answer with these words."""
    type_(page, text)
    answer = messages(page).filter(has_text=words).last
    EXPECT(answer).to_be_visible()
    return answer


def unfold(page: Page, message: Locator, menu: str) -> Locator:
    """Open a menu under a message; its options."""
    message.get_by_role("button", name=menu, exact=True).click()
    options = page.get_by_test_id("menu-list").filter(visible=True).get_by_role("option")
    EXPECT(options.first).to_be_visible()
    return options


def form(page: Page, message: Locator, button: str) -> Locator:
    """Press a button that opens a form; the form."""
    message.get_by_role("button", name=button, exact=True).click()
    opened = page.get_by_test_id("modal")
    EXPECT(opened).to_be_visible()
    return opened


def reply(page: Page, message: Locator, text: str) -> Locator:
    """Reply in the message's thread and wait until the bot has noted it."""
    message.hover()
    page.get_by_test_id(f"reply-{message.get_attribute('data-ts')}").first.click()
    pane = page.get_by_test_id("thread-pane")
    pane.get_by_test_id("thread-composer").fill(text)
    pane.get_by_test_id("thread-send").click()
    written = pane.locator("[data-ts]").filter(has_text=text).last
    EXPECT(written).to_contain_text("📝")
    return written


def edit(page: Page, message: Locator, text: str) -> None:
    """Edit a message of one's own."""
    message.hover()
    message.get_by_test_id(f"edit-{message.get_attribute('data-ts')}").click()
    page.get_by_test_id("edit-box").fill(text)
    page.get_by_test_id("edit-save").click()
    pane = page.get_by_test_id("thread-pane")
    EXPECT(pane.locator("[data-ts]").filter(has_text=text).last).to_contain_text("(edited)")


def save(page: Page, path: Path) -> None:
    """A screenshot."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)


def cut_out(part: Locator, path: Path) -> None:
    """A screenshot of one part of the page, without the mouse over it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part.page.mouse.move(0, 0)
    part.screenshot(path=path)
