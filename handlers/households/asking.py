"""A resident without a code says whose household it is; the clerk of the village decides.

resident: [没有码，请专干核对]
bot:      您家在哪个村（社区）？   [华升社区] [金石社区] …
resident: [华升社区], 张大三, 我是他儿子张小四
bot:      交给华升社区的专干核对了……

What the resident hears is the same whether there is such a household or not.
"""

from __future__ import annotations

import re
from datetime import timedelta

from telegram import CallbackQuery, Message

from handlers.areas import area_of
from handlers.cases.entry import without_buttons
from handlers.cases.hearing import clean, clear_topic
from handlers.context import Context
from handlers.households.deciding import announce
from handlers.talks import Rows, Talk, Toast, button, number_in, say
from knowledge.areas import area_named
from knowledge.roster.names import read_name
from knowledge.roster.values import Reason
from storage import binding_requests, bindings, chats, dialogues, households
from storage.database import Connection
from storage.dialogues import Dialogue

KIND = "bind_ask"
VILLAGE, HEAD, SAID = "village", "head", "said"
TRIES_IN = timedelta(hours=24)
TRIES_OF_USER = 5
# asked for more often, a household's clerk is left in peace; the one who asks does not notice
TRIES_FOR_HOUSEHOLD = 5
LONGEST_SAID = 100
_A_ROW = 3
_AROUND_NAME = re.compile(r"^(?:我家|我们家)?(?:的)?户主(?:名字)?(?:是|叫)?|^(?:是|叫)|家$|[。.！!]$")


async def begin(context: Context, user_id: int) -> None:
    """Asks for the village; where there is only one, for the head."""
    areas = context.house.pack.reporting_areas
    async with context.transaction() as connection:
        await chats.remember_user(connection, user_id, context.now)
        if await has_tried_enough(connection, user_id, context):
            now = await dialogues.begin(connection, user_id, user_id, KIND, HEAD, {}, context.now)
            await say(connection, context, now, await context.say("home.too_many"))
            await dialogues.end(connection, now.id)
            return
        data = {"area": areas[0].id} if len(areas) == 1 else {}
        state = HEAD if data else VILLAGE
        dialogue = await dialogues.begin(connection, user_id, user_id, KIND, state, data, context.now)
        await _ask(connection, context, dialogue)


async def has_tried_enough(connection: Connection, user_id: int, context: Context) -> bool:
    """Whether somebody has to wait until tomorrow."""
    since = context.now - TRIES_IN
    return await bindings.count_tries_by(connection, user_id, since) >= TRIES_OF_USER


async def _ask(
    connection: Connection, context: Context, dialogue: Dialogue, note: str = "", suffix: str = ""
) -> None:
    """The question of the step, after a note if there is one."""
    text = await context.say(f"home.ask_{dialogue.state}")
    rows: Rows = [[button(dialogue, await context.say("home.cancel"), "cancel")]]
    if dialogue.state == VILLAGE:
        places = [
            button(dialogue, area.name, "village", place)
            for place, area in enumerate(context.house.pack.reporting_areas)
        ]
        rows = [*(places[start : start + _A_ROW] for start in range(0, len(places), _A_ROW)), *rows]
    await say(connection, context, dialogue, f"{note}\n{text}".strip(), rows, suffix=suffix)


class Asking(Talk):
    """Village, head, who is asking."""

    kind = KIND

    async def hear(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        """An answer in words; a clear question on something else is left to others."""
        text, _ = clean(message.text or "")
        if not text:
            return False
        if dialogue.state == VILLAGE:
            return await self._hear_village(text, message, context, dialogue)
        if clear_topic(text, context.house):
            return False
        if dialogue.state == HEAD:
            await self._hear_head(text, message, context, dialogue)
        else:
            await self._submit(message, text[:LONGEST_SAID], context, dialogue)
        return True

    async def _hear_village(self, text: str, message: Message, context: Context, dialogue: Dialogue) -> bool:
        area = area_named(context.house.pack, text)
        if area is not None and area in context.house.pack.reporting_areas:
            await self._goes_on(context, dialogue, HEAD, {"area": area.id})
        elif clear_topic(text, context.house):
            return False
        else:
            await self._again(context, dialogue, message, await context.say("home.village_unknown"))
        return True

    async def _hear_head(self, text: str, message: Message, context: Context, dialogue: Dialogue) -> None:
        name = read_name(_AROUND_NAME.sub("", text))
        if isinstance(name, Reason):
            await self._again(context, dialogue, message, await context.say("home.head_odd"))
        else:
            await self._goes_on(context, dialogue, SAID, {**dialogue.data, "head": name})

    async def _goes_on(self, context: Context, dialogue: Dialogue, state: str, data: dict[str, str]) -> None:
        async with context.transaction() as connection:
            now = await dialogues.record_step(connection, dialogue, state, data, context.now)
            if now is not None:
                await _ask(connection, context, now)

    async def _again(self, context: Context, dialogue: Dialogue, message: Message, note: str) -> None:
        async with context.transaction() as connection:
            await _ask(connection, context, dialogue, note, suffix=f"m{message.message_id}")

    async def _submit(self, message: Message, said: str, context: Context, dialogue: Dialogue) -> None:
        """Hands the request to the clerks, unless this head has been asked for too often."""
        area_id, head = dialogue.data["area"], dialogue.data["head"]
        user_id = dialogue.user_id
        async with context.transaction() as connection:
            if not await dialogues.end(connection, dialogue.id):
                return
            if await has_tried_enough(connection, user_id, context):
                await say(connection, context, dialogue, await context.say("home.too_many"), suffix="late")
                return
            meant = [one.id for one in await households.list_households(connection, area_id, head)]
            since = context.now - TRIES_IN
            tries = [await bindings.count_tries_for(connection, one, since) for one in meant]
            await bindings.record_try(connection, user_id, meant, context.now)
            if max(tries, default=0) < TRIES_FOR_HOUSEHOLD:
                request_id = await binding_requests.add_request(
                    connection, user_id, area_id, head, said, context.now
                )
                await announce(connection, context, request_id, message.from_user)
            village = area_of(context.house.pack, area_id).name
            done = await context.say("home.asked", village=village)
            await say(connection, context, dialogue, done, suffix="done")

    async def ask_again(self, connection: Connection, context: Context, dialogue: Dialogue) -> None:
        """The step's question once more."""
        suffix = f"again{context.origin.update_id if context.origin else 0}"
        await _ask(connection, context, dialogue, await context.say("home.back_to_binding"), suffix)

    async def press(
        self, query: CallbackQuery, context: Context, dialogue: Dialogue, action: str, value: str
    ) -> Toast:
        """A village, or 取消."""
        areas = context.house.pack.reporting_areas
        place = number_in(value, -1)
        if action == "cancel":
            await self.cancel(context, dialogue)
        elif action == "village" and dialogue.state == VILLAGE and 0 <= place < len(areas):
            await self._goes_on(context, dialogue, HEAD, {"area": areas[place].id})
        else:
            return Toast(await context.say("button.stale"))
        await without_buttons(query)
        return Toast()
