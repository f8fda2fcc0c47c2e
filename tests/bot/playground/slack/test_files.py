"""Uploads: three steps, ready late, usable in blocks."""

from __future__ import annotations

from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.slack.models import Json
from tests.bot.playground.slack.conftest import Office

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def upload(office: Office, name: str = "chart.png") -> str:
    answer = office.client.files_upload_v2(filename=name, content=PNG, title="T", alt_txt="A line")
    return str(answer["files"][0]["id"])


def image(file_id: str) -> list[Json]:
    return [{"type": "image", "alt_text": "A line", "slack_file": {"id": file_id}}]


def test_a_picture_can_be_used_only_once_it_is_ready(office: Office) -> None:
    office.slack.faults.ready_after = 0.05
    file_id = upload(office)
    early = office.refusal("chat.postMessage", channel=office.acme, text="t", blocks=image(file_id))
    assert early["errors"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
    office.slack.wait_for(lambda: office.world.is_ready(office.world.files[file_id]))
    office.client.chat_postMessage(channel=office.acme, text="t", blocks=image(file_id))
    with urlopen(f"{office.slack.url}/files/{file_id}/chart.png") as answer:
        assert answer.read() == PNG
        assert answer.headers["content-type"] == "image/png"


@pytest.mark.parametrize("name", ["notes.txt", "page.svg"])
def test_only_pictures_stand_in_image_blocks(office: Office, name: str) -> None:
    office.slack.faults.ready_after = 0
    blocks = image(upload(office, name))
    answer = office.refusal("chat.postMessage", channel=office.acme, text="t", blocks=blocks)
    assert answer["error"] == "invalid_blocks"


def test_unknown_and_deleted_files_are_invalid(office: Office) -> None:
    office.slack.faults.ready_after = 0
    file_id = upload(office)
    office.client.files_delete(file=file_id)
    for gone in (file_id, "F0NOWHERE"):
        answer = office.refusal(
            "chat.postMessage", channel=office.acme, text="t", blocks=image(gone)
        )
        assert answer["error"] == "invalid_blocks"
    assert office.refusal("files.delete", file=file_id)["error"] == "file_deleted"
    assert office.refusal("files.delete", file="F0")["error"] == "file_not_found"


def test_a_file_cannot_be_completed_before_its_bytes_came(office: Office) -> None:
    begun = office.client.files_getUploadURLExternal(filename="a.png", length=3)
    answer = office.refusal("files.completeUploadExternal", files=[{"id": begun["file_id"]}])
    assert answer["error"] == "file_not_found"
    for content, status in ((b"four", 400), (b"abc", 404)):
        with pytest.raises(HTTPError) as caught:
            urlopen(Request(begun["upload_url"], content, method="POST"))
        assert caught.value.code == status
        caught.value.close()


def test_a_shared_upload_appears_later_and_without_ts(office: Office) -> None:
    office.slack.faults.ready_after = 0.05
    answer = office.client.files_upload_v2(
        filename="a.png", content=PNG, channel=office.acme, initial_comment="see"
    )
    assert "ts" not in answer.data
    assert office.texts() == []
    message = office.slack.wait_for(lambda: office.world.visible(office.acme))[0]
    assert (message.text, message.subtype, message.files) == (
        "see",
        "file_share",
        (answer["files"][0]["id"],),
    )
    assert office.slack.log.posted(office.acme) == 1


def test_markdown_in_an_upload_is_an_internal_error(office: Office) -> None:
    begun = office.client.files_getUploadURLExternal(filename="a.png", length=1)
    blocks = [{"type": "markdown", "text": "*x*"}]
    answer = office.refusal(
        "files.completeUploadExternal", files=[{"id": begun["file_id"]}], blocks=blocks
    )
    assert answer["error"] == "internal_error"


def test_reading_files_needs_a_scope(office: Office) -> None:
    file_id = upload(office)
    office.slack.scopes.discard("files:read")
    assert office.refusal("files.info", file=file_id)["needed"] == "files:read"
    office.slack.scopes.add("files:read")
    office.slack.faults.ready_after = 0
    assert office.client.files_info(file=file_id)["file"]["mimetype"] == ""
    ready = upload(office)
    assert office.client.files_info(file=ready)["file"]["mimetype"] == "image/png"


def test_uploads_can_be_switched_off(office: Office) -> None:
    office.slack.faults.uploads = False
    with pytest.raises(SlackApiError, match="file_uploads_disabled"):
        upload(office)


def test_the_transfer_itself_can_fail(office: Office) -> None:
    office.slack.faults.status("upload", 500)
    with pytest.raises(HTTPError) as caught:
        upload(office)
    assert caught.value.code == 500
    caught.value.close()
    assert upload(office)


@pytest.mark.parametrize(("token", "allowed"), [("right", True), ("wrong", False), ("", False)])
def test_a_persons_file_is_for_the_bot_alone(office: Office, token: str, *, allowed: bool) -> None:
    office.slack.people.drop(office.sam, office.acme, "ads.csv", b"date,leads\n")
    [file] = office.world.files
    url = office.client.files_info(file=file)["file"]["url_private_download"]
    bearer = {"right": f"Bearer {office.slack.bot_token}", "wrong": "Bearer xoxb-0", "": ""}[token]
    with urlopen(Request(url, headers={"Authorization": bearer})) as answer:
        assert (answer.read() == b"date,leads\n") is allowed
        assert (answer.headers.get_content_type() == "text/html") is not allowed
