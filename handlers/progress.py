"""The township and its clerks see where the collection stands.

clerk:   /today          bot: 华升社区今天：38人、12户、11,840元。
clerk:   /progress       bot: 华升社区，到今天：已缴512人，任务2,082人，24.59%。……
officer: /progress       bot: the township, then every village by rank   [今天] [对账] [考核] [导出]
officer: /assess 华升     bot: points, funds, bonus, penalty with their clauses, now and as forecast

Groups see villages, never persons, and no places: nobody is shamed there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from handlers import ask, keyboards
from handlers.access import Role, role_of
from handlers.call_views import reach_words
from handlers.context import Context
from handlers.ledger import voice_of
from handlers.reconciling import comparisons
from handlers.standing import results, specials, standing
from knowledge.areas import area_named
from knowledge.model import Area
from knowledge.reminding.due import free_categories
from knowledge.rules.assessment import assess
from knowledge.standing.assessment_words import assessment_lines, assessment_list
from knowledge.standing.counts import tolerance_of
from knowledge.standing.counts_words import counts_words
from knowledge.standing.model import VillageDay
from knowledge.standing.progress_words import group_words, special_words, township_words, village_words
from knowledge.standing.reporting import period_of, rhythm_of, silent
from knowledge.standing.totals import summed
from knowledge.standing.words import Voice, figure_words, together
from storage import calls, village_days

STANDING = "standing"
TODAY, PROGRESS, COUNTS, ASSESS = "today", "progress", "counts", "assess"
SPOKEN = {"进度": PROGRESS, "今天的数": TODAY, "对账": COUNTS, "考核": ASSESS}
LIMIT = 4000  # characters of a message, with some to spare


@dataclass(frozen=True, slots=True)
class Asked:
    """Who wants to see what: the villages meant, all of them where `everything`."""

    role: Role
    areas: tuple[Area, ...]
    everything: bool
    in_group: bool


async def today(update: Update, context: Context) -> None:
    """/today [VILLAGE]."""
    await _show(TODAY, " ".join(context.args or ()), update, context)


async def progress(update: Update, context: Context) -> None:
    """/progress [VILLAGE]."""
    await _show(PROGRESS, " ".join(context.args or ()), update, context)


async def assessment(update: Update, context: Context) -> None:
    """/assess [VILLAGE]."""
    await _show(ASSESS, " ".join(context.args or ()), update, context)


async def spoken(update: Update, context: Context) -> None:
    """进度, 今天的数, 考核 in plain words, from staff in private."""
    message = update.effective_message
    assert message is not None
    role = await _role(update, context)
    if role.is_staff and message.chat.type == "private":
        await _show(SPOKEN[(message.text or "").strip()], "", update, context)
    else:
        await ask.question(update, context)


async def pressed(update: Update, context: Context) -> None:
    """A button under a progress."""
    query = update.callback_query
    assert query is not None
    await query.answer()
    what = (keyboards.unpacked(query.data) or [""])[0]
    if what in _SHOWN:
        await _show(what, "", update, context)


async def _show(what: str, name: str, update: Update, context: Context) -> None:
    asked = await _asked(name, update, context)
    if asked is None:
        return
    voice = await voice_of(context)
    text = await _SHOWN[what](asked, voice, context)
    buttons = await _buttons(what, context) if asked.everything and not asked.in_group else None
    for part in parts_of(text):
        await context.reply(part, buttons)


async def _asked(name: str, update: Update, context: Context) -> Asked | None:
    """What may be shown to this person; None where it was refused in words."""
    role = await _role(update, context)
    pack = context.house.pack
    chat = update.effective_chat
    in_group = chat is not None and chat.type != "private"
    if not role.is_staff:
        await context.reply(await context.say("staff.not_allowed"))
        return None
    own = tuple(area for area in pack.reporting_areas if role.may(area.id))
    if not name:
        return Asked(role, own, role.is_township, in_group)
    area = area_named(pack, name)
    if area is None or area not in pack.reporting_areas:
        await context.reply(await context.say("progress.unknown", name=name))
        return None
    if not role.may(area.id):
        voice = await voice_of(context)
        await context.reply(voice.say("progress.not_yours", village=voice.place(area.name)))
        return None
    return Asked(role, (area,), everything=False, in_group=in_group)


async def _role(update: Update, context: Context) -> Role:
    user = update.effective_user
    return await role_of(context, user.id) if user else Role(0)


async def _today_words(asked: Asked, voice: Voice, context: Context) -> str:
    pack = context.house.pack
    async with context.house.database.reading() as connection:
        days = await village_days.list_days(
            connection, pack.id, [area.id for area in asked.areas], context.today, context.today
        )
        last_days = await village_days.list_last_days(connection, pack.id, context.today)
    by_area = {day.area_id: day for day in days}
    if not asked.everything:
        return "\n".join(_village_today(area, by_area.get(area.id), voice) for area in asked.areas)
    lines = _township_today(asked.areas, by_area, voice, context)
    if not asked.in_group:
        lines += _silent_today(asked.areas, by_area, voice)
        lines += _silent_period(asked.areas, last_days, voice, context)
    return "\n".join(lines)


def _village_today(area: Area, day: VillageDay | None, voice: Voice) -> str:
    village = voice.place(area.name)
    if day is None:
        return voice.say("today.none", village=village)
    return voice.say("today.village", village=village, figures=figure_words(day.figures, voice))


def _township_today(
    areas: Sequence[Area], by_area: dict[str, VillageDay], voice: Voice, context: Context
) -> list[str]:
    blanks = {"day": voice.day(context.today), "place": voice.place(context.house.pack.place)}
    if not by_area:
        return [voice.say("today.township_none", **blanks)]
    figures = figure_words(summed(day.figures for day in by_area.values()), voice)
    lines = [
        voice.say("today.township", reported=len(by_area), figures=figures, **blanks),
        voice.say("today.reported"),
    ]
    for area in areas:
        if area.id in by_area:
            its = figure_words(by_area[area.id].figures, voice)
            lines.append(voice.say("today.line", village=voice.place(area.name), figures=its))
    return lines


def _silent_today(areas: Iterable[Area], by_area: dict[str, VillageDay], voice: Voice) -> list[str]:
    names = [voice.place(area.name) for area in areas if area.id not in by_area]
    return [voice.say("today.silent", count=len(names), villages=together(names))] if names else []


def _silent_period(
    areas: Sequence[Area], last_days: dict[str, date], voice: Voice, context: Context
) -> list[str]:
    """Who has stated nothing in the period of the notice's own rhythm."""
    rhythm = rhythm_of(context.house.pack)
    if rhythm is None:
        return [voice.say("today.no_rhythm")]
    period = period_of(rhythm, context.today)
    missing = set(silent((area.id for area in areas), last_days, period))
    names = [voice.place(area.name) for area in areas if area.id in missing]
    if not names:
        return []
    blanks = {"starts_on": voice.day(period.starts_on), "ends_on": voice.day(period.ends_on)}
    return [voice.say("today.period_silent", villages=together(names), **blanks)]


