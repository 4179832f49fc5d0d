"""The local Bot API server in a process of its own, as an outsider starts it."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

from bot.playground.server import TOKEN


@dataclass(frozen=True)
class Server:
    """Where it listens and which token its bot has."""

    url: str
    token: str


@contextlib.contextmanager
def playground_process() -> Iterator[Server]:
    """`python -m bot.playground` on a free port for the length of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.playground", "--port", str(port)], stdout=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{url}/people/state", timeout=1).close()
                break
            time.sleep(0.05)
        yield Server(url, TOKEN)
    finally:
        process.terminate()
        process.wait(timeout=10)
