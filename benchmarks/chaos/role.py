"""A process of the fleet: the program itself, with a kind of delivery that needs no drawing."""

import os
import struct
import zlib
from datetime import datetime

from bot import logs, run
from bot.kinds import KINDS, Draft
from bot.office import Office
from bot.renderers import Renderers
from bot.settings import Settings
from bot.slack.message import Message
from bot.slack.show import sentence
from reports.errors import Expected
from storage.values import Delivery

KIND = "chaos"


def be(role: str) -> int:
    """Work as the program does; its exit status."""
    logs.configure()
    KINDS[KIND] = _line
    vars(run)["Renderers"] = lambda _: Renderers(0)  # nothing is drawn here
    try:
        run.run(Settings.read(for_slack=True), role)  # type: ignore[arg-type]
    except Expected as expected:
        os.write(2, f"{expected}\n".encode())
        return 1
    return 0


def _line(_office: Office, delivery: Delivery, _at: datetime) -> Draft:
    words = sentence(f"Delivery {delivery.key}")
    return Draft(_pictured(words) if delivery.args.get("picture") else words, "under fire")


def _pictured(words: Message) -> Message:
    from dataclasses import replace

    return replace(words, picture=PICTURE, title="A dot", alt="One grey dot.")


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum


PICTURE = b"".join(
    (
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        _chunk(b"IDAT", zlib.compress(b"\0\x80")),
        _chunk(b"IEND", b""),
    )
)
