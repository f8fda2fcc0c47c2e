"""The examples of the page “Extend”, each put in its place in a copy of Rapport, and used."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from reports.chart.style import JUDGED
from reports.model import Status
from tests.bot.cli import Done, environment
from tests.documents import ROOT, blocks

EXAMPLES = ROOT / "docs" / "examples"
PAGE = ROOT / "docs" / "extend.md"
ROOMS = ("bot", "commands", "storage", "reports")
AT = ("--period", "2026-W46", "--now", "2026-11-24T09:00")


@dataclass(frozen=True)
class House:
    """A copy of Rapport that may be changed."""

    place: Path

    def rapport(self, *words: str, folder: Path) -> Done:
        """Run it as people do, in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words], cwd=folder,
            env=environment(folder) | {"PYTHONPATH": str(self.place)},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        return Done(done.returncode, done.stdout, done.stderr)

    def put(self, example: str, path: str) -> None:
        """Put an example where the page says."""
        assert f"`{path}`" in PAGE.read_text(encoding="utf-8")
        shutil.copy(EXAMPLES / example, self.place / path)

    def change(self, path: str, what: str, by: str) -> None:
        """Change a file in one place."""
        file = self.place / path
        text, count = re.subn(what, lambda found: found.expand(by), file.read_text(), flags=re.S)
        assert count == 1, f"{what} stands {count} times in {path}"
        file.write_text(text)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Rapport with all four examples."""
    copy = House(tmp_path_factory.mktemp("house"))
    for room in ROOMS:
        unwanted = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / room, copy.place / room, ignore=unwanted)
    with (copy.place / "reports/metrics/commerce.py").open("a") as file:
        file.write((EXAMPLES / "metric.py").read_text())
    copy.put("command.py", "commands/latest.py")
    copy.put("chart.py", "reports/chart/bars.py")
    copy.change(
        "bot/cli/ask.py", "from reports.chart import draw", "from reports.chart.bars import draw"
    )
    copy.put("source.py", "storage/sources/wiki_file.py")
    asked = next(one.text for one in blocks(PAGE) if "open_wiki(path)\n" in one.text[-30:])
    inside = "".join(f"    {line}\n" for line in asked.splitlines())
    table = "storage/sources/table.py"
    copy.change(table, r'(\ndef open_table\(.*?\n    """.*?"""\n)', rf"\1{inside}")
    names = "from storage.sources.wiki_file import is_wiki, open_wiki"
    copy.change(table, r"^(\"\"\".*?\"\"\"\n)", rf"\1{names}\n")
    return copy


def imported(house: House, folder: Path, name: str, text: str) -> Done:
    (folder / name).write_text(text, encoding="utf-8")
    return house.rapport("import", name, "--client", "acme", "--create", folder=folder)


def days(metric: str, *values: float) -> str:
    """Two weeks of a metric up to Sunday of week 46, one value a week."""
    first = date(2026, 11, 2)
    lines = [f"{first + timedelta(days=day)},{values[day // 7]}" for day in range(14)]
    return "\n".join([f"date,{metric}", *lines, ""])


def test_the_metric_is_known_to_imports_and_reports(house: House, tmp_path: Path) -> None:
    done = imported(house, tmp_path, "shelf.csv", days("shelf_time", 7200, 10800))
    assert done.returncode == 0, done.stderr
    assert "not in the catalogue" not in done.stdout
    answer = house.rapport("report", "acme", *AT, "--format", "json", folder=tmp_path)
    (figure,) = json.loads(answer.stdout)["metrics"]
    assert figure["label"] == "Time on the shelf"
    assert (figure["unit"], figure["value"], figure["status"]) == ("duration", 10800, "worse")
    assert "3 h" in house.rapport("report", "acme", *AT, folder=tmp_path).stdout


def test_the_command_is_found_by_the_terminal_and_the_manifest(
    house: House, tmp_path: Path
) -> None:
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 - the program reads the clock too
    imported(house, tmp_path, "leads.csv", f"date,leads\n{yesterday},12\n")
    done = house.rapport("latest", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"{yesterday.day} {yesterday:%b %Y}" in done.stdout
    manifest = json.loads(house.rapport("manifest", folder=tmp_path).stdout)
    assert "/latest" in [one["command"] for one in manifest["features"]["slash_commands"]]


def test_the_chart_is_what_the_terminal_draws(house: House, tmp_path: Path) -> None:
    imported(house, tmp_path, "up.csv", days("leads", 12, 18))
    imported(house, tmp_path, "down.csv", days("orders", 30, 20))
    done = house.rapport(
        "report", "acme", *AT, "--format", "png", "--out", "a.png", folder=tmp_path
    )
    assert done.returncode == 0, done.stderr
    picture = Image.open(tmp_path / "a.png").convert("RGB")
    assert picture.size == (1200, 675)
    colors = {color for _, color in picture.getcolors(1200 * 675) or []}
    for status in (Status.BETTER, Status.WORSE):
        assert ImageColor.getrgb(JUDGED[status]) in colors
    bars = [picture.getpixel((600, y)) for y in range(675)]
    assert bars.count(ImageColor.getrgb(JUDGED[Status.BETTER])) > 50, "a bar, not a letter"


def test_the_source_reads_its_kind_of_file_and_no_other(house: House, tmp_path: Path) -> None:
    lines = ["| date | leads |", "|---|--:|", "| 2026-11-09 | 12 |", "| 2026-11-10 | many |"]
    done = imported(house, tmp_path, "leads.md", "\n".join([*lines, "| 2026-11-11 | 14 |", ""]))
    assert done.returncode == 0, done.stderr
    assert "2 observations taken" in done.stdout
    assert "line 4" in done.stdout
    again = house.rapport("import", "leads.md", "--client", "acme", folder=tmp_path)
    assert "2 unchanged" in again.stdout
    assert imported(house, tmp_path, "other.csv", days("orders", 3, 4)).returncode == 0
    (tmp_path / "broken.md").write_bytes(b"| date | caf\xe9 |\n")
    broken = house.rapport("import", "broken.md", "--client", "acme", folder=tmp_path)
    assert broken.returncode == 1
    assert "not UTF-8" in broken.stderr
