"""A sample township in the database, and its messy list through the import."""

from __future__ import annotations

from datetime import date

from knowledge.sample.messy import messy_sheets
from knowledge.sample.people import sample_households
from knowledge.sample.plan import SamplePlan
from storage import tables
from storage.database import Database
from storage.keys import Keys
from storage.sample import load_sample
from storage.spreadsheets.writing import plain_workbook
from tests.knowledge.packs import XIYAN, pack
from tests.support.lists import Office, moment

ON = date(2021, 11, 22)
PLAN = SamplePlan.of(pack(XIYAN), ON, persons=300, villages=["太塘村", "联心村", "三合村"])


async def test_a_township_is_loaded_once(any_database: Database, keys: Keys) -> None:
    office = Office(any_database, keys)
    counts = await load_sample(any_database, keys, PLAN, moment(ON))
    assert (counts["persons"], len(await office.rows(tables.persons))) == (300, 300)
    assert counts["payments"] == len(await office.rows(tables.payments)) > 50
    before = await office.everything()
    again = await load_sample(any_database, keys, PLAN, moment(ON))
    assert (again["persons"], again["payments"]) == (0, 0)
    assert await office.everything() == before


async def test_the_messy_list_finds_its_people_again(database: Database, keys: Keys) -> None:
    """In three fashions: the same people, the same households, and every fault with its reason."""
    office = Office(database, keys)
    await load_sample(database, keys, PLAN, moment(ON))
    households = await office.rows(tables.households)
    result = await office.roster(plain_workbook(messy_sheets(PLAN, sample_households(PLAN))), name="乱.xlsx")
    assert (result.counts["added"], result.counts["updated"]) == (0, 0)
    assert result.counts["unchanged"] > 200
    assert await office.rows(tables.households) == households
    assert {row.reason.key for row in result.rejected} >= {
        "roster.id_spoiled",
        "roster.id_check",
        "roster.id_length",
        "roster.id_missing",
        "roster.double",
        "roster.category_unknown",
    }


async def test_the_messy_list_makes_the_same_households_from_nothing(database: Database, keys: Keys) -> None:
    office = Office(database, keys)
    await office.roster(plain_workbook(messy_sheets(PLAN, sample_households(PLAN))), name="乱.xlsx")
    persons = {row["name"] + row["tail"]: row["household_id"] for row in await office.rows(tables.persons)}
    for household in sample_households(PLAN):
        found = {persons.get(member.name + member.id_number.tail) for member in household.members} - {None}
        assert len(found) <= 1, [member.name for member in household.members]
