"""Township staff rule on what the bot could not answer: tie it to a topic, or write the township's own answer.

officer: /gaps
bot:     这些问题我没答上来……  [3次 我家的牛算不算人口] …
officer: (presses one)          [归到已有的话题] [写镇里的答复] [不归我管] [返回]
officer: (写镇里的答复) 牛不用参保。
bot:     居民会看到：……         [确认，马上用] [重写] [取消]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.ext import BaseHandler, CommandHandler, filters

from handlers.access import role_of, speaker
from handlers.context import Context
from handlers.talks import Rows, Talk, Toast, button, number_in, say
from knowledge.answer import answer
from knowledge.gaps import GapGroup, compared, find_ruling, grouped, keepable
from knowledge.model import Answer, Reply, ReplyKind, Ruling
from storage import dialogues, gaps
from storage.database import Connection
from storage.dialogues import Dialogue

GAPS = "gaps"
CHOOSING, DECIDING, TYING, WRITING, CHECKING = "choosing", "deciding", "tying", "writing", "checking"
SHOWN_GROUPS = 8
SHOWN_QUESTIONS = 5
TITLE_LENGTH = 24
LONGEST_ANSWER = 1000


async def record(connection: Connection, text: str, context: Context) -> None:
    """Keeps a question that got the menu."""
    kept = keepable(text)
    if words := compared(kept):
        await gaps.record_gap(connection, context.house.pack.id, kept, words, context.now)


async def ruled_reply(text: str, context: Context) -> Reply | None:
    """The reply that the township's ruling gives to a question, None where it has not ruled on one like it."""
    ruling = find_ruling(text, context.house.rulings)
    if ruling is None:
        return None
    house = context.house
    if ruling.topic:
        locale = await context.locale()
        found = answer(house.library, house.pack, ruling.topic, context.today, text, locale, house.contact)
    else:
        found = Answer("", await _own_answer(ruling.text or "", ruling, context), (), stated=False)
    return Reply(ReplyKind.ANSWER, found.topic or None, 1.0, (), (found,))


async def _own_answer(text: str, ruling: Ruling, context: Context) -> str:
    return await context.say(
        "gaps.own_answer", text=text, place=context.house.pack.place, author=ruling.author, on=ruling.made_on
    )


async def command(update: Update, context: Context) -> None:
    """/gaps: what could not be answered, in groups."""
    message = update.effective_message
    assert message is not None
    if not (await speaker(update, context)).is_township:
        await context.reply(await context.say("staff.not_allowed"))
        return
    if message.chat.type != "private":
        await context.reply(await context.say("staff.private_only"))
        return
    async with context.transaction() as connection:
        dialogue = await dialogues.begin(
            connection, message.chat_id, message.chat_id, GAPS, CHOOSING, {}, context.now
        )
        await _show_groups(connection, context, dialogue)


async def _show_groups(connection: Connection, context: Context, dialogue: Dialogue) -> None:
    groups = grouped(await gaps.list_open(connection, context.house.pack.id))
    if not groups:
        await dialogues.end(connection, dialogue.id)
        await say(connection, context, dialogue, await context.say("gaps.none"))
        return
    rows = [
        [button(dialogue, await _title(group, context), "group", group.gaps[0].id)]
        for group in groups[:SHOWN_GROUPS]
    ]
    times = sum(group.times for group in groups)
    text = await context.say("gaps.list", groups=len(groups), times=times)
    await say(connection, context, dialogue, text, rows)


async def _title(group: GapGroup, context: Context) -> str:
    title = group.title if len(group.title) <= TITLE_LENGTH else group.title[:TITLE_LENGTH] + "…"
    return await context.say("gaps.group", times=group.times, title=title)


