"""/unpaid: who has not paid, for those who go from door to door; every look is in the audit log.

clerk: /unpaid          bot: 华升社区还有1,234人没交。点一个组看名单……   [1组 130] [2组 88] …
clerk: [2组 88]         bot: 华升社区2组没交的88人（第1页，共4页）…… [1 张大三] … [下一页] [各组]
clerk: /unpaid 章三      bot: 1. 张三（华升社区3组，张大三家）　没交，要交320元
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from telegram import Update

from handlers import keyboards
from handlers.access import Role
from handlers.areas import area_of
from handlers.context import Context
from handlers.exports.unpaid import due_by_category
from handlers.households.card import home_button
from handlers.households.finding import areas_for, find_people, note_found
from handlers.households.pressing import Shown, staff_pressing, staff_speaking
from handlers.households.seeing import home_of, words_of
from handlers.talks import Rows, number_in
from handlers.toasts import answered, replaced
from knowledge.household.asked import Asked, read_asked
from knowledge.household.wording import HomeWords
from knowledge.model import Area
from knowledge.pack import Pack
from storage import audit, finding, households
from storage.database import Connection
from storage.finding import Named
from storage.households import Unpaid

LIST = "hlist"
ALL = "all"
_PAGE_HOMES = 8
_A_ROW = 4
# stands for a sum that the notice leaves open: whoever has paid nothing is still listed
_OPEN = Decimal("0.01")


async def command(update: Update, context: Context) -> None:
    """/unpaid [VILLAGE] [GROUP] [NAME]."""
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
    pack = context.house.pack
    if asked.names:
        return await _search(role, asked, context)
    own = [area for area in pack.reporting_areas if role.may(area.id)]
    area = asked.area or (own[0] if len(own) == 1 else None)
    if area is None:
        return await _villages(own, context)
    if asked.group is not None:
        return await _page(role, area, asked.group, 0, context)
    return await _groups(role, area, context)


async def pressed(update: Update, context: Context) -> None:
    """A village, a group, a page."""
    query = update.callback_query
    assert query is not None
    action, place, group, page = ([*keyboards.unpacked(query.data), "", "", "", ""])[:4]
    role = await staff_pressing(query, context)
    areas = context.house.pack.reporting_areas
    number = number_in(place, -1)
    area = areas[number] if 0 <= number < len(areas) else None
    if role is None or (area is not None and not role.may(area.id)):
        await answered(query, await context.say("button.not_yours"))
        return
    await answered(query, None)
    if area is None:
        shown = await _villages([one for one in areas if role.may(one.id)], context)
    elif action == "page":
        shown = await _page(role, area, await _group_named(area, group, context), number_in(page), context)
    else:
        shown = await _groups(role, area, context)
    await replaced(query, shown.text, shown.rows)


def due_for_list(pack: Pack) -> dict[str, Decimal]:
    """What each category pays, by its id; next to nothing where the notice leaves it open."""
    stated = due_by_category(pack)
    return {category.id: stated.get(category.id, _OPEN) for category in pack.categories}


async def _villages(areas: Sequence[Area], context: Context) -> Shown:
    """Which village? With how many have not paid in each."""
    pack = context.house.pack
    async with context.house.database.reading() as connection:
        counts = await households.count_unpaid(
            connection, pack.year, context.today, [area.id for area in areas], due_for_list(pack)
        )
    by_area: dict[str, int] = {}
    for (area_id, _), count in counts.items():
        by_area[area_id] = by_area.get(area_id, 0) + count
    buttons = [
        (
            await context.say("home.list_button", name=area.name, count=by_area.get(area.id, 0)),
            keyboards.packed(LIST, "area", place),
        )
        for place, area in enumerate(pack.reporting_areas)
        if area in areas
    ]
    total = sum(by_area.values())
    return Shown(await context.say("home.list_villages", count=total), _in_rows(buttons, 2))


async def _groups(role: Role, area: Area, context: Context) -> Shown:
    """How many in each group."""
    pack = context.house.pack
    words = await words_of(context, masked=False)
    async with context.transaction() as connection:
        await audit.record_look(connection, role.user_id, "unpaid", context.now, area_id=area.id)
        due = due_for_list(pack)
        counts = await households.count_unpaid(connection, pack.year, context.today, [area.id], due)
        groups = await finding.list_groups(connection, area.id)
    total = sum(counts.values())
    if not total:
        return Shown(await context.say("home.list_done", place=area.name))
    place = pack.reporting_areas.index(area)
    buttons = [
        (
            await context.say("home.list_button", name=words.say("group", group=group), count=count),
            keyboards.packed(LIST, "page", place, number, 0),
        )
        for number, group in enumerate(groups)
        if (count := counts.get((area.id, group), 0))
    ]
    whole = (await context.say("home.list_whole"), keyboards.packed(LIST, "page", place, ALL, 0))
    text = await context.say("home.list_groups", place=area.name, count=total)
    return Shown(text, [*_in_rows(buttons, 3), [whole]])


async def _group_named(area: Area, number: str, context: Context) -> str | None:
    """The group of a button; None for the whole village."""
    async with context.house.database.reading() as connection:
        groups = await finding.list_groups(connection, area.id)
    return groups[int(number)] if number.isdigit() and int(number) < len(groups) else None


async def _page(role: Role, area: Area, group: str | None, page: int, context: Context) -> Shown:
    """A page of households with those who have not paid."""
    pack = context.house.pack
    words = await words_of(context, masked=False)
    where = words.place(area.name, group)
    async with context.transaction() as connection:
        found = await households.list_unpaid(
            connection, pack.year, context.today, [area.id], due_for_list(pack), group=group
        )
        homes = [list(members) for _, members in groupby(found, key=lambda one: one.household_id)]
        listed = homes[page * _PAGE_HOMES : (page + 1) * _PAGE_HOMES]
        await _note_looks(connection, role, [members[0].household_id for members in listed], area.id, context)
        groups = await finding.list_groups(connection, area.id)
    if not listed:
        return Shown(await context.say("home.list_done", place=where))
    pages = -(-len(homes) // _PAGE_HOMES)
    head = await context.say(
        "home.list_page", place=where, people=len(found), homes=len(homes), page=page + 1, pages=pages
    )
    lines = [_home_line(number, members, words) for number, members in enumerate(listed, 1)]
    choice = str(groups.index(group)) if group in groups else ALL
    turns = await _turns(context, pack.reporting_areas.index(area), choice, page, pages)
    buttons = [
        home_button(f"{number} {members[0].head}", members[0].household_id)
        for number, members in enumerate(listed, 1)
    ]
    return Shown(
        "\n".join([head, *lines, await context.say("home.list_tap")]), [*_in_rows(buttons, _A_ROW), *turns]
    )


async def _turns(context: Context, place: int, choice: str, page: int, pages: int) -> Rows:
    """上一页, 下一页, 各组."""
    row = []
    if page > 0:
        row.append(
            (await context.say("home.list_back"), keyboards.packed(LIST, "page", place, choice, page - 1))
        )
    if page + 1 < pages:
        row.append(
            (await context.say("home.list_next"), keyboards.packed(LIST, "page", place, choice, page + 1))
        )
    row.append((await context.say("home.list_all_groups"), keyboards.packed(LIST, "area", place)))
    return [row]


def _home_line(number: int, members: Sequence[Unpaid], words: HomeWords) -> str:
    """1. 张大三家：李四 320元、张小五 160元（低保）."""
    people = "、".join(_person(member, words) for member in members)
    return words.say("list_home", number=number, head=members[0].head, people=people)


def _person(member: Unpaid, words: HomeWords) -> str:
    category = next((one for one in words.pack.categories if one.id == member.category), words.pack.ordinary)
    key = "list_person_open" if member.missing <= _OPEN else "list_person"
    said = words.say(key, name=member.name, due=member.missing)
    return said if category is words.pack.ordinary else words.say("who", name=said, category=category.key)


async def _note_looks(
    connection: Connection, role: Role, household_ids: Iterable[int], area_id: str, context: Context
) -> None:
    for household_id in household_ids:
        await audit.record_look(
            connection, role.user_id, "unpaid", context.now, household_id=household_id, area_id=area_id
        )


async def _search(role: Role, asked: Asked, context: Context) -> Shown:
    """Everybody whom the name may mean, and whether they have paid."""
    name = " ".join(asked.names)
    areas = areas_for(role, asked, context.house.pack)
    words = await words_of(context, masked=False)
    async with context.transaction() as connection:
        found = await find_people(connection, name, areas, asked.group)
        await note_found(connection, role, "unpaid", found, context.now)
        lines = [
            await _found_line(connection, number, person, words, context)
            for number, person in enumerate(found, 1)
        ]
    if not found:
        key = "home.nobody_found_everywhere" if areas is None else "home.nobody_found"
        return Shown(await context.say(key, name=name[:20]))
    buttons = [
        home_button(f"{number} {person.name}", person.household_id) for number, person in enumerate(found, 1)
    ]
    return Shown("\n".join([*lines, await context.say("home.list_tap")]), _in_rows(buttons, _A_ROW))


async def _found_line(
    connection: Connection, number: int, person: Named, words: HomeWords, context: Context
) -> str:
    home = await home_of(connection, context.house.pack, person.household_id, context.today)
    status = next(
        (member for member in home.status.members if member.member.person_id == person.person_id), None
    )
    place = words.place(area_of(context.house.pack, person.area_id).name, person.group)
    standing = words.standing(status) if status else ""
    return words.say(
        "found", number=number, name=person.name, place=place, head=person.head, standing=standing
    )


def _in_rows(buttons: Sequence[tuple[str, str]], width: int) -> Rows:
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]
