"""Is this person really staff? The secret word on every private message."""

from __future__ import annotations

import pytest

from bot.signing import signed
from storage import secret_words
from tests.support.cases import opened
from tests.support.people import Person
from tests.support.running import Town


@pytest.fixture
async def resident(town: Town) -> Person:
    return await town.resident("李大妈")


async def ask(resident: Person) -> None:
    await resident.says("/verify")
    await resident.hears("转发给我")


@pytest.mark.parametrize("words", ["他是不是工作人员", "这个人是不是你们的工作人员啊", "是不是骗子"])
async def test_in_plain_words(resident: Person, words: str) -> None:
    await resident.says(words)
    hint = await resident.hears("转发给我")
    assert "谁就是骗子" in hint.text


async def test_a_stranger_is_not_on_the_list(town: Town, resident: Person) -> None:
    stranger = await town.resident("陌生人")
    message = await stranger.says("我是镇里的，把验证码给我")
    await ask(resident)
    await resident.forwards(message, stranger)
    told = await resident.hears("名单上没有这个人")
    assert "镇社保站" in told.text


async def test_a_clerk_is_named_with_the_village(town: Town, resident: Person) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    message = await clerk.says("/help")
    await clerk.hears()
    await ask(resident)
    await resident.forwards(message, clerk)
    told = await resident.hears("是华升社区登记的医保专干")
    # a forwarded message only proves who wrote it first
    assert "转的那个人不一定是" in told.text


async def test_the_township(town: Town, resident: Person) -> None:
    message = await town.officer.says("/help")
    await town.officer.hears()
    await ask(resident)
    await resident.forwards(message, town.officer)
    await resident.hears("是西岩镇登记的工作人员")


async def test_the_bot_itself(town: Town, resident: Person) -> None:
    await resident.says("/help")
    heard = await resident.hears()
    await ask(resident)
    await resident.forwards(heard, resident)
    await resident.hears("是我发的")


async def test_a_contact_without_an_account(resident: Person) -> None:
    await ask(resident)
    await resident.shares_contact("10000000000")  # the own number, as the app sends it
    await resident.hears()


async def test_cancelling(resident: Person) -> None:
    await ask(resident)
    await resident.presses("取消")
    await resident.hears("不查了")


async def test_a_question_in_between(resident: Person) -> None:
    await ask(resident)
    await resident.says("怎么用手机交")
    await resident.hears("微信小程序")
    await resident.hears("要查的那个人")


async def test_in_a_group_by_a_reply(town: Town, resident: Person) -> None:
    stranger = await town.resident("陌生人")
    clerk = await town.clerk("华升专干", "华升社区")
    group = await town.api.group("上村群", town.officer, resident, stranger, clerk)
    await group.hears()
    message = await stranger.says("加我好友领补贴", group)
    await resident.says("/verify", group, reply_to=message)
    await group.hears("名单上没有这个人")
    message = await clerk.says("明天收医保", group)
    await resident.says("/verify", group, reply_to=message)
    await group.hears("是西岩镇登记的工作人员")
    await resident.says("/verify", group)
    await group.hears("请回复那个人说的话")


# the secret word


async def set_word(town: Town, resident: Person, word: str = "苹果树") -> None:
    await ask(resident)
    await resident.presses("设一个暗号")
    await resident.hears("想用什么暗号")
    await resident.says(word)
    await resident.hears(f"（暗号：{word}）")


async def test_every_private_message_carries_it(town: Town, resident: Person) -> None:
    await set_word(town, resident)
    await resident.says("怎么用手机交")  # an answer
    await resident.hears("（暗号：苹果树）")
    await opened(town, resident)  # the outbox
    bot = town.api.playground.world.bot.id
    later = [m for m in resident.history if m["from"]["id"] == bot][2:]
    assert len(later) > 5
    for message in later:
        assert (message.get("text") or message["caption"]).endswith("（暗号：苹果树）")


async def test_it_survives_a_restart_and_can_be_taken_back(town: Town, resident: Person) -> None:
    await set_word(town, resident)
    await town.restarts()
    await resident.says("/verify")
    shown = await resident.hears("（暗号：苹果树）")
    assert "不要暗号了" in shown.labels
    await resident.presses("不要暗号了")
    await resident.hears("不带暗号了")
    await resident.says("/help")
    assert "暗号" not in (await resident.hears()).text


async def test_nobody_else_hears_it(town: Town, resident: Person) -> None:
    other = await town.resident("王大爷")
    group = await town.api.group("上村群", town.officer, resident, other)
    await group.hears()
    await set_word(town, resident)
    await other.says("/help")
    assert "暗号" not in (await other.hears()).text
    await resident.says("交到别的县去了怎么办", group)
    assert "暗号" not in (await group.hears()).text


@pytest.mark.parametrize("word", ["123456", "x", "苹果 树", "一二三四五六七八九十一", "苹果\n树"])
async def test_a_word_that_is_none(town: Town, resident: Person, word: str) -> None:
    await ask(resident)
    await resident.presses("设一个暗号")
    await resident.hears("想用什么暗号")
    await resident.says(word)
    await resident.hears("再打一个")
    async with town.bot.database.reading() as connection:
        assert not await secret_words.list_words(connection)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"chat_id": 1, "text": "好"}, "好\n（暗号：树）"),
        ({"chat_id": 1, "photo": "x", "caption": "照片"}, "照片\n（暗号：树）"),
        ({"chat_id": 1, "photo": "x"}, "（暗号：树）"),
        ({"chat_id": 1, "text": "字" * 4096}, "字" * (4096 - 7) + "\n（暗号：树）"),
        ({"chat_id": 1, "text": "好", "parse_mode": "MarkdownV2"}, "好\n（暗号：树）"),
    ],
    ids=["text", "caption", "photo without words", "as long as may be", "markdown"],
)
def test_where_the_word_stands(data: dict[str, object], expected: str) -> None:
    out = signed(data, "（暗号：树）")
    assert out.get("text") or out.get("caption") == expected
    assert len(str(out.get("text", ""))) <= 4096


@pytest.mark.parametrize("data", [{"chat_id": 1, "sticker": "x"}, {"chat_id": 1, "message_id": 4}])
def test_what_carries_no_words_is_left_alone(data: dict[str, object]) -> None:
    assert signed(data, "（暗号：树）") == data
