"""Starting the playground: what can go wrong is one sentence."""

import socket
from pathlib import Path

from tests.bot.cli import rapport


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = rapport("playground", "--port", port, "--no-browser", folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} is in use on this machine; add “--port 0” to take any free one.\n"
    )
