"""Interactive elements and images, with Slack's limits."""

from __future__ import annotations

from bot.playground.slack.rules import (
    Rule,
    all_of,
    array,
    boolean,
    exactly_one,
    number,
    one_of,
    record,
    string,
    typed,
    whole,
)
from bot.playground.slack.shapes_text import (
    CONFIRM,
    ID,
    OPTION,
    RICH_TEXT,
    SLACK_FILE,
    URL,
    kind,
    plain,
)

_ONE_FILE = all_of(SLACK_FILE, exactly_one("id", "url"))
_SOURCE: dict[str, Rule] = {"image_url": URL, "slack_file": _ONE_FILE}
_ALT: dict[str, Rule] = {"alt_text": string(2_000)}
IMAGE_ELEMENT = all_of(kind("image", _ALT, _SOURCE), exactly_one("image_url", "slack_file"))
IMAGE_BLOCK = all_of(
    kind("image", _ALT, {**_SOURCE, "title": plain(2_000), "block_id": ID}),
    exactly_one("image_url", "slack_file"),
)

_ACT: dict[str, Rule] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": boolean}
_PICK: dict[str, Rule] = {**_ACT, "placeholder": plain(150)}
_MANY: dict[str, Rule] = {**_PICK, "max_selected_items": whole(1, 100)}
_OPTIONS = array(OPTION, 100)
_GROUPS = array(record({"label": plain(75), "options": _OPTIONS}), 100)
_IDS = array(ID, 100, 0)
_FILTER = record(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
_CONVERSATIONS: dict[str, Rule] = {"default_to_current_conversation": boolean, "filter": _FILTER}
_URLS: dict[str, Rule] = {"response_url_enabled": boolean}
_STATIC: dict[str, Rule] = {"options": _OPTIONS, "option_groups": _GROUPS}
_DISPATCH = record(
    {}, {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)}
)
_INPUT: dict[str, Rule] = {
    "action_id": ID,
    "placeholder": plain(150),
    "focus_on_load": boolean,
    "dispatch_action_config": _DISPATCH,
}

BUTTON = kind(
    "button",
    {"text": plain(75)},
    {
        "action_id": ID,
        "value": string(2_000),
        "url": URL,
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
_SELECTS: dict[str, Rule] = {
    "static_select": all_of(
        kind("static_select", {}, {**_PICK, **_STATIC, "initial_option": OPTION}),
        exactly_one("options", "option_groups"),
    ),
    "external_select": kind(
        "external_select",
        {},
        {**_PICK, "initial_option": OPTION, "min_query_length": whole(0, 150)},
    ),
    "users_select": kind("users_select", {}, {**_PICK, "initial_user": ID}),
    "channels_select": kind("channels_select", {}, {**_PICK, **_URLS, "initial_channel": ID}),
    "conversations_select": kind(
        "conversations_select", {}, {**_PICK, **_URLS, **_CONVERSATIONS, "initial_conversation": ID}
    ),
    "multi_static_select": all_of(
        kind("multi_static_select", {}, {**_MANY, **_STATIC, "initial_options": _OPTIONS}),
        exactly_one("options", "option_groups"),
    ),
    "multi_external_select": kind(
        "multi_external_select",
        {},
        {**_MANY, "initial_options": _OPTIONS, "min_query_length": whole(0, 150)},
    ),
    "multi_users_select": kind("multi_users_select", {}, {**_MANY, "initial_users": _IDS}),
    "multi_channels_select": kind("multi_channels_select", {}, {**_MANY, "initial_channels": _IDS}),
    "multi_conversations_select": kind(
        "multi_conversations_select", {}, {**_MANY, **_CONVERSATIONS, "initial_conversations": _IDS}
    ),
}
_CHOICES: dict[str, Rule] = {
    "radio_buttons": kind(
        "radio_buttons", {"options": array(OPTION, 10)}, {**_ACT, "initial_option": OPTION}
    ),
    "checkboxes": kind(
        "checkboxes", {"options": array(OPTION, 10)}, {**_ACT, "initial_options": array(OPTION, 10)}
    ),
    "datepicker": kind("datepicker", {}, {**_PICK, "initial_date": string(10)}),
    "timepicker": kind("timepicker", {}, {**_PICK, "initial_time": string(5), "timezone": ID}),
    "datetimepicker": kind("datetimepicker", {}, {**_ACT, "initial_date_time": number()}),
}
_ACTIONS: dict[str, Rule] = {
    **_SELECTS,
    **_CHOICES,
    "button": BUTTON,
    "overflow": kind(
        "overflow", {"options": array(OPTION, 5)}, {"action_id": ID, "confirm": CONFIRM}
    ),
}
_TYPED_IN: dict[str, Rule] = {
    "plain_text_input": kind(
        "plain_text_input",
        {},
        {
            **_INPUT,
            "initial_value": string(3_000, 0),
            "multiline": boolean,
            "min_length": whole(0, 3_000),
            "max_length": whole(1, 3_000),
        },
    ),
    "number_input": kind(
        "number_input",
        {"is_decimal_allowed": boolean},
        {**_INPUT, "initial_value": ID, "min_value": ID, "max_value": ID},
    ),
    "email_text_input": kind("email_text_input", {}, {**_INPUT, "initial_value": ID}),
    "url_text_input": kind("url_text_input", {}, {**_INPUT, "initial_value": URL}),
    "rich_text_input": kind("rich_text_input", {}, {**_INPUT, "initial_value": RICH_TEXT}),
    "file_input": kind(
        "file_input",
        {},
        {"action_id": ID, "filetypes": array(ID, 100), "max_files": whole(1, 10)},
    ),
}
_FEEDBACK = record({"text": plain(75), "value": string(2_000)}, {"accessibility_label": string(75)})
_CONTEXT_ACTIONS: dict[str, Rule] = {
    "feedback_buttons": kind(
        "feedback_buttons",
        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK},
        {"action_id": ID},
    ),
    "icon_button": kind(
        "icon_button",
        {"icon": ID, "text": plain(75)},
        {
            "action_id": ID,
            "value": string(2_000),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": _IDS,
        },
    ),
}

ACTION = typed(_ACTIONS, "element")
ACCESSORY = typed({**_ACTIONS, "image": IMAGE_ELEMENT}, "accessory")
INPUT = typed({**_SELECTS, **_CHOICES, **_TYPED_IN}, "input element")
CONTEXT_ACTION = typed(_CONTEXT_ACTIONS, "element")
