"""What bringing in a large file costs: ``python -m benchmarks.imports [--large]``."""

import argparse
import json
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path

from benchmarks.clock import quantile
from benchmarks.import_ways import Run, run, write_file
from benchmarks.table import Row, show
from tests.databases import server

ROUNDS = 2
CLIENTS, MANY_CLIENTS = 137, 1_000
_TYPED, _FRAME = "sqlite3 command line: stage, upsert", "pandas.to_sql, same key"
_numbers = count(1)


def measure(*, large: bool = False) -> tuple[list[Row], list[str]]:
    """A million rows into SQLite and into PostgreSQL; where ``large``, 7.3 million, too."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "long.csv"
        size = write_file(file, CLIENTS)
        rows, details, rate = _on_sqlite(folder, file, size)
        parts = [_events(folder, file), _on_postgresql(folder, file, size)]
        parts += [_large(folder, rate)] if large else []
    for found, lines in parts:
        rows += found
        details += lines
    return rows, details


def _on_sqlite(folder: Path, file: Path, size: int) -> tuple[list[Row], list[str], float]:
    ours, typed = [], []
    for _ in range(ROUNDS):  # in turns, for other programs disturb each of them
        ours.append(_twice(folder, file, "ours"))
        typed.append(_twice(folder, file, "command line"))
    frame = run("to_sql", _sqlite(folder), file)
    first, again = map(_best, zip(*ours, strict=True))
    typed_first, typed_again = map(_best, zip(*typed, strict=True))
    what = f"{size:,} rows"
    rows = [
        _faster(f"{what}, first import, rate", _TYPED, first, typed_first, 1.0),
        _faster(f"{what}, imported again, rate", _TYPED, again, typed_again, 1.0),
        _faster(f"{what}, imported again, rate", "first import", again, first, 0.9),
        _faster(f"{what}, first import, rate", _FRAME, first, frame, 3.5),
        Row(f"{what}, peak memory", "400 MB", max(first.megabytes, again.megabytes) / 400, 1.0),
    ]
    named = {
        "first": first, "again": again, "command line": typed_first,
        "command line again": typed_again, "to_sql": frame,
    }  # fmt: skip
    return rows, _lines(what, named), size / first.seconds


def _on_postgresql(folder: Path, file: Path, size: int) -> tuple[list[Row], list[str]]:
    home = folder / "postgresql"
    home.mkdir(mode=0o700)
    with server(home) as url:
        ours = run("ours", _database(url, "ours"), file)
        again = run("ours", _database(url, "ours", new=False), file)
        frame = run("to_sql", _database(url, "frame"), file)
    what = f"PostgreSQL, {size:,} rows"
    rows = [_faster(f"{what}, first import, rate", _FRAME, ours, frame, 3.5)]
    return rows, _lines(what, {"first": ours, "again": again, "to_sql": frame})


def _large(folder: Path, rate: float) -> tuple[list[Row], list[str]]:
    file = folder / "large.csv"
    size = write_file(file, MANY_CLIENTS)
    first, again = _twice(folder, file, "ours")
    what = f"{size:,} rows"
    rows = [
        Row(
            f"{what}, first import, rate",
            "a million rows",
            size / first.seconds / rate,
            0.8,
            at_least=True,
        ),
        Row(f"{what}, peak memory", "400 MB", max(first.megabytes, again.megabytes) / 400, 1.0),
    ]
    return rows, _lines(what, {"first": first, "again": again})


def _events(folder: Path, file: Path) -> tuple[list[Row], list[str]]:
    """How long another process's event waits while a file comes in, twice."""
    url = _sqlite(folder)
    # The tables are there before the first event.
    small = folder / "small.csv"
    small.write_text("client,date,metric,value\nacme,2026-01-01,csat,1\n")
    run("ours", url, small)
    command = [sys.executable, "-m", "benchmarks.events", url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as put:
        assert put.stdout is not None
        put.stdout.readline()
        run("ours", url, file)
        run("ours", url, file)
        waits: list[float] = json.loads(put.communicate("stop\n")[0])
    p50, p99, most = quantile(waits, 0.5), quantile(waits, 0.99), max(waits)
    row = Row("an event during an import, longest wait", "100 ms", most / 0.1, 1.0)
    shown = f"p50 {p50 * 1000:.1f}, p99 {p99 * 1000:.1f}, longest {most * 1000:.1f} ms"
    return [row], [f"{len(waits):,} events during two imports: {shown}"]


def _best(runs: tuple[Run, ...]) -> Run:
    return min(runs, key=lambda run: run.seconds)


def _twice(folder: Path, file: Path, way: str) -> tuple[Run, Run]:
    """Into a new database, and once again."""
    url = _sqlite(folder)
    return run(way, url, file), run(way, url, file)


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / f'{next(_numbers)}.db'}"


def _database(server_url: str, name: str, *, new: bool = True) -> str:
    import psycopg

    if new:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return server_url.replace("/postgres?", f"/{name}?")


def _faster(what: str, against: str, ours: Run, other: Run, target: float) -> Row:
    return Row(what, against, other.seconds / ours.seconds, target, at_least=True)


def _lines(what: str, runs: dict[str, Run]) -> list[str]:
    return [
        f"{what}, {name}: {one.seconds:.2f} s, {one.megabytes:.0f} MB "
        f"(the whole process {one.process:.2f} s)"
        for name, one in runs.items()
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--large", action="store_true", help="7.3 million rows, too: minutes")
    show(*measure(large=parser.parse_args().large))
