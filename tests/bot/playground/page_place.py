"""A workspace on the loopback Slack and its page in a real browser."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page
from slack_sdk import WebClient

from bot.playground.slack.core import CommandHint
from bot.playground.slack.server import LoopbackSlack
from tests.bot.playground.page_blocks import Block

CHROMIUM = os.environ.get("RAPPORT_CHROMIUM") or shutil.which("chromium")
NO_CHROMIUM = "Chromium is not installed; set RAPPORT_CHROMIUM to its path"
NOW = 1_795_281_300.0
COMMANDS = [
    CommandHint("/report", "CLIENT [PERIOD]", "Numbers and story of a client"),
    CommandHint("/schedule", "CLIENT weekly DAY HH:MM #channel", "Post a report every week"),
    CommandHint("/note", "CLIENT TEXT", "Keep a comment"),
]


@dataclass
class Place:
    """A workspace with two people of the house, a client's guest and three channels."""

    slack: LoopbackSlack
    sam: str
    dana: str
    guest: str
    acme: str
    bot: WebClient

    def post(self, channel: str, text: str, blocks: list[Block] | None = None) -> str:
        ts: str = self.bot.chat_postMessage(channel=channel, text=text, blocks=blocks)["ts"]
        return ts

    def texts(self) -> list[str]:
        return [message.text for message in self.slack.world.visible(self.acme)]


def furnished() -> Place:
    """The workspace, not yet started."""
    slack = LoopbackSlack(clock=lambda: NOW, ack_timeout=0.3)
    world = slack.world
    sam = world.add_user("sam", "Sam Okafor", tz="Europe/Berlin")
    dana = world.add_user("dana", "Dana Reyes")
    guest = world.add_user("priya", "Priya Nair", role="guest", team_id="T0CLIENT")
    acme = world.add_channel("acme", members=[sam, dana, guest], shared=True)
    world.add_channel("internal", kind="private", members=[sam, dana])
    slack.commands = COMMANDS
    bot = WebClient(slack.bot_token, base_url=slack.api_url)
    return Place(slack, sam, dana, guest, acme, bot)


def opened(browser: BrowserContext, address: str) -> Page:
    """The page at that address, drawn."""
    page = browser.new_page()
    page.set_default_timeout(8_000)
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    return page


def send(page: Page, text: str) -> Locator:
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("composer").press("Enter")
    return page.get_by_test_id("message").last
