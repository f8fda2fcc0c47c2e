"""The processes: killed, frozen, and started again as a service manager does it."""

import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from benchmarks.chaos.limit import NONE, limit

FROZEN = 9.0  # seconds
Process = subprocess.Popen[bytes]


class Fleet:
    """One process a role, at all times but when it is struck."""

    def __init__(
        self, roles: tuple[str, ...], environment: dict[str, str], seed: int, logs: Path
    ) -> None:
        """Start one process for each role; what they log stands in files in ``logs``."""
        self._environment = environment
        self._chance = random.Random(seed)  # noqa: S311 - a seed makes the same run again
        self._logs = logs
        self._largest = NONE
        self._running = [(role, self._started(role)) for role in roles]
        self._frozen: list[tuple[float, Process]] = []
        self.killed = self.froze = self.revived = 0

    def kill_one(self) -> None:
        """End one with -9 and start another in its place."""
        place = self._chance.randrange(len(self._running))
        process = self._running[place][1]
        process.kill()
        process.wait()
        self.killed += 1
        self._replace(place)

    def revive(self) -> None:
        """Start those again that ended by themselves, such as without a database."""
        for place, (_, process) in enumerate(self._running):
            if process.poll() is not None:
                self.revived += 1
                self._replace(place)

    def freeze_one(self) -> None:
        """Stop one for a while."""
        process = self._chance.choice(self._running)[1]
        process.send_signal(signal.SIGSTOP)
        self.froze += 1
        self._frozen.append((time.monotonic() + FROZEN, process))

    def thaw(self, *, all_of_them: bool = False) -> None:
        """Let those go on whose time has come."""
        now = time.monotonic()
        for one in list(self._frozen):
            if all_of_them or one[0] < now:
                with suppress(ProcessLookupError):
                    one[1].send_signal(signal.SIGCONT)
                self._frozen.remove(one)

    def limit(self, largest: str) -> None:
        """Let no file that they write grow beyond ``largest`` bytes; NONE ends that."""
        self._largest = largest
        for _, process in self._running:
            limit(process.pid, largest)

    def tracebacks(self) -> list[str]:
        """What nobody expected, of all their logs: the last line of each."""
        return [line for file in sorted(self._logs.iterdir()) for line in _tracebacks(file)]

    def end(self) -> None:
        """Ask all to end, and see that they do."""
        self.thaw(all_of_them=True)
        for _, process in self._running:
            process.terminate()
        for _, process in self._running:
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                print(f"  {process.args} did not end when it was asked to", flush=True)
                process.kill()
                process.wait()

    def _replace(self, place: int) -> None:
        role = self._running[place][0]
        self._running[place] = (role, self._started(role))

    def _started(self, role: str) -> Process:
        command = [sys.executable, "-m", "benchmarks.chaos", "--role", role]
        number = sum(1 for _ in self._logs.iterdir())
        # Through a pipe: the log has to be whole also where no file may grow.
        process = subprocess.Popen(command, env=self._environment, stderr=subprocess.PIPE)
        limit(process.pid, self._largest)
        kept = (self._logs / f"{number:04} {role}").open("wb")
        threading.Thread(target=_keep, args=(process.stderr, kept), daemon=True).start()
        return process


def _keep(said: IO[bytes], kept: IO[bytes]) -> None:
    with said, kept:
        for line in said:
            kept.write(line)
            kept.flush()


def _tracebacks(file: Path) -> list[str]:
    """The exceptions that stand in a log: the line that ends each traceback."""
    found, within = [], False
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        if within and line[:1] not in ("", " "):
            found.append(f"{file.name}: {line}")
            within = False
        within = within or line.startswith("Traceback")
    return found
