"""A small bot that does everything a bot can show, so that the page is tried apart from what our bot says.

Say 图, 相册, 文件, 长, 按钮, 引用, 联系, 收起, 邀请, 格式, 置顶 or 忙; anything else is repeated, with the repetition
edited in place when the message is edited.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from PIL import Image, ImageDraw
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.transport import request

MENU = [["交多少钱", "怎么交"], ["什么时候交", "查我家交了没"], ["交错了、出问题", "找人工"]]
LONG = "".join(f"第{n}条，说的是怎样把这一件事情办好，一步一步地来。\n" for n in range(1, 61))
BUTTONS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("提示", callback_data="toast"),
            InlineKeyboardButton("弹窗", callback_data="alert"),
        ],
        [InlineKeyboardButton("改掉这条", callback_data="edit")],
        [InlineKeyboardButton("删掉这条", callback_data="delete")],
        [InlineKeyboardButton("私聊查看", url="https://t.me/canbao_bot?start=h_123")],
    ]
)

answers: dict[int, Message] = {}


def drawn(label: str, size: tuple[int, int] = (1200, 800)) -> bytes:
    """A picture with coloured bars and a label."""
    image = Image.new("RGB", size, "#fffdf5")
    pen = ImageDraw.Draw(image)
    for n in range(8):
        left = size[0] * (n + 1) // 10
        pen.rectangle(
            (left, size[1] * (n + 1) // 10, left + size[0] // 14, size[1] * 9 // 10),
            fill=(44, 110 + n * 12, 78),
        )
    pen.text((30, 20), label, fill="#1d2822", font_size=48)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


async def start(update: Update, context: Any) -> None:
    payload = " ".join(context.args or ())
    text = f"收到暗号 {payload}" if payload else "您好，有什么想问的，直接打字就行。"
    assert update.message
    await update.message.reply_text(text, reply_markup=ReplyKeyboardMarkup(MENU, resize_keyboard=True))


async def heard(update: Update, context: Any) -> None:
    message = update.effective_message
    assert message
    text = message.text or ""
    if update.edited_message:
        await answers[message.message_id].edit_text(f"改成了：{text}")
        return
    act = TRICKS.get(text)
    if act:
        await act(message)
    elif message.chat.type == "private" or "@" in text:
        answers[message.message_id] = await message.reply_text(f"您说的是：{text}")


async def _picture(message: Message) -> None:
    await message.reply_photo(drawn("Progress"), caption="今天的进度图\n点一下放大")


async def _album(message: Message) -> None:
    sizes = [(900, 1200), (1200, 900), (800, 800)]
    await message.reply_media_group(
        [InputMediaPhoto(drawn(f"No. {n}", size)) for n, size in enumerate(sizes, 1)], caption="三张一起"
    )


async def _file(message: Message) -> None:
    await message.reply_document(
        b"PK" + b"0" * 20_000, filename="各村进度2021年10月20日.xlsx", caption="表格在这里"
    )


async def _long(message: Message) -> None:
    await message.reply_text(LONG)


async def _long_buttons(message: Message) -> None:
    button = InlineKeyboardButton("说来听听", callback_data="long")
    await message.reply_text("要听吗？", reply_markup=InlineKeyboardMarkup([[button]]))


async def _buttons(message: Message) -> None:
    await message.reply_text("请选一个：", reply_markup=BUTTONS)


async def _quote(message: Message) -> None:
    await message.reply_text("这是对您的回复。", reply_parameters=ReplyParameters(message.message_id))


async def _contact(message: Message) -> None:
    keyboard = ReplyKeyboardMarkup(
        [[KeyboardButton("发我的手机号", request_contact=True)]], one_time_keyboard=True
    )
    await message.reply_text("请把手机号发给我。", reply_markup=keyboard)


async def _fold(message: Message) -> None:
    await message.reply_text("收起来了。", reply_markup=ReplyKeyboardRemove())


async def _invite(message: Message) -> None:
    await message.reply_text("邀请您的链接：\nhttps://t.me/canbao_bot?start=j_abc\n只能用一次。")


async def _format(message: Message) -> None:
    await message.reply_text(
        "<b>粗</b>、<i>斜</i>、<u>线</u>、<code>A-1</code>，<b>粗里有<i>斜</i></b>，"
        "<tg-spoiler>盖住的</tg-spoiler>，发 /help 看看，<a href='https://example.org/'>外面</a>"
        "<blockquote>引一段话</blockquote>&lt;b&gt;不是粗&lt;/b&gt;",
        parse_mode="HTML",
    )


async def _pin(message: Message) -> None:
    sent = await message.reply_text("请大家在十二月底前交。")
    await sent.pin()


async def _busy(message: Message) -> None:
    await message.chat.send_action("typing")
    await asyncio.sleep(1.5)
    await message.reply_text("想好了。")


TRICKS = {
    "图": _picture,
    "相册": _album,
    "文件": _file,
    "长": _long,
    "按钮": _buttons,
    "长按钮": _long_buttons,
    "引用": _quote,
    "联系": _contact,
    "收起": _fold,
    "邀请": _invite,
    "格式": _format,
    "置顶": _pin,
    "忙": _busy,
}


async def got_file(update: Update, context: Any) -> None:
    message = update.effective_message
    assert message
    kind = "图片" if message.photo else message.document.file_name if message.document else "号码"
    await message.reply_text(f"收到{kind}：{message.caption or ''}")


async def pressed(update: Update, context: Any) -> None:
    query = update.callback_query
    assert query
    if query.data == "toast":
        await query.answer("好的，记下了")
    elif query.data == "alert":
        await query.answer("这件事要您自己拿主意。", show_alert=True)
    elif query.data == "long":
        await query.answer()
        await query.message.reply_text(LONG)
    elif query.data == "edit":
        await query.answer()
        await query.edit_message_text("这条已经改过了。", reply_markup=BUTTONS)
    else:
        await query.answer()
        await query.delete_message()


@asynccontextmanager
async def parrot(token: str, root: str) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """The bot at work for the length of the block."""
    application = (
        Application.builder()
        .token(token)
        .base_url(f"{root}/bot")
        .base_file_url(f"{root}/file/bot")
        .request(request(8))
        .get_updates_request(request(2, read_timeout=40))
        .build()
    )
    private = filters.UpdateType.MESSAGES
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(pressed))
    application.add_handler(MessageHandler(filters.PHOTO | filters.Document.ALL | filters.CONTACT, got_file))
    application.add_handler(MessageHandler(filters.TEXT & private, heard, block=False))
    async with application:
        await application.start()
        await application.bot.set_my_commands(
            [
                BotCommand("start", "打开菜单"),
                BotCommand("status", "查我家交了没"),
                BotCommand("help", "能做什么"),
            ]
        )
        await application.bot.set_my_commands(
            [BotCommand("ask", "问一个问题")], BotCommandScopeAllGroupChats()
        )
        assert application.updater
        await application.updater.start_polling(timeout=20)
        yield application
        await application.updater.stop()
        await application.stop()
