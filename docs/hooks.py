"""What mkdocs does besides: files of the repository that pages link to become files of the site."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent.parent
DEPLOY = sorted(path for path in (ROOT / "deploy").iterdir() if path.is_file())
SHIPPED = (
    *(str(path.relative_to(ROOT)) for path in DEPLOY),
    "Procfile",
    "manifest.json",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "LICENSE",
)
ICON = ROOT / "bot/playground/page/icon.svg"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add them below ``files/``; Markdown as plain text, for its links lead elsewhere."""
    for path in SHIPPED:
        files.append(File.generated(config, _address(path), abs_src_path=str(ROOT / path)))
    files.append(File.generated(config, "files/icon.svg", abs_src_path=str(ICON)))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Lead links that leave the folder, as they must where the repository is read, to them."""
    for path in SHIPPED:
        markdown = markdown.replace(f"](../{path})", f"]({_address(path)})")
    return markdown


def _address(path: str) -> str:
    return f"files/{path.removesuffix('.md')}{'.txt' if path.endswith('.md') else ''}"
