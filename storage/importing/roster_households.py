"""The households of a roster that is being imported: found again by number or by their members, else made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from knowledge.roster.roster_rows import HEAD
from knowledge.roster.values import RosterColumns, RosterRow
from storage import tables
from storage.bulk import insert_many, last_id
from storage.database import Connection


class _Household(NamedTuple):
    area_id: str
    group_name: str | None
    number: str | None
    head: str


@dataclass(slots=True)
class RosterHouseholds:
    """Gives each row its household's id; `write` puts the new and the changed ones into the database."""

    connection: Connection
    added: int = 0
    _ids: dict[str, int] = field(default_factory=dict)  # key within the file: id
    _numbered: dict[str, int] = field(default_factory=dict)  # the same for those that were there before
    _households: dict[int, _Household] = field(default_factory=dict)
    _claimed: set[int] = field(default_factory=set)  # by a household of the file, found by its members
    _new: list[int] = field(default_factory=list)
    _changed: set[int] = field(default_factory=set)
    _last_id: int = 0

    async def load(self) -> None:
        """Reads the households that there are."""
        table = tables.households
        self._last_id = await last_id(self.connection, table)
        columns = (table.c.id, table.c.area_id, table.c.group_name, table.c.number, table.c.head)
        for household_id, *values in await self.connection.execute(select(*columns)):
            household = self._households[household_id] = _Household(*values)
            if household.number is not None:
                self._numbered[f"{household.area_id}/{household.number}"] = household_id

    def areas(self) -> frozenset[str]:
        """The villages that have households."""
        return frozenset(household.area_id for household in self._households.values())

    def id_of(self, row: RosterRow, home: int | None) -> int:
        """The row's household; `home` is where its person lives as far as the database knows."""
        household_id = self._ids.get(row.household)
        if household_id is None:
            household_id = self._ids[row.household] = self._found(row, home) or self._made(row)
            self._refresh(household_id, row)
        elif row.relation == HEAD:
            self._refresh(household_id, row)
        return household_id

    def ids_of(self, persons: RosterColumns) -> list[int]:
        """The households of newcomers."""
        ids = self._ids
        for row in persons.persons():
            if row.relation == HEAD or row.household not in ids:
                self.id_of(row, None)
        return [ids[household] for household in persons.household]

    def _found(self, row: RosterRow, home: int | None) -> int | None:
        if row.number is not None:
            return self._numbered.get(row.household)
        if home is None or home in self._claimed or self._households[home].area_id != row.area_id:
            return None
        self._claimed.add(home)
        return home

    def _made(self, row: RosterRow) -> int:
        self._last_id += 1
        self.added += 1
        self._households[self._last_id] = _Household(row.area_id, row.group, row.number, row.head or row.name)
        self._new.append(self._last_id)
        return self._last_id

    def _refresh(self, household_id: int, row: RosterRow) -> None:
        known = self._households[household_id]
        head = row.name if row.relation == HEAD else known.head
        group = row.group or known.group_name
        if head != known.head or group != known.group_name:
            self._households[household_id] = known._replace(head=head, group_name=group)
            self._changed.add(household_id)

    async def write(self) -> None:
        """Writes what has come since the last time."""
        table = tables.households
        if self._new:
            rows = [self._households[household_id] for household_id in self._new]
            columns = dict(zip(_Household._fields, zip(*rows, strict=True), strict=True))
            await insert_many(self.connection, table, {"id": self._new, **columns})
        changed = self._changed.difference(self._new)
        if changed:
            statement = update(table).where(table.c.id == bindparam("key"))
            await self.connection.execute(
                statement.values(group_name=bindparam("group_to"), head=bindparam("head_to")),
                [
                    {
                        "key": household_id,
                        "group_to": self._households[household_id].group_name,
                        "head_to": self._households[household_id].head,
                    }
                    for household_id in sorted(changed)
                ],
            )
        self._new.clear()
        self._changed.clear()
