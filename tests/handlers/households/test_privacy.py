"""What is kept, and how it goes: /privacy, /forget; nothing personal in logs, buttons, groups."""

from __future__ import annotations

from sqlalchemy import select

from storage import tables
from tests.handlers.households.conftest import bound_users
from tests.support.homes import Home
from tests.support.people import Person
from tests.support.running import Town


async def test_what_is_kept_is_told(town: Town) -> None:
    resident = await town.resident("李大妈")
    await resident.says("/privacy")
    told = await resident.hears("证件号不存原文")
    assert "工作人员每次查看住户，都有记录" in told.text
    assert "/forget" in told.text


async def test_forgetting_asks_and_removes_everything(town: Town, home: Home, resident: Person) -> None:
    await resident.says("/status")
    await resident.hears("张*家")
    await resident.says("/forget")
    asked = await resident.hears("删掉您的语言、绑定和问过的话")
    assert asked.labels == ["确认删除", "取消"]
    await resident.presses("取消")
    await resident.sees_edit("没有删")
    assert await bound_users(town, home) == [resident.id]
    await resident.says("/forget")
    await resident.hears()
    await resident.presses("确认删除")
    await resident.sees_edit("删好了")
    assert await bound_users(town, home) == []
    async with town.bot.database.reading() as connection:
        for table in tables.metadata.sorted_tables:
            for column in table.c:
                if column.name in ("user_id", "chat_id", "asker_id", "used_by"):
                    found = await connection.execute(select(table).where(column == resident.id))
                    assert found.all() == [], table.name
    await resident.says("/status")
    await resident.hears("要先把您的号和您家绑上")


async def test_buttons_carry_nothing_personal(
    town: Town, home: Home, resident: Person, clerk: Person
) -> None:
    for person, words in ((resident, "/status"), (clerk, "/unpaid 3组"), (clerk, "/paid 李四 320")):
        await person.says(words)
        await person.hears()
    await clerk.presses("1 张三")
    await clerk.hears()
    for person in (resident, clerk):
        for message in person.history:
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    data = button.get("callback_data", "")
                    assert data.isascii()
                    assert str(resident.id) not in data
