"""/paid: clerks note cash and proxy payments; the sum is held against the notice, and ten minutes long it is undone.

clerk: /paid 张三 320 现金      bot: 记下了：张三（3组张大三家）320元，现金。……   [撤销]
clerk: /paid 张三              (two of that name)   bot: 哪一位？   [张三　3组张大三家　尾号0012] …
clerk: /paid 李四 320          bot: 按通知李四该交160元，您写的是320元。   [确认按320元记] [按160元记] [取消]
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from telegram import CallbackQuery, Update

from handlers import keyboards
from handlers.access import Role
from handlers.context import Context
from handlers.households import undoing
from handlers.households.card import PAY
from handlers.households.finding import areas_for, called_exactly, find_people, note_found
from handlers.households.marks import ALREADY, CHANNELS, Wanted, mark
from handlers.households.pressing import Shown, edit_row, reply_row, staff_pressing, staff_speaking
from handlers.households.seeing import Home, home_of, words_of
from handlers.talks import number_in
from handlers.toasts import answered, replaced
from knowledge.household.asked import Asked, head_named, read_asked
from knowledge.household.status import Standing
from storage import audit, outbox, persons
from storage.database import Connection
from storage.errors import NotFound
from storage.finding import Named

_MARKABLE = (Standing.OWES, Standing.SHORT)
_LARGEST_FEN = 100_000_000


async def command(update: Update, context: Context) -> None:
    """/paid NAME … [AMOUNT] [现金|代缴]."""
    role = await staff_speaking(update, context)
    if role is None:
        return
    asked = read_asked(context.house.pack, " ".join(context.args or ()))
    if not asked.names:
        await context.reply(await context.say("home.paid_how"))
    elif asked.area is not None and not role.may(asked.area.id):
        await context.reply(await context.say("progress.not_yours", village=asked.area.name))
    else:
        async with context.transaction() as connection:
            for number, shown in enumerate(await _marked(connection, role, asked, context)):
                row = reply_row(context, role.user_id, shown, str(number))
                await outbox.add_message(connection, row, context.now)


async def _marked(connection: Connection, role: Role, asked: Asked, context: Context) -> list[Shown]:
    """What is answered: one line for all that was noted, a question for each name that leads to several people."""
    wanted: list[Wanted] = []
    questions: list[Shown] = []
    areas = areas_for(role, asked, context.house.pack)
    alone = len(asked.names) == 1
    for name in asked.names:
        found = await called_exactly(connection, name, areas, asked.group)
        if len(found) == 1:
            wanted.append(Wanted(found[0].person_id, asked.amount if alone else None))
        elif (head := head_named(name)) and not found:
            family, question = await _family(connection, role, head, areas, asked, context)
            wanted += family
            questions += [question] if question else []
        else:
            near = found or await find_people(connection, name, areas, asked.group)
            await note_found(connection, role, "paid asked", near, context.now)
            questions.append(await _which(name, near, asked, alone, context))
    refusal = await _total_differs(connection, wanted, asked, context) if not questions else None
    if refusal is not None:
        return [refusal]
    done = [await mark(connection, context, role, wanted, asked.channel)] if wanted else []
    return [*done, *questions]


async def _total_differs(
    connection: Connection, wanted: Sequence[Wanted], asked: Asked, context: Context
) -> Shown | None:
    """A sum for several people must be what they owe together; otherwise nobody knows whose it is."""
    if asked.amount is None or len(wanted) < 2:
        return None
    due = Decimal(0)
    for one in wanted:
        person = await persons.get_person(connection, one.person_id)
        home = await home_of(connection, context.house.pack, person.household_id, context.today)
        due += sum(
            (m.due for m in home.status.members if m.member.person_id == one.person_id and m.due), Decimal(0)
        )
    if due == asked.amount:
        return None
    return Shown(await context.say("home.mark_total", due=due, stated=asked.amount))


async def _family(
    connection: Connection, role: Role, head: str, areas: Sequence[str] | None, asked: Asked, context: Context
) -> tuple[list[Wanted], Shown | None]:
    """张三家: everybody of the household who owes; a question where there are several such households."""
    heads = [
        person
        for person in await called_exactly(connection, head, areas, asked.group)
        if person.head == person.name
    ]
    if len(heads) != 1:
        near = heads or await find_people(connection, head, areas, asked.group)
        await note_found(connection, role, "paid asked", near, context.now)
        return [], await _which(head, near, asked, False, context)
    home = await home_of(connection, context.house.pack, heads[0].household_id, context.today)
    wanted = _owing(home)
    if not wanted:
        return [], Shown(await context.say(ALREADY, name=await context.say("home.family", head=head)))
    return wanted, None


def _owing(home: Home) -> list[Wanted]:
    return [Wanted(member.member.person_id) for member in home.status.members if member.standing in _MARKABLE]


async def _which(name: str, near: Sequence[Named], asked: Asked, alone: bool, context: Context) -> Shown:
    """Which of those who are called so, or nearly so?"""
    if not near:
        return Shown(await context.say("home.nobody_found", name=name[:20]))
    words = await words_of(context, masked=False)
    fen = str(int(asked.amount * 100)) if asked.amount is not None and alone else "-"
    rows = [
        [
            (
                words.say(
                    "which_person",
                    name=person.name,
                    place=words.say("group", group=person.group) if person.group else "",
                    head=person.head,
                    tail=person.tail,
                ),
                keyboards.packed(PAY, "as", person.person_id, fen, _code(asked.channel)),
            )
        ]
        for person in near
    ]
    cancel = (await context.say("home.cancel"), keyboards.packed(PAY, "no"))
    return Shown(await context.say("home.which", name=name[:20]), [*rows, [cancel]])


def _code(channel: str | None) -> str:
    return next((code for code, known in CHANNELS.items() if known == channel), "-")


async def pressed(update: Update, context: Context) -> None:
    """A button that notes a payment, or takes one back."""
    query = update.callback_query
    assert query is not None
    action, *values = keyboards.unpacked(query.data) or [""]
    role = await staff_pressing(query, context)
    if role is None:
        await answered(query, await context.say("button.not_yours"))
        return
    if action == "undo":
        toast = await undoing.undo(query, role, number_in((values or [""])[0]), context)
    else:
        toast = await _done(query, role, action, [*values, "", "", ""], context)
    await answered(query, toast)


async def _done(
    query: CallbackQuery, role: Role, action: str, values: list[str], context: Context
) -> str | None:
    """Does what the button says; the note to show."""
    match action:
        case "no":
            await replaced(query, await context.say("home.mark_dropped"))
        case "one" | "all":
            return await _ask_channel(query, role, action, number_in(values[0]), context)
        case "as" | "sure":
            amount = _amount(values[1])
            wanted = [Wanted(number_in(values[0]), amount, sure=action == "sure")]
            return await _mark_by_button(query, role, wanted, values[2], context)
        case "whole":
            home = await _home(role, number_in(values[0]), context)
            if home is None:
                return await context.say("button.not_yours")
            wanted = _owing(home)
            if not wanted:
                return await context.say("home.mark_nothing")
            return await _mark_by_button(query, role, wanted, values[1], context)
        case _:
            return await context.say("button.stale")
    return None


def _amount(fen: str) -> Decimal | None:
    known = fen.isdigit() and int(fen) < _LARGEST_FEN
    return Decimal(int(fen)).scaleb(-2) if known else None


async def _mark_by_button(
    query: CallbackQuery, role: Role, wanted: list[Wanted], code: str, context: Context
) -> str | None:
    async with context.transaction() as connection:
        if not await _all_theirs(connection, role, wanted):
            return await context.say("button.not_yours")
        shown = await mark(connection, context, role, wanted, CHANNELS.get(code))
        await outbox.add_message(connection, edit_row(context, query, shown), context.now)
    return None


async def _all_theirs(connection: Connection, role: Role, wanted: Sequence[Wanted]) -> bool:
    try:
        found = [await persons.get_person(connection, one.person_id) for one in wanted]
    except NotFound:
        return False
    return all(role.may(person.area_id) for person in found)


async def _home(role: Role, household_id: int, context: Context) -> Home | None:
    async with context.house.database.reading() as connection:
        try:
            home = await home_of(connection, context.house.pack, household_id, context.today)
        except NotFound:
            return None
    return home if role.may(home.area_id) else None


async def _ask_channel(
    query: CallbackQuery, role: Role, action: str, number: int, context: Context
) -> str | None:
    """From a household's card: how was it paid?"""
    async with context.transaction() as connection:
        household_id = number
        if action == "one":
            if not await _all_theirs(connection, role, [Wanted(number)]):
                return await context.say("button.not_yours")
            household_id = (await persons.get_person(connection, number)).household_id
        try:
            home = await home_of(connection, context.house.pack, household_id, context.today)
        except NotFound:
            return await context.say("button.not_yours")
        if not role.may(home.area_id):
            return await context.say("button.not_yours")
        what, due = await _named(home, action, number, context)
        await audit.record_look(
            connection,
            role.user_id,
            "paid asked",
            context.now,
            household_id=home.id,
            area_id=home.area_id,
        )
        if due is None:
            return await context.say("home.mark_nothing")
        rows = [
            [
                (
                    await context.say(f"home.channel_{code}"),
                    keyboards.packed(PAY, "as", number, "-", code)
                    if action == "one"
                    else keyboards.packed(PAY, "whole", number, code),
                )
                for code in CHANNELS
            ],
            [(await context.say("home.cancel"), keyboards.packed(PAY, "no"))],
        ]
        shown = Shown(await context.say("home.how_paid", who=what, due=due), rows)
        await outbox.add_message(connection, reply_row(context, role.user_id, shown), context.now)
    return None


async def _named(home: Home, action: str, number: int, context: Context) -> tuple[str, Decimal | None]:
    """Whose payment it is about, and how much is due; None where nothing is."""
    if action == "all":
        total = home.status.total
        return await context.say("home.family", head=home.household.head), total or None
    member = next(
        (m for m in home.status.members if m.member.person_id == number and m.standing in _MARKABLE), None
    )
    return (member.member.name, member.due) if member else ("", None)
