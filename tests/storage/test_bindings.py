"""One-time codes, requests, tries, consent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from storage.audit import list_looks, record_look
from storage.binding_requests import (
    RequestState,
    add_request,
    approve_request,
    find_request,
    list_open_requests,
    refuse_request,
)
from storage.bindings import (
    CODES_VALID_FOR,
    add_codes,
    bind,
    count_tries_by,
    count_tries_for,
    forget_user,
    give_consent,
    list_bindings,
    may_see,
    record_try,
    revoke_codes,
    unbind,
    use_code,
)
from storage.database import Database
from storage.keys import Keys
from tests.support.lists import Office, csv_of, moment

NOW = moment(date(2021, 11, 22))
CLERK, RESIDENT, OTHER = 7, 100, 200


@pytest.fixture
async def office(any_database: Database, keys: Keys) -> Office:
    office = Office(any_database, keys)
    await office.roster(csv_of("村|家庭编号|姓名|身份证号", "太塘村|1|张三|#1", "联心村|2|李四|#2"))
    return office


async def test_a_code_binds_once(office: Office, keys: Keys) -> None:
    async with office.database.transaction() as connection:
        codes = await add_codes(connection, keys, [1, 2], CLERK, NOW)
        assert await use_code(connection, keys, codes[1], RESIDENT, NOW) == 1
        assert await use_code(connection, keys, codes[1], OTHER, NOW) is None
        assert await may_see(connection, RESIDENT, 1)
        assert not await may_see(connection, RESIDENT, 2)
        assert not await may_see(connection, OTHER, 1)
        [binding] = await list_bindings(connection, household_ids=[1])
    assert (binding.user_id, binding.bound_by, binding.consented_at) == (RESIDENT, CLERK, None)


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: f" {code[:4]}-{code[4:]} ", lambda code: " ".join(code)]
)
async def test_a_code_as_people_type_it(office: Office, keys: Keys, typed: object) -> None:
    async with office.database.transaction() as connection:
        codes = await add_codes(connection, keys, [1], CLERK, NOW)
        assert await use_code(connection, keys, typed(codes[1]), RESIDENT, NOW) == 1  # type: ignore[operator]


async def test_codes_that_are_worth_nothing(office: Office, keys: Keys) -> None:
    async with office.database.transaction() as connection:
        first = await add_codes(connection, keys, [1], CLERK, NOW)
        second = await add_codes(connection, keys, [1], CLERK, NOW)
        assert await use_code(connection, keys, first[1], RESIDENT, NOW) is None
        assert await use_code(connection, keys, second[1], RESIDENT, NOW + CODES_VALID_FOR) is None
        await revoke_codes(connection, [1], NOW)
        assert await use_code(connection, keys, second[1], RESIDENT, NOW) is None
        assert await use_code(connection, keys, "NOSUCHCD", RESIDENT, NOW) is None


async def test_codes_are_not_in_the_database(office: Office, keys: Keys) -> None:
    from storage import tables

    async with office.database.transaction() as connection:
        codes = await add_codes(connection, keys, [1], CLERK, NOW)
        rows = (await connection.execute(tables.household_codes.select())).all()
    assert codes[1] not in repr(rows)


async def test_several_users_see_a_household_and_a_user_sees_several(office: Office) -> None:
    async with office.database.transaction() as connection:
        for user, household in ((RESIDENT, 1), (OTHER, 1), (RESIDENT, 2), (RESIDENT, 1)):
            await bind(connection, user, household, CLERK, NOW)
        assert len(await list_bindings(connection, user_id=RESIDENT)) == 2
        assert len(await list_bindings(connection, household_ids=[1])) == 2
        assert await unbind(connection, RESIDENT, 1) == 1
        assert [found.user_id for found in await list_bindings(connection, household_ids=[1])] == [OTHER]
        assert await unbind(connection, RESIDENT) == 1


async def test_consent(office: Office) -> None:
    async with office.database.transaction() as connection:
        await bind(connection, RESIDENT, 1, CLERK, NOW)
        await give_consent(connection, RESIDENT, NOW)
        await give_consent(connection, RESIDENT, NOW + timedelta(days=1))
        [binding] = await list_bindings(connection, user_id=RESIDENT)
    assert binding.consented_at == NOW


async def test_a_request_is_decided_once(office: Office) -> None:
    async with office.database.transaction() as connection:
        request_id = await add_request(connection, RESIDENT, "太塘村", "张三", "儿子", NOW)
        [waiting] = await list_open_requests(connection, ["太塘村"])
        assert (waiting.id, waiting.head, waiting.said) == (request_id, "张三", "儿子")
        assert await list_open_requests(connection, ["联心村"]) == []
        decided = await approve_request(connection, request_id, 1, CLERK, NOW)
        assert decided is not None
        assert (decided.user_id, decided.household_id, decided.state) == (RESIDENT, 1, RequestState.APPROVED)
        assert (decided.head, decided.said) == (None, None)
        assert await refuse_request(connection, request_id, CLERK, NOW) is None
        assert await may_see(connection, RESIDENT, 1)
        assert await list_open_requests(connection, ["太塘村"]) == []


async def test_a_refused_request_binds_nobody(office: Office) -> None:
    async with office.database.transaction() as connection:
        request_id = await add_request(connection, RESIDENT, "太塘村", "张三", "", NOW)
        await refuse_request(connection, request_id, CLERK, NOW)
        assert not await may_see(connection, RESIDENT, 1)
        assert await find_request(connection, request_id + 1) is None


async def test_tries_are_counted_by_user_and_by_household(office: Office) -> None:
    async with office.database.transaction() as connection:
        await record_try(connection, RESIDENT, [], NOW - timedelta(days=2))
        await record_try(connection, RESIDENT, [1, 2], NOW)
        await record_try(connection, OTHER, [1], NOW)
        since = NOW - timedelta(days=1)
        assert await count_tries_by(connection, RESIDENT, since) == 1
        assert await count_tries_for(connection, 1, since) == 2


async def test_a_user_is_forgotten(office: Office, keys: Keys) -> None:
    async with office.database.transaction() as connection:
        codes = await add_codes(connection, keys, [1], CLERK, NOW)
        await use_code(connection, keys, codes[1], RESIDENT, NOW)
        await record_try(connection, RESIDENT, [], NOW)
        await forget_user(connection, RESIDENT)
        assert await list_bindings(connection, user_id=RESIDENT) == []
        assert await count_tries_by(connection, RESIDENT, NOW) == 0
        assert await use_code(connection, keys, codes[1], OTHER, NOW) is None


async def test_looks_are_kept_newest_first(office: Office) -> None:
    async with office.database.transaction() as connection:
        await record_look(connection, CLERK, "status", NOW, household_id=1, reason="来电询问")
        await record_look(connection, CLERK, "unpaid", NOW, area_id="太塘村")
        assert [entry.action for entry in await list_looks(connection)][:2] == ["unpaid", "status"]
        [entry] = await list_looks(connection, household_id=1)
    assert (entry.user_id, entry.reason, entry.at) == (CLERK, "来电询问", NOW)
