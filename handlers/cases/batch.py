"""The county returned a list of names: the first-time cases that wait for them are closed, the families told to pay.

officer: /cases 名单
bot:     把县里处理好的名单贴给我……
officer: 张三
         李四
bot:     对上了1件，通知后就办结：0134 华升社区　张三、李四   [确认，通知他们] [取消]
"""

from __future__ import annotations

from telegram import CallbackQuery, Message

from handlers.access import Role, role_in
from handlers.cases.changes import Actor, Deed, perform
from handlers.cases.posting import post, text_payload
from handlers.cases.wording import Words, words_for
from handlers.context import Context
from handlers.talks import Rows, Talk, Toast, button, say
from knowledge.cases.batch import Match, match, names_in
from knowledge.cases.case_numbers import number_of
from knowledge.cases.states import CLOSED, CaseEvent, CaseState
from storage import cases, dialogues
from storage.cases import NOBODY, Case
from storage.database import Connection
from storage.dialogues import Dialogue

BATCH = "case_batch"
KIND = "first_time"
AWAITING_NAMES, AWAITING_CONFIRMATION = "names", "confirmation"


async def start(context: Context) -> None:
    """Asks for the list, in private."""
    user = context.origin.effective_user if context.origin else None
    assert user is not None
    words = Words(context.house, await context.locale())
    async with context.transaction() as connection:
        dialogue = await dialogues.begin(connection, user.id, user.id, BATCH, AWAITING_NAMES, {}, context.now)
        await say(connection, context, dialogue, words.say("case.batch.ask"), _cancel(words, dialogue))


def _cancel(words: Words, dialogue: Dialogue) -> Rows:
    return [[button(dialogue, words.say("case.batch.cancel"), "cancel")]]


async def waiting_cases(connection: Connection, context: Context, role: Role) -> dict[int, Case]:
    """The open first-time cases of the villages that somebody may see."""
    listed = await cases.list_cases(
        connection,
        context.house.pack.id,
        areas=None if role.is_township else sorted(role.areas),
        states=[state for state in CaseState if state not in CLOSED],
        kind=KIND,
    )
    return {case.id: case for case in listed if case.names}


def held_against(listed: list[str], waiting: dict[int, Case]) -> Match:
    """A list of names against the waiting cases."""
    return match(
        listed,
        {case_id: case.names for case_id, case in waiting.items()},
        {case_id: case.listed for case_id, case in waiting.items()},
    )


