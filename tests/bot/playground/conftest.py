"""The playground in a real browser: a workspace, Chromium, and the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright
from slack_sdk import WebClient

from tests.bot.playground.page_place import CHROMIUM, Place, furnished, opened


@pytest.fixture
def place() -> Iterator[Place]:
    place = furnished()
    with place.slack as slack:
        place.bot = WebClient(slack.bot_token, base_url=slack.api_url)
        yield place


@pytest.fixture(scope="module")
def chromium() -> Iterator[BrowserContext]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser.new_context()
        browser.close()


@pytest.fixture
def page(place: Place, chromium: BrowserContext) -> Iterator[Page]:
    wrong: list[str] = []
    page = opened(chromium, place.slack.url)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    place.slack.stop()  # with the page still open, as when a person ends the playground
    page.close()
    assert wrong == []
