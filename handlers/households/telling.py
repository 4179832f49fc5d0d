"""What people hear when somebody is bound to a household: the new one, and those who were bound before."""

from __future__ import annotations

from handlers import keyboards
from handlers.context import House
from handlers.due_reminders import RESUME
from handlers.households.pressing import Shown
from handlers.households.seeing import head_and_place
from handlers.households.ways import HOME, SHOW, UNBIND
from knowledge.household.wording import HomeWords
from knowledge.phrasebook import LOCALES, SOURCE_LOCALE
from storage import bindings, chats, outbox, subscriptions
from storage.database import Connection
from storage.households import Household
from storage.outbox import Outgoing


async def words_for(connection: Connection, house: House, user_id: int, *, masked: bool = True) -> HomeWords:
    """The words for a person who is written to without having just spoken."""
    chosen = await chats.find_locale(connection, user_id)
    return HomeWords(
        house.library.phrases, house.pack, chosen if chosen in LOCALES else SOURCE_LOCALE, masked
    )


async def bound_message(connection: Connection, house: House, household: Household, user_id: int) -> Shown:
    """For somebody who has just been bound: what is kept, and whether reminders are wanted."""
    words = await words_for(connection, house, user_id)
    text = words.say("bound", home=head_and_place(house, household, words))
    rows = [[(words.say("button_show"), keyboards.packed(HOME, SHOW, household.id))]]
    if not await subscriptions.is_reminded(connection, user_id):
        rows[0].append((words.say("button_remind"), keyboards.packed(RESUME)))
    unbind = words.say("button_unbind", head=words.name(household.head))
    return Shown(text, [*rows, [(unbind, keyboards.packed(HOME, UNBIND, household.id))]])


async def tell_others(
    connection: Connection, house: House, household: Household, new_user_id: int, occasion: int
) -> None:
    """Who was bound before hears that there is one more: a stranger among them would be noticed."""
    for binding in await bindings.list_bindings(connection, household_ids=[household.id]):
        if binding.user_id == new_user_id:
            continue
        words = await words_for(connection, house, binding.user_id)
        text = words.say("one_more", home=head_and_place(house, household, words))
        key = f"bound:{household.id}:{new_user_id}:{occasion}:{binding.user_id}"
        await outbox.add_message(connection, Outgoing(key, binding.user_id, {"text": text}), house.now())
