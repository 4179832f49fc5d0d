"""A resident's own bindings: how to bind, the words after it, letting go of a household again.

resident: /bind
bot:      您绑定了：张*三家（华升社区3组）。   [解绑张*三家] [没有码，请专干核对]
resident: [解绑张*三家]      bot: 解绑以后查不到这一户了。   [确认解绑] [取消]
"""

from __future__ import annotations

from telegram import CallbackQuery, Update

from handlers import keyboards
from handlers.context import Context
from handlers.households import asking, status
from handlers.households.pressing import Shown, edit_row
from handlers.households.seeing import head_and_place, words_of
from handlers.households.ways import ASK, HOME, UNBIND, ask_button, how_to_bind
from handlers.talks import Rows, number_in
from handlers.toasts import answered, in_private, replaced
from storage import bindings, households, outbox
from storage.households import Household

UNBIND_YES, UNBIND_NO = "off_yes", "off_no"


async def own_bindings(context: Context, user_id: int) -> Shown:
    """What a person is bound to, with a way out; how to bind where there is nothing."""
    async with context.house.database.reading() as connection:
        bound = await bindings.list_bindings(connection, user_id=user_id)
        own = [await households.get_household(connection, binding.household_id) for binding in bound]
    if not own:
        return await how_to_bind(context)
    words = await words_of(context)
    names = "、".join(head_and_place(context.house, household, words) for household in own)
    rows = [[await _unbind_button(context, household)] for household in own]
    return Shown(await context.say("home.bound_to", homes=names), [*rows, [await ask_button(context)]])


async def _unbind_button(context: Context, household: Household) -> tuple[str, str]:
    head = (await words_of(context)).name(household.head)
    return await context.say("home.button_unbind", head=head), keyboards.packed(HOME, UNBIND, household.id)


async def pressed(update: Update, context: Context) -> None:
    """A button about the own household; nobody else's press does anything."""
    query = update.callback_query
    assert query is not None
    action, value = ([*keyboards.unpacked(query.data), "", ""])[:2]
    toast = await _done(query, action, number_in(value), context)
    await answered(query, toast)


async def _done(query: CallbackQuery, action: str, household_id: int, context: Context) -> str | None:
    """Does what the button says; the note to show."""
    if not in_private(query):
        return await context.say("button.not_yours")
    if action == ASK:
        await asking.begin(context, query.from_user.id)
        return None
    async with context.house.database.reading() as connection:
        if not await bindings.may_see(connection, query.from_user.id, household_id):
            return await context.say("button.not_yours")
    match action:
        case "show":
            await status.answer(context)
        case "off" | "off_no":
            await _ask_or_keep(query, action, household_id, context)
        case "off_yes":
            await _unbind(query, household_id, context)
        case _:
            return await context.say("button.stale")
    return None


async def _ask_or_keep(query: CallbackQuery, action: str, household_id: int, context: Context) -> None:
    async with context.house.database.reading() as connection:
        household = await households.get_household(connection, household_id)
    home = head_and_place(context.house, household, await words_of(context))
    if action == UNBIND_NO:
        await replaced(query, await context.say("home.kept", home=home))
        return
    sure: Rows = [
        [
            (await context.say("home.unbind_yes"), keyboards.packed(HOME, UNBIND_YES, household_id)),
            (await context.say("home.unbind_no"), keyboards.packed(HOME, UNBIND_NO, household_id)),
        ]
    ]
    await replaced(query, await context.say("home.unbind_sure", home=home), sure)


async def _unbind(query: CallbackQuery, household_id: int, context: Context) -> None:
    async with context.transaction() as connection:
        household = await households.get_household(connection, household_id)
        await bindings.unbind(connection, query.from_user.id, household_id)
        await outbox.cancel_beginning(connection, f"remind:{household_id}:{query.from_user.id}:")
        home = head_and_place(context.house, household, await words_of(context))
        shown = Shown(await context.say("home.unbound_done", home=home))
        await outbox.add_message(connection, edit_row(context, query, shown), context.now)
