"""Township staff make a broadcast: to whom, what, when; a preview as it will look; 确认.

officer: /broadcast
bot:     群发给谁？ [各村的群] [绑定的住户] [还没交的住户] [各村专干] …
officer: [各村的群] [所有村], then: 明天停电，缴费窗口休息一天
bot:     (the message as groups will see it)
bot:     发给：各村的群，28个群。现在就发，大约要1分钟。…… [确认发送] [演练：只发给我] …
officer: [确认发送]
bot:     第3号群发已交给同事确认，点了“确认”才发。
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import datetime

from telegram import CallbackQuery, Message
from telegram.error import TelegramError

from handlers import keyboards
from handlers.access import role_in
from handlers.areas import find_area
from handlers.broadcast import board, history
from handlers.broadcast.asking import ask, go, prompts_for
from handlers.broadcast.confirming import NobodyThere, NoColleague, confirm, rehearse
from handlers.broadcast.content import Refusal, content_of
from handlers.broadcast.prompts import NOW
from handlers.context import Context
from handlers.talks import Talk, Toast, say
from knowledge.broadcasting.draft import Awaiting, Draft, draft_from
from knowledge.broadcasting.model import Broadcast, Content, ContentKind, Who
from knowledge.broadcasting.templates import load_templates, text_of
from knowledge.broadcasting.times import moment_in
from knowledge.text import normalise
from storage import dialogues
from storage.database import Connection
from storage.dialogues import Dialogue

KIND = "broadcast"
_TIME = "%Y-%m-%dT%H%M"


async def begin(context: Context) -> None:
    """/broadcast: asks to whom."""
    user = context.origin.effective_user if context.origin else None
    assert user is not None
    async with context.transaction() as connection:
        values = Draft().as_json()
        dialogue = await dialogues.begin(
            connection, user.id, user.id, KIND, Awaiting.WHO, values, context.now
        )
        await ask(connection, context, dialogue)


async def begin_correction(
    connection: Connection, context: Context, user_id: int, broadcast: Broadcast
) -> None:
    """After a withdrawal: asks for a correction to exactly the same recipients."""
    draft = Draft(Who.SAME, frozenset(), corrects_id=broadcast.id, corrects_kind=broadcast.audience.kind)
    dialogue = await dialogues.begin(
        connection, user_id, user_id, KIND, Awaiting.CONTENT, draft.as_json(), context.now
    )
    await ask(connection, context, dialogue)


class Broadcasting(Talk):
    """The talk that makes a broadcast."""

    kind = KIND

    async def ask_again(self, connection: Connection, context: Context, dialogue: Dialogue) -> None:
        """Something else was answered in between."""
        suffix = f"again{context.origin.update_id if context.origin else 0}"
        await ask(connection, context, dialogue, suffix=suffix)

    async def hear(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        """Villages, the content, or a time; a text at the preview replaces the content."""
        if not await _is_township(context, dialogue):
            return False
        draft, step = draft_from(dialogue.data), Awaiting(dialogue.state)
        match step:
            case Awaiting.WHO:
                return False
            case Awaiting.AREAS:
                await self._hear_areas(message, context, dialogue, draft)
            case Awaiting.TIME:
                await self._hear_time(message, context, dialogue, draft)
            case Awaiting.CONTENT | Awaiting.CHECK:
                await self._hear_content(message, context, dialogue, draft)
        return True

    async def _hear_areas(self, message: Message, context: Context, dialogue: Dialogue, draft: Draft) -> None:
        names = [
            name
            for name in normalise(message.text or "").replace("、", " ").replace(",", " ").split()
            if name
        ]
        found = {name: find_area(context.house.pack, name) for name in names}
        unknown = [name for name, area in found.items() if area is None]
        if unknown or not found:
            await self._complain(message, context, dialogue, "area_unknown", names="、".join(unknown))
            return
        areas = frozenset(area.id for area in found.values() if area)
        await go(context, dialogue, replace(draft, areas=areas))

    async def _hear_time(self, message: Message, context: Context, dialogue: Dialogue, draft: Draft) -> None:
        moment = moment_in(message.text or "", context.now)
        if moment is None:
            await self._complain(message, context, dialogue, "time_unclear")
        elif moment <= context.now:
            await self._complain(message, context, dialogue, "time_past")
        else:
            await self._set_time(context, dialogue, draft, moment)

    async def _set_time(
        self, context: Context, dialogue: Dialogue, draft: Draft, moment: datetime | None
    ) -> None:
        quiet = context.house.plan.quiet
        if moment is not None and quiet.covers(moment):
            moment = quiet.next_open(moment)
            prompts = await prompts_for(context, dialogue)
            blanks = {"begins": quiet.begins, "ends": quiet.ends, "moment": moment}
            await context.bot.send_message(dialogue.chat_id, prompts.say("time_quiet", **blanks))
        await go(context, dialogue, replace(draft, starts_at=moment), Awaiting.CHECK)

    async def _hear_content(
        self, message: Message, context: Context, dialogue: Dialogue, draft: Draft
    ) -> None:
        try:
            content = content_of(message, draft)
        except Refusal as refusal:
            await self._complain(message, context, dialogue, refusal.key, **refusal.blanks)
            return
        await go(context, dialogue, replace(draft, content=content), Awaiting.CHECK)

    async def _complain(
        self, message: Message, context: Context, dialogue: Dialogue, key: str, **blanks: object
    ) -> None:
        prompts = await prompts_for(context, dialogue)
        async with context.transaction() as connection:
            text, suffix = prompts.say(key, **blanks), f"m{message.message_id}"
            await say(connection, context, dialogue, text, suffix=suffix)

    async def press(
        self, query: CallbackQuery, context: Context, dialogue: Dialogue, action: str, value: str
    ) -> Toast:
        """A button of the present step."""
        if not await _is_township(context, dialogue):
            return Toast(await context.say("staff.not_allowed"))
        draft = draft_from(dialogue.data)
        match action:
            case "who":
                chosen = replace(draft, who=Who(value), areas=None)
                await go(context, dialogue, chosen)
            case "area":
                await self._toggle(query, context, dialogue, draft, int(value))
            case "areas":
                areas = frozenset[str]() if value == "all" else draft.areas
                await go(context, dialogue, replace(draft, areas=areas))
            case "template":
                await self._take_template(context, dialogue, draft, value)
            case "time":
                await self._set_time(context, dialogue, draft, _moment(value, context))
            case "receipt":
                await go(context, dialogue, replace(draft, wants_receipt=not draft.wants_receipt))
            case "change":
                await self._change(context, dialogue, draft, value)
            case "confirm" | "rehearse" if draft.next_step is Awaiting.CHECK:
                return await self._confirm(context, dialogue, draft, action)
            case "history":
                await history.show(context)
            case "cancel":
                await self.cancel(context, dialogue)
            case _:
                return Toast(await context.say("button.stale"))
        return Toast()

    async def _toggle(
        self, query: CallbackQuery, context: Context, dialogue: Dialogue, draft: Draft, place: int
    ) -> None:
        """A village more or less: the same message with another tick."""
        toggled = draft.toggled(context.house.pack.reporting_areas[place].id)
        async with context.transaction() as connection:
            now = await dialogues.record_data(connection, dialogue, toggled.as_json(), context.now)
        if now is not None:
            rows = (await prompts_for(context, now)).areas(toggled)
            with contextlib.suppress(TelegramError):
                await query.edit_message_reply_markup(keyboards.inline(rows))

    async def _take_template(
        self, context: Context, dialogue: Dialogue, draft: Draft, template_id: str
    ) -> None:
        template = next(template for template in load_templates() if template.id == template_id)
        content = Content(ContentKind.TEXT, text_of(context.house.pack, template))
        await go(context, dialogue, replace(draft, content=content), Awaiting.CHECK)

    async def _change(self, context: Context, dialogue: Dialogue, draft: Draft, what: str) -> None:
        if what == "who":
            await go(context, dialogue, replace(draft, who=None, areas=None), Awaiting.WHO)
        else:
            await go(context, dialogue, draft, Awaiting(what))

    async def _confirm(self, context: Context, dialogue: Dialogue, draft: Draft, action: str) -> Toast:
        """Records the broadcast, or a rehearsal of it."""
        try:
            async with context.transaction() as connection:
                if action == "rehearse":
                    broadcast = await rehearse(connection, context, dialogue, draft)
                else:
                    broadcast = await confirm(connection, context, dialogue, draft)
        except NobodyThere:
            return Toast(await context.say("broadcast.check_nobody"), alert=True)
        except NoColleague:
            return Toast(await context.say("broadcast.no_colleague"), alert=True)
        await board.refresh(context.house, context.bot, broadcast.id)
        return Toast()


def _moment(value: str, context: Context) -> datetime | None:
    """What a button for a time carries."""
    if value == NOW:
        return None
    return datetime.strptime(value, _TIME).replace(tzinfo=context.now.tzinfo)


async def _is_township(context: Context, dialogue: Dialogue) -> bool:
    """Whether the author is still on the township's staff."""
    async with context.house.database.reading() as connection:
        return (await role_in(connection, context.house, dialogue.user_id)).is_township
