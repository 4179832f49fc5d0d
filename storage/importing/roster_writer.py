"""A roster's persons into the database, batch by batch: new ones, changed ones, those who are missing.

The first roster of a village counts for all time before it; who comes with a later one has come on its day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import compress, repeat

from knowledge.roster.values import PersonState, Reason, RosterColumns, RosterRow
from storage import tables
from storage.bulk import (
    build_indexes,
    drop_indexes,
    insert_many,
    is_empty,
    last_id,
    lock_for_import,
    settle_ids,
)
from storage.database import Connection
from storage.importing.result import Findings
from storage.importing.roster_households import RosterHouseholds
from storage.keys import Keys
from storage.persons import (
    FROM_THE_BEGINNING,
    PersonRow,
    find_by_fingerprints,
    list_persons,
    record_changes,
)

_WRITTEN = (tables.households, tables.persons)
# a list that names somebody again brings them back from these
_HERE = PersonState.HERE.value
_COMES_BACK = (PersonState.LEFT, PersonState.MOVED_OUT)


class RosterWriter:
    """Writes one import inside its transaction: `begin`, `write` for each batch, `finish`.

    `by` is the user who imports, None at the command line.
    """

    def __init__(
        self,
        connection: Connection,
        keys: Keys,
        findings: Findings,
        default_category: str,
        day: date,
        by: int | None,
        at: datetime,
    ) -> None:
        self._connection = connection
        self._keys = keys
        self._findings = findings
        self._default_category = default_category
        self._day, self._by, self._at = day, by, at
        self._households = RosterHouseholds(connection)
        self._old_areas: frozenset[str] = frozenset()
        self._is_first = False
        self._last_id = 0
        self._seen: dict[bytes, tuple[str, int]] = {}
        self._areas: set[str] = set()

    async def begin(self) -> None:
        """Looks at what there is. Into empty tables rows go without indexes, which are built at the end."""
        await lock_for_import(self._connection, _WRITTEN)
        self._is_first = await is_empty(self._connection, tables.persons)
        await self._households.load()
        self._old_areas = self._households.areas()
        self._last_id = await last_id(self._connection, tables.persons)
        if self._is_first:
            await drop_indexes(self._connection, _WRITTEN)

    async def write(self, sheet: str, persons: RosterColumns) -> None:
        """Writes a batch of one sheet's persons."""
        fingerprints = self._keys.fingerprints(persons.id_number)
        persons, fingerprints = self._without_doubles(sheet, persons, fingerprints)
        self._areas.update(persons.area_id)
        known = {} if self._is_first else await find_by_fingerprints(self._connection, fingerprints)
        # those who are known first: they lead the others to their households
        changes: list[tuple[PersonRow, PersonRow]] = []
        if known:
            is_new = [fingerprint not in known for fingerprint in fingerprints]
            for row, fingerprint in zip(persons.persons(), fingerprints, strict=True):
                if fingerprint in known:
                    changes.extend(self._compared(sheet, row, known[fingerprint]))
            persons, fingerprints = persons.only(is_new), list(compress(fingerprints, is_new))
        homes = self._households.ids_of(persons)
        await self._households.write()
        await self._add(persons, fingerprints, homes)
        await record_changes(self._connection, changes, self._day, self._by, self._at)

    def _without_doubles(
        self, sheet: str, persons: RosterColumns, fingerprints: list[bytes]
    ) -> tuple[RosterColumns, list[bytes]]:
        places = list(zip(repeat(sheet), persons.row))
        if len(set(fingerprints)) == len(fingerprints) and self._seen.keys().isdisjoint(fingerprints):
            self._seen.update(zip(fingerprints, places, strict=True))
            return persons, fingerprints
        is_first = []
        for row, fingerprint, place in zip(persons.persons(), fingerprints, places, strict=True):
            first = self._seen.setdefault(fingerprint, place)
            is_first.append(first is place)
            if first is not place:
                reason = Reason("roster.double", {"sheet": first[0], "row": first[1]})
                self._findings.reject(sheet, row.row, row.name, reason)
        return persons.only(is_first), list(compress(fingerprints, is_first))

    async def _add(self, persons: RosterColumns, fingerprints: list[bytes], homes: list[int]) -> None:
        if not homes:
            return
        first_id, self._last_id = self._last_id + 1, self._last_id + len(homes)
        seal = self._keys.seal
        columns = {
            "id": range(first_id, self._last_id + 1),
            "household_id": homes,
            "name": persons.name,
            "relation": persons.relation,
            "fingerprint": fingerprints,
            "tail": [number.tail for number in persons.id_number],
            "born_on": [number.born_on for number in persons.id_number],
            "category": [category or self._default_category for category in persons.category],
            "phone": [None if phone is None else seal(phone) for phone in persons.phone],
            "state": [_HERE if state is None else state.value for state in persons.state],
            "since": [
                self._day if area_id in self._old_areas else FROM_THE_BEGINNING for area_id in persons.area_id
            ],
        }
        await insert_many(self._connection, tables.persons, columns)
        self._findings.counts["added"] += len(homes)

    def _compared(
        self, sheet: str, row: RosterRow, person: PersonRow
    ) -> Iterator[tuple[PersonRow, PersonRow]]:
        """The person as known and as listed, if that differs."""
        if not set(person.name) & set(row.name):
            reason = Reason("roster.other_name", {"tail": person.tail})
            self._findings.reject(sheet, row.row, row.name, reason)
            return
        now = self._as_listed(row, person)
        if now == person:
            self._findings.counts["unchanged"] += 1
            return
        self._findings.counts["updated"] += 1
        self._note_change(sheet, row, person, now)
        yield person, now

    def _as_listed(self, row: RosterRow, person: PersonRow) -> PersonRow:
        state = row.state or (PersonState.HERE if person.state in _COMES_BACK else PersonState(person.state))
        return person._replace(
            household_id=self._households.id_of(row, person.household_id),
            name=row.name,
            relation=row.relation or person.relation,
            category=row.category or person.category,
            phone=self._keys.seal(row.phone) if row.phone else person.phone,
            state=state.value,
        )

    def _note_change(self, sheet: str, row: RosterRow, before: PersonRow, now: PersonRow) -> None:
        if row.area_id != before.area_id:
            self._findings.note(sheet, row.row, row.name, Reason("roster.moved"))
        elif before.state != now.state:
            self._findings.note(sheet, row.row, row.name, Reason("roster.state_changed"))
        elif before.name != now.name:
            self._findings.note(sheet, row.row, row.name, Reason("roster.renamed"))
        elif before.category != now.category:
            self._findings.note(sheet, row.row, row.name, Reason("roster.category_changed"))

    async def mark_missing(self) -> None:
        """Marks as left who lives in the list's villages and is not in the list, which is complete."""
        for area_id in sorted(self._areas & self._old_areas):
            missing = [
                person
                for person in await list_persons(self._connection, area_id)
                if person.state == PersonState.HERE and person.fingerprint not in self._seen
            ]
            changes = [(person, person._replace(state=PersonState.LEFT.value)) for person in missing]
            await record_changes(self._connection, changes, self._day, self._by, self._at)
            self._findings.counts["left"] += len(missing)
            for person in missing:
                self._findings.note(area_id, 0, person.name, Reason("roster.left"))

    async def finish(self) -> None:
        """Builds the indexes that were dropped; the counts are complete then."""
        if self._is_first:
            await build_indexes(self._connection, _WRITTEN)
        await settle_ids(self._connection, _WRITTEN)
        self._findings.counts["households_added"] = self._households.added
        self._findings.counts["villages"] = len(self._areas)