async def _progress_words(asked: Asked, voice: Voice, context: Context) -> str:
    pack = context.house.pack
    async with context.house.database.reading() as connection:
        found = await standing(connection, pack, context.today)
    if asked.everything and asked.in_group:
        return group_words(found.township, found.villages, pack, voice)
    ids = [area.id for area in asked.areas]
    async with context.house.database.reading() as connection:
        special = {} if asked.everything else await specials(connection, pack, ids, context.today)
        reach = await calls.count_reach(connection, pack.year, free_categories(pack), ids)
    if asked.everything:
        words = township_words(found.township, found.villages, pack, voice)
        return "\n".join([words, *reach_words(reach.values(), context.house, voice.locale)])
    blocks = []
    for area in asked.areas:
        lines = [village_words(found.of(area.id), pack, voice)]
        if area.id in special:
            lines.append(special_words(special[area.id].target, special[area.id].paid, voice))
        if area.id in reach and not asked.in_group:
            lines += reach_words([reach[area.id]], context.house, voice.locale)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


async def _assess_words(asked: Asked, voice: Voice, context: Context) -> str:
    pack = context.house.pack
    async with context.house.database.reading() as connection:
        now, then = await results(connection, pack, context.today)
    assessed_now, assessed_then = assess(pack, now), assess(pack, then)
    document = voice.place(pack.documents[0].name)
    title = {"day": voice.day(context.today), "document": document}
    if asked.everything:
        lines = [voice.say("assess.title", village=voice.place(pack.place), **title)]
        lines += assessment_list(assessed_now, pack, voice)
        return "\n".join([*lines, voice.say("assess.more")])
    names = {area.name for area in asked.areas}
    deadline = voice.day(pack.main_window.until)
    blocks = []
    for place, row in enumerate(assessed_now):
        if row.village in names:
            lines = [voice.say("assess.title", village=voice.place(row.village), **title)]
            lines += assessment_lines(row, now[place], voice.say("assess.now"), pack, voice)
            when = voice.say("assess.then", deadline=deadline)
            lines += assessment_lines(assessed_then[place], then[place], when, pack, voice)
            blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


async def _count_words(asked: Asked, voice: Voice, context: Context) -> str:
    pack = context.house.pack
    own = {area.id for area in asked.areas}
    async with context.house.database.reading() as connection:
        found = await comparisons(connection, pack, context.today)
    return counts_words([one for one in found if one.counts.area_id in own], tolerance_of(pack), voice)


_SHOWN = {TODAY: _today_words, PROGRESS: _progress_words, COUNTS: _count_words, ASSESS: _assess_words}


async def _buttons(shown: str, context: Context) -> object:
    others = [what for what in _SHOWN if what != shown]
    return keyboards.inline(
        [[(await context.say(f"button.{what}"), keyboards.packed(STANDING, what)) for what in others]]
    )


def parts_of(text: str) -> list[str]:
    """A long text in messages that Telegram takes, cut between lines."""
    parts = [""]
    for line in text.splitlines():
        if len(parts[-1]) + len(line) + 1 > LIMIT:
            parts.append("")
        parts[-1] += ("\n" if parts[-1] else "") + line
    return parts


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """The commands, the words and the buttons that show where things stand."""
    fresh = filters.UpdateType.MESSAGE
    words = filters.Regex(rf"^\s*(?:{'|'.join(SPOKEN)})\s*$")
    return [
        CommandHandler("today", today, filters=fresh),
        CommandHandler("progress", progress, filters=fresh),
        CommandHandler("assess", assessment, filters=fresh),
        CallbackQueryHandler(pressed, keyboards.pattern(STANDING)),
        MessageHandler(fresh & words, spoken),
    ]
