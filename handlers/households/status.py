"""A resident sees where the own household stands; in a group only the way there.

resident: 我家交齐了没
bot:      张*三家（华升社区3组）2022年度居民医保：还有2人没交，一共要交480元。…… [怎么交] [不对] [到时候提醒我]
group:    我家交了没
bot:      这是您家自己的事，群里不说。  [私聊查看]
"""

from __future__ import annotations

from telegram import Message, Update
from telegram.helpers import create_deep_linked_url

from handlers import keyboards
from handlers.cases.entry import START
from handlers.context import Context
from handlers.due_reminders import RESUME, TOPIC
from handlers.households.seeing import Home, home_of, home_text, words_of
from handlers.households.ways import how_to_bind
from handlers.talks import Rows
from knowledge.household.status import Standing
from storage import bindings, subscriptions
from storage.database import Connection

QUERY = "status_query"
LINK = "status"
# a neighbour who looks after several families
MOST_SHOWN = 5


async def command(update: Update, context: Context) -> None:
    """/status, and the menu's button."""
    await answer(context)


async def answer(context: Context) -> Message:
    """The status of every household of the speaker; in a group the way to the private chat. The last message."""
    chat = context.origin.effective_chat if context.origin else None
    if chat is None or chat.type != "private":
        return await _lead_to_private(context)
    homes, rows = await _own_homes(context, chat.id)
    if not homes:
        shown = await how_to_bind(context)
        return await context.reply(shown.text, keyboards.inline(shown.rows))
    words = await words_of(context)
    for home in homes:
        sent = await context.reply(home_text(context.house, home, words), keyboards.inline(rows[home.id]))
    return sent


async def _lead_to_private(context: Context) -> Message:
    link = create_deep_linked_url(context.bot.username, LINK)
    button = keyboards.link(await context.say("group.private_button"), link)
    return await context.reply(await context.say("group.private_only"), button)


async def _own_homes(context: Context, user_id: int) -> tuple[list[Home], dict[int, Rows]]:
    """The households, and the buttons under each."""
    pack = context.house.pack
    async with context.house.database.reading() as connection:
        bound = await bindings.list_bindings(connection, user_id=user_id)
        homes = [
            await home_of(connection, pack, binding.household_id, context.today)
            for binding in bound[:MOST_SHOWN]
        ]
        rows = {home.id: await _rows(connection, home, user_id, context) for home in homes}
    return homes, rows


async def _rows(connection: Connection, home: Home, user_id: int, context: Context) -> Rows:
    wrong = (await context.say("home.button_wrong"), keyboards.packed(START, QUERY))
    if home.status.is_settled:
        return [[wrong]]
    late = all(member.standing is Standing.CLOSED for member in home.status.members if member.line)
    topic, key = ("pay_late", "home.button_late") if late else ("pay_channels", "home.button_how")
    rows = [[(await context.say(key), keyboards.packed(TOPIC, topic)), wrong]]
    if not await subscriptions.is_reminded(connection, user_id):
        rows.append([(await context.say("home.button_remind"), keyboards.packed(RESUME))])
    return rows
