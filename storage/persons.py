"""Persons: who they are now, and what they were before (moved, died, insured elsewhere, another category).

A person's row holds what is true now, since `since`; person_history holds what was true before. Whoever was in the
first roster of a village has been there from the beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from storage import tables
from storage.bulk import insert_many
from storage.database import Connection
from storage.errors import NotFound

FROM_THE_BEGINNING = date(1, 1, 1)

# both databases take some 32,000 parameters in a statement
_AT_ONCE = 10_000


class PersonRow(NamedTuple):
    """A person's row, and the household's village. `phone` is sealed."""

    id: int
    fingerprint: bytes
    household_id: int
    name: str
    relation: str | None
    tail: str
    born_on: date
    category: str
    phone: bytes | None
    state: str
    since: date
    area_id: str


_COLUMNS = [tables.persons.c[name] for name in PersonRow._fields if name != "area_id"]
_QUERY = select(*_COLUMNS, tables.households.c.area_id).join_from(tables.persons, tables.households)


async def get_person(connection: Connection, person_id: int) -> PersonRow:
    """The person; `NotFound` where there is none of this id."""
    row = (await connection.execute(_QUERY.where(tables.persons.c.id == person_id))).first()
    if row is None:
        raise NotFound(f"there is no person {person_id}")
    return PersonRow._make(row)


async def find_by_fingerprints(
    connection: Connection, fingerprints: Sequence[bytes]
) -> dict[bytes, PersonRow]:
    """The persons whose ID numbers have these fingerprints."""
    found: dict[bytes, PersonRow] = {}
    for start in range(0, len(fingerprints), _AT_ONCE):
        part = fingerprints[start : start + _AT_ONCE]
        rows = await connection.execute(_QUERY.where(tables.persons.c.fingerprint.in_(part)))
        found.update((row.fingerprint, PersonRow._make(row)) for row in rows)
    return found


async def list_persons(connection: Connection, area_id: str) -> list[PersonRow]:
    """Everybody of a village, whatever their state, in the order of households."""
    rows = await connection.execute(
        _QUERY.where(tables.households.c.area_id == area_id).order_by(
            tables.persons.c.household_id, tables.persons.c.id
        )
    )
    return [PersonRow._make(row) for row in rows]


async def record_changes(
    connection: Connection,
    changes: Sequence[tuple[PersonRow, PersonRow]],
    on: date,
    by: int | None,
    at: datetime,
) -> None:
    """Writes persons as they are now (the second of each pair); what held until `on` goes into the history."""
    if not changes:
        return
    turned = [before for before, now in changes if _standing(before) != _standing(now)]
    past = [before for before in turned if before.since < on]
    if past:
        await insert_many(
            connection,
            tables.person_history,
            {
                "person_id": [person.id for person in past],
                "household_id": [person.household_id for person in past],
                "category": [person.category for person in past],
                "state": [person.state for person in past],
                "since": [person.since for person in past],
                "until": [on] * len(past),
                "changed_by": [by] * len(past),
                "changed_at": [at] * len(past),
            },
        )
    table = tables.persons
    since = {person.id: on for person in turned}
    written = ("household_id", "name", "relation", "category", "phone", "state")
    statement = update(table).where(table.c.id == bindparam("key"))
    await connection.execute(
        statement.values(
            since=bindparam("since_to", type_=table.c.since.type),
            **{name: bindparam(f"{name}_to", type_=table.c[name].type) for name in written},
        ),
        [
            {
                "key": before.id,
                "since_to": since.get(before.id, before.since),
                **{f"{name}_to": getattr(now, name) for name in written},
            }
            for before, now in changes
        ],
    )


def _standing(person: PersonRow) -> tuple[int, str, str]:
    """What has a history."""
    return person.household_id, person.category, person.state
