"""The documentation as a site: it is built without a warning, and read without the internet."""

import functools
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, sync_playwright

from docs.visit import FLAGS, chromium
from tests.documents import ROOT

in_browser = pytest.mark.skipif(
    chromium() is None, reason="Chromium is not installed; set RAPPORT_CHROMIUM to its path"
)
PHONE, DESKTOP = {"width": 375, "height": 812}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built folder."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        # The theme's word about another program's future is no warning about these pages.
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr
    return folder


class Reading(HTMLParser):
    """What a page fetches, and its pictures' words."""

    def __init__(self, page: Path) -> None:
        """Read it."""
        super().__init__()
        self.fetched: list[str] = []
        self.unspoken: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note scripts, styles and pictures."""
        given = dict(attrs)
        if tag in ("script", "img", "iframe") and given.get("src"):
            self.fetched.append(given["src"] or "")
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preconnect"):
            self.fetched.append(given.get("href") or "")
        if tag == "img" and not given.get("alt"):
            self.unspoken.append(given.get("src") or "")


def pages(site: Path) -> list[Path]:
    return sorted(page for page in site.glob("*.html") if page.name != "404.html")


def test_every_page_of_the_folder_is_a_page_of_the_site(site: Path) -> None:
    written = {page.stem for page in (ROOT / "docs").glob("*.md")}
    assert {page.stem for page in pages(site)} == written
    assert not list(site.rglob("*.py"))


def test_pages_fetch_nothing_from_elsewhere_and_pictures_have_words(site: Path) -> None:
    for page in pages(site):
        reading = Reading(page)
        assert not [found for found in reading.fetched if re.match(r"(https?:)?//", found)]
        assert reading.unspoken == [], page.name


def test_every_picture_is_shown_somewhere(site: Path) -> None:
    shown = {Path(found).name for page in pages(site) for found in Reading(page).fetched}
    assert {picture.name for picture in (ROOT / "docs/pictures").glob("*.png")} <= shown


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site on a server that says nothing."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A browser's page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield browser.new_page()
        browser.close()


@pytest.mark.browser
@in_browser
def test_in_a_browser_pages_fit_and_ask_nobody_else(site: Path, address: str, page: Page) -> None:
    elsewhere: list[str] = []
    wrong: list[str] = []

    def seen(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            elsewhere.append(request.url)

    page.on("request", seen)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for size in (DESKTOP, PHONE):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        for found in pages(site):
            page.goto(f"{address}/{found.name}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"{found.name} is {wide} pixels wide"
    assert elsewhere == []
    assert wrong == []


@pytest.mark.browser
@in_browser
def test_words_are_found_by_the_search(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}/index.html?q=signing%20secret")  # as a kept link to a search
    found = page.locator(".md-search-result__item")
    found.first.wait_for()
    assert "Connect Slack" in " ".join(found.all_inner_texts())