class Batch(Talk):
    """Waits for the names, then for 确认."""

    kind = BATCH

    async def hear(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        """The list; pasted again, it replaces the first one."""
        if not message.text:
            return False
        words = Words(context.house, await context.locale())
        listed = list(names_in(message.text))
        async with context.transaction() as connection:
            role = await role_in(connection, context.house, dialogue.user_id)
            if not role.is_staff:
                await dialogues.end(connection, dialogue.id)
                return True
            if not listed:
                suffix = f"m{message.message_id}"
                text = words.say("case.batch.nothing")
                await say(connection, context, dialogue, text, _cancel(words, dialogue), suffix=suffix)
                return True
            waiting = await waiting_cases(connection, context, role)
            found = held_against(listed, waiting)
            state = AWAITING_NAMES if found.is_empty else AWAITING_CONFIRMATION
            now = await dialogues.record_step(connection, dialogue, state, {"names": listed}, context.now)
            if now is not None:
                text, rows = _shown(words, found, waiting, now)
                await say(connection, context, now, text, rows)
        return True

    async def ask_again(self, connection: Connection, context: Context, dialogue: Dialogue) -> None:
        """Still waiting for the list."""
        if dialogue.state == AWAITING_NAMES:
            words = Words(context.house, await context.locale())
            suffix = f"again{context.origin.update_id if context.origin else 0}"
            text = words.say("case.batch.ask")
            await say(connection, context, dialogue, text, _cancel(words, dialogue), suffix=suffix)

    async def press(
        self, query: CallbackQuery, context: Context, dialogue: Dialogue, action: str, value: str
    ) -> Toast:
        """确认，通知他们 or 取消."""
        words = Words(context.house, await context.locale())
        if action == "cancel":
            await self.cancel(context, dialogue)
        elif action == "confirm" and dialogue.state == AWAITING_CONFIRMATION:
            async with context.transaction() as connection:
                await dialogues.end(connection, dialogue.id)
                actor = Actor(dialogue.user_id, query.from_user.full_name)
                said = await settle(connection, context, words, dialogue.data["names"], actor)
                await say(connection, context, dialogue, said, suffix="done")
        else:
            return Toast(words.say("button.stale"))
        return Toast()

    async def cancel(self, context: Context, dialogue: Dialogue) -> None:
        """Nobody is told."""
        async with context.transaction() as connection:
            await dialogues.end(connection, dialogue.id)
            said = await context.say("case.batch.cancelled")
            await say(connection, context, dialogue, said, suffix="cancelled")


async def settle(
    connection: Connection, context: Context, words: Words, listed: list[str], actor: Actor
) -> str:
    """Closes what is complete, notes what is partial, tells every family; what was done, in words."""
    role = await role_in(connection, context.house, actor.user_id)
    waiting = await waiting_cases(connection, context, role)
    found = held_against(listed, waiting)
    for case_id, names in found.complete.items():
        all_names = {"listed": sorted({*waiting[case_id].listed, *names})}
        await perform(connection, context.house, case_id, actor, Deed(CaseEvent.LISTED, values=all_names))
    for case_id, names in found.partial.items():
        await _note_some(connection, context, waiting[case_id], names)
    return words.say("case.batch.done", solved=len(found.complete), partly=len(found.partial))


async def _note_some(connection: Connection, context: Context, case: Case, names: tuple[str, ...]) -> None:
    """Some of a family are on the list: the family hears who, and who is still missing."""
    listed = sorted({*case.listed, *names})
    if case.speaker_id == NOBODY or tuple(listed) == case.listed:
        return
    await cases.record_change(connection, case.id, listed=listed)
    words = await words_for(connection, context.house, case.speaker_id)
    missing = [name for name in case.names if name not in listed]
    text = words.case("case.told.listed_some", case, names="、".join(names), missing="、".join(missing))
    suffix = f"listed{len(listed)}"
    await post(connection, context.house, case.id, case.speaker_id, suffix, text_payload(text))


def _shown(words: Words, found: Match, waiting: dict[int, Case], dialogue: Dialogue) -> tuple[str, Rows]:
    lines = [] if not found.is_empty else [words.say("case.batch.none")]
    if found.complete:
        lines.append(words.say("case.batch.found", count=len(found.complete)))
        lines += [_line(words, waiting[case_id], names) for case_id, names in found.complete.items()]
    if found.partial:
        lines.append(words.say("case.batch.partly"))
        lines += [_line(words, waiting[case_id], names) for case_id, names in found.partial.items()]
    if found.ambiguous:
        lines.append(words.say("case.batch.ambiguous"))
        lines += [
            words.say("case.batch.ambiguous_line", name=name, numbers="、".join(map(number_of, ids)))
            for name, ids in found.ambiguous.items()
        ]
    if found.unknown:
        lines.append(words.say("case.batch.unknown"))
        lines.append("、".join(found.unknown))
    confirm = [] if found.is_empty else [[button(dialogue, words.say("case.batch.confirm"), "confirm")]]
    return "\n".join(lines)[:4000], [*confirm, *_cancel(words, dialogue)]


def _line(words: Words, case: Case, names: tuple[str, ...]) -> str:
    missing = [name for name in case.names if name not in {*case.listed, *names}]
    key = "case.batch.partly_line" if missing else "case.batch.line"
    return words.say(
        key,
        number=number_of(case.id),
        area=words.area(case.area_id),
        names="、".join(names),
        missing="、".join(missing),
    )
