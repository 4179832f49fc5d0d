"""/cases: the staff's queue, by village, kind, age, holder.

officer: /cases 过期的
bot:     办件（过期的）：2件   [0134 交到别的县了　华升社区　5天　过期] …   [下一页]
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Update

from handlers import keyboards
from handlers.access import Role, speaker
from handlers.cases import batch, stats
from handlers.cases.cards import line_of, send_card
from handlers.cases.standing import standing
from handlers.cases.wording import Words
from handlers.context import Context
from handlers.talks import Rows, number_in
from handlers.toasts import replaced
from knowledge.areas import area_named
from knowledge.cases.case_numbers import case_id_of
from knowledge.cases.catalogue import load_catalogue
from knowledge.cases.states import CLOSED, CaseState
from knowledge.cases.timing import is_overdue
from storage import cases
from storage.cases import Case
from storage.database import Connection

LIST = "cl"
OPEN, MINE, NEW, OVERDUE, DONE = "open", "mine", "new", "overdue", "closed"
_PAGE = 8
_OPEN_STATES = tuple(state for state in CaseState if state not in CLOSED)
_WORDS = {
    OPEN: ("没办完的", "没办完", "open"),
    MINE: ("我在办的", "我的", "我办的", "mine"),
    NEW: ("没人接的", "没人接", "新的", "new"),
    OVERDUE: ("过期的", "过期", "超期", "超期的", "逾期", "overdue"),
    DONE: ("办完的", "办结", "办结的", "closed"),
}
_STATS = ("统计", "stats")
_BATCH = ("名单", "县里名单", "batch")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cases: a standard choice, and perhaps one village or one kind."""

    choice: str = OPEN
    area_id: str | None = None
    kind: str | None = None


async def command(update: Update, context: Context) -> None:
    """/cases with a choice, a village, a number, 统计 or 名单."""
    role = await speaker(update, context)
    words = Words(context.house, await context.locale())
    if not role.is_staff:
        await context.reply(words.say("staff.not_allowed"))
        return
    text = " ".join(context.args or ()).strip()
    in_private = update.effective_chat is not None and update.effective_chat.type == "private"
    if text in _STATS:
        await context.reply(await stats.text(context.house, words, role))
    elif text in _BATCH:
        if in_private:
            await batch.start(context)
        else:
            await context.reply(words.say("staff.private_only"))
    elif case_id_of(text):
        await _card_by_number(case_id_of(text) or 0, role, words, context, in_private=in_private)
    else:
        wanted = filter_of(text, words)
        if wanted is None:
            await context.reply(words.say("case.list.unknown", text=text[:20]))
            return
        shown, rows = await page(context, role, words, wanted, 0)
        await context.reply(shown, keyboards.inline(rows))


def filter_of(text: str, words: Words) -> Filter | None:
    """What the words after /cases choose; None where they mean nothing."""
    if not text:
        return Filter()
    for choice, names in _WORDS.items():
        if text in names:
            return Filter(choice)
    for kind in load_catalogue().kinds:
        if text in (words.kind(kind), Words(words.house).kind(kind)):
            return Filter(kind=kind)
    area = area_named(words.house.pack, text)
    return Filter(area_id=area.id) if area else None


async def _card_by_number(
    case_id: int, role: Role, words: Words, context: Context, *, in_private: bool
) -> None:
    async with context.transaction() as connection:
        case = await cases.find_case(connection, case_id)
        allowed = case is not None and standing(case, role).is_staff
        if case is not None and allowed:
            occasion = f"u{context.origin.update_id if context.origin else 0}"
            await send_card(connection, context.house, case, role.user_id, occasion)
    if not allowed:
        await context.reply(words.say("case.own.not_yours"))
    elif not in_private:
        await context.reply(words.say("case.list.in_private"))


async def chosen_cases(connection: Connection, context: Context, role: Role, wanted: Filter) -> list[Case]:
    """The cases of a choice that this person may see, the oldest first."""
    areas = None if role.is_township else sorted(role.areas)
    if wanted.area_id:
        areas = [wanted.area_id] if role.may(wanted.area_id) else []
    listed = await cases.list_cases(
        connection,
        context.house.pack.id,
        areas=areas,
        states=CLOSED if wanted.choice == DONE else _OPEN_STATES,
        kind=wanted.kind,
        holder_id=role.user_id if wanted.choice == MINE else None,
    )
    if wanted.choice == NEW:
        return [case for case in listed if case.state is CaseState.NEW]
    if wanted.choice == OVERDUE:
        return [case for case in listed if is_overdue(case.state, case.due_on, context.today)]
    return listed[::-1] if wanted.choice == DONE else listed


