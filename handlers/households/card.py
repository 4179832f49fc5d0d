"""A household as its village's clerk and the township see it: status, who is bound, and what may be done.

clerk: (presses a household of /unpaid or /bindings)
bot:   张大三家（华升社区3组）…… 绑定的号：老四（11月3日）
       [记已交：李四　320元] [全家记已交　480元] [发绑定码] [去掉绑定：老四]
"""

from __future__ import annotations

from telegram import CallbackQuery, Update
from telegram.error import TelegramError

from handlers import keyboards
from handlers.access import Role
from handlers.context import Context
from handlers.households import codes
from handlers.households.pressing import Shown, edit_row, reply_row, staff_pressing, update_id
from handlers.households.seeing import Home, head_and_place, home_of, home_text, words_of
from handlers.households.telling import words_for
from handlers.talks import Rows, number_in
from handlers.toasts import answered
from knowledge.household.status import Standing
from storage import audit, bindings, households, outbox
from storage.bindings import Binding
from storage.database import Connection
from storage.errors import NotFound
from storage.households import Household
from storage.outbox import Outgoing

CARD = "hcard"
SHOW, CODE, OFF, OFF_YES = "show", "code", "off", "off_yes"
PAY = "hpay"
_MAY_BE_MARKED = (Standing.OWES, Standing.SHORT)
_LONGEST_NAME = 16


def home_button(label: str, household_id: int) -> tuple[str, str]:
    """A household in a list."""
    return label, keyboards.packed(CARD, SHOW, household_id)


async def pressed(update: Update, context: Context) -> None:
    """A button of a household that staff of its village may press."""
    query = update.callback_query
    assert query is not None
    action, household_id, stamp = ([*keyboards.unpacked(query.data), "", "", ""])[:3]
    role = await staff_pressing(query, context)
    household = await _theirs(role, number_in(household_id), context)
    if role is None or household is None:
        await answered(query, await context.say("button.not_yours"))
        return
    match action:
        case "show":
            await show(query, role, household.id, context)
        case "code":
            await codes.hand_out(query, role, household, context)
        case "off" | "off_yes":
            toast = await _take_off(query, role, household, stamp, action, context)
            await answered(query, toast)
            return
    await answered(query, None)


async def _theirs(role: Role | None, household_id: int, context: Context) -> Household | None:
    """The household, if it is one that the presser may see."""
    if role is None:
        return None
    async with context.house.database.reading() as connection:
        try:
            household = await households.get_household(connection, household_id)
        except NotFound:
            return None
    return household if role.may(household.area_id) else None


async def show(query: CallbackQuery, role: Role, household_id: int, context: Context) -> None:
    """The card as a new message; the look is in the audit log."""
    names = await _names_of_bound(household_id, context)
    async with context.transaction() as connection:
        home = await home_of(connection, context.house.pack, household_id, context.today)
        await audit.record_look(
            connection, role.user_id, "card", context.now, household_id=home.id, area_id=home.area_id
        )
        bound = await bindings.list_bindings(connection, household_ids=[home.id])
        shown = await card_of(home, bound, names, context)
        await outbox.add_message(connection, reply_row(context, query.from_user.id, shown), context.now)


async def _names_of_bound(household_id: int, context: Context) -> dict[int, str]:
    """What bound users call themselves; nothing of it is kept."""
    async with context.house.database.reading() as connection:
        bound = await bindings.list_bindings(connection, household_ids=[household_id])
    names = {}
    for binding in bound:
        try:
            names[binding.user_id] = (await context.bot.get_chat(binding.user_id)).full_name or ""
        except TelegramError:
            names[binding.user_id] = ""
    return names


async def card_of(home: Home, bound: list[Binding], names: dict[int, str], context: Context) -> Shown:
    """Text and buttons."""
    words = await words_of(context, masked=False)
    lines = [home_text(context.house, home, words)]
    labels = [await _bound_label(binding, names, context) for binding in bound]
    if labels:
        lines.append(await context.say("home.card_bound", users="、".join(labels)))
    else:
        lines.append(await context.say("home.card_unbound"))
    rows = [*await _pay_rows(home, context)]
    rows.append([(await context.say("home.button_code"), keyboards.packed(CARD, CODE, home.id))])
    for binding, label in zip(bound, labels, strict=True):
        off = await context.say("home.button_off", user=label)
        rows.append([(off, keyboards.packed(CARD, OFF, home.id, _stamp(binding)))])
    return Shown("\n\n".join(lines), rows)


async def _bound_label(binding: Binding, names: dict[int, str], context: Context) -> str:
    at = binding.bound_at.astimezone(context.now.tzinfo)
    name = names.get(binding.user_id) or await context.say("home.nameless")
    return await context.say("home.bound_label", name=name[:_LONGEST_NAME], month=at.month, day=at.day)


async def _pay_rows(home: Home, context: Context) -> Rows:
    """Who may be marked as paid: each, and all together."""
    owing = [member for member in home.status.members if member.standing in _MAY_BE_MARKED]
    rows = [
        [
            (
                await context.say("home.button_paid", name=member.member.name, due=member.due),
                keyboards.packed(PAY, "one", member.member.person_id),
            )
        ]
        for member in owing
    ]
    if len(owing) > 1:
        whole = await context.say("home.button_paid_all", due=home.status.total)
        rows.append([(whole, keyboards.packed(PAY, "all", home.id))])
    return rows


def _stamp(binding: Binding) -> str:
    """By which a binding of a household is known without anybody's id."""
    return format(int(binding.bound_at.timestamp() * 1000), "x")


async def _take_off(
    query: CallbackQuery, role: Role, household: Household, stamp: str, action: str, context: Context
) -> str | None:
    """去掉绑定: asks first; the one who loses it is told."""
    async with context.transaction() as connection:
        bound = await bindings.list_bindings(connection, household_ids=[household.id])
        binding = next((one for one in bound if _stamp(one) == stamp), None)
        if binding is None:
            return await context.say("button.stale")
        home = head_and_place(context.house, household, await words_of(context, masked=False))
        await audit.record_look(
            connection,
            role.user_id,
            "unbind" if action == OFF_YES else "unbind asked",
            context.now,
            household_id=household.id,
            area_id=household.area_id,
        )
        if action == OFF_YES:
            await _unbind(connection, household, binding, context)
            shown = Shown(await context.say("home.off_done", home=home))
        else:
            yes = keyboards.packed(CARD, OFF_YES, household.id, stamp)
            no = keyboards.packed(CARD, SHOW, household.id)
            sure = [(await context.say("home.off_yes"), yes), (await context.say("home.cancel"), no)]
            shown = Shown(await context.say("home.off_sure", home=home), [sure])
        row = (
            edit_row(context, query, shown)
            if action == OFF_YES
            else reply_row(context, query.from_user.id, shown)
        )
        await outbox.add_message(connection, row, context.now)
    return None


async def _unbind(connection: Connection, household: Household, binding: Binding, context: Context) -> None:
    await bindings.unbind(connection, binding.user_id, household.id)
    await outbox.cancel_beginning(connection, f"remind:{household.id}:{binding.user_id}:")
    words = await words_for(connection, context.house, binding.user_id)
    text = words.say("taken_off", home=head_and_place(context.house, household, words))
    key = f"taken_off:{household.id}:{binding.user_id}:{update_id(context)}"
    await outbox.add_message(connection, Outgoing(key, binding.user_id, {"text": text}), context.now)
