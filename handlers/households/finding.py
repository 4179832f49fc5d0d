"""Finding people by name among those whom a clerk may see: exactly, by sound, in pinyin, nearly."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime

from handlers.access import Role
from knowledge.household.asked import Asked
from knowledge.pack import Pack
from knowledge.roster.name_search import find_names, plain_name
from knowledge.roster.names import read_name
from knowledge.text import traditional
from storage import audit
from storage.database import Connection
from storage.finding import Named, list_called, list_containing, list_named

MOST_FOUND = 8
_LOOKED_AT = 60


def areas_for(role: Role, asked: Asked, pack: Pack) -> list[str] | None:
    """The villages to look in; None for everywhere. Empty where the village that was named is not theirs."""
    if asked.area is not None:
        return [asked.area.id] if role.may(asked.area.id) else []
    return None if role.is_township else [area.id for area in pack.reporting_areas if role.may(area.id)]


async def find_people(
    connection: Connection, name: str, area_ids: Sequence[str] | None, group: str | None = None
) -> list[Named]:
    """People whom a name may mean, the best first; everywhere (`area_ids` None) only by their characters."""
    if area_ids is None:
        spellings = _spellings(name)
        known = await list_called(connection, spellings, None, _LOOKED_AT)
        known = known or await list_containing(connection, spellings, None, _LOOKED_AT)
    else:
        known = await list_named(connection, area_ids)
    known = [person for person in known if group in (None, person.group)]
    names = [person.name for person in known]
    # some thousand names take tenths of a second: others go on meanwhile
    places = await asyncio.to_thread(find_names, name, names, MOST_FOUND)
    return [known[place] for place in places]


async def called_exactly(
    connection: Connection, name: str, area_ids: Sequence[str] | None, group: str | None = None
) -> list[Named]:
    """People of exactly this name."""
    found = await list_called(connection, _spellings(name), area_ids, _LOOKED_AT)
    return [person for person in found if group in (None, person.group)][:MOST_FOUND]


async def note_found(
    connection: Connection, role: Role, action: str, found: Iterable[Named], at: datetime
) -> None:
    """Whoever is shown people by name has looked at their households."""
    for household_id, area_id in dict.fromkeys((person.household_id, person.area_id) for person in found):
        await audit.record_look(
            connection, role.user_id, action, at, household_id=household_id, area_id=area_id
        )


def _spellings(name: str) -> list[str]:
    read = read_name(name)
    written = read if isinstance(read, str) else name.strip()
    return list(dict.fromkeys([written, plain_name(written), traditional(written)]))