async def page(context: Context, role: Role, words: Words, wanted: Filter, number: int) -> tuple[str, Rows]:
    """A page of the list; every case is a button that leads to its card."""
    async with context.house.database.reading() as connection:
        listed = await chosen_cases(connection, context, role, wanted)
    name = name_of(wanted, words)
    shown = listed[number * _PAGE : (number + 1) * _PAGE]
    rows = [[(line_of(words, case), keyboards.packed(LIST, "card", case.id))] for case in shown]
    turn = []
    if number > 0 and listed:
        turn.append((words.say("case.list.previous"), _page_data(wanted, number - 1, words)))
    if (number + 1) * _PAGE < len(listed):
        turn.append((words.say("case.list.next"), _page_data(wanted, number + 1, words)))
    rows += [turn] if turn else []
    head = words.say("case.list.head", filter=name, count=len(listed))
    text = head if listed else words.say("case.list.none", filter=name)
    return text, [*rows, *_choices(words)]


def name_of(wanted: Filter, words: Words) -> str:
    """A choice in words."""
    if wanted.area_id:
        return words.area(wanted.area_id)
    return words.kind(wanted.kind) if wanted.kind else words.say(f"case.list.{wanted.choice}")


def _page_data(wanted: Filter, number: int, words: Words) -> str:
    return keyboards.packed(LIST, "page", _code(wanted, words), number)


def _code(wanted: Filter, words: Words) -> str:
    """A choice as a few characters: villages and kinds by their place."""
    if wanted.area_id:
        ids = [area.id for area in words.house.pack.reporting_areas]
        return f"v{ids.index(wanted.area_id)}" if wanted.area_id in ids else OPEN
    if wanted.kind:
        return f"k{list(load_catalogue().kinds).index(wanted.kind)}"
    return wanted.choice


def _decoded(code: str, words: Words) -> Filter | None:
    if code in _WORDS:
        return Filter(code)
    place = number_in(code[1:], -1)
    areas, kinds = words.house.pack.reporting_areas, list(load_catalogue().kinds)
    if code.startswith("v") and 0 <= place < len(areas):
        return Filter(area_id=areas[place].id)
    if code.startswith("k") and 0 <= place < len(kinds):
        return Filter(kind=kinds[place])
    return None


def _choices(words: Words) -> list[list[tuple[str, str]]]:
    def choice(name: str) -> tuple[str, str]:
        return words.say(f"case.list.{name}"), keyboards.packed(LIST, "page", name, 0)

    return [
        [choice(OPEN), choice(MINE), choice(NEW)],
        [choice(OVERDUE), choice(DONE)],
        [
            (words.say("case.list.by_village"), keyboards.packed(LIST, "villages")),
            (words.say("case.list.by_kind"), keyboards.packed(LIST, "kinds")),
        ],
        [
            (words.say("case.list.stats"), keyboards.packed(LIST, "stats")),
            (words.say("case.list.batch"), keyboards.packed(LIST, "batch")),
        ],
    ]


async def pressed(update: Update, context: Context) -> None:
    """A button of the list."""
    query = update.callback_query
    assert query is not None
    role = await speaker(update, context)
    words = Words(context.house, await context.locale())
    if not role.is_staff:
        await query.answer(words.say("case.no.not_staff"))
        return
    in_private = query.message is not None and query.message.chat.type == "private"
    action, first, second = ([*keyboards.unpacked(query.data), "", "", ""])[:3]
    if action == "card":
        toast = await _card(number_in(first), role, words, context)
        await query.answer(toast if toast != words.say("case.done.show") or not in_private else None)
        return
    if action == "batch":
        await query.answer(None if in_private else words.say("staff.private_only"))
        if in_private:
            await batch.start(context)
        return
    await query.answer()
    shown = await _shown(action, first, second, context, role, words)
    if shown is not None:
        await replaced(query, *shown)


async def _card(case_id: int, role: Role, words: Words, context: Context) -> str:
    async with context.transaction() as connection:
        case = await cases.find_case(connection, case_id)
        if case is None or not standing(case, role).is_staff:
            return words.say("case.own.not_yours")
        occasion = f"u{context.origin.update_id if context.origin else 0}"
        await send_card(connection, context.house, case, role.user_id, occasion)
        return words.say("case.done.show")


async def _shown(
    action: str, first: str, second: str, context: Context, role: Role, words: Words
) -> tuple[str, Rows] | None:
    match action:
        case "page":
            wanted = _decoded(first, words)
            number = number_in(second)
            return await page(context, role, words, wanted, number) if wanted else None
        case "stats":
            return await stats.text(context.house, words, role), _choices(words)
        case "villages":
            rows = _in_threes(
                [
                    (words.area(area.id), keyboards.packed(LIST, "page", f"v{place}", 0))
                    for place, area in enumerate(context.house.pack.reporting_areas)
                    if role.may(area.id)
                ]
            )
            return words.say("case.list.which_village"), [*rows, *_choices(words)]
        case "kinds":
            kinds = [
                [(words.kind(kind), keyboards.packed(LIST, "page", f"k{place}", 0))]
                for place, kind in enumerate(load_catalogue().kinds)
            ]
            return words.say("case.list.which_kind"), [*kinds, *_choices(words)]
    return None


def _in_threes(buttons: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    return [buttons[start : start + 3] for start in range(0, len(buttons), 3)]
