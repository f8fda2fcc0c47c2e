"""A person at a terminal: reads what a program asks, and only then types the answer."""

import os
import pty
import re
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from select import select

PATIENCE = 60.0  # seconds for one question to appear
Asked = tuple[str, str]


def converse(
    words: Sequence[str], talk: Sequence[Asked], folder: Path, environment: dict[str, str]
) -> tuple[int, str]:
    """Run ``words`` on a terminal of its own; how it ended, and what stood on the screen.

    ``talk`` holds (what is asked, what is typed) in order; raises AssertionError where the
    question does not come.
    """
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        words, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True,
    ) as process:  # fmt: skip
        os.close(theirs)
        seen = ""
        try:
            for question, answer in talk:
                seen += _until(ours, question)
                os.write(ours, f"{answer}\n".encode())
            seen += _until(ours, None)
        except AssertionError:
            process.kill()
            raise
        finally:
            os.close(ours)
    return process.returncode, seen


def _until(terminal: int, question: str | None) -> str:
    """What is read until the question has come whole, or until the end where there is none.

    A prompt ends with a space. What is typed earlier may be thrown away: a program that hides
    its answer empties the terminal first.
    """
    whole = re.compile(rf"{re.escape(question)}[^\n]*: $") if question else None
    seen, deadline = "", time.monotonic() + PATIENCE
    while not (whole and whole.search(seen)):
        ready, _, _ = select([terminal], [], [], max(0.0, deadline - time.monotonic()))
        assert ready, f"waited for {question!r} and read {seen!r}"
        try:
            found = os.read(terminal, 1 << 16)
        except OSError:  # what a terminal says when nobody is left at its other end
            found = b""
        if not found:
            assert question is None, f"ended before {question!r}: {seen!r}"
            break
        seen += found.decode()
    return seen
