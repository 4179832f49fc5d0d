"""The people of tests/support talk to a real python-telegram-bot Application, and tell what went wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from tests.support.bot_api import LocalBotApi


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    if update.effective_message.text == "安静":
        return
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("确认", callback_data="yes")]])
    said = update.effective_message.text or "照片"
    await update.effective_message.reply_text(f"你说：{said}", reply_markup=keyboard)


async def confirmed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("记下了")
    await update.callback_query.edit_message_text("已确认")


@pytest.fixture
async def running(api: LocalBotApi) -> AsyncIterator[None]:
    application = Application.builder().token(api.token).base_url(f"{api.url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT | filters.PHOTO, echo))
    application.add_handler(CallbackQueryHandler(confirmed))
    async with application:
        assert application.updater is not None
        await application.updater.start_polling()
        await application.start()
        yield
        await application.updater.stop()
        await application.stop()


@pytest.mark.usefixtures("running")
async def test_a_whole_talk(api: LocalBotApi) -> None:
    anna = await api.user("李大妈")
    await anna.says("怎么交")
    reply = await anna.hears("你说：怎么交")
    assert reply.buttons == [["确认"]]
    toast = await anna.presses("确认")
    assert toast is not None
    assert toast.text == "记下了"
    assert (await anna.sees_edit("已确认")).id == reply.id
    await anna.sends_photo()
    await anna.hears("照片")
    await anna.says("安静")
    await anna.hears_nothing(within=0.1)
    await api.settled()


@pytest.mark.usefixtures("running")
async def test_in_a_group(api: LocalBotApi) -> None:
    anna, uncle = await api.user("李大妈"), await api.user("王大爷")
    group = await api.group("上村", anna, uncle)
    await uncle.says("赶集", group)
    await uncle.says("@canbao_bot 多少钱", group)
    heard = await group.hears("多少钱")
    await anna.presses("确认", group)
    assert (await group.sees_edit("已确认")).id == heard.id
    await uncle.hears_nothing(within=0.05)


@pytest.mark.usefixtures("running")
async def test_failures_tell_what_was_heard(api: LocalBotApi) -> None:
    anna = await api.user("李大妈")
    await anna.says("你好")
    with pytest.raises(AssertionError, match="李大妈 expects '再见' and hears '你说：你好'"):
        await anna.hears("再见")
    with pytest.raises(
        AssertionError, match=r"waits 0.05 s for a message; heard so far: \['你说：你好'\]; calls: "
    ):
        await anna.hears(within=0.05)
    with pytest.raises(AssertionError, match="finds no button '取消'"):
        await anna.presses("取消")


@pytest.mark.usefixtures("running")
async def test_silence_is_checked(api: LocalBotApi) -> None:
    anna = await api.user("李大妈")
    await anna.says("你好")
    with pytest.raises(AssertionError, match="李大妈 hears: '你说：你好'"):
        await anna.hears_nothing(within=1)


async def test_a_bot_that_is_not_there(api: LocalBotApi) -> None:
    with pytest.raises(AssertionError, match="no bot asks for updates"):
        await api.polls(within=0.02)
    await (await api.user("李大妈")).says("在吗")
    with pytest.raises(AssertionError, match="the bot leaves updates unconfirmed"):
        await api.settled(within=0.02)
