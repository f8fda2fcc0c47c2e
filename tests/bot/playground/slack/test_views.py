"""Modals and Home tabs: checked, stored, versioned."""

from __future__ import annotations

import pytest
from slack_bolt import Ack, App

from bot.playground.slack.models import Json
from tests.bot.playground.slack.conftest import Office


def modal(**more: object) -> Json:
    title = {"type": "plain_text", "text": "Note"}
    return {"type": "modal", "title": title, "blocks": [], "callback_id": "note", **more}


def trigger(office: Office) -> str:
    return office.slack.core.tickets.issue("trigger_id", {"user": office.sam}, seconds=3, uses=1)


def test_a_trigger_opens_one_view(office: Office) -> None:
    ticket = trigger(office)
    view = office.client.views_open(trigger_id=ticket, view=modal())["view"]
    assert office.world.views[view["id"]].user == office.sam
    again = office.refusal("views.open", trigger_id=ticket, view=modal())
    assert again["error"] == "exchanged_trigger_id"
    unknown = office.refusal("views.open", trigger_id="1.2", view=modal())
    assert unknown["error"] == "invalid_trigger_id"


def test_a_view_is_changed_by_id_and_hash(office: Office) -> None:
    view = office.client.views_open(trigger_id=trigger(office), view=modal())["view"]
    changed = modal(private_metadata="x")
    office.client.views_update(view_id=view["id"], hash=view["hash"], view=changed)
    late = office.refusal("views.update", view_id=view["id"], hash=view["hash"], view=changed)
    assert late["error"] == "hash_conflict"
    assert office.refusal("views.update", view_id="V0", view=modal())["error"] == "not_found"


def test_three_views_stand_on_one_another(office: Office) -> None:
    assert office.refusal("views.push", trigger_id=trigger(office), view=modal())["error"] == (
        "not_found"
    )
    office.client.views_open(trigger_id=trigger(office), view=modal())
    for _ in range(2):
        office.client.views_push(trigger_id=trigger(office), view=modal())
    full = office.refusal("views.push", trigger_id=trigger(office), view=modal())
    assert full["error"] == "push_limit_reached"


def test_a_home_tab_is_published_for_a_person(office: Office) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = office.client.views_publish(user_id=office.sam, view=home)["view"]
    office.client.views_publish(user_id=office.sam, view=home, hash=first["hash"])
    assert len(office.world.views) == 1
    stale = office.refusal("views.publish", user_id=office.sam, view=home, hash=first["hash"])
    assert stale["error"] == "hash_conflict"
    assert office.refusal("views.publish", user_id="U0", view=home)["error"] == "user_not_found"


def test_a_view_out_of_form_is_refused_with_reasons(office: Office) -> None:
    long = modal(title={"type": "plain_text", "text": "x" * 25})
    answer = office.refusal("views.open", trigger_id=trigger(office), view=long)
    assert answer["error"] == "invalid_arguments"
    assert "json-pointer:/view/title/text" in str(answer["response_metadata"])


def test_a_submitted_view_reaches_the_bot(office: Office, bolt: App) -> None:
    seen: list[Json] = []

    @bolt.view("note")
    def on_note(ack: Ack, view: Json) -> None:
        seen.append(view["state"]["values"])
        ack(response_action="errors", errors={"b": "Too short"})

    view = office.client.views_open(trigger_id=trigger(office), view=modal())["view"]
    values = {"b": {"a": {"type": "plain_text_input", "value": "hi"}}}
    outcome = office.slack.people.submit(office.sam, view["id"], values)
    assert seen == [values]
    assert outcome.body == {"response_action": "errors", "errors": {"b": "Too short"}}


def test_a_pick_that_the_view_answers_reaches_the_bot(office: Office, bolt: App) -> None:
    seen: list[Json] = []

    @bolt.action("kind")
    def on_kind(ack: Ack, body: Json) -> None:
        seen.append(body)
        ack()

    options = [{"text": {"type": "plain_text", "text": word}, "value": word} for word in "ab"]
    select = {"type": "static_select", "action_id": "kind", "options": options}
    label = {"type": "plain_text", "text": "Kind"}
    quiet = {"type": "input", "block_id": "quiet", "label": label, "element": select}
    element = {**select, "action_id": "other"}
    live = {**quiet, "block_id": "live", "dispatch_action": True}
    declared = modal(blocks=[live, {**quiet, "element": element}], submit=label)
    view = office.client.views_open(trigger_id=trigger(office), view=declared)["view"]
    values = {"live": {"kind": {"type": "static_select", "selected_option": options[1]}}}
    assert office.slack.people.pick(office.sam, view["id"], "live", "b", values).acked
    [body] = seen
    assert body["container"] == {"type": "view", "view_id": view["id"]}
    assert body["view"]["state"]["values"] == values
    assert body["actions"][0]["selected_option"]["value"] == "b"
    assert "channel" not in body
    for block in ("quiet", "none"):
        with pytest.raises(ValueError, match="tells of picks"):
            office.slack.people.pick(office.sam, view["id"], block, "b", {})
