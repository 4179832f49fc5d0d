"""What a household sees of itself, who must still pay, on which day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.roster.values import PersonState
from storage.calls import list_phones
from storage.database import Database
from storage.errors import NotFound
from storage.households import count_unpaid, get_household, list_households, list_unpaid, status_of
from storage.importing.result import ImportOptions
from storage.keys import Keys
from storage.payments import record_payment, void_payment
from storage.persons import get_person
from tests.support.homes import change_state
from tests.support.lists import TODAY, Office, csv_of, moment

DUE = {"ordinary": Decimal(320), "minimum_living": Decimal(160), "destitute": Decimal(0)}
LIST = csv_of(
    "村|组|家庭编号|姓名|身份证号|与户主关系|人员类别|电话|备注",
    "太塘村|10组|7|张三|#1|户主||10012345678|",
    "太塘村|10组|7|李四|#2|配偶|低保||",
    "太塘村|2组|8|王一|#3|户主|特困||",
    "太塘村|2组|9|赵六|#4|户主|||在外参合",
    "联心村|1组|1|孙七|#5|户主|||",
)


@pytest.fixture
async def office(any_database: Database, keys: Keys) -> Office:
    office = Office(any_database, keys)
    await office.roster(LIST, date(2021, 9, 1))
    return office


async def pay(office: Office, person_id: int, amount: int, year: int = 2022) -> int:
    async with office.database.transaction() as connection:
        return await record_payment(
            connection, person_id, year, Decimal(amount), date(2021, 10, 3), "现金", 7, moment(TODAY)
        )


async def owing(office: Office, on: date = TODAY, *areas: str, year: int = 2022) -> list[tuple[str, int]]:
    async with office.database.reading() as connection:
        unpaid = await list_unpaid(connection, year, on, areas or ("太塘村",), DUE)
    return [(person.name, int(person.missing)) for person in unpaid]


async def change(office: Office, person_id: int, state: PersonState, on: date) -> None:
    async with office.database.transaction() as connection:
        await change_state(connection, person_id, state, on, 7, moment(TODAY))


async def test_status(office: Office) -> None:
    await pay(office, 2, 160)
    await pay(office, 1, 320, year=2021)
    async with office.database.reading() as connection:
        status = await status_of(connection, 1, 2022)
    assert (status.household.area_id, status.household.group, status.household.number) == (
        "太塘村",
        "10",
        "7",
    )
    assert [(member.name, member.category, member.paid, member.paid_on) for member in status.members] == [
        ("张三", "ordinary", Decimal(0), None),
        ("李四", "minimum_living", Decimal(160), date(2021, 10, 3)),
    ]


async def test_status_counts_refunds_and_leaves_out_what_was_taken_back(office: Office) -> None:
    await pay(office, 1, 320)
    await pay(office, 1, -100)
    wrong = await pay(office, 1, 320)
    async with office.database.transaction() as connection:
        await void_payment(connection, wrong, 7, moment(TODAY), "记错了")
        status = await status_of(connection, 1, 2022)
    assert status.members[0].paid == Decimal(220)


async def test_nobodys_household(office: Office) -> None:
    async with office.database.reading() as connection:
        for wanted in (status_of(connection, 99, 2022), get_household(connection, 99)):
            with pytest.raises(NotFound):
                await wanted


async def test_households_of_a_village_by_group(office: Office) -> None:
    async with office.database.reading() as connection:
        households = await list_households(connection, "太塘村")
        assert [(household.group, household.head) for household in households] == [
            ("2", "王一"),
            ("2", "赵六"),
            ("10", "张三"),
        ]
        assert [household.id for household in await list_households(connection, "太塘村", "张三")] == [1]


async def test_who_must_still_pay(office: Office) -> None:
    """Not who pays nothing, not who is insured elsewhere, not the next village."""
    assert await owing(office) == [("张三", 320), ("李四", 160)]
    assert await owing(office, TODAY, "联心村") == [("孙七", 320)]
    assert len(await owing(office, TODAY, "太塘村", "联心村")) == 3


async def test_who_has_paid_is_off_the_list(office: Office) -> None:
    await pay(office, 1, 320)
    await pay(office, 2, 100)
    assert await owing(office) == [("李四", 60)]


async def test_a_refund_puts_somebody_back(office: Office) -> None:
    await pay(office, 1, 320)
    await pay(office, 1, -320)
    assert ("张三", 320) in await owing(office)


async def test_another_year_counts_for_itself(office: Office) -> None:
    await pay(office, 1, 320, year=2021)
    assert ("张三", 320) in await owing(office)
    assert await owing(office, year=2021) == [("李四", 160)]


async def test_pages_and_groups(office: Office) -> None:
    async with office.database.reading() as connection:
        second = await list_unpaid(connection, 2022, TODAY, ["太塘村"], DUE, limit=1, offset=1)
        of_group = await list_unpaid(connection, 2022, TODAY, ["太塘村"], DUE, group="2")
        counts = await count_unpaid(connection, 2022, TODAY, ["太塘村", "联心村"], DUE)
    assert [person.name for person in second] == ["李四"]
    assert of_group == []
    assert counts == {("太塘村", "10"): 2, ("联心村", "1"): 1}


@pytest.mark.parametrize("state", [state for state in PersonState if state is not PersonState.HERE])
async def test_who_is_not_here_any_more_owes_nothing(office: Office, state: PersonState) -> None:
    await change(office, 1, state, date(2021, 11, 1))
    assert await owing(office) == [("李四", 160)]
    assert await owing(office, date(2021, 10, 31)) == [("张三", 320), ("李四", 160)]


async def test_who_comes_back_owes_again(office: Office) -> None:
    await change(office, 1, PersonState.ELSEWHERE, date(2021, 10, 1))
    await change(office, 1, PersonState.HERE, date(2021, 11, 1))
    days = {
        day: ("张三", 320) in await owing(office, day)
        for day in (date(2021, 9, 30), date(2021, 10, 15), TODAY)
    }
    assert list(days.values()) == [True, False, True]


async def test_who_moved_in_later_did_not_owe_before(office: Office) -> None:
    await office.roster(csv_of("村|家庭编号|姓名|身份证号", "太塘村|7|张小五|#8"), date(2021, 11, 5))
    assert ("张小五", 320) in await owing(office)
    assert ("张小五", 320) not in await owing(office, date(2021, 11, 4))


async def test_a_category_counts_from_its_day(office: Office) -> None:
    await office.roster(csv_of("村|家庭编号|姓名|身份证号|类别", "太塘村|7|张三|#1|低保"), date(2021, 11, 5))
    assert ("张三", 160) in await owing(office)
    assert ("张三", 320) in await owing(office, date(2021, 11, 4))


async def test_who_moved_counts_where_they_were(office: Office) -> None:
    await office.roster(csv_of("村|家庭编号|姓名|身份证号", "联心村|4|张三|#1"), date(2021, 11, 5))
    assert ("张三", 320) in await owing(office, TODAY, "联心村")
    assert ("张三", 320) in await owing(office, date(2021, 11, 4), "太塘村")
    assert ("张三", 320) not in await owing(office, TODAY, "太塘村")


async def test_the_same_state_again_leaves_no_history(office: Office) -> None:
    before = await office.everything()
    await change(office, 1, PersonState.HERE, TODAY)
    assert await office.everything() == before


async def test_phones(office: Office) -> None:
    async with office.database.reading() as connection:
        home = (await get_person(connection, 1)).household_id
        phones = await list_phones(connection, office.keys, home)
        assert [(name, phone.reveal()) for name, phone in phones] == [("张三", "10012345678")]
        with pytest.raises(NotFound):
            await get_person(connection, 99)


async def test_a_complete_list_takes_people_off(office: Office) -> None:
    rest = csv_of("村|家庭编号|姓名|身份证号", "太塘村|7|张三|#1")
    await office.roster(rest, date(2021, 11, 5), ImportOptions(complete=True))
    assert await owing(office) == [("张三", 320)]
    assert await owing(office, date(2021, 11, 4)) == [("张三", 320), ("李四", 160)]
