"""The page's own files."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from starlette.responses import PlainTextResponse, Response

PAGE = Path(__file__).resolve().parent.parent / "page"


def give_page(name: str) -> Response:
    """One file of the page; never one outside its folder."""
    path = (PAGE / name).resolve()
    if not path.is_relative_to(PAGE) or not path.is_file():
        return PlainTextResponse("not found", 404)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Response(path.read_bytes(), media_type=kind, headers={"Cache-Control": "no-cache"})
