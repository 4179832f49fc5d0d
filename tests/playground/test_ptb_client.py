"""python-telegram-bot as the client over real HTTP: the main methods, each as the bot would use it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from PIL import Image
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    ChatPermissions,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    MenuButtonCommands,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ChatAction, ChatMemberStatus, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from bot.playground.rates import Limits
from tests.support.bot_api import LocalBotApi, picture


@pytest.fixture
async def ptb(api: LocalBotApi) -> AsyncIterator[Bot]:
    async with Bot(api.token, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot") as bot:
        yield bot


def buttons(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=f"data {label}") for label in labels]]
    )


async def test_who_am_i(ptb: Bot) -> None:
    me = await ptb.get_me()
    assert (me.username, me.is_bot, me.can_read_all_group_messages) == ("canbao_bot", True, False)


async def test_a_wrong_token_is_told_at_once(api: LocalBotApi) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("1000000:wrong", base_url=f"{api.url}/bot"):
            pass


async def test_text_with_formatting_and_buttons(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    sent = await ptb.send_message(
        anna.id, "<b>320</b> 元", parse_mode=ParseMode.HTML, reply_markup=buttons("怎么交")
    )
    assert (sent.text, sent.parse_entities()) == ("320 元", {sent.entities[0]: "320"})
    heard = await anna.hears("320 元")
    assert heard.buttons == [["怎么交"]]


async def test_reply_quotes_the_question(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    question = await anna.says("多少钱")
    await ptb.send_message(anna.id, "320 元", reply_parameters=ReplyParameters(question))
    assert (await anna.hears()).reply_to == question


async def test_a_question_arrives_with_its_sender(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈", username="anna_li")
    await anna.says("/start@canbao_bot 你好")
    (update,) = await ptb.get_updates(timeout=1)
    assert update.effective_user.id == anna.id
    assert update.message.parse_entities() == {update.message.entities[0]: "/start@canbao_bot"}


async def test_press_and_note(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    await ptb.send_message(anna.id, "确认吗", reply_markup=buttons("确认", "取消"))

    async def answers() -> None:
        (update,) = await ptb.get_updates(timeout=5)
        assert update.callback_query.data == "data 确认"
        await update.callback_query.answer("记下了", show_alert=True)
        await update.callback_query.edit_message_text("已确认", reply_markup=None)

    answering = asyncio.create_task(answers())
    toast = await anna.presses("确认")
    assert toast is not None
    assert (toast.text, toast.show_alert) == ("记下了", True)
    assert (await anna.sees_edit("已确认")).buttons == []
    await answering


async def test_a_press_stays_unanswered(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    await ptb.send_message(anna.id, "确认吗", reply_markup=buttons("确认"))
    with pytest.raises(AssertionError, match="press stays unanswered"):
        await anna.presses("确认", within=0.05)


async def test_keyboard_below(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    keyboard = ReplyKeyboardMarkup([["问问题", "我的缴费"], [KeyboardButton("电话", request_contact=True)]])
    await ptb.send_message(anna.id, "请选", reply_markup=keyboard)
    assert anna.keyboard == [["问问题", "我的缴费"], ["电话"]]
    await anna.presses("缴费")
    assert (await ptb.get_updates())[-1].message.text == "我的缴费"
    await ptb.send_message(anna.id, "好了", reply_markup=ReplyKeyboardRemove())
    assert anna.keyboard == []


async def test_photo_upload_and_file_id_reuse(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    first = await ptb.send_photo(anna.id, picture(1000), caption="进度")
    assert [size.width for size in first.photo] == [90, 320, 800, 1000]
    again = await ptb.send_photo(anna.id, first.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == first.photo[-1].file_unique_id
    with Image.open(io.BytesIO((await anna.hears("进度")).file())) as image:
        assert (image.format, image.size) == ("JPEG", (1000, 1000))


async def test_document_and_download(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    await anna.sends_document("名单.csv", "姓名\n".encode(), caption="名单")
    (update,) = await ptb.get_updates()
    assert (update.message.document.file_name, update.message.caption) == ("名单.csv", "名单")
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == "姓名\n".encode()
    await ptb.send_document(anna.id, b"PK", filename="进度.xlsx")
    heard = await anna.hears()
    assert (heard.file_name, heard.file()) == ("进度.xlsx", b"PK")


async def test_people_send_photos_in_several_sizes(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    await anna.sends_photo(picture(400), caption="凭证")
    (update,) = await ptb.get_updates()
    assert [size.width for size in update.message.photo] == [90, 320, 400]
    small = await update.message.photo[0].get_file()
    with Image.open(io.BytesIO(bytes(await small.download_as_bytearray()))) as image:
        assert image.size == (90, 90)


async def test_albums(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    sent = await ptb.send_media_group(
        anna.id, [InputMediaPhoto(picture(50), caption="一"), InputMediaPhoto(picture(60))]
    )
    assert len({message.media_group_id for message in sent}) == 1
    assert [(await anna.hears()).text, (await anna.hears()).text] == ["一", ""]
    await anna.sends_album(3, caption="三张")
    updates = await ptb.get_updates()
    assert [update.message.caption for update in updates] == ["三张", None, None]
    assert len({update.message.media_group_id for update in updates}) == 1


async def test_editing(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    text = await ptb.send_message(anna.id, "旧", reply_markup=buttons("甲"))
    edited = await text.edit_text("新", reply_markup=buttons("乙"))
    assert (edited.text, edited.edit_date is not None) == ("新", True)
    assert (await anna.sees_edit("新")).labels == ["乙"]
    await text.edit_reply_markup(None)
    assert (await anna.sees_edit("新")).labels == []
    photo = await ptb.send_photo(anna.id, picture())
    await photo.edit_caption("说明")
    assert (await anna.sees_edit()).text == "说明"
    await photo.edit_media(InputMediaDocument(b"x", filename="a.txt"))
    assert (await anna.sees_edit()).file_name == "a.txt"


async def test_deleting_forwarding_copying(api: LocalBotApi, ptb: Bot) -> None:
    anna, clerk = await api.user("李大妈"), await api.user("村干部")
    question = await anna.says("多少钱")
    forwarded = await ptb.forward_message(clerk.id, anna.id, question)
    assert forwarded.forward_origin.sender_user.id == anna.id
    copied = await ptb.copy_message(clerk.id, anna.id, question, reply_markup=buttons("回答"))
    heard = [await clerk.hears("多少钱"), await clerk.hears("多少钱")]
    assert [h.id for h in heard] == [forwarded.message_id, copied.message_id]
    assert ["forward_origin" in h.raw for h in heard] == [True, False]
    assert await ptb.delete_message(clerk.id, copied.message_id)
    assert copied.message_id not in clerk.chat.messages


async def test_everybody_sees_typing(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    await ptb.send_chat_action(anna.id, ChatAction.TYPING)
    assert anna.typing == 1


async def test_reactions_and_pins(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    question = await anna.says("多少钱")
    assert await ptb.set_message_reaction(anna.id, question, [ReactionTypeEmoji("👍")])
    assert await ptb.pin_chat_message(anna.id, question)
    pinned = (await ptb.get_chat(anna.id)).pinned_message
    assert pinned is not None
    assert pinned.message_id == question
    assert await ptb.unpin_chat_message(anna.id)
    assert (await ptb.get_chat(anna.id)).pinned_message is None


async def test_commands_by_scope_and_language(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    everybody, here = [BotCommand("help", "帮助")], [BotCommand("tally", "报数")]
    await ptb.set_my_commands(everybody)
    await ptb.set_my_commands([BotCommand("help", "Help")], language_code="en")
    await ptb.set_my_commands(here, scope=BotCommandScopeChat(anna.id))
    assert list(await ptb.get_my_commands()) == everybody
    assert (await ptb.get_my_commands(language_code="en"))[0].description == "Help"
    assert list(await ptb.get_my_commands(scope=BotCommandScopeChat(anna.id))) == here
    assert await ptb.get_my_commands(scope=BotCommandScopeAllGroupChats()) == ()
    await ptb.delete_my_commands()
    assert await ptb.get_my_commands() == ()


async def test_what_the_bot_says_about_itself(ptb: Bot) -> None:
    await ptb.set_my_name("参保小助手")
    await ptb.set_my_description("回答医保缴费问题", language_code="zh")
    await ptb.set_my_short_description("医保助手")
    await ptb.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await ptb.get_my_name()).name == "参保小助手"
    assert (await ptb.get_my_description("zh")).description == "回答医保缴费问题"
    assert (await ptb.get_my_description()).description == ""
    assert (await ptb.get_my_short_description("en")).short_description == "医保助手"
    assert isinstance(await ptb.get_chat_menu_button(), MenuButtonCommands)


async def test_groups(api: LocalBotApi, ptb: Bot) -> None:
    anna, clerk = await api.user("李大妈"), await api.user("村干部")
    group = await api.group("上村", clerk, anna, supergroup=True)
    updates = await ptb.get_updates()
    added = next(update.my_chat_member for update in updates if update.my_chat_member)
    assert (added.from_user.id, added.new_chat_member.status) == (clerk.id, ChatMemberStatus.MEMBER)
    chat = await ptb.get_chat(group.id)
    assert (chat.type, chat.title, chat.permissions) == (
        "supergroup",
        "上村",
        ChatPermissions.all_permissions(),
    )
    assert await ptb.get_chat_member_count(group.id) == 3
    owner = await ptb.get_chat_member(group.id, clerk.id)
    assert owner.status == ChatMemberStatus.OWNER
    await clerk.promotes(None, group, "can_manage_chat", "can_promote_members", "can_pin_messages")
    names = {member.user.id for member in await ptb.get_chat_administrators(group.id)}
    assert names == {clerk.id, api.playground.world.bot.id}
    await ptb.promote_chat_member(group.id, anna.id, can_pin_messages=True)
    assert (await ptb.get_chat_member(group.id, anna.id)).can_pin_messages
    assert await ptb.leave_chat(group.id)
    with pytest.raises(Forbidden, match="not a member of the supergroup"):
        await ptb.send_message(group.id, "还在吗")


async def test_a_group_moves(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    group = await api.group("上村", anna)
    await ptb.get_updates()
    new = await anna.migrates(group)
    messages = [update.message for update in await ptb.get_updates() if update.message]
    assert [m.migrate_to_chat_id for m in messages if m.migrate_to_chat_id] == [new.id]
    assert [m.migrate_from_chat_id for m in messages if m.migrate_from_chat_id] == [group.id]
    with pytest.raises(ChatMigrated) as moved:
        await ptb.send_message(group.id, "好")
    await ptb.send_message(moved.value.new_chat_id, "好")
    await new.hears("好")


async def test_blocked_and_back(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    await anna.blocks()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await ptb.send_message(anna.id, "在吗")
    await anna.starts("h_CODE")
    updates = await ptb.get_updates()
    assert [u.my_chat_member.new_chat_member.status for u in updates if u.my_chat_member] == [
        "kicked",
        "member",
    ]
    assert updates[-1].message.text == "/start h_CODE"
    assert await ptb.send_message(anna.id, "欢迎回来")


async def test_over_the_rate(api: LocalBotApi, ptb: Bot) -> None:
    api.playground.rates.set(Limits(chat_burst=2))
    anna = await api.user("李大妈")
    for _ in range(2):
        await ptb.send_message(anna.id, "好")
    with pytest.raises(RetryAfter) as refused:
        await ptb.send_message(anna.id, "好")
    assert refused.value.retry_after == timedelta(seconds=1)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("500", NetworkError),
        ("502", NetworkError),
        ("drop", NetworkError),
        ("429", RetryAfter),
        ("error", BadRequest),
    ],
)
async def test_faults_on_order(api: LocalBotApi, ptb: Bot, kind: str, error: type[Exception]) -> None:
    anna = await api.user("李大妈")
    api.breaks("sendMessage", kind)  # type: ignore[arg-type]
    with pytest.raises(error):
        await ptb.send_message(anna.id, "一")
    await ptb.send_message(anna.id, "二")
    await anna.hears("二")


async def test_a_lost_answer_is_still_a_message(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    api.breaks("sendMessage", "drop", done=True)
    with pytest.raises(NetworkError):
        await ptb.send_message(anna.id, "到了")
    await anna.hears("到了")


async def test_time_out(api: LocalBotApi, ptb: Bot) -> None:
    anna = await api.user("李大妈")
    api.breaks("sendMessage", "timeout")
    with pytest.raises(NetworkError, match="Timed out"):
        await ptb.send_message(anna.id, "一", read_timeout=0.1)


async def test_two_pollers(api: LocalBotApi, ptb: Bot) -> None:
    first = asyncio.create_task(ptb.get_updates(timeout=10))
    await api.polls()
    async with Bot(api.token, base_url=f"{api.url}/bot") as other:
        second = asyncio.create_task(other.get_updates(timeout=10))
        with pytest.raises(Conflict, match="erminated by other getUpdates request"):
            await first
        anna = await api.user("李大妈")
        await anna.says("还在吗")
        (update,) = await second
        assert update.message.text == "还在吗"
