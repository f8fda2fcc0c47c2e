"""The playground's page in a real browser: who sees what, small screens, hostile text."""

from __future__ import annotations

import re
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.bot.playground.page_blocks import DATA, TEXTS, button, mrkdwn
from tests.bot.playground.page_place import CHROMIUM, NO_CHROMIUM, Place, send

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]


# What scrolls sideways, and text outside a table that reaches over the edge where it is cut.
TOO_WIDE = """() => {
    const places = "#scroller, .thread-scroller, .entries-scroller, #sidebar";
    const scrolling = [document.documentElement, ...document.querySelectorAll(places)]
        .filter((node) => node.scrollWidth > node.clientWidth);
    const over = [...document.querySelectorAll(".content")].flatMap((content) => {
        const walk = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
        const texts = [];
        while (walk.nextNode()) texts.push(walk.currentNode);
        return texts.filter((text) => {
            if (text.parentElement.closest(".table-scroller, .sr")) return false;
            const range = document.createRange();
            range.selectNodeContents(text);
            return range.getBoundingClientRect().right > innerWidth + 1;
        });
    });
    return [...scrolling.map((node) => node.id || node.nodeName), ...over.map((text) => text.data)];
}"""


def posted(place: Place) -> str:
    """A report with words, table and charts, and a reply."""
    ts = place.post(place.acme, "in words", blocks=TEXTS)
    place.post(place.acme, "in words", blocks=DATA)
    place.slack.people.say(place.dana, place.acme, "It was the campaign", ts)
    return ts


def test_acting_as_another_person_hides_what_they_may_not_see(place: Place, page: Page) -> None:
    place.bot.chat_postEphemeral(channel=place.acme, user=place.sam, text="for Sam alone")
    expect(page.get_by_test_id("message")).to_contain_text("Only visible to you")
    expect(page.get_by_test_id("channel-internal")).to_be_visible()
    page.get_by_test_id("act-as").select_option(place.guest)
    expect(page.get_by_test_id("channel-internal")).to_have_count(0)
    expect(page.get_by_test_id("message")).to_have_count(0)
    message = send(page, "A word from the client")
    expect(message).to_contain_text("Priya Nair")
    assert place.slack.world.visible(place.acme)[-1].user == place.guest


def test_hostile_text_is_shown_as_text(place: Place, page: Page) -> None:
    script = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"
    expect(send(page, script)).to_contain_text(script)
    escaped = script.replace("<", "&lt;").replace(">", "&gt;")
    texts = [{"type": "section", "text": mrkdwn(f"*{escaped}* <!date^x^{{date}}|{escaped}>")}]
    place.post(place.acme, "words", blocks=[*texts, {"type": "markdown", "text": script}])
    last = page.get_by_test_id("message").last
    expect(last.locator('[data-block="section"]')).to_contain_text(script)
    expect(last.locator('[data-block="markdown"]')).to_contain_text(script)
    place.post(place.acme, "<javascript:window.hacked=1|press me>")
    expect(page.get_by_text("press me")).to_be_visible()
    assert page.get_by_role("link", name="press me").count() == 0
    assert page.locator("#messages script, #messages img[src=x]").count() == 0
    assert page.evaluate("window.hacked") is None


def test_nothing_scrolls_sideways_on_a_phone(place: Place, page: Page) -> None:
    ts = posted(place)
    place.post(place.acme, "W" * 400)
    page.set_viewport_size({"width": 375, "height": 812})
    expect(page.get_by_test_id("message")).to_have_count(3)
    expect(page.get_by_text("WWW")).to_be_visible()
    assert page.evaluate(TOO_WIDE) == []
    table = page.locator("#scroller .table-scroller").first
    table.scroll_into_view_if_needed()
    table.evaluate("(node) => { node.scrollLeft = 9999; }")
    expect(table.get_by_text("▲ higher")).to_be_in_viewport(ratio=1)
    page.get_by_test_id(f"thread-{ts}").click()
    expect(page.get_by_test_id("thread-pane").get_by_test_id("message")).to_be_in_viewport()
    assert page.evaluate(TOO_WIDE) == []
    page.get_by_test_id("thread-close").click()
    page.get_by_test_id("inspector-toggle").click()
    expect(page.get_by_test_id("entry").first).to_be_attached()
    assert page.evaluate(TOO_WIDE) == []


