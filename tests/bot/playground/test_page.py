"""The playground's page in a real browser: typing, threads, blocks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from bot.playground.slack.core import ShortcutHint
from tests.bot.playground.page_blocks import DATA, MORE_DATA, TEXTS
from tests.bot.playground.page_place import CHROMIUM, NO_CHROMIUM, Place, send

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]


def test_a_message_is_sent_and_a_mention_is_stored_as_slack_stores_it(
    place: Place, page: Page
) -> None:
    expect(page.get_by_test_id("composer")).to_have_attribute("placeholder", re.compile("/report"))
    message = send(page, "Hello @rapport & <all>, *now*")
    expect(message).to_contain_text("Hello @Rapport & <all>, now")
    expect(message.locator("strong", has_text="now")).to_be_visible()
    expect(page.get_by_test_id("composer")).to_have_value("")
    mention = f"<@{place.slack.world.bot_user_id}>"
    assert place.texts() == [f"Hello {mention} &amp; &lt;all&gt;, *now*"]


def test_a_message_is_edited_in_place_and_deleted(place: Place, page: Page) -> None:
    message = send(page, "first & words")
    expect(message).to_contain_text("first & words")
    ts = message.get_attribute("data-ts")
    page.get_by_test_id(f"edit-{ts}").click()
    expect(page.get_by_test_id("edit-box")).to_have_value("first & words")
    page.get_by_test_id("edit-box").fill("second words")
    page.get_by_test_id("edit-save").click()
    expect(message).to_contain_text("second words (edited)")
    assert place.texts() == ["second words"]
    page.get_by_test_id(f"delete-{ts}").click()
    expect(page.get_by_test_id("message")).to_have_count(0)
    assert place.texts() == []


def test_a_reply_stands_in_the_thread_only_and_can_be_edited(place: Place, page: Page) -> None:
    ts = place.post(place.acme, "The weekly report")
    page.get_by_test_id(f"reply-{ts}").click()
    pane = page.get_by_test_id("thread-pane")
    page.get_by_test_id("thread-composer").fill("It was the campaign")
    page.get_by_test_id("thread-send").click()
    reply = pane.get_by_test_id("message")
    expect(reply).to_contain_text("It was the campaign")
    expect(page.locator("#messages").get_by_test_id("message")).to_have_count(1)
    expect(page.get_by_test_id(f"thread-{ts}")).to_contain_text("1 reply")
    page.get_by_test_id(f"edit-{reply.get_attribute('data-ts')}").click()
    page.get_by_test_id("edit-box").fill("It was the spring campaign")
    page.get_by_test_id("edit-box").press("Enter")
    expect(reply).to_contain_text("It was the spring campaign (edited)")
    assert place.slack.world.visible(place.acme)[-1].thread_ts == ts


def test_hints_complete_a_command_and_an_unknown_one_is_refused(page: Page) -> None:
    composer, hints = page.get_by_test_id("composer"), page.get_by_test_id("hints")
    composer.press_sequentially("/")
    expect(hints.get_by_role("option")).to_have_count(3)
    composer.press("ArrowDown")
    composer.press("Tab")
    expect(composer).to_have_value("/schedule ")
    expect(hints).to_contain_text("CLIENT weekly DAY HH:MM #channel")
    composer.press("Escape")
    expect(hints).to_be_hidden()
    send(page, "/dance acme")
    expect(page.get_by_role("status")).to_contain_text("/dance is not a valid command")
    expect(composer).to_have_value("/dance acme")


def test_every_block_is_drawn(place: Place, page: Page) -> None:
    for blocks in (TEXTS, DATA, MORE_DATA):
        place.post(place.acme, "in words", blocks=blocks)
    expect(page.get_by_test_id("message")).to_have_count(3)
    block = page.locator(".block")
    expect(block).to_have_count(len(TEXTS) + len(DATA) + len(MORE_DATA))
    expect(page.locator(".unknown")).to_have_count(0)
    section = page.locator('[data-block="section"]')
    expect(section).to_contain_text("Bold slanted gone code <!channel> link")
    expect(section.locator(".mention")).to_have_count(0)
    expect(page.get_by_role("heading", name="Acme, week 46")).to_be_visible()
    expect(page.locator('[data-block="context"]')).to_contain_text("⚠️ Two days are missing.")
    expect(page.locator('[data-block="markdown"] strong')).to_have_text("strong")
    expect(page.locator('[data-block="rich_text"] li')).to_have_text("first point")
    expect(page.locator('[data-block="actions"] .primary')).to_have_text("Publish")


def test_tables_and_charts_show_the_numbers(place: Place, page: Page) -> None:
    for blocks in (DATA, MORE_DATA):
        place.post(place.acme, "in words", blocks=blocks)
    table = page.locator('[data-block="table"]')
    expect(table.locator("tbody tr")).to_have_text(["Requests1,284+12%+31%▲ higher"])
    expect(table.locator("tbody td").first).to_have_css("text-align", "right")
    tickets = page.locator('[data-block="data_table"]')
    tickets.get_by_role("button", name="Minutes").click()
    expect(tickets.locator("tbody tr").first).to_contain_text("0 min")
    expect(tickets.locator("tbody tr")).to_have_count(5)
    line = page.locator('[data-chart="line"]')
    expect(line.locator("path.stroke")).to_have_count(2)
    line.get_by_role("img").press("ArrowLeft")
    expect(line.locator(".tip")).to_have_text("W46This period102Previous period82")
    expect(page.locator('[data-chart="bar"] rect')).to_have_count(26)
    expect(page.locator('[data-chart="area"] path.fill')).to_have_count(2)
    expect(page.locator('[data-chart="pie"] li')).to_have_text(["E-mail3075%", "Phone1025%"])


def test_a_reply_is_pinned_and_unpinned(place: Place, page: Page) -> None:
    ts = place.post(place.acme, "the report")
    place.slack.people.say(place.dana, place.acme, "it was planned", thread_ts=ts)
    page.get_by_test_id(f"thread-{ts}").click()
    reply = page.get_by_test_id("thread-pane").get_by_test_id("message")
    reply.hover()
    reply.get_by_label("React with 📌: the client may read it").click()
    chip = reply.get_by_test_id("reaction-pushpin")
    expect(chip).to_have_text("📌 1")
    chip.click()
    expect(chip).to_have_count(0)
    assert place.slack.world.visible(place.acme)[-1].reactions == ()


def test_a_file_is_shared_and_offers_the_apps_shortcut(place: Place, page: Page) -> None:
    place.slack.core.shortcuts = [ShortcutHint("import", "Import this file")]
    page.reload()
    page.wait_for_selector("html[data-ready]")
    content = b"date,leads\n2026-11-01,3\n"
    csv: FilePayload = {"name": "ads.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_test_id("file").set_input_files(csv)
    message = page.get_by_test_id("message").last
    expect(message).to_contain_text("ads.csv")
    expect(message).to_contain_text("1 KB")
    ts = message.get_attribute("data-ts")
    expect(page.get_by_test_id(f"import-{ts}")).to_have_attribute("title", "Import this file")
    [file] = place.slack.world.files.values()
    assert file.content == content
