"""A process that imports a roster and is meant to be killed: says "begins" before, waits to be killed or ends."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from storage.database import open_database
from storage.importing.preview import preview_list
from storage.importing.roster import import_roster
from storage.keys import open_keys
from storage.spreadsheets.opening import open_spreadsheet
from tests.support.lists import TODAY, moment, words


async def main(database_url: str, folder: Path, file: Path) -> None:
    """Imports the file into the database."""
    database = await open_database(database_url)
    keys = await open_keys(database, folder)
    known = words()
    with open_spreadsheet(file) as spreadsheet:
        preview = preview_list(spreadsheet, "roster", known.places)
        sys.stdout.write("begins\n")
        sys.stdout.flush()
        await import_roster(database, keys, preview, known, moment(TODAY))
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
