"""Files that people share in Slack, fetched to this machine when a command needs them."""

import re
import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from slack_sdk import WebClient

from reports.errors import Expected

MOST_BYTES = 200_000_000
FILE = re.compile(r"\bF[A-Z0-9]{5,20}\b")
_SLACK = "files.slack.com"
_KEPT = 3600  # seconds: as long as somebody may think about a preview
_TIMEOUT = 60
_CHUNK = 1 << 20


class FileGone(Expected):
    """That file is no longer there; share it again."""


class FileTooLarge(Expected):
    """That file has more than {most} MB; import it with “rapport import” on the server."""


class FileHidden(Expected):
    """Slack does not let me read that file; the app needs the scope files:read, as “rapport
    doctor” says."""


class Files:
    """Shared files by their Slack id, each kept for an hour in a folder of this user's own."""

    def __init__(self, api: WebClient) -> None:
        """Ask and fetch with the bot's own token."""
        self._api = api
        self._folder: Path | None = None

    def named_in(self, words: str) -> tuple[str, ...]:
        """The paths of the files whose ids stand in ``words`` before a client's name.

        Raises FileGone, FileTooLarge, FileHidden, and what the Web API and the network raise.
        """
        return tuple(str(self._path(found)) for found in FILE.findall(words.partition(" for ")[0]))

    def close(self) -> None:
        """Delete what was fetched."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _path(self, file: str) -> Path:
        folder = self._root() / file
        known = next(iter(folder.glob("*")), None) if folder.is_dir() else None
        return known or self._fetched(file, folder)

    def _root(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="rapport-files-"))
        for old in self._folder.iterdir():
            if time.time() - old.stat().st_mtime > _KEPT:
                shutil.rmtree(old, ignore_errors=True)
        return self._folder

    def _fetched(self, file: str, folder: Path) -> Path:
        about: Mapping[str, Any] = self._api.files_info(file=file)["file"]
        if int(about.get("size") or 0) > MOST_BYTES:
            raise FileTooLarge(most=MOST_BYTES // 1_000_000)
        folder.mkdir()
        path = folder / _plain_name(str(about.get("name") or file))
        partial = folder.with_suffix(".partial")
        self._download(str(about.get("url_private_download") or about["url_private"]), partial)
        return partial.rename(path)

    def _download(self, url: str, path: Path) -> None:
        if not self._is_slacks(url):
            raise FileHidden
        request = Request(url, headers={"Authorization": f"Bearer {self._api.token}"})  # noqa: S310
        with urlopen(request, timeout=_TIMEOUT) as answer, path.open("wb") as file:  # noqa: S310
            # To whom it does not let read it, Slack answers with the page for signing in.
            if answer.headers.get_content_type() == "text/html":
                raise FileHidden
            while chunk := answer.read(_CHUNK):
                file.write(chunk)
                if file.tell() > MOST_BYTES:
                    raise FileTooLarge(most=MOST_BYTES // 1_000_000)

    def _is_slacks(self, url: str) -> bool:
        """Whether the token may be shown there."""
        found = urlsplit(url)
        own = urlsplit(self._api.base_url)
        slack = (found.scheme, found.hostname) == ("https", _SLACK)
        return slack or (found.scheme, found.netloc) == (own.scheme, own.netloc)


def _plain_name(name: str) -> str:
    """A name that stays in its folder."""
    kept = "".join(sign for sign in Path(name).name if sign.isprintable() and sign not in '/\\:"')
    return kept.strip(". ")[-100:] or "file"
