"""The sample village: its households and payments are loaded, and each resident of the cast gets one as their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from bot.app import Bot
from bot.demo.cast import Home
from knowledge.pack import Pack
from knowledge.roster.values import PersonState
from knowledge.sample.payments import sample_payments
from knowledge.sample.people import SampleHousehold, sample_households
from knowledge.sample.plan import SamplePlan
from storage import bindings
from storage.households import list_households
from storage.keys import open_keys
from storage.sample import load_sample

# one village; a whole township would keep the visitor waiting
MOST_PERSONS = 2_600


class SampleVillage:
    """The first village of the pack, filled with invented households on a day."""

    def __init__(self, pack: Pack, at: datetime) -> None:
        self.area = pack.reporting_areas[0]
        self._ordinary = pack.ordinary.id
        people = self.area.headcount or self.area.target or MOST_PERSONS
        self.is_whole = people <= MOST_PERSONS
        self._plan = SamplePlan.of(
            pack, at.date(), persons=min(people, MOST_PERSONS), villages=[self.area.id]
        )
        self.households = tuple(sample_households(self._plan))
        self.payments = tuple(sample_payments(self._plan, self.households))

    async def load(self, bot: Bot, folder: Path) -> None:
        """Puts it into the database; `folder` is where the database's keys are."""
        keys = await open_keys(bot.database, folder)
        await load_sample(bot.database, keys, self._plan, bot.clock())

    async def give_homes(self, bot: Bot, residents: Mapping[int, Home], by: int) -> None:
        """Binds residents, by their user ids, to households that fit and have not paid yet."""
        now = bot.clock()
        async with bot.database.transaction() as connection:
            ids = {one.number: one.id for one in await list_households(connection, self.area.id)}
            for user_id, number in self._homes(residents).items():
                await bindings.bind(connection, user_id, ids[number], by, now)
                await bindings.give_consent(connection, user_id, now)

    def _homes(self, residents: Mapping[int, Home]) -> dict[int, str]:
        """Numbers of households by user ids, each given once."""
        paying = {payment.household.number for payment in self.payments}
        free = [one for one in self.households if one.number not in paying]
        given: dict[int, str] = {}
        for user_id, wanted in residents.items():
            best = max(free, key=lambda one: self._likeness(one, wanted))
            free.remove(best)
            given[user_id] = best.number
        return given

    def _likeness(self, household: SampleHousehold, wanted: Home) -> tuple[bool, ...]:
        """What of the wish is fulfilled, the weightiest first."""
        members = household.members
        categories = {member.category for member in members}
        return (
            wanted.category in categories if wanted.category else categories == {self._ordinary},
            len(members) == wanted.people,
            all(member.state is PersonState.HERE for member in members),
            members[0].name.startswith(wanted.surname),
        )
