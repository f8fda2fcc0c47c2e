"""Ways to bring a long CSV file into a database, each in a process of its own.

``python -m benchmarks.import_ways WAY URL FILE`` prints seconds, peak megabytes and rows as JSON.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

NOW = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
METRICS, DAYS = 20, 365
# What one would type: stage, then upsert into the very table and key that ours has.
_STAGED = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
CREATE TABLE IF NOT EXISTS client(id INTEGER PRIMARY KEY, slug TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS metric_key(id INTEGER PRIMARY KEY, key TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS observation(client_id INTEGER NOT NULL, metric_id INTEGER NOT NULL,
  breakdown_id INTEGER NOT NULL, day INTEGER NOT NULL, source_id INTEGER NOT NULL,
  value FLOAT NOT NULL, weight FLOAT, import_id INTEGER NOT NULL,
  PRIMARY KEY(client_id, metric_id, breakdown_id, day, source_id)) WITHOUT ROWID;
CREATE TEMP TABLE staged(client TEXT, date TEXT, metric TEXT, value FLOAT);
.mode csv
.import --skip 1 "{file}" staged
INSERT OR IGNORE INTO client(slug) SELECT DISTINCT client FROM staged;
INSERT OR IGNORE INTO metric_key(key) SELECT DISTINCT metric FROM staged;
INSERT INTO observation
  SELECT c.id, m.id, 0, CAST(julianday(date) - 2440587.5 AS INTEGER), 1, value, NULL, 1
  FROM staged s JOIN client c ON c.slug = s.client JOIN metric_key m ON m.key = s.metric
  WHERE true ORDER BY 1, 2, 3, 4
  ON CONFLICT DO UPDATE SET value = excluded.value, weight = excluded.weight,
    import_id = excluded.import_id;
"""
_KEYED = """CREATE TABLE IF NOT EXISTS observation(client TEXT, date DATE, metric TEXT,
  value FLOAT, PRIMARY KEY(client, metric, date))"""


@dataclass(frozen=True)
class Run:
    """What one run of a way cost; ``process`` is the seconds of its whole process."""

    seconds: float
    megabytes: float
    process: float


def write_file(path: Path, clients: int) -> int:
    """A file as a warehouse exports it: by client, day and metric; how many rows it has."""
    first = date(2025, 1, 1)
    days = [(first + timedelta(days=one)).isoformat() for one in range(DAYS)]
    with path.open("w", encoding="utf-8") as file:
        file.write("client,date,metric,value\n")
        for client in range(clients):
            for place, day in enumerate(days):
                file.writelines(
                    f"client-{client:04d},{day},metric_{one:02d},"
                    f"{(client * 7919 + place * 104729 + one * 1299709) % 100_000 / 100}\n"
                    for one in range(METRICS)
                )
    return clients * METRICS * DAYS


def run(way: str, url: str, file: Path) -> Run:
    """Go one way in a fresh process."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.import_ways", way, url, str(file)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, megabytes = json.loads(said.stdout)
    return Run(seconds, megabytes, time.perf_counter() - began)


def _ours(url: str, file: Path) -> None:
    from storage.imports import import_file
    from storage.store import open_store, upgrade

    if not url.startswith("sqlite"):
        upgrade(url)
    with open_store(url) as store:
        _timed(lambda: import_file(store, file, client=None, create=True, now=NOW, by="bench"))


def _command_line(url: str, file: Path) -> None:
    script = _STAGED.format(file=file)
    command = ["sqlite3", url.removeprefix("sqlite:///")]
    _timed(
        lambda: subprocess.run(command, input=script, text=True, check=True, capture_output=True),
        resource.RUSAGE_CHILDREN,
    )


def _to_sql(url: str, file: Path) -> None:
    import pandas as pd
    from sqlalchemy import create_engine

    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.exec_driver_sql(_KEYED)

    def go() -> None:
        frame = pd.read_csv(file, parse_dates=["date"])
        frame["date"] = frame["date"].dt.date
        frame.to_sql("observation", engine, if_exists="append", index=False)

    _timed(go)


def _timed(go: Callable[[], object], whose: int = resource.RUSAGE_SELF) -> None:
    began = time.perf_counter()
    go()
    seconds = time.perf_counter() - began
    print(json.dumps([seconds, resource.getrusage(whose).ru_maxrss / 1024]))


_WAYS = {"ours": _ours, "command line": _command_line, "to_sql": _to_sql}

if __name__ == "__main__":
    _WAYS[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))
