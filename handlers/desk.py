"""One desk for money and paper (/desk): deadlines of the notice, receipts, proxy payments, refunds, cash on hand.

officer: /desk
bot:     西岩镇的钱和票（到今天）：期限…… 收据…… 先缴后返…… 收了没存的……   [办完了：…] [对账] [收据表]
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from handlers import keyboards
from handlers.access import role_of, speaker
from handlers.context import Context
from handlers.exporting import EXPORT
from handlers.ledger import voice_of
from handlers.progress import COUNTS, STANDING
from handlers.receipts import figures_of
from handlers.toasts import answered
from knowledge.pack import Pack
from knowledge.schema.staff import StaffDeadline
from knowledge.standing.cash import CashOnHand, cash_on_hand
from knowledge.standing.model import VillageDay
from knowledge.standing.refunds import Owed, owed_refunds, pay_first_categories
from knowledge.standing.words import Voice
from storage import deadlines, proxies, receipts, village_days
from storage.database import Connection

MET = "met"
_CASH_LISTED = 10


async def desk(update: Update, context: Context) -> None:
    """/desk, for the township, in private."""
    chat = update.effective_chat
    if not (await speaker(update, context)).is_township:
        await context.reply(await context.say("staff.not_allowed"))
    elif chat is None or chat.type != "private":
        await context.reply(await context.say("staff.private_only"))
    else:
        voice = await voice_of(context)
        async with context.house.database.reading() as connection:
            met = await deadlines.list_met(connection, context.house.pack.id)
            text = await desk_words(connection, context.house.pack, met, voice)
        await context.reply(text, _buttons(context.house.pack, met, voice))


async def desk_words(connection: Connection, pack: Pack, met: set[str], voice: Voice) -> str:
    """Everything on the desk as of now."""
    today = voice.now.date()
    known = figures_of(await receipts.list_receipts(connection, pack.id))
    marked = await proxies.list_marked(connection, pack.year)
    paid_first = await proxies.list_paid_first(connection, pack.year, pay_first_categories(pack))
    cash = await cash_by_village(connection, pack, today)
    lines = [
        voice.say("desk.title", place=voice.place(pack.place), day=voice.day(today)),
        *_deadline_lines(pack.staff.deadlines, met, today, voice),
        voice.say("desk.receipts", **known),
    ]
    if marked:
        total = sum((one.amount for one in marked), Decimal(0))
        lines.append(voice.say("desk.marked", count=len(marked), amount=total))
    lines += _refund_lines(
        owed_refunds(pack, [(p.category, p.paid, p.refunded, p.since) for p in paid_first]), voice
    )
    lines += _cash_lines(pack, cash, voice)
    return "\n".join(lines)


def _deadline_lines(known: Sequence[StaffDeadline], met: set[str], today: date, voice: Voice) -> list[str]:
    if not known:
        return [voice.say("desk.no_deadlines")]
    lines = [voice.say("desk.deadlines")]
    for deadline in sorted(known, key=lambda deadline: deadline.until):
        lines.append(
            voice.say(
                "desk.deadline",
                day=voice.day(deadline.until),
                label=voice.place(deadline.label),
                who=voice.place(deadline.who),
                clause=deadline.clause,
                left=_left(deadline, met, today, voice),
            )
        )
    return lines


def _left(deadline: StaffDeadline, met: set[str], today: date, voice: Voice) -> str:
    days = (deadline.until - today).days
    if deadline.id in met:
        return voice.say("desk.met")
    if days == 0:
        return voice.say("desk.due_today")
    return voice.say("desk.days_left" if days > 0 else "desk.overdue", days=abs(days))


def _refund_lines(owed: Owed, voice: Voice) -> list[str]:
    lines = []
    if owed.people:
        lines.append(
            voice.say("desk.refunds", count=owed.people, amount=owed.amount, since=voice.day(owed.since))
        )
    if owed.open_people:
        lines.append(voice.say("desk.refunds_open", count=owed.open_people, since=voice.day(owed.open_since)))
    return lines or [voice.say("desk.no_refunds")]


async def cash_by_village(connection: Connection, pack: Pack, today: date) -> list[CashOnHand]:
    """Villages that have banked something but not all of it, or must bank; the largest sum first."""
    days = await village_days.list_days(connection, pack.id, until=today)
    by_area: dict[str, list[VillageDay]] = {}
    for day in days:
        by_area.setdefault(day.area_id, []).append(day)
    banking = pack.staff.cash.limit is not None or any(day.totals.deposit for day in days)
    found = [cash_on_hand(pack, area_id, its, today) for area_id, its in by_area.items()] if banking else []
    return sorted((cash for cash in found if cash.amount), key=lambda cash: -cash.amount)


def _cash_lines(pack: Pack, cash: Sequence[CashOnHand], voice: Voice) -> list[str]:
    if not cash:
        return [voice.say("desk.cash_none")]
    names = {area.id: area.name for area in pack.reporting_areas}
    lines = [voice.say("desk.cash")]
    for one in cash[:_CASH_LISTED]:
        by = voice.say("desk.cash_by", by=voice.day(one.by)) if one.by else ""
        oldest = voice.day(one.oldest_on) if one.oldest_on else ""
        village = voice.place(names[one.area_id])
        lines.append(voice.say("desk.cash_line", village=village, amount=one.amount, oldest=oldest, by=by))
    if len(cash) > _CASH_LISTED:
        lines.append(voice.say("desk.more", count=len(cash) - _CASH_LISTED))
    return lines


def _buttons(pack: Pack, met: set[str], voice: Voice) -> InlineKeyboardMarkup:
    done = [
        [
            (
                voice.say("desk.deadline_met", label=voice.place(deadline.label)),
                keyboards.packed(MET, deadline.id),
            )
        ]
        for deadline in pack.staff.deadlines
        if deadline.id not in met
    ]
    others = [
        (voice.say("desk.button.counts"), keyboards.packed(STANDING, COUNTS)),
        (voice.say("desk.button.receipts"), keyboards.packed(EXPORT, "receipts")),
    ]
    return keyboards.inline([*done, others])


async def met_pressed(update: Update, context: Context) -> None:
    """办完了 under a deadline."""
    query = update.callback_query
    assert query is not None
    voice = await voice_of(context)
    pack = context.house.pack
    deadline_id = (keyboards.unpacked(query.data) or [""])[0]
    known = {deadline.id: deadline for deadline in pack.staff.deadlines}
    role = await role_of(context, query.from_user.id)
    if not role.is_township or deadline_id not in known:
        await answered(query, voice.say("button.not_yours"))
        return
    async with context.transaction() as connection:
        await deadlines.mark_met(connection, pack.id, deadline_id, role.user_id, context.now)
    await answered(query, voice.say("desk.set_met", label=voice.place(known[deadline_id].label)))


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """/desk and its buttons."""
    return [
        CommandHandler("desk", desk, filters=filters.UpdateType.MESSAGE),
        CallbackQueryHandler(met_pressed, keyboards.pattern(MET)),
    ]
