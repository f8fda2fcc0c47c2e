"""Write what can be generated: `python -m docs.generate`; `check()` tells what has drifted."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.slack.manifest import EVENTS, SCOPES, manifest
from commands.registry import all_commands
from docs.command_line import command_line_page
from docs.reference import commands_page, settings_page, settings_table, typed, with_examples
from reports.health.scorecard import SCORECARD, Measure
from reports.metrics import Metric, built_in, metric
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
        words = typed(command).replace("|", "\\|")
        lines.append(f"| `{words}` | {command.summary} |")
    return "\n".join(lines) + "\n"


def metric_table() -> str:
    """Every declared metric, and what must hold between metrics."""
    known = built_in()
    lines = ["# Metrics", "", "Generated from `reports/metrics/`.", ""]
    lines += ["| key | label | unit | better | adds up | guides | what it is |"]
    lines += ["|---|---|---|---|---|---|---|"]
    lines += [_declared(metric(key)) for key in known.in_reading_order(known.metrics)]
    lines += ["", "How they add up over a longer time:", ""]
    lines += [f"- *{how}*: {meaning}" for how, meaning in ADDS_UP.items()]
    lines += [
        "",
        "A metric that guides nobody is vanity: it stands last, and makes no headline, win",
    ]
    lines += ["or challenge.", "", "What must hold on each day, or a notice names the days:", ""]
    lines += [f"- `{identity.holds}`" for identity in known.identities]
    return "\n".join(lines) + "\n"


ADDS_UP = {
    "sum": "the days are added.",
    "mean": "the days' mean, weighted by the cases of each where they are given.",
    "max": "the largest day.",
    "last": "the last known day.",
    "ratio": "the formula, of what its metrics come to over the whole time, never a mean of days; "
    "unknown where it divides by zero. A value that came with the data counts before it.",
    "distinct": "different ones, counted from the records; days alone do not tell it.",
    "retained": "the share of those who were there in as many days before and are there again, "
    "counted from the records; the mean of days where there are none.",
    "median, p90": "taken of the records, such as tickets; days alone do not tell them.",
}


def _declared(one: Metric) -> str:
    how = f"{one.adds_up} `{one.expression}`" if one.expression else one.adds_up
    guides = "yes" if one.guides else "vanity"
    return (
        f"| `{one.key}` | {one.label} | {one.unit} | {one.better} | {how} | {guides} | "
        f"{one.description} |"
    )


def health_page() -> str:
    """The scorecard: what counts, from which value to which."""
    lines = ["# The scorecard", "", "Generated from `reports/health/scorecard.py`.", ""]
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
    """The README with its generated parts anew."""
    text = README.read_text(encoding="utf-8")
    for name, part in (("commands", command_table()), ("settings", settings_table())):
        start, end = START.format(name=name), END.format(name=name)
        before, rest = text.split(start)
        text = before + start + part + end + rest.split(end)[1]
    return text


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
    HERE / "scorecard.md": health_page,
    HERE / "metrics.md": metric_table,
    HERE / "report.schema.json": schema_text,
    HERE / "commands.md": commands_page,
    HERE / "command-line.md": command_line_page,
    HERE / "settings.md": settings_page,
    HERE / "extend.md": partial(with_examples, HERE / "extend.md"),
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
