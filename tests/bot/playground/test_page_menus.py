"""Menus, links and private messages on the playground's page, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_sdk.webhook import WebhookClient

from bot.playground.slack.responses import response_url
from tests.bot.playground.page_blocks import Block, button, plain
from tests.bot.playground.page_bot import Bot, connected, option, select
from tests.bot.playground.page_place import CHROMIUM, NO_CHROMIUM, Place

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]
WEEKS = [option(f"Week {number}", f"W{number}") for number in (45, 44, 43)]
COMPARE = select("ask:compare", "Compare with…", *WEEKS)
MORE: Block = {"type": "overflow", "action_id": "ask:more", "options": WEEKS[:2]}


@pytest.fixture
def bot(place: Place) -> Iterator[Bot]:
    with connected(place) as bot:
        yield bot


def posted(place: Place, *elements: Block) -> str:
    """A message with these under it."""
    return place.post(place.acme, "words", [{"type": "actions", "elements": list(elements)}])


def opener(page: Page) -> Locator:
    return page.get_by_role("button", name="Compare with…")


def choices(page: Page) -> Locator:
    return page.get_by_test_id("menu-list").filter(visible=True)


def picked(bot: Bot, count: int = 1) -> list[Any]:
    """What was picked, once that many clicks have come."""
    bot.place.slack.wait_for(lambda: len(bot.clicks) == count)
    return [(click["action_id"], click["selected_option"]["value"]) for click in bot.clicks]


def test_a_picked_option_reaches_the_bot_and_the_menu_is_ready_again(bot: Bot, page: Page) -> None:
    posted(bot.place, button("Earlier", "ask:0"), COMPARE, MORE)
    opener(page).click()
    expect(choices(page).get_by_role("option")).to_have_text(["Week 45", "Week 44", "Week 43"])
    choices(page).get_by_role("option", name="Week 44").click()
    assert picked(bot) == [("ask:compare", "W44")]
    expect(choices(page)).to_have_count(0)
    expect(opener(page)).to_have_text("Compare with…")
    page.get_by_role("button", name="More actions").click()
    choices(page).get_by_role("option", name="Week 45").click()
    assert picked(bot, 2)[1] == ("ask:more", "W45")


def test_a_menu_is_worked_from_the_keyboard(bot: Bot, page: Page) -> None:
    posted(bot.place, COMPARE)
    opener(page).press("ArrowDown")
    expect(choices(page)).to_be_focused()
    for key in ("ArrowDown", "End", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    assert picked(bot) == [("ask:compare", "W44")]
    expect(opener(page)).to_be_focused()


def test_escape_and_a_click_elsewhere_close_a_menu_and_nothing_else(bot: Bot, page: Page) -> None:
    ts = posted(bot.place, COMPARE)
    page.get_by_test_id(f"reply-{ts}").click()
    menu = opener(page).first
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(choices(page)).to_have_count(0)
    expect(page.get_by_test_id("thread-pane")).to_be_visible()
    menu.click()
    page.get_by_role("heading", level=1).click()
    expect(choices(page)).to_have_count(0)
    menu.click()
    menu.click()
    expect(choices(page)).to_have_count(0)
    assert bot.clicks == []


def test_a_menu_stays_on_a_phones_screen(place: Place, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    long = [option(f"The week {n} " + "and so on " * 5, str(n)) for n in range(30)]
    posted(place, button("Earlier", "ask:0"), select("ask:1", "Compare with…", *long))
    opener(page).click()
    expect(choices(page)).to_be_in_viewport(ratio=1)
    page.keyboard.press("End")
    expect(choices(page).get_by_role("option").last).to_be_in_viewport(ratio=0.9)


def whispered(place: Place, text: str) -> WebhookClient:
    """A message for Sam alone, and the way to answer on a click in it."""
    place.bot.chat_postEphemeral(channel=place.acme, user=place.sam, text=text)
    ts = place.slack.world.visible(place.acme, place.sam)[-1].ts
    return WebhookClient(response_url(place.slack.core, place.sam, place.acme, ts))


def test_a_private_message_is_replaced_in_place_and_then_gone(place: Place, page: Page) -> None:
    answer = whispered(place, "Clients 1–10")
    message = page.get_by_test_id("message")
    expect(message).to_contain_text("Clients 1–10")
    answer.send(text="Clients 11–20", replace_original=True)
    expect(message).to_contain_text("Clients 11–20")
    expect(message).to_contain_text("Only visible to you")
    expect(message).not_to_contain_text("edited")
    expect(message).to_have_count(1)
    answer.send(delete_original=True)
    expect(message).to_have_count(0)


def test_a_link_in_rich_text_leads_to_the_message(place: Place, page: Page) -> None:
    ts = place.post(place.acme, "The report")
    url = place.bot.chat_getPermalink(channel=place.acme, message_ts=ts)["permalink"]
    runs = [{"type": "link", "url": url, "text": "10 minutes ago →"}]
    section = {"type": "rich_text_section", "elements": runs}
    place.post(place.acme, "words", [{"type": "rich_text", "elements": [section]}])
    page.get_by_test_id("channel-internal").click()
    page.get_by_test_id("channel-acme").click()
    page.get_by_role("link", name="10 minutes ago →").click()
    expect(page.locator(f'#messages [data-ts="{ts}"]')).to_have_class("message target")


def test_a_private_report_shows_as_unread_in_the_sidebar(place: Place, page: Page) -> None:
    conversation = place.bot.conversations_open(users=place.sam)["channel"]["id"]
    place.post(conversation, "Your report")
    dm = page.get_by_test_id("channel-Rapport")
    expect(dm.get_by_label("1 unread")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 700})
    menu = page.get_by_role("button", name="there are unread messages")
    menu.click()
    dm.click()
    expect(page.get_by_test_id("message")).to_contain_text("Your report")
    expect(page.get_by_label("Open the sidebar", exact=True)).to_be_visible()


def test_a_menu_with_groups_and_a_chosen_option_shows_both(place: Place, page: Page) -> None:
    groups = [
        {"label": plain("Weeks"), "options": WEEKS},
        {"label": plain("Parts"), "options": [option("By agent", "agent")]},
    ]
    posted(
        place,
        {
            "type": "static_select",
            "action_id": "ask:1",
            "option_groups": groups,
            "initial_option": WEEKS[1],
            "placeholder": plain("Compare with…"),
        },
    )
    expect(opener(page)).to_have_text("Week 44")
    opener(page).click()
    expect(choices(page).get_by_role("option", selected=True)).to_have_text("Week 44")
    expect(choices(page)).to_contain_text("Parts")
