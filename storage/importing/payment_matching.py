"""Whose payment a row of an export is: by ID number, else by name and village; never by guessing."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.roster.values import PaymentRow, Reason
from storage.database import Connection
from storage.keys import Keys
from storage.persons import PersonRow, find_by_fingerprints, list_persons


class PersonMatcher:
    """Finds rows' persons; a village is read once."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys
        self._names: dict[str, dict[str, list[PersonRow]]] = {}

    async def match(self, rows: Sequence[PaymentRow]) -> list[PersonRow | Reason]:
        """The person of each row, or why somebody has to decide."""
        numbers = [row.id_number for row in rows if row.id_number is not None]
        fingerprints = iter(self._keys.fingerprints(numbers))
        by_row = [None if row.id_number is None else next(fingerprints) for row in rows]
        known = await find_by_fingerprints(self._connection, [value for value in by_row if value])
        return [
            await self._by_name(row) if fingerprint is None else _agreed(row, known.get(fingerprint))
            for row, fingerprint in zip(rows, by_row, strict=True)
        ]

    async def _by_name(self, row: PaymentRow) -> PersonRow | Reason:
        assert row.area_id is not None, "a row without an ID number has a village"
        if row.area_id not in self._names:
            names = self._names[row.area_id] = {}
            for person in await list_persons(self._connection, row.area_id):
                names.setdefault(person.name, []).append(person)
        found = self._names[row.area_id].get(row.name, [])
        if row.tail is not None:
            found = [person for person in found if person.tail == row.tail]
        if len(found) == 1:
            return found[0]
        return Reason("payments.several", {"count": len(found)}) if found else Reason("payments.nobody")


def _agreed(row: PaymentRow, person: PersonRow | None) -> PersonRow | Reason:
    if person is None:
        return Reason("payments.nobody")
    if row.name and not set(row.name) & set(person.name):
        return Reason("payments.other_name")
    return person
