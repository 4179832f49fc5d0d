"""/bindings: how far a clerk's villages are with binding; who is bound; codes; what waits for a decision.

clerk: /bindings         bot: 华升社区612户，绑了35户48个号……   [绑了的住户] [打印全村的码] [等核对的 2]
clerk: /bindings 张三     bot: 1. 张三（华升社区3组，张大三家）   [1 张三]     (leads to the household's card)
"""

from __future__ import annotations

from telegram import Update

from handlers import keyboards
from handlers.access import Role
from handlers.context import Context
from handlers.households import codes, deciding
from handlers.households.card import home_button
from handlers.households.finding import areas_for, find_people, note_found
from handlers.households.pressing import Shown, staff_pressing, staff_speaking
from handlers.households.seeing import words_of
from handlers.talks import Rows, number_in
from handlers.toasts import answered, replaced
from knowledge.household.asked import Asked, read_asked
from knowledge.model import Area
from storage import audit, binding_requests, bindings, households

DESK = "hdesk"
_PAGE = 8
_A_ROW = 2


async def command(update: Update, context: Context) -> None:
    """/bindings [VILLAGE] [NAME]."""
    role = await staff_speaking(update, context)
    if role is None:
        return
    asked = read_asked(context.house.pack, " ".join(context.args or ()))
    if asked.area is not None and not role.may(asked.area.id):
        await context.reply(await context.say("progress.not_yours", village=asked.area.name))
        return
    shown = await _asked_for(role, asked, context)
    await context.reply(shown.text, keyboards.inline(shown.rows) if shown.rows else None)


async def _asked_for(role: Role, asked: Asked, context: Context) -> Shown:
    own = [area for area in context.house.pack.reporting_areas if role.may(area.id)]
    area = asked.area or (own[0] if len(own) == 1 else None)
    if asked.names:
        return await _search(role, asked, context)
    return await _village(area, context) if area else await _villages(own, context)


async def _villages(areas: list[Area], context: Context) -> Shown:
    pack = context.house.pack
    buttons = [
        (area.name, keyboards.packed(DESK, "area", pack.reporting_areas.index(area))) for area in areas
    ]
    rows = [buttons[start : start + 3] for start in range(0, len(buttons), 3)]
    return Shown(await context.say("home.desk_which"), rows)


async def _village(area: Area, context: Context) -> Shown:
    """Figures, and where to go from there."""
    place = context.house.pack.reporting_areas.index(area)
    async with context.house.database.reading() as connection:
        figures = await bindings.count_in(connection, [area.id], context.now)
        waiting = len(await binding_requests.list_open_requests(connection, [area.id]))
    text = await context.say(
        "home.desk",
        village=area.name,
        households=figures.households,
        bound=figures.bound,
        users=figures.bindings,
        codes=figures.codes,
    )
    if not figures.households:
        return Shown(await context.say("home.desk_no_roster", village=area.name))
    rows: list[list[tuple[str, str]]] = []
    if waiting:
        label = await context.say("home.desk_waiting", count=waiting)
        rows.append([(label, keyboards.packed(DESK, "wait", place))])
    if figures.bound:
        rows.append([(await context.say("home.desk_bound"), keyboards.packed(DESK, "list", place, 0))])
    rows.append([(await context.say("home.desk_sheet"), keyboards.packed(DESK, "sheet", place))])
    return Shown(text, rows)


async def pressed(update: Update, context: Context) -> None:
    """A button of the desk; only for staff of the village."""
    query = update.callback_query
    assert query is not None
    action, place, page = ([*keyboards.unpacked(query.data), "", "", ""])[:3]
    role = await staff_pressing(query, context)
    area = codes.area_at(context, place)
    if role is None or area is None or not role.may(area.id):
        await answered(query, await context.say("button.not_yours"))
        return
    await answered(query, None)
    match action:
        case "list":
            shown = await _bound_homes(role, area, number_in(page), context)
        case "sheet":
            shown = await codes.sheet_menu(context, area)
        case "wait":
            async with context.transaction() as connection:
                await deciding.waiting(connection, context, [area.id], role.user_id)
                await audit.record_look(connection, role.user_id, "bindings", context.now, area_id=area.id)
            return
        case _:
            shown = await _village(area, context)
    await replaced(query, shown.text, shown.rows)


async def _bound_homes(role: Role, area: Area, page: int, context: Context) -> Shown:
    """Households that somebody is bound to, the latest first."""
    place = context.house.pack.reporting_areas.index(area)
    words = await words_of(context, masked=False)
    async with context.transaction() as connection:
        ids = await bindings.list_bound_households(connection, [area.id], _PAGE + 1, page * _PAGE)
        listed = [await households.get_household(connection, one) for one in ids[:_PAGE]]
        await audit.record_look(connection, role.user_id, "bindings", context.now, area_id=area.id)
    buttons = [
        home_button(
            words.say(
                "desk_home",
                head=household.head,
                group=words.say("group", group=household.group) if household.group else "",
            ),
            household.id,
        )
        for household in listed
    ]
    rows: list[list[tuple[str, str]]] = [
        buttons[start : start + _A_ROW] for start in range(0, len(buttons), _A_ROW)
    ]
    turn = []
    if page:
        back = keyboards.packed(DESK, "list", place, page - 1)
        turn.append((await context.say("home.list_back"), back))
    if len(ids) > _PAGE:
        more = keyboards.packed(DESK, "list", place, page + 1)
        turn.append((await context.say("home.list_next"), more))
    turn.append((await context.say("home.desk_back"), keyboards.packed(DESK, "area", place)))
    return Shown(await context.say("home.desk_homes", village=area.name), [*rows, turn])


async def _search(role: Role, asked: Asked, context: Context) -> Shown:
    """Households by the name of somebody who lives there."""
    name = " ".join(asked.names)
    words = await words_of(context, masked=False)
    async with context.transaction() as connection:
        areas = areas_for(role, asked, context.house.pack)
        found = await find_people(connection, name, areas, asked.group)
        await note_found(connection, role, "bindings", found, context.now)
    if not found:
        key = "home.nobody_found_everywhere" if areas is None else "home.nobody_found"
        return Shown(await context.say(key, name=name[:20]))
    names = {area.id: area.name for area in context.house.pack.reporting_areas}
    lines = [
        words.say(
            "desk_found",
            number=number,
            name=person.name,
            place=words.place(names[person.area_id], person.group),
            head=person.head,
        )
        for number, person in enumerate(found, 1)
    ]
    rows: Rows = [
        [home_button(f"{number} {person.name}", person.household_id)]
        for number, person in enumerate(found, 1)
    ]
    return Shown("\n".join(lines), rows)


async def sheet_pressed(update: Update, context: Context) -> None:
    """Which group, as PDF or pictures, or not at all."""
    query = update.callback_query
    assert query is not None
    action, place, choice = ([*keyboards.unpacked(query.data), "", "", ""])[:3]
    role = await staff_pressing(query, context)
    area = codes.area_at(context, place)
    if role is None or area is None or not role.may(area.id):
        await answered(query, await context.say("button.not_yours"))
        return
    await answered(query, None)
    if action in (codes.PDF, codes.PNG):
        await replaced(query, await context.say("home.sheet_drawing"))
        await codes.send_sheet(query, role, area, choice, action, context)
    elif action == "group" and (shown := await codes.sheet_question(context, area, choice)):
        await replaced(query, shown.text, shown.rows)
    else:
        shown = await _village(area, context)
        await replaced(query, shown.text, shown.rows)
