"""Events put into an inbox one after the other: ``python -m benchmarks.events URL``.

Says ``ready``, stops when a line comes in, then prints the seconds that each took as JSON.
"""

import json
import sys
import time
from threading import Event, Thread

from benchmarks.import_ways import NOW
from storage.store import open_store

_PAUSE = 0.003


def main(url: str) -> None:
    """Put events until told to stop."""
    stop = Event()
    Thread(target=_wait_for_line, args=(stop,), daemon=True).start()
    waits: list[float] = []
    with open_store(url) as store:
        store.inbox.put("first", "message", {}, NOW)
        print("ready", flush=True)
        while not stop.wait(_PAUSE):
            began = time.perf_counter()
            store.inbox.put(f"Ev{len(waits)}", "message", {"text": "hello"}, NOW)
            waits.append(time.perf_counter() - began)
    print(json.dumps(waits))


def _wait_for_line(stop: Event) -> None:
    sys.stdin.readline()
    stop.set()


if __name__ == "__main__":
    main(sys.argv[1])
