"""How much longer than python-telegram-bot alone canbao takes to be ready: processes started in turn, medians."""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

from bot.cli import COLLECTED_AFTER

TIMES = 7
LIBRARY = "import telegram.ext"
READER = """
from knowledge.library import load_library
from knowledge.understand import load_understander
load_library().pack("xiyan-2022")
load_understander().read("今年交多少钱")
"""
SETTING = f"import gc; gc.set_threshold{COLLECTED_AFTER}\n"  # as the command `canbao` does
PROGRAMS = {"pack and all wordings": READER, "the whole bot with them": f"import bot.app\n{READER}"}


def _seconds(program: str) -> float:
    """From the start of the process to the line that says that it is ready."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", f"{SETTING}{program}\nprint('ready', flush=True)"], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        ready = process.stdout.readline()
        seconds = time.perf_counter() - began
    assert ready
    assert process.returncode == 0
    return seconds


def main() -> None:
    """The medians, and by how much they exceed the library's; a second is allowed."""
    rounds = [[_seconds(program) for program in (LIBRARY, *PROGRAMS.values())] for _ in range(TIMES)]
    library, *others = (median(column) for column in zip(*rounds, strict=True))
    sys.stdout.write(f"python-telegram-bot alone: {library:.2f} s\n")
    for name, seconds in zip(PROGRAMS, others, strict=True):
        sys.stdout.write(f"{name}: {seconds:.2f} s, {seconds - library:+.2f} s (allowed: +1 s)\n")
