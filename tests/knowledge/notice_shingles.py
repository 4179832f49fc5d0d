"""Hashes of every run of fourteen characters of the notices, to show that no answer copies one.

The notices are not in the repository. `python -m tests.knowledge.notice_shingles FOLDER` writes the hashes anew
from the texts in FOLDER.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

RUN = 14
WIDTH = 5
FILE = Path(__file__).parent / "notice_shingles.bin"


def plain_text(text: str) -> str:
    """A text without spaces and punctuation."""
    return re.sub(r"[^0-9A-Za-z\u4e00-\u9fff]", "", text)


def hashes_of(text: str) -> Iterator[tuple[str, bytes]]:
    """Every run of a plain text with its hash."""
    for start in range(len(text) - RUN + 1):
        run = text[start : start + RUN]
        yield run, hashlib.blake2b(run.encode(), digest_size=WIDTH).digest()


def _read() -> frozenset[bytes]:
    data = FILE.read_bytes()
    return frozenset(data[i : i + WIDTH] for i in range(0, len(data), WIDTH))


def write(folder: Path) -> int:
    """Hashes the texts of a folder into FILE; how many there are."""
    digests = {
        digest
        for path in sorted(folder.glob("*.txt"))
        for _, digest in hashes_of(plain_text(path.read_text(encoding="utf-8")))
    }
    FILE.write_bytes(b"".join(sorted(digests)))
    return len(digests)


SHINGLES = _read() if FILE.exists() else frozenset()

if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1]))} hashes\n")
