"""Households put straight into the database, for tests of what happens to them.

homes = Homes(database)
home = await homes.add("华升社区", "张三", [("张三", "ordinary"), ("李四", "minimum_living")], users=[7])
await homes.pays(home.persons[0], date(2021, 11, 3))
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from knowledge.roster.values import PersonState
from storage import persons, tables
from storage.database import Connection, Database
from storage.payments import record_payment

ADULT = date(1980, 5, 5)
BEFORE = datetime(2021, 8, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Home:
    """A household's id and its members'."""

    id: int
    persons: tuple[int, ...]


class Homes:
    """Adds households and what happens to them."""

    def __init__(self, database: Database, year: int = 2022) -> None:
        self.database = database
        self.year = year

    async def add(
        self,
        area_id: str,
        head: str,
        members: Sequence[tuple[str, str] | tuple[str, str, date]],
        *,
        users: Sequence[int] = (),
        group: str | None = None,
        consented: bool = True,
    ) -> Home:
        """A household: members are name and category, and a birthday where it matters; users are bound to it."""
        async with self.database.transaction() as connection:
            household = tables.households.insert().values(area_id=area_id, head=head, group_name=group)
            household_id = (
                await connection.execute(household.returning(tables.households.c.id))
            ).scalar_one()
            ids = [await self._person(connection, household_id, *member) for member in members]
            for user_id in users:
                await self._bind(connection, household_id, user_id, consented)
        return Home(household_id, tuple(ids))

    async def _person(
        self, connection: Connection, household_id: int, name: str, category: str, born_on: date = ADULT
    ) -> int:
        values = {
            "household_id": household_id,
            "name": name,
            "fingerprint": os.urandom(16),
            "tail": "0000",
            "born_on": born_on,
            "category": category,
            "state": "here",
            "since": date(1, 1, 1),
        }
        table = tables.persons
        return int(
            (await connection.execute(table.insert().values(**values).returning(table.c.id))).scalar_one()
        )

    async def _bind(self, connection: Connection, household_id: int, user_id: int, consented: bool) -> None:
        values = {
            "user_id": user_id,
            "household_id": household_id,
            "bound_at": BEFORE,
            "bound_by": 1,
            "consented_at": BEFORE if consented else None,
        }
        await connection.execute(tables.bindings.insert().values(**values))

    async def bind(self, home: Home, user_id: int, *, consented: bool = True) -> None:
        """A user may see the household."""
        async with self.database.transaction() as connection:
            await self._bind(connection, home.id, user_id, consented)

    async def pays(self, person_id: int, paid_on: date, amount: str = "320.00") -> int:
        """A payment that a clerk marked; its id."""
        async with self.database.transaction() as connection:
            at = datetime(paid_on.year, paid_on.month, paid_on.day, 4, tzinfo=UTC)
            return await record_payment(
                connection, person_id, self.year, Decimal(amount), paid_on, None, 1, at
            )


async def change_state(
    connection: Connection, person_id: int, state: PersonState, on: date, by: int | None, at: datetime
) -> None:
    """The person moved away, died, is insured elsewhere or is back, as an imported roster would say on that day."""
    person = await persons.get_person(connection, person_id)
    if person.state != state:
        changed = person._replace(state=state.value, since=max(on, persons.FROM_THE_BEGINNING))
        await persons.record_changes(connection, [(person, changed)], on, by, at)
