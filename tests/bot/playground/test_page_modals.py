"""Modals on the playground's page, in a real browser, with a bot behind them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.playground.slack.models import Json
from tests.bot.playground.page_blocks import mrkdwn
from tests.bot.playground.page_bot import (
    LINES,
    TEXT,
    Bot,
    connected,
    field_of,
    modal,
    option,
    select,
)
from tests.bot.playground.page_place import CHROMIUM, NO_CHROMIUM, Place

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]
NOTE = field_of("note", "Note", LINES)
ABOUT = field_of("about", "About", TEXT, optional=True)
KIND = field_of("kind", "Kind", select("typed", "Choose one", option("A win", "win")))


@pytest.fixture
def bot(place: Place) -> Iterator[Bot]:
    with connected(place) as bot:
        yield bot


def dialog(page: Page) -> Locator:
    return page.get_by_test_id("modal")


def labelled(page: Page, label: str) -> Locator:
    return dialog(page).get_by_label(label)


def save(page: Page) -> None:
    page.get_by_test_id("modal-submit").click()


def gone(bot: Bot, page: Page) -> None:
    expect(dialog(page)).to_be_hidden()
    bot.place.slack.wait_for(lambda: not bot.place.slack.world.views)


def test_a_form_is_filled_in_and_sent(bot: Bot, page: Page) -> None:
    words: Json = {"type": "section", "text": mrkdwn("For *Acme Outdoor*, week 46.")}
    bot.open(modal(words, NOTE, ABOUT, KIND))
    expect(dialog(page)).to_contain_text("For Acme Outdoor, week 46.")
    expect(labelled(page, "Note")).to_be_focused()
    labelled(page, "Note").fill("Two lines\nof words")
    labelled(page, "Kind").click()
    page.get_by_role("option", name="A win").click()
    expect(labelled(page, "Kind")).to_have_text("A win")
    save(page)
    gone(bot, page)
    (sent,) = bot.forms
    assert sent["note"]["note"] == {"type": "plain_text_input", "value": "Two lines\nof words"}
    assert sent["about"]["about"]["value"] is None
    assert sent["kind"]["kind"]["selected_option"] == option("A win", "win")


def test_what_is_required_is_asked_for_before_anything_is_sent(bot: Bot, page: Page) -> None:
    bot.open(modal(NOTE, KIND))
    labelled(page, "Kind").focus()
    save(page)
    expect(dialog(page).get_by_role("alert").filter(visible=True)).to_have_text(
        ["Please complete this required field."] * 2
    )
    expect(labelled(page, "Note")).to_be_focused()
    expect(labelled(page, "Note")).to_have_attribute("aria-invalid", "true")
    assert bot.forms == []


def test_the_bots_errors_stand_under_their_fields(bot: Bot, page: Page) -> None:
    bot.answers = [{"response_action": "errors", "errors": {"about": "Nobody knows that."}}]
    bot.open(modal(NOTE, ABOUT))
    labelled(page, "Note").fill("words")
    labelled(page, "About").fill("nonsense")
    save(page)
    expect(dialog(page).get_by_role("alert").filter(visible=True)).to_have_text(
        "Nobody knows that."
    )
    expect(labelled(page, "About")).to_be_focused()
    expect(labelled(page, "Note")).to_have_value("words")
    labelled(page, "About").fill("")
    page.keyboard.press("Control+Enter")
    gone(bot, page)
    assert len(bot.forms) == 2


@pytest.mark.parametrize("way", ["Escape", "cross", "Cancel"])
def test_a_form_is_left_without_sending(bot: Bot, page: Page, way: str) -> None:
    page.get_by_test_id("composer").focus()
    bot.open(modal(NOTE))
    expect(labelled(page, "Note")).to_be_focused()
    ways = {"cross": "Close the form", "Cancel": "Cancel"}
    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name=ways[way]).click()
    gone(bot, page)
    assert bot.forms == []
    expect(page.get_by_test_id("composer")).to_be_focused()


LOST = """() => {
    const { activeElement: now, body } = document;
    return now !== body && !document.querySelector("dialog.modal").contains(now);
}"""


def test_the_focus_stays_in_the_form(bot: Bot, page: Page) -> None:
    bot.open(modal(NOTE, ABOUT))
    expect(labelled(page, "Note")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert not page.evaluate(LOST)
    page.mouse.click(5, 5)
    expect(dialog(page)).to_be_visible()


def test_a_form_on_top_leads_back_to_the_one_below(bot: Bot, page: Page) -> None:
    bot.open(modal(NOTE))
    labelled(page, "Note").fill("half a thought")
    bot.push(modal(ABOUT, title="On top"))
    expect(dialog(page).get_by_role("heading")).to_have_text("On top")
    save(page)
    expect(labelled(page, "Note")).to_have_value("half a thought")


def test_a_changed_form_keeps_what_was_typed(bot: Bot, page: Page) -> None:
    view = bot.open(modal(NOTE))
    labelled(page, "Note").fill("half a thought")
    bot.place.bot.views_update(view_id=view, view=modal(NOTE, ABOUT))
    expect(labelled(page, "About")).to_be_visible()
    expect(labelled(page, "Note")).to_have_value("half a thought")
    bot.answers = [{"response_action": "update", "view": modal(title="Thank you")}]
    save(page)
    expect(dialog(page).get_by_role("heading")).to_have_text("Thank you")
    bot.answers = [{"response_action": "clear"}]
    save(page)
    gone(bot, page)


def test_a_form_that_answers_picks_changes_under_the_hands(bot: Bot, page: Page) -> None:
    live = KIND | {"dispatch_action": True}
    view = bot.open(modal(NOTE, live))
    labelled(page, "Note").fill("half a thought")
    labelled(page, "Kind").click()
    page.get_by_role("option", name="A win").click()
    bot.place.slack.wait_for(lambda: bot.clicks)
    assert bot.clicks[0]["selected_option"]["value"] == "win"
    words: Json = {"type": "section", "text": mrkdwn("A win it is.")}
    bot.place.bot.views_update(view_id=view, view=modal(words, NOTE, live, ABOUT))
    expect(dialog(page)).to_contain_text("A win it is.")
    expect(labelled(page, "Note")).to_have_value("half a thought")
    expect(labelled(page, "Kind")).to_have_text("A win")
    expect(labelled(page, "Kind")).to_be_focused()


def test_a_form_is_for_one_person(bot: Bot, page: Page) -> None:
    bot.open(modal(NOTE), bot.place.dana)
    page.get_by_test_id("act-as").select_option(bot.place.guest)
    expect(dialog(page)).to_be_hidden()
    page.get_by_test_id("act-as").select_option(bot.place.dana)
    expect(dialog(page)).to_be_visible()


def test_a_silent_bot_leaves_the_form_open(place: Place, page: Page) -> None:
    Bot(place).open(modal(NOTE))
    labelled(page, "Note").fill("words")
    save(page)
    expect(dialog(page)).to_contain_text("The app did not answer in time.")
    expect(page.get_by_test_id("modal-submit")).to_be_enabled()
    expect(labelled(page, "Note")).to_have_value("words")


def test_a_long_form_fits_a_phone(bot: Bot, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    many = [field_of(f"f{n}", "A label that goes on and on " * 3, LINES) for n in range(8)]
    bot.open(modal(*many))
    expect(dialog(page)).to_be_in_viewport(ratio=1)
    expect(page.get_by_test_id("modal-submit")).to_be_in_viewport(ratio=1)
    wide = "document.querySelector('.modal-body')"
    assert page.evaluate(f"{wide}.scrollWidth <= {wide}.clientWidth")
