"""The bulletin's picture: the seconds of CPU that drawing it takes for each pack's villages, the first time and again."""

from __future__ import annotations

import sys
import time

from knowledge.drawing.bulletin import bulletin_png
from knowledge.standing.bulletin import sheet_of
from tests.handlers.test_bulletin import LIBRARY, bulletin_of

MOST_SECONDS = 2.0


def _seconds(pack_id: str) -> float:
    bulletin, voice = bulletin_of(pack_id)
    started = time.process_time()
    bulletin_png(sheet_of(bulletin, LIBRARY.pack(pack_id), voice))
    return time.process_time() - started


def main() -> None:
    """Prints the seconds of each pack; ends with an error where one takes too long."""
    slowest = 0.0
    for pack_id in LIBRARY.pack_ids:
        first, again = _seconds(pack_id), _seconds(pack_id)
        villages = len(LIBRARY.pack(pack_id).reporting_areas)
        sys.stdout.write(f"{pack_id:15}{villages:4} villages: {first:.2f} s, again {again:.2f} s\n")
        slowest = max(slowest, first, again)
    if slowest > MOST_SECONDS:
        sys.exit(f"drawing took {slowest:.2f} s (at most {MOST_SECONDS})")


if __name__ == "__main__":
    main()
