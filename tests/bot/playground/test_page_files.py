"""The page's files, without a browser: nothing missing, nothing foreign, no HTML from data."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import bot.playground

PAGE = Path(bot.playground.__file__).parent / "page"
SCRIPTS = sorted((PAGE / "js").glob("*.js"))
UNSAFE = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser"
)
IMPORT = re.compile(r'^(?:import|export) .*?from "(\./[\w-]+\.js)";', re.MULTILINE | re.DOTALL)


def test_every_linked_file_is_there_and_from_this_host() -> None:
    index = (PAGE / "index.html").read_text("utf-8")
    links = re.findall(r'(?:href|src)="([^"#]+)"', index)
    assert len(links) > 3
    missing = [at for at in links if not (PAGE / at.removeprefix("/static/")).is_file()]
    assert missing == []
    unlinked = {f"/static/css/{path.name}" for path in (PAGE / "css").iterdir()} - set(links)
    assert unlinked == set()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_module_imports_what_exists_and_never_parses_html(script: Path) -> None:
    text = script.read_text("utf-8")
    assert UNSAFE.search(text) is None
    imported = IMPORT.findall(text)
    assert [name for name in imported if not (script.parent / name).is_file()] == []


# One process for all modules: starting Node.js for each takes seconds.
PARSE = """
const { SourceTextModule } = require("node:vm");
const { readFileSync } = require("node:fs");
for (const file of process.argv.slice(1)) {
  try { new SourceTextModule(readFileSync(file, "utf8")); }
  catch (wrong) { console.log(`${file}: ${wrong.message}`); }
}
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")
def test_every_module_parses() -> None:
    command = ["node", "--experimental-vm-modules", "-e", PARSE, *map(str, SCRIPTS)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == ""