class Gaps(Talk):
    """From the list of groups to a ruling on one."""

    kind = GAPS

    async def hear(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        """The township's own answer, typed."""
        if dialogue.state != WRITING or not message.text:
            return False
        async with context.transaction() as connection:
            if len(message.text) > LONGEST_ANSWER:
                suffix = f"m{message.message_id}"
                await say(connection, context, dialogue, await context.say("gaps.too_long"), suffix=suffix)
                return True
            data = {**dialogue.data, "text": message.text}
            now = await dialogues.record_step(connection, dialogue, CHECKING, data, context.now)
            if now is not None:
                await self._show(
                    connection, context, now, message.from_user.first_name if message.from_user else ""
                )
        return True

    async def ask_again(self, connection: Connection, context: Context, dialogue: Dialogue) -> None:
        """Only somebody who was writing an answer is asked for it again."""
        if dialogue.state == WRITING:
            suffix = f"again{context.origin.update_id if context.origin else 0}"
            await say(connection, context, dialogue, await context.say("gaps.write_now"), suffix=suffix)

    async def press(
        self, query: CallbackQuery, context: Context, dialogue: Dialogue, action: str, value: str
    ) -> Toast:
        """A group, a decision, a topic, the confirmation."""
        if not (await role_of(context, query.from_user.id)).is_township:
            return Toast(await context.say("staff.not_allowed"))
        match action:
            case "group":
                await self._step(context, dialogue, DECIDING, {"first": number_in(value)}, query)
            case "tie":
                await self._step(context, dialogue, TYING, dialogue.data, query)
            case "write":
                await self._step(context, dialogue, WRITING, dialogue.data, query)
            case "back":
                await self._step(context, dialogue, CHOOSING, {}, query)
            case "topic" if value in context.house.library.topics:
                await self._rule(context, dialogue, query, topic=value)
            case "confirm":
                await self._rule(context, dialogue, query, text=str(dialogue.data.get("text", "")))
            case "dismiss":
                await self._rule(context, dialogue, query)
            case "cancel":
                await self.cancel(context, dialogue)
            case _:
                return Toast(await context.say("button.stale"))
        return Toast()

    async def _step(
        self, context: Context, dialogue: Dialogue, state: str, data: Mapping[str, Any], query: CallbackQuery
    ) -> None:
        async with context.transaction() as connection:
            now = await dialogues.record_step(connection, dialogue, state, data, context.now)
            if now is not None:
                await self._show(connection, context, now, query.from_user.first_name)

    async def _show(self, connection: Connection, context: Context, dialogue: Dialogue, author: str) -> None:
        """Says what the present step is about."""
        group = await _group_of(connection, context, dialogue)
        if dialogue.state == CHOOSING:
            await _show_groups(connection, context, dialogue)
        elif group is None:
            await dialogues.end(connection, dialogue.id)
            await say(connection, context, dialogue, await context.say("gaps.settled"))
        elif dialogue.state == WRITING:
            await say(connection, context, dialogue, await context.say("gaps.write_now"))
        elif dialogue.state == TYING:
            rows = await _topics(group, context, dialogue)
            await say(connection, context, dialogue, await context.say("gaps.which_topic"), rows)
        elif dialogue.state == CHECKING:
            text = str(dialogue.data["text"])
            shown = await _own_answer(text, Ruling(0, "", None, text, author, context.today), context)
            rows = await _labelled(
                context, dialogue, ("confirm",), ("write",), ("cancel",), write="gaps.rewrite"
            )
            await say(connection, context, dialogue, await context.say("gaps.preview", answer=shown), rows)
        else:
            questions = "\n".join(f"・{gap.text}" for gap in group.gaps[:SHOWN_QUESTIONS])
            rows = await _labelled(context, dialogue, ("tie",), ("write",), ("dismiss", "back"))
            text = await context.say("gaps.one", times=group.times, questions=questions)
            await say(connection, context, dialogue, text, rows)

    async def _rule(
        self,
        context: Context,
        dialogue: Dialogue,
        query: CallbackQuery,
        *,
        topic: str | None = None,
        text: str | None = None,
    ) -> None:
        house = context.house
        author = (query.from_user.id, query.from_user.first_name)
        async with context.transaction() as connection:
            group = await _group_of(connection, context, dialogue)
            await dialogues.end(connection, dialogue.id)
            if group is None:
                await say(connection, context, dialogue, await context.say("gaps.settled"), suffix="done")
                return
            ids = [gap.id for gap in group.gaps]
            await gaps.rule(connection, ids, house.pack.id, author, context.now, topic=topic, text=text)
            if topic:
                done = await context.say("gaps.tied", topic=await context.topic_label(topic))
            else:
                done = await context.say("gaps.answered" if text else "gaps.dismissed")
            await say(connection, context, dialogue, done, suffix="done")
            house.rulings = await gaps.list_rulings(connection, house.pack.id, house.zone)


async def _group_of(connection: Connection, context: Context, dialogue: Dialogue) -> GapGroup | None:
    """The group that the talk is about, as it is now."""
    first = dialogue.data.get("first")
    groups = grouped(await gaps.list_open(connection, context.house.pack.id))
    return next((group for group in groups if any(gap.id == first for gap in group.gaps)), None)


async def _topics(group: GapGroup, context: Context, dialogue: Dialogue) -> Rows:
    """All topics as buttons, two a row, the likeliest first."""
    likely = [name for name, _ in context.house.understander.likelihoods(group.title).topics]
    names = list(dict.fromkeys([*likely, *context.house.library.topics]))
    shown = [name for name in names if name in context.house.library.topics]
    buttons = [button(dialogue, await context.topic_label(name), "topic", name) for name in shown]
    back = [button(dialogue, await context.say("gaps.back"), "back")]
    return [*(buttons[i : i + 2] for i in range(0, len(buttons), 2)), back]


async def _labelled(context: Context, dialogue: Dialogue, *rows: tuple[str, ...], **other_keys: str) -> Rows:
    """Buttons whose label is the phrase of their action."""
    return [
        [
            button(dialogue, await context.say(other_keys.get(action, f"gaps.{action}")), action)
            for action in row
        ]
        for row in rows
    ]


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """/gaps; the rest is the talk's."""
    return [CommandHandler("gaps", command, filters=filters.UpdateType.MESSAGE)]