def test_the_sidebar_is_a_drawer_on_a_phone(place: Place, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    expect(page.get_by_test_id("channel-internal")).to_be_hidden()
    page.get_by_test_id("menu").click()
    page.get_by_test_id("channel-internal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("internal")
    expect(page.get_by_test_id("channel-acme")).to_be_hidden()


def test_an_empty_channel_opens_at_the_welcome_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 500})
    page.reload()
    page.wait_for_selector("html[data-ready]")
    heading = page.get_by_test_id("welcome").get_by_role("heading")
    expect(heading).to_be_in_viewport(ratio=1)


def test_a_channel_is_called_empty_only_once_its_messages_have_come(
    place: Place, page: Page
) -> None:
    held: list[Route] = []
    page.route("**/_/messages*", lambda route: held.append(route))
    page.get_by_test_id("channel-internal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("internal")
    expect(page.get_by_text("Nothing has been written")).to_have_count(0)
    assert held
    page.unroute("**/_/messages*")  # which lets them go on
    expect(page.get_by_text("Nothing has been written in #internal yet.")).to_be_visible()


def test_a_button_nobody_answers_says_so_and_can_be_pressed_again(place: Place, page: Page) -> None:
    actions = [{"type": "actions", "elements": [button("Publish", "publish")]}]
    place.post(place.acme, "words", blocks=actions)
    pressed = page.get_by_role("button", name="Publish")
    pressed.click()
    expect(page.get_by_role("status")).to_contain_text("did not answer in time")
    expect(pressed).to_be_enabled()


def test_the_inspector_shows_calls_and_no_token(place: Place, page: Page) -> None:
    page.get_by_test_id("inspector-toggle").click()
    place.post(place.acme, "seen by all")
    entry = page.get_by_test_id("entry").filter(has_text="chat.postMessage")
    expect(entry).to_contain_text("ok")
    entry.locator("summary").click()
    expect(entry).to_contain_text("seen by all")
    assert place.slack.bot_token not in page.content()


def test_what_slack_allows_can_be_switched(place: Place, page: Page) -> None:
    for name in ("uploads", "metadata", "new_blocks"):
        page.get_by_test_id(f"fault-{name}").click()
        expect(page.get_by_test_id(f"fault-{name}")).not_to_be_checked()
    place.slack.wait_for(lambda: not place.slack.faults.new_blocks)
    faults = place.slack.faults
    assert (faults.uploads, faults.metadata, faults.new_blocks) == (False, False, False)


def test_the_clock_moves_to_the_next_delivery(place: Place, page: Page) -> None:
    expect(page.get_by_test_id("clock-next")).to_be_disabled()
    label = {"offset_seconds": 0, "next": "2026-11-23T08:00:00Z", "next_label": "Mon 23 Nov, 09:00"}
    moved = Event()
    place.slack.clock_info = lambda: label

    def move() -> dict[str, Any]:
        moved.set()
        return {"ok": True}

    place.slack.on_clock_next = move
    place.slack.world.touch("state")
    expect(page.get_by_test_id("clock-next")).to_have_text(
        re.compile(r"Move the clock to Mon\s23\sNov,\s09:00")
    )
    page.get_by_test_id("clock-next").click()
    assert moved.wait(5)


def test_a_permalink_opens_the_thread_at_the_message(place: Place, page: Page) -> None:
    ts = posted(place)
    reply = place.slack.world.visible(place.acme)[-1].ts
    link = place.bot.chat_getPermalink(channel=place.acme, message_ts=reply)["permalink"]
    page.goto(link)
    page.wait_for_selector("html[data-ready]")
    expect(page.get_by_test_id("thread-root")).to_have_attribute("data-ts", ts)
    expect(page.get_by_test_id("thread-pane")).to_contain_text("It was the campaign")


def test_the_welcome_fills_the_composer_and_stays_away_when_dismissed(
    place: Place, page: Page
) -> None:
    welcome = page.get_by_test_id("welcome")
    welcome.get_by_role("button", name="/report acme").first.click()
    expect(page.get_by_test_id("composer")).to_have_value("/report acme")
    page.get_by_test_id("welcome-close").click()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(welcome).to_have_count(0)
