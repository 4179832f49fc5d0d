"""The library and its packs for tests, read once."""

from __future__ import annotations

import shutil
from pathlib import Path

from knowledge.library import PACKS, Library, load_library
from knowledge.pack import Pack

LIBRARY: Library = load_library()
PACK_IDS = LIBRARY.pack_ids
XIYAN, LIGAO, SONGMING = "xiyan-2022", "ligao-2018", "songming-2018"
LIANCHENG, KAIJIANG = "liancheng-2018", "kaijiang-2020"


def pack(pack_id: str) -> Pack:
    """A pack that comes with the bot."""
    return LIBRARY.pack(pack_id)


def copied(pack_id: str, into: Path) -> Path:
    """A copy of a pack's folder that a test may damage."""
    folder = into / pack_id
    shutil.copytree(PACKS / pack_id, folder)
    return folder
