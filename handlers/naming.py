"""A clerk names a relative to be called instead: the households of those who work elsewhere.

clerk: [留亲属电话]
bot:   李四家的亲属叫什么、是什么人、电话多少？……
clerk: 李小四 儿子 10000001111
bot:   记下了，以后打给李小四。
"""

from __future__ import annotations

import re

from telegram import CallbackQuery, Message

from handlers.access import role_in
from handlers.context import Context
from handlers.talks import Rows, Talk, Toast, button, say
from knowledge.reminding.values import Household
from knowledge.roster.names import read_name
from knowledge.roster.phones import read_phone
from knowledge.text import normalise
from storage import audit, calls, dialogues
from storage.calls import Contact
from storage.database import Connection
from storage.dialogues import Dialogue

KIND = "call_contact"
AWAITING_CONTACT = "contact"
_DIGITS = re.compile(r"\+?\d[\d\s\-]{6,}\d")
_LONGEST_RELATION = 20


def contact_in(text: str) -> Contact | None:
    """Name, relation and number in any order but that the name comes before the relation; None without a number."""
    plain = normalise(text)
    found = _DIGITS.search(plain)
    phone = read_phone(found[0]) if found else None
    if found is None or phone is None:
        return None
    words = re.split(r"[\s,，、:：()（）]+", (plain[: found.start()] + " " + plain[found.end() :]).strip())
    name = read_name(words[0]) if words[0] else None
    if not isinstance(name, str):
        return None
    relation = " ".join(words[1:]).strip()[:_LONGEST_RELATION] or None
    return Contact(name, relation, phone)


async def begin(context: Context, user_id: int, household: Household) -> None:
    """Asks for the relative."""
    async with context.transaction() as connection:
        data = {"household": household.id, "area": household.area_id, "head": household.head}
        await audit.record_look(
            connection,
            user_id,
            "contact",
            context.now,
            household_id=household.id,
            area_id=household.area_id,
        )
        dialogue = await dialogues.begin(
            connection, user_id, user_id, KIND, AWAITING_CONTACT, data, context.now
        )
        await _ask(connection, context, dialogue)


async def _ask(connection: Connection, context: Context, dialogue: Dialogue, *, suffix: str = "") -> None:
    text = await context.say("calls.ask_contact", head=dialogue.data["head"])
    rows: Rows = [[button(dialogue, await context.say("calls.cancel"), "cancel")]]
    await say(connection, context, dialogue, text, rows, suffix=suffix)


class Naming(Talk):
    """Waits for one line with name, relation and number."""

    kind = KIND

    async def ask_again(self, connection: Connection, context: Context, dialogue: Dialogue) -> None:
        """Something else was answered in between."""
        await _ask(
            connection,
            context,
            dialogue,
            suffix=f"again{context.origin.update_id if context.origin else 0}",
        )

    async def press(
        self, query: CallbackQuery, context: Context, dialogue: Dialogue, action: str, value: str
    ) -> Toast:
        """取消."""
        if action != "cancel":
            return Toast(await context.say("button.stale"))
        await self.cancel(context, dialogue)
        return Toast()

    async def hear(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        """The relative; anything else is asked for again."""
        if not message.text:
            return False
        contact = contact_in(message.text)
        async with context.transaction() as connection:
            role = await role_in(connection, context.house, dialogue.user_id)
            if not role.may(dialogue.data["area"]):
                await dialogues.end(connection, dialogue.id)
                return True
            if contact is None:
                text, suffix = await context.say("calls.contact_unclear"), f"m{message.message_id}"
                await say(connection, context, dialogue, text, suffix=suffix)
                return True
            await self._keep(connection, context, dialogue, contact)
        return True

    async def _keep(
        self, connection: Connection, context: Context, dialogue: Dialogue, contact: Contact
    ) -> None:
        household = dialogue.data["household"]
        by, at = dialogue.user_id, context.now
        await calls.set_contact(connection, context.house.keys, household, contact, by, at)
        await audit.record_look(
            connection, by, "contact", at, household_id=household, area_id=dialogue.data["area"]
        )
        await dialogues.end(connection, dialogue.id)
        text = await context.say("calls.contact_kept", name=contact.name)
        await say(connection, context, dialogue, text, suffix="kept")
