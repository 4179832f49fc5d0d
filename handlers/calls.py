"""The call list of a clerk: households that no message reaches, group by group, and what came of calling them.

clerk: /calls
bot:   华升社区：12户没绑定手机、还没交的……   [1组（5户）] [2组（7户）]
clerk: [1组（5户）], [2]
bot:   华升社区1组　李四家 / 没交的：李四、王五，一共640元 / 电话：李四　138…
       [打通了] [没接] [号码不对] [上门了] [留亲属电话]
"""

from __future__ import annotations

import contextlib

from telegram import CallbackQuery, Update
from telegram.error import TelegramError
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from handlers import keyboards
from handlers.access import Role, role_in, speaker
from handlers.areas import area_of
from handlers.call_views import AREA, CALLS, CONTACT, DONE, GROUP, HOUSE, Desk, View, place_of
from handlers.context import Context
from handlers.naming import begin as begin_naming
from handlers.talks import number_in
from handlers.toasts import answered, in_private
from knowledge.reminding.due import owing_in, stage_now
from knowledge.reminding.values import Household
from storage import audit, calls, reminders
from storage.calls import Outcome
from storage.database import Connection
from storage.reminders import CALL, Said


async def command(update: Update, context: Context) -> None:
    """/calls: a clerk's own villages, or the choice of one."""
    role = await speaker(update, context)
    if not role.is_staff:
        await context.reply(await context.say("staff.not_allowed"))
        return
    if update.effective_chat and update.effective_chat.type != "private":
        await context.reply(await context.say("staff.private_only"))
        return
    desk = Desk(context.house, await context.locale())
    mine = [area.id for area in context.house.pack.reporting_areas if role.may(area.id)]
    if len(mine) == 1:
        async with context.house.database.reading() as connection:
            view = await desk.groups(connection, mine[0])
        await context.reply(view.text, view.buttons)
        return
    buttons = [
        (
            area_of(context.house.pack, area_id).name,
            keyboards.packed(CALLS, AREA, place_of(context.house, area_id)),
        )
        for area_id in mine
    ]
    rows = [buttons[start : start + 3] for start in range(0, len(buttons), 3)]
    await context.reply(desk.say("which_village"), keyboards.inline(rows))


async def pressed(update: Update, context: Context) -> None:
    """A button of the list or of a household."""
    query = update.callback_query
    assert query is not None
    action, *values = keyboards.unpacked(query.data) or [""]
    if in_private(query):
        toast = await _pressed(query, context, await speaker(update, context), action, values)
    else:
        toast = await context.say("button.not_yours")
    await answered(query, toast or None)


async def _pressed(query: CallbackQuery, context: Context, role: Role, action: str, values: list[str]) -> str:
    desk = Desk(context.house, await context.locale())
    numbers = [number_in(value, -1) for value in values]
    if action in (AREA, GROUP):
        areas = context.house.pack.reporting_areas
        area = areas[numbers[0]] if numbers and 0 <= numbers[0] < len(areas) else None
        if area is None or not role.may(area.id):
            return await context.say("staff.not_allowed")
        async with context.transaction() as connection:
            if action == AREA or len(numbers) < 3:
                view = await desk.groups(connection, area.id)
            else:
                view = await desk.page(connection, area.id, max(0, numbers[1]), max(0, numbers[2]))
                await audit.record_look(connection, role.user_id, "calls", context.now, area_id=area.id)
        await _show(query, view)
        return ""
    household = await _household(context, numbers[0] if numbers else -1)
    if household is None or not role.may(household.area_id):
        return await context.say("staff.not_allowed")
    if action == HOUSE:
        await _open(query, context, desk, household, role)
    elif action == CONTACT:
        await begin_naming(context, query.from_user.id, household)
    elif action == DONE and values[-1] in set(Outcome):
        return await _record(context, desk, household, Outcome(values[-1]), role)
    return ""


async def _household(context: Context, household_id: int) -> Household | None:
    async with context.house.database.reading() as connection:
        found = await reminders.list_households(connection, [household_id], context.house.pack.year)
    return found[0] if found else None


async def _show(query: CallbackQuery, view: View) -> None:
    """The list in the place of what stood there."""
    with contextlib.suppress(TelegramError):
        await query.edit_message_text(view.text, reply_markup=view.buttons)


async def _open(query: CallbackQuery, context: Context, desk: Desk, household: Household, role: Role) -> None:
    """Opens a household; the look is noted."""
    async with context.transaction() as connection:
        await _note_look(connection, context, role, household)
        view = await desk.card(connection, household)
    await context.bot.send_message(query.from_user.id, view.text, reply_markup=view.buttons)


async def _note_look(connection: Connection, context: Context, role: Role, household: Household) -> None:
    await audit.record_look(
        connection, role.user_id, "calls", context.now, household_id=household.id, area_id=household.area_id
    )


async def _record(context: Context, desk: Desk, household: Household, outcome: Outcome, role: Role) -> str:
    """Notes who called when, and counts it as a reminder where the household has heard."""
    async with context.transaction() as connection:
        role_now = await role_in(connection, context.house, role.user_id)
        if not role_now.may(household.area_id):
            return await context.say("staff.not_allowed")
        await calls.record_call(connection, household.id, outcome, role.user_id, context.now)
        await _note_look(connection, context, role, household)
        owing = owing_in(context.house.pack, household, context.today)
        if outcome.counts and owing:
            stage = stage_now(owing, context.today, context.house.plan)
            said = Said(CALL, household.area_id, household.id, stage.code, context.today, len(owing))
            await reminders.record_reminders(connection, context.house.pack.id, [said])
    return desk.say("recorded", head=household.head, outcome=desk.say(f"outcome.{outcome}"))


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """/calls and its buttons."""
    return [
        CommandHandler("calls", command, filters=filters.UpdateType.MESSAGE),
        CallbackQueryHandler(pressed, keyboards.pattern(CALLS)),
    ]
