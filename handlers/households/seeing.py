"""A household as the database has it now, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.areas import area_of
from handlers.context import Context, House
from knowledge.household.status import HomeMember, HomeStatus, status_of
from knowledge.household.wording import HomeWords
from knowledge.pack import Pack
from storage import households
from storage.database import Connection
from storage.households import Household, Member


@dataclass(frozen=True, slots=True)
class Home:
    """A household and where it stands today."""

    household: Household
    status: HomeStatus

    @property
    def id(self) -> int:
        """The household's id."""
        return self.household.id

    @property
    def area_id(self) -> str:
        """Its village."""
        return self.household.area_id


async def home_of(connection: Connection, pack: Pack, household_id: int, on: date) -> Home:
    """The household on a day; `NotFound` where there is none of this id."""
    found = await households.status_of(connection, household_id, pack.year)
    return Home(found.household, status_of(pack, list(map(_facts, found.members)), on))


def _facts(member: Member) -> HomeMember:
    return HomeMember(
        member.person_id,
        member.name,
        member.category,
        member.born_on,
        member.state,
        member.paid,
        member.paid_on,
        member.event_on,
    )


async def words_of(context: Context, *, masked: bool = True) -> HomeWords:
    """The words in the speaker's language; names in full for staff."""
    house = context.house
    return HomeWords(house.library.phrases, house.pack, await context.locale(), masked)


def place_of(house: House, household: Household, words: HomeWords) -> str:
    """华升社区3组."""
    return words.place(area_of(house.pack, household.area_id).name, household.group)


def home_text(house: House, home: Home, words: HomeWords) -> str:
    """The status in words."""
    return words.text(home.status, home.household.head, place_of(house, home.household, words))


def head_and_place(house: House, household: Household, words: HomeWords) -> str:
    """张*三家（华升社区3组）."""
    return words.say("short", head=words.name(household.head), place=place_of(house, household, words))
