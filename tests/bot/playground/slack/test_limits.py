"""The limits of Block Kit, each at its last good value and one beyond."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from bot.playground.slack.limits import block_problems, image_files, view_problems
from bot.playground.slack.models import Json
from tests.bot.playground.slack import examples as eg

REAL = os.environ.get("RAPPORT_REAL_DATA", "")
DIVIDER: Json = {"type": "divider"}


def problems(*blocks: Json) -> list[str]:
    return block_problems(list(blocks), "message")


@pytest.mark.parametrize("name", [*eg.GOOD, *eg.CHARTS])
def test_good_blocks_pass(name: str) -> None:
    assert problems((eg.GOOD | eg.CHARTS)[name]) == []


@pytest.mark.realdata
@pytest.mark.skipif(not REAL, reason="needs RAPPORT_REAL_DATA")
@pytest.mark.parametrize("name", eg.GOOD)
def test_good_blocks_pass_the_published_schema_too(name: str) -> None:
    schema = json.loads((Path(REAL) / "slack" / "SlackMessage.schema.json").read_text())
    Draft7Validator(schema).validate({"text": "x", "blocks": [eg.GOOD[name]]})


def section(size: int) -> Json:
    return {"type": "section", "text": eg.mrkdwn("x" * size)}


def row(size: int) -> Json:
    buttons = [eg.button(action_id=f"a{number}") for number in range(size)]
    return {"type": "actions", "elements": buttons}


def one_button(**more: object) -> Json:
    return {"type": "actions", "elements": [eg.button(**more)]}


def context(size: int) -> Json:
    return {"type": "context", "elements": [eg.mrkdwn()] * size}


def alt(size: int) -> Json:
    return {**eg.PICTURE, "alt_text": "x" * size}


def menu(size: int) -> Json:
    option = {"text": eg.plain(), "value": "v"}
    return {"type": "actions", "elements": [{**eg.SELECT, "options": [option] * size}]}


@pytest.mark.parametrize(
    ("good", "bad", "pointer"),
    [
        (section(3000), section(3001), "/blocks/0/text/text"),
        (section(1), section(0), "/blocks/0/text/text"),
        (
            {"type": "section", "fields": [eg.mrkdwn("x" * 2000)] * 10},
            {"type": "section", "fields": [eg.mrkdwn()] * 11},
            "/blocks/0/fields",
        ),
        (
            {"type": "header", "text": eg.plain("x" * 150)},
            {"type": "header", "text": eg.plain("x" * 151)},
            "/blocks/0/text/text",
        ),
        ({"type": "header", "text": eg.plain()}, {"type": "header", "text": eg.mrkdwn()}, "/type"),
        (context(10), context(11), "/blocks/0/elements"),
        (row(25), row(26), "/blocks/0/elements"),
        (
            one_button(text=eg.plain("x" * 75)),
            one_button(text=eg.plain("x" * 76)),
            "/blocks/0/elements/0/text/text",
        ),
        (one_button(value="x" * 2000), one_button(value="x" * 2001), "/blocks/0/elements/0/value"),
        (
            one_button(action_id="x" * 255),
            one_button(action_id="x" * 256),
            "/blocks/0/elements/0/action_id",
        ),
        (one_button(style="danger"), one_button(style="red"), "/blocks/0/elements/0/style"),
        ({**DIVIDER, "block_id": "x" * 255}, {**DIVIDER, "block_id": "x" * 256}, "/block_id"),
        (alt(2000), alt(2001), "/blocks/0/alt_text"),
        (menu(100), menu(101), "/blocks/0/elements/0/options"),
        (eg.table(100, 20), eg.table(101, 20), "/blocks/0/rows"),
        (eg.table(100, 20), eg.table(1, 21), "/blocks/0/rows/0"),
        (eg.table(1, 1, "x" * 10_000), eg.table(1, 1, "x" * 10_001), "/blocks"),
        (eg.data_table(201, 20), eg.data_table(202, 20), "/blocks/0/rows"),
        (eg.data_table(2), eg.data_table(1), "/blocks/0/rows"),
        (eg.data_table(2, 1, "x" * 10_000), eg.data_table(2, 1, "x" * 10_001), "/blocks"),
        (
            {**eg.data_table(), "page_size": 100},
            {**eg.data_table(), "page_size": 101},
            "/blocks/0/page_size",
        ),
        (
            {**eg.data_table(), "row_header_column_index": 1},
            {**eg.data_table(), "row_header_column_index": 2},
            "/blocks/0/row_header_column_index",
        ),
        (
            {"type": "markdown", "text": "x" * 12_000},
            {"type": "markdown", "text": "x" * 12_001},
            "/blocks/0/text",
        ),
    ],
)
def test_a_limit_holds_at_its_edge(good: Json, bad: Json, pointer: str) -> None:
    assert problems(good) == []
    assert pointer in problems(bad)[0]


def test_fifty_blocks_stand_in_a_message() -> None:
    assert problems(*[DIVIDER] * 50) == []
    assert problems(*[DIVIDER] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"type": "sektion"}, "unsupported block type: sektion [json-pointer:/blocks/0/type]"),
        ({"text": "x"}, "missing required field: type"),
        (
            {**DIVIDER, "color": "red"},
            "invalid additional property: color [json-pointer:/blocks/0]",
        ),
        ({"type": "header"}, "missing required field: text"),
        ({"type": "section"}, "must define either `text` or `fields`"),
        ({"type": "section", "text": "x"}, "must provide an object"),
        ({**eg.PICTURE, "slack_file": {"id": "F1"}}, "and only one"),
        ({"type": "image", "alt_text": "x", "slack_file": {"id": "F", "url": "u"}}, "and only one"),
        ({"type": "image", "image_url": "u"}, "missing required field: alt_text"),
        ({"type": "alert", "text": eg.plain()}, "alert is not allowed in a message"),
        ({"type": "data_table", "rows": [[eg.raw()]] * 2}, "missing required field: caption"),
        ({**eg.data_table(), "rows": [[eg.rich()], [eg.raw()]]}, "unsupported header cell type"),
        ({"type": "table", "rows": [[eg.raw()], [eg.raw()] * 2]}, "the same number of cells"),
        (
            {"type": "table", "rows": [[{"type": "raw_number", "value": "1", "text": "1"}]]},
            "number",
        ),
    ],
)
def test_blocks_out_of_form_are_refused(bad: Json, words: str) -> None:
    assert words in problems(bad)[0]


def test_ids_are_unique_in_a_message() -> None:
    twice = {**DIVIDER, "block_id": "d"}
    assert problems(twice, twice) == ["block_id d already exists [json-pointer:/blocks]"]
    pressed = problems(one_button(), one_button())
    assert pressed == ["action_id go already exists [json-pointer:/blocks]"]


def test_one_table_and_two_charts_stand_in_a_message() -> None:
    assert "no more than 1 table" in problems(eg.table(), eg.table())[0]
    assert problems(eg.chart(), eg.pie(1)) == []
    assert "no more than 2 data_visualization" in problems(*[eg.chart()] * 3)[0]


def with_chart(**changes: object) -> Json:
    block = eg.chart()
    return {**block, "chart": {**block["chart"], **changes}}


def points(count: int) -> Json:
    labels = [f"W{number}" for number in range(count)]
    axis = {"categories": labels}
    return with_chart(series=[eg.series("now", labels)], axis_config=axis)


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        (points(20), points(21), "no more than 20 items"),
        (eg.pie(*[1] * 12), eg.pie(*[1] * 13), "no more than 12 items"),
        (eg.pie(0.1), eg.pie(0), "must be more than 0"),
        (eg.pie(1), eg.pie(), "no fewer than 1"),
        ({**eg.chart(), "title": "x" * 50}, {**eg.chart(), "title": "x" * 51}, "/title"),
        (eg.chart("bar", ["a", "b"]), eg.chart("bar", ["a", "a"]), "series names must be unique"),
        (
            eg.chart(names=[f"s{i}" for i in range(12)]),
            eg.chart(names=[f"s{i}" for i in range(13)]),
            "no more than 12",
        ),
        (eg.chart(names=["x" * 20]), eg.chart(names=["x" * 21]), "/series/0/name"),
        (
            eg.chart(),
            with_chart(series=[eg.series("now", ["W1"])]),
            "one point for every category [json-pointer:/blocks/0/chart/series/0/data]",
        ),
        (eg.chart(), with_chart(series=[eg.series("now", ["W1", "W3"])]), "every category"),
        (eg.chart(), with_chart(axis_config={"categories": ["W1", "W1"]}), "must be unique"),
        (eg.chart(), with_chart(colour="red"), "invalid additional property: colour"),
        (eg.chart(), with_chart(type="donut"), "unsupported chart type: donut"),
    ],
)
def test_charts_keep_their_rules(good: Json, bad: Json, words: str) -> None:
    assert problems(good) == []
    assert words in problems(bad)[0]


def view(**more: object) -> Json:
    return {"type": "modal", "title": eg.plain(), "blocks": [], **more}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (view(title=eg.plain("x" * 24)), view(title=eg.plain("x" * 25))),
        (view(blocks=[DIVIDER] * 100), view(blocks=[DIVIDER] * 101)),
        (view(private_metadata="x" * 3000), view(private_metadata="x" * 3001)),
        (view(callback_id="x" * 255), view(callback_id="x" * 256)),
        (view(blocks=[eg.INPUT], submit=eg.plain()), view(blocks=[eg.INPUT])),
        (view(blocks=[{"type": "alert", "text": eg.plain()}]), view(blocks=[eg.chart()])),
        (view(), view(type="home")),
        (view(), view(name="x")),
    ],
)
def test_modals_keep_their_rules(good: Json, bad: Json) -> None:
    assert view_problems(good, "modal") == []
    assert view_problems(bad, "modal")


def test_home_tabs_have_no_title() -> None:
    home: Json = {"type": "home", "blocks": [eg.data_table()]}
    assert view_problems(home, "home") == []
    assert view_problems({**home, "title": eg.plain()}, "home")


def test_pictures_are_found_wherever_they_stand() -> None:
    picture = {"type": "image", "alt_text": "x", "slack_file": {"id": "F1"}}
    blocks = [{"type": "context", "elements": [picture]}, {**section(1), "accessory": picture}]
    assert [at for at, _ in image_files(blocks)] == [
        "/blocks/0/elements/0/slack_file",
        "/blocks/1/accessory/slack_file",
    ]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "rows", "chart", "x"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("size", [float("nan"), float("inf"), 1.5, True, "5", None, 10**400])
def test_odd_numbers_are_no_page_size(size: object) -> None:
    assert problems({**eg.data_table(), "page_size": size})


@given(JSON_VALUES)
def test_any_json_is_judged_and_never_breaks(value: object) -> None:
    found = block_problems(value, "message")
    assert found if not isinstance(value, list) else isinstance(found, list)


@given(st.sampled_from(sorted(eg.GOOD | eg.CHARTS)), st.data())
def test_a_good_block_with_any_field_spoilt_never_breaks(name: str, data: st.DataObject) -> None:
    block = dict((eg.GOOD | eg.CHARTS)[name])
    field = data.draw(st.sampled_from(sorted(block)))
    block[field] = data.draw(JSON_VALUES)
    assert isinstance(block_problems([block], "message"), list)
