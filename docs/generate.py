"""Write what can be generated: `python -m docs.generate`; `check()` tells what has drifted."""

import json
from collections.abc import Callable
from pathlib import Path

from bot.slack.manifest import EVENTS, SCOPES, manifest
from commands.registry import all_commands
from reports.health.scorecard import SCORECARD, Measure
from reports.metrics import catalogue, metric
from reports.model import Unit
from reports.render.json import schema
from reports.words import number

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
START, END = "<!-- {name} -->\n", "<!-- /{name} -->"


def command_table() -> str:
    """Every command as it is typed, with what it does."""
    lines = ["| type | to |", "|---|---|"]
    for command in all_commands().values():
        typed = " ".join([command.slash, command.usage]).strip().replace("|", "\\|")
        lines.append(f"| `{typed}` | {command.summary} |")
    return "\n".join(lines) + "\n"


def metric_table() -> str:
    """Every declared metric."""
    lines = ["# Metrics", "", "Generated from `reports/metrics/`.", ""]
    lines += ["| key | label | unit | better | adds up | what it is |", "|---|---|---|---|---|---|"]
    lines += [
        f"| `{metric.key}` | {metric.label} | {metric.unit} | {metric.better} | {metric.adds_up} | "
        f"{metric.description} |"
        for metric in catalogue()
    ]
    return "\n".join(lines) + "\n"


def health_page() -> str:
    """The scorecard: what counts, from which value to which."""
    lines = ["# Health", "", "Generated from `reports/health/scorecard.py`.", ""]
    lines += [
        "A score from 0 to 100 is the weighted mean of what is known of five components, each"
    ]
    lines += [
        "one number over the last 28 days. Under half coverage there is no score. The weights"
    ]
    lines += ["are equal unless `/health weights` sets them. 🟢 healthy from 70, 🟡 watch from 40,"]
    lines += ["🔴 at risk below.", ""]
    lines += ["| component | number, the first that is known | scores 0 | scores 100 |"]
    lines += ["|---|---|---|---|"]
    lines += [_measured(one.label, measure) for one in SCORECARD for measure in one.measures]
    return "\n".join(lines) + "\n"


def _measured(component: str, measure: Measure) -> str:
    known = metric(measure.metric)
    unit = Unit.PERCENT if measure.of_usual else known.unit
    edges = [number(edge, unit) for edge in (measure.worst, measure.best)]
    of_usual = " against its mean of the 12 weeks before" if measure.of_usual else ""
    return f"| {component} | `{measure.metric}`{of_usual} | {edges[0]} | {edges[1]} |"


def readme() -> str:
    """The README with its generated part anew."""
    text = README.read_text(encoding="utf-8")
    start, end = START.format(name="commands"), END.format(name="commands")
    before, rest = text.split(start)
    return before + start + command_table() + end + rest.split(end)[1]


def schema_text() -> str:
    """The JSON Schema of a report."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def manifest_text() -> str:
    """The app's manifest for Socket Mode, as `rapport manifest` prints it."""
    return json.dumps(manifest(), indent=2, ensure_ascii=False) + "\n"


def app_page() -> str:
    """What the bot asks Slack for, and why."""
    lines = ["# What the app may do in Slack", "", "Generated from `bot/slack/manifest.py`.", ""]
    lines += ["| scope | why |", "|---|---|"]
    lines += [f"| `{scope}` | {reason} |" for scope, reason in SCOPES.items()]
    lines += ["", "| event | what it means |", "|---|---|"]
    lines += [f"| `{event}` | {meaning} |" for event, meaning in EVENTS.items()]
    return "\n".join(lines) + "\n"


GENERATED: dict[Path, Callable[[], str]] = {
    README: readme,
    HERE.parent / "manifest.json": manifest_text,
    HERE / "slack-app.md": app_page,
    HERE / "health.md": health_page,
    HERE / "metrics.md": metric_table,
    HERE / "report.schema.json": schema_text,
}


def drifted() -> list[Path]:
    """The files that are not what they would be, generated now."""
    return [
        path
        for path, make in GENERATED.items()
        if not path.exists() or path.read_text(encoding="utf-8") != make()
    ]


if __name__ == "__main__":
    for path, make in GENERATED.items():
        path.write_text(make(), encoding="utf-8")
