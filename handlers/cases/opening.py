"""A resident tells a problem, one thing at a time; it becomes a case.

resident: (presses 请工作人员办 under the answer)
bot:      交到别的县了。（第1步，共4步）户口在哪里？   [华升社区] [金石社区] …  [上一步] [跳过] …
resident: [华升社区], 张三, 邵阳县, (a photo of the slip), [发完了]
bot:      请看一看，对不对：……   [确认提交] [改一改] [取消，不办了]
resident: [确认提交]
bot:      【0134】交上去了……

Skip, back and cancel work at every step, as buttons and as words. Something else asked in between is answered,
then the step is asked again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from telegram import CallbackQuery, Message
from telegram.error import TelegramError

from handlers.cases import choosing, prompts
from handlers.cases.hearing import clean, file_of, is_about_something_else, is_spreadsheet
from handlers.cases.prompts import Prompt
from handlers.cases.submitting import submit
from handlers.cases.wording import Words
from handlers.context import Context
from handlers.talks import Talk, Toast, button, say
from knowledge.areas import area_named
from knowledge.cases import draft as drafts
from knowledge.cases.catalogue import load_catalogue
from knowledge.cases.draft import Awaiting, Draft, Said, Step, step_of
from knowledge.phrasebook import day
from storage import dialogues
from storage.database import Connection
from storage.dialogues import Dialogue

KIND = "case"
LONGEST = 500


def draft_of(dialogue: Dialogue) -> Draft:
    """What was told so far."""
    return drafts.draft_from(dialogue.data["draft"])


def data_of(draft: Draft, **more: Any) -> dict[str, Any]:
    """What a dialogue keeps of a talk; `kinds` are those to choose from, `aside` what was left to others."""
    return {"draft": drafts.as_json(draft), **more}


async def begin(
    connection: Connection, context: Context, user_id: int, draft: Draft, kinds: Sequence[str] = ()
) -> Dialogue:
    """Starts the talk in the private chat and asks its first question."""
    words = Words(context.house, await context.locale())
    step = _next(draft, context)
    more = {"kinds": list(kinds)}
    dialogue = await dialogues.begin(
        connection, user_id, user_id, KIND, step.code, data_of(draft, **more), context.now
    )
    asked = prompts.prompt(words, draft, step, dialogue, tuple(kinds))
    head = prompts.opening_words(words, draft) + "\n\n" if draft.kind else ""
    await say(connection, context, dialogue, head + asked.text, asked.rows)
    return dialogue


def _next(draft: Draft, context: Context) -> Step:
    return drafts.next_step(draft, load_catalogue(), context.house.pack.cases)


class Opening(Talk):
    """The talk that ends with a case."""

    kind = KIND

    async def hear(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        """A photo, a file, or words."""
        if message.photo or message.document:
            if is_spreadsheet(message):
                return False
            await self._hear_file(message, context, dialogue)
            return True
        if not message.text:
            return False
        return await self._hear_text(message, context, dialogue)

    async def _hear_text(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        step, draft = step_of(dialogue.state), draft_of(dialogue)
        text, had_number = clean(message.text or "")
        meant = choosing.meant_by(text, step)
        if meant is not None:
            await self._done_by_words(meant, context, dialogue, message)
            return True
        if step.awaiting is Awaiting.KIND or is_about_something_else(text, step, draft, context):
            await _remember_aside(dialogue, Said(text, message.message_id), context)
            return False
        if len(text) > LONGEST:
            await self._once_more(context, dialogue, [await context.say("case.too_long")], message)
            return True
        await self._hear_answer(Said(text, message.message_id), had_number, context, dialogue, message)
        return True

    async def _done_by_words(
        self, meant: str, context: Context, dialogue: Dialogue, message: Message
    ) -> None:
        step, draft = step_of(dialogue.state), draft_of(dialogue)
        if meant == "cancel":
            await self.cancel(context, dialogue)
        elif meant == "confirm":
            await self._submitted(context, dialogue, draft)
        elif meant == "back":
            if not await self._back(context, dialogue, draft, step):
                first = [await context.say("case.nothing_before")]
                await self._once_more(context, dialogue, first, message)
        else:
            await self._goes_on(context, dialogue, drafts.with_step_passed(draft, step))

    async def _hear_answer(
        self, said: Said, had_number: bool, context: Context, dialogue: Dialogue, message: Message
    ) -> None:
        """Takes an answer in words; what is not understood is asked again with an example."""
        step, draft = step_of(dialogue.state), draft_of(dialogue)
        notes = [await context.say("case.number_removed")] if had_number else []
        match step.awaiting:
            case Awaiting.VILLAGE:
                area = area_named(context.house.pack, said.text)
                if area is None:
                    again = await context.say("case.ask.village_again", name=said.text[:20])
                    await self._once_more(context, dialogue, [again], message, plain=True)
                else:
                    await self._goes_on(context, dialogue, drafts.with_village(draft, area.id), notes)
            case Awaiting.QUESTION:
                await self._hear_for_question(said, notes, context, dialogue, message)
            case _:
                remarked = drafts.with_remark(draft, said)
                notes.append(await context.say("case.paper_said"))
                await self._added(context, dialogue, remarked, notes, f"m{said.message_id}")

    async def _hear_for_question(
        self, said: Said, notes: list[str], context: Context, dialogue: Dialogue, message: Message
    ) -> None:
        step, draft = step_of(dialogue.state), draft_of(dialogue)
        answer = said.text
        if load_catalogue().questions[step.name].expects == "day":
            found = choosing.day_in(answer, context.today)
            if found is None or found > context.today:
                key = "case.day_unclear" if found is None else "case.day_to_come"
                await self._once_more(
                    context, dialogue, [*notes, await context.say(key)], message, plain=True
                )
                return
            answer = day(found)
        if not answer:
            await self._once_more(context, dialogue, notes, message)
            return
        await self._goes_on(
            context, dialogue, drafts.with_answer(draft, step.name, Said(answer, said.message_id)), notes
        )

    async def _hear_file(self, message: Message, context: Context, dialogue: Dialogue) -> None:
        """A photo belongs to the paper that is asked for; one that comes early or late to the paper that fits."""
        step, draft = step_of(dialogue.state), draft_of(dialogue)
        file = file_of(message, choosing.paper_for(draft, step, context.house))
        draft = drafts.with_file(draft, file)
        caption, _ = clean(message.caption or "")
        if caption:
            draft = drafts.with_remark(draft, Said(caption[:LONGEST], message.message_id))
        suffix = f"album{message.media_group_id}" if message.media_group_id else f"m{message.message_id}"
        if step.awaiting is Awaiting.PAPER:
            await self._added(context, dialogue, draft, None, suffix)
        else:
            await self._added(context, dialogue, draft, [await context.say("case.paper_wait")], suffix)

    async def _added(
        self, context: Context, dialogue: Dialogue, draft: Draft, notes: list[str] | None, suffix: str
    ) -> None:
        """Something was added within the step. `notes` None: a photo of the paper that is asked for."""
        words = Words(context.house, await context.locale())
        step = step_of(dialogue.state)
        async with context.transaction() as connection:
            data = dict(dialogue.data) | data_of(draft)
            now = await dialogues.record_data(connection, dialogue, data, context.now)
            if now is None:
                return
            if notes is None:
                asked = prompts.more_photos(words, now)
            else:
                asked = prompts.prompt(words, draft, step, now, tuple(data.get("kinds", ())))
                asked = Prompt("\n".join([*notes, asked.text]), asked.rows)
            await say(connection, context, now, asked.text, asked.rows, suffix=suffix)

    async def _once_more(
        self,
        context: Context,
        dialogue: Dialogue,
        notes: list[str],
        message: Message,
        *,
        plain: bool = False,
    ) -> None:
        """Asks the same step again; `plain`: the notes already say what is wanted."""
        words = Words(context.house, await context.locale())
        draft, step = draft_of(dialogue), step_of(dialogue.state)
        asked = prompts.prompt(words, draft, step, dialogue, tuple(dialogue.data.get("kinds", ())))
        text = "\n".join(notes) if plain and notes else "\n".join([*notes, asked.text])
        async with context.transaction() as connection:
            await say(connection, context, dialogue, text, asked.rows, suffix=f"m{message.message_id}")

    async def _goes_on(
        self, context: Context, dialogue: Dialogue, draft: Draft, notes: Sequence[str] = ()
    ) -> None:
        """The step is done: asks the next one."""
        words = Words(context.house, await context.locale())
        step = _next(draft, context)
        newly = draft.kind if draft.kind != draft_of(dialogue).kind else None
        async with context.transaction() as connection:
            now = await dialogues.record_step(connection, dialogue, step.code, data_of(draft), context.now)
            if now is None:
                return
            asked = prompts.prompt(words, draft, step, now)
            head = [prompts.opening_words(words, draft) + "\n"] if newly else []
            await say(connection, context, now, "\n".join([*notes, *head, asked.text]), asked.rows)

    async def _back(self, context: Context, dialogue: Dialogue, draft: Draft, step: Step) -> bool:
        """Asks the step before this one; False where this is the first."""
        before = drafts.step_before(draft, step, load_catalogue(), context.house.pack.cases)
        if before is None:
            return False
        await self._goes_on(context, dialogue, drafts.with_step_open(draft, before))
        return True

    async def _submitted(self, context: Context, dialogue: Dialogue, draft: Draft) -> None:
        words = Words(context.house, await context.locale())
        async with context.transaction() as connection:
            if await dialogues.end(connection, dialogue.id):
                await submit(connection, context, words, draft, dialogue.user_id)

    async def ask_again(self, connection: Connection, context: Context, dialogue: Dialogue) -> None:
        """The step's question once more, with a way to say that the message was the answer after all."""
        words = Words(context.house, await context.locale())
        draft, step = draft_of(dialogue), step_of(dialogue.state)
        asked = prompts.prompt(words, draft, step, dialogue, tuple(dialogue.data.get("kinds", ())))
        rows = [list(row) for row in asked.rows]
        aside = dialogue.data.get("aside")
        message_id = context.origin.effective_message.message_id if _has_message(context) else 0  # type: ignore[union-attr]
        if aside and aside["message_id"] == message_id and step.awaiting is Awaiting.QUESTION:
            rows.insert(0, [button(dialogue, words.say("case.aside_was_answer"), "aside")])
        text = words.say("case.back_to_case") + "\n" + asked.text
        await say(connection, context, dialogue, text, rows, suffix=f"again{message_id}")

    async def correct(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        """An edited answer changes the answer."""
        text, _ = clean(message.text or message.caption or "")
        changed = drafts.with_edit(draft_of(dialogue), message.message_id, text[:LONGEST])
        if changed is None or not text:
            return False
        await self._added(
            context,
            dialogue,
            changed,
            [await context.say("case.edited", text=text[:LONGEST])],
            f"edit{context.origin.update_id if context.origin else 0}",
        )
        return True

    async def press(
        self, query: CallbackQuery, context: Context, dialogue: Dialogue, action: str, value: str
    ) -> Toast:
        """A button under the present question."""
        draft, step = draft_of(dialogue), step_of(dialogue.state)
        if action == "why":
            words = Words(context.house, await context.locale())
            days = context.house.case_files_kept.days
            return Toast(prompts.why(words, draft, step, days), alert=True)
        if action == "type":
            return Toast(await context.say("case.type_it"))
        chosen = await self._pressed(context, dialogue, draft, step, action, value)
        if chosen is None:
            return Toast(await context.say("button.stale"))
        await _show_choice(query, chosen, context)
        return Toast()

    async def _pressed(
        self, context: Context, dialogue: Dialogue, draft: Draft, step: Step, action: str, value: str
    ) -> str | None:
        """Does what a button says; what was chosen, None where the button makes no sense now."""
        match action:
            case "cancel":
                await self.cancel(context, dialogue)
                return await context.say("case.cancel")
            case "back":
                went = await self._back(context, dialogue, draft, step)
                return await context.say("case.back" if went else "case.nothing_before")
            case "confirm" if step.awaiting is Awaiting.SUMMARY:
                await self._submitted(context, dialogue, draft)
                return await context.say("case.confirm")
            case "change" | "keep" if step.awaiting is Awaiting.SUMMARY:
                await self._choose_change(context, dialogue, draft, action)
                return ""
            case "resume" | "another":
                await self._resumed(context, dialogue, draft, action, value)
                return await context.say("case.go_on" if action == "resume" else "case.another")
        words = Words(context.house, await context.locale())
        aside = Said(**dialogue.data["aside"]) if dialogue.data.get("aside") else None
        found = choosing.chosen(words, draft, step, action, value, aside)
        if found is None:
            return None
        changed, shown = found
        await self._goes_on(context, dialogue, changed)
        return shown

    async def _choose_change(self, context: Context, dialogue: Dialogue, draft: Draft, action: str) -> None:
        """改一改: offers the steps; 不改了: the summary again."""
        if action == "keep":
            await self._goes_on(context, dialogue, draft)
            return
        words = Words(context.house, await context.locale())
        async with context.transaction() as connection:
            data = data_of(draft)
            now = await dialogues.record_step(connection, dialogue, dialogue.state, data, context.now)
            if now is not None:
                asked = prompts.what_to_change(words, draft, now)
                await say(connection, context, now, asked.text, asked.rows)

    async def _resumed(
        self, context: Context, dialogue: Dialogue, draft: Draft, action: str, value: str
    ) -> None:
        """接着办 takes up the old talk where it stopped, 另办一件 starts anew."""
        if action == "resume":
            await self._goes_on(context, dialogue, draft)
            return
        kinds = load_catalogue().kinds_under(value)
        async with context.transaction() as connection:
            await restart(connection, context, dialogue.user_id, kinds, draft)


async def restart(
    connection: Connection, context: Context, user_id: int, kinds: Sequence[str], old: Draft
) -> None:
    """Begins anew with what does not depend on the case."""
    only = kinds[0] if len(kinds) == 1 else None
    fresh = Draft(
        kind=only,
        area_id=old.area_id if old.fixed_village else None,
        fixed_village=old.fixed_village,
        fixed_kind=only is not None,
        for_other=old.for_other,
    )
    await begin(connection, context, user_id, fresh, () if only else kinds)


async def _remember_aside(dialogue: Dialogue, said: Said, context: Context) -> None:
    """What is left to others can still be declared the answer; others mark the update as handled."""
    data = dict(dialogue.data) | {"aside": {"text": said.text[:LONGEST], "message_id": said.message_id}}
    async with context.house.database.transaction() as connection:
        await dialogues.record_data(connection, dialogue, data, context.now)


async def _show_choice(query: CallbackQuery, chosen: str, context: Context) -> None:
    """The question keeps what was chosen and loses its buttons; if that fails, nothing is lost."""
    message = query.message
    if not isinstance(message, Message) or not chosen:
        return
    text = await context.say("case.chosen", question=message.text or "", answer=chosen)
    with contextlib.suppress(TelegramError):
        await query.edit_message_text(text)


def _has_message(context: Context) -> bool:
    return context.origin is not None and context.origin.effective_message is not None
