"""Which group messages reach the bot, in privacy mode and without; which member changes it is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.playground.conftest import BotCalls
from tests.support.bot_api import LocalBotApi

# said in a group: reaches a bot in privacy mode?
SAID = [
    ("明天赶集吗", False),
    ("/help", True),
    ("/help@canbao_bot", True),
    ("/HELP@Canbao_Bot", True),
    ("/help@other_bot", False),
    ("@canbao_bot 怎么交", True),
    ("怎么交 @canbao_bot", True),
    ("@canbao_bot怎么交", False),  # Telegram sees no mention where a letter follows
    ("@other_bot 怎么交", False),
    ("canbao_bot 怎么交", False),
    ("请看/help", False),
]


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates if "text" in update.get("message", {})]


@pytest.mark.parametrize(("text", "reaches"), SAID, ids=[text for text, _ in SAID])
async def test_privacy_mode(api: LocalBotApi, bot: BotCalls, text: str, reaches: bool) -> None:
    anna = await api.user("李大妈")
    group = await api.group("上村", anna)
    await anna.says(text, group)
    assert texts(await bot.updates()) == ([text] if reaches else [])


@pytest.mark.parametrize("way", ["administrator", "switched off", "private"])
async def test_reads_everything(api: LocalBotApi, bot: BotCalls, way: str) -> None:
    anna = await api.user("李大妈")
    group = await api.group("上村", anna)
    if way == "administrator":
        await anna.promotes(None, group)
    elif way == "switched off":
        api.reads_all()
    await anna.says("明天赶集吗", None if way == "private" else group)
    assert texts(await bot.updates()) == ["明天赶集吗"]


async def test_a_reply_to_the_bot_arrives(api: LocalBotApi, bot: BotCalls) -> None:
    anna = await api.user("李大妈")
    group = await api.group("上村", anna)
    await bot("sendMessage", chat_id=group.id, text="大家好")
    greeting = await group.hears()
    await anna.says("谁在说话", group, reply_to=await anna.says("别人的话", group))
    await anna.says("多少钱", group, reply_to=greeting)
    assert texts(await bot.updates()) == ["多少钱"]


async def test_an_edit_follows_the_same_rule(api: LocalBotApi, bot: BotCalls) -> None:
    anna = await api.user("李大妈")
    group = await api.group("上村", anna)
    number = await anna.says("赶集", group)
    await anna.edits(number, "赶集吗", group)
    await anna.edits(number, "@canbao_bot 怎么交", group)
    edits = [update["edited_message"]["text"] for update in await bot.updates() if "edited_message" in update]
    assert edits == ["@canbao_bot 怎么交"]


async def test_other_bots_and_the_bot_itself_are_not_heard(api: LocalBotApi, bot: BotCalls) -> None:
    anna = await api.user("李大妈")
    group = await api.group("上村", anna)
    other = api.playground.world.add_user("别的", username="other_bot", is_bot=True)
    api.playground.world.set_status(group.chat, other, "member", anna.user)
    api.playground.world.post(group.chat, other, {"text": "/help"})
    await bot("sendMessage", chat_id=group.id, text="/help")
    assert texts(await bot.updates()) == []


async def test_who_brought_the_bot_and_who_threw_it_out(api: LocalBotApi, bot: BotCalls) -> None:
    anna, clerk = await api.user("李大妈"), await api.user("村干部")
    group = await api.group("上村", clerk, anna, with_bot=False)
    await anna.adds(None, group)
    await clerk.removes(None, group)
    changes = [update["my_chat_member"] for update in await bot.updates() if "my_chat_member" in update]
    assert [
        (c["from"]["id"], c["old_chat_member"]["status"], c["new_chat_member"]["status"]) for c in changes
    ] == [
        (anna.id, "left", "member"),
        (clerk.id, "member", "kicked"),
    ]


async def test_newcomers_are_told_as_service_messages(api: LocalBotApi, bot: BotCalls) -> None:
    anna, uncle = await api.user("李大妈"), await api.user("王大爷")
    group = await api.group("上村", anna)
    await uncle.joins(group)
    await uncle.leaves(group)
    messages = [update["message"] for update in await bot.updates() if "message" in update]
    assert [[u["id"] for u in m["new_chat_members"]] for m in messages if "new_chat_members" in m][-1] == [
        uncle.id
    ]
    assert [m["left_chat_member"]["id"] for m in messages if "left_chat_member" in m] == [uncle.id]


@pytest.mark.parametrize(
    ("asked", "admin", "told"), [(True, True, True), (True, False, False), (False, True, False)]
)
async def test_chat_member_only_for_administrators_who_ask(
    api: LocalBotApi, bot: BotCalls, asked: bool, admin: bool, told: bool
) -> None:
    anna, uncle = await api.user("李大妈"), await api.user("王大爷")
    group = await api.group("上村", anna)
    if admin:
        await anna.promotes(None, group)
    await bot.updates(allowed_updates=["message", "chat_member"] if asked else [])
    await uncle.joins(group)
    assert any("chat_member" in update for update in await bot.updates()) is told
