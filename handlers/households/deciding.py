"""Requests of residents without a code, on the desk of the village's clerks.

bot:   有人要绑定华升社区“张大三”家……他说：“我是他儿子张小四”   [同意：3组张大三家] [不同意]
clerk: [同意：3组张大三家]     every clerk's card says so; the resident hears it at once
"""

from __future__ import annotations

from collections.abc import Sequence

from telegram import CallbackQuery, Update, User

from handlers import keyboards
from handlers.access import role_in
from handlers.areas import area_of
from handlers.context import Context, House
from handlers.households.pressing import Shown, reply_row, update_id
from handlers.households.seeing import head_and_place
from handlers.households.telling import bound_message, tell_others
from handlers.talks import number_in
from handlers.toasts import answered, in_private
from knowledge.household.wording import HomeWords
from knowledge.phrasebook import SOURCE_LOCALE
from knowledge.roster.name_search import find_names
from storage import audit, binding_requests, chats, households, outbox, staff
from storage.binding_requests import BindingRequest, RequestState
from storage.database import Connection
from storage.households import Household
from storage.outbox import Outgoing

DECIDE = "bindask"
REFUSE = 0
_OFFERED = 4
_LONGEST_NAME = 40


async def announce(connection: Connection, context: Context, request_id: int, asker: User | None) -> None:
    """Gives the request to the clerks of its village; to the township where it has none."""
    request = await binding_requests.find_request(connection, request_id)
    assert request is not None, "it was just added"
    shown = await _card(connection, context.house, request, asker.full_name if asker else "")
    for chat_id in await _deciders(connection, context.house, request.area_id):
        row = Outgoing(_key(request_id, chat_id), chat_id, shown.payload())
        await outbox.add_message(connection, row, context.now)


async def waiting(connection: Connection, context: Context, area_ids: Sequence[str], chat_id: int) -> int:
    """Shows a clerk again what waits for a decision; how many there are."""
    requests = await binding_requests.list_open_requests(connection, area_ids)
    for request in requests:
        shown = await _card(connection, context.house, request, "")
        row = reply_row(context, chat_id, shown, f"request{request.id}")
        await outbox.add_message(connection, row, context.now)
    return len(requests)


async def _deciders(connection: Connection, house: House, area_id: str) -> list[int]:
    clerks = await staff.list_staff(connection, area_id)
    township = set(await staff.list_staff(connection, staff.TOWNSHIP)) | house.admins
    return clerks or sorted(township)


def _key(request_id: int, chat_id: int) -> str:
    return f"bindask:{request_id}:{chat_id}"


async def _card(connection: Connection, house: House, request: BindingRequest, name: str) -> Shown:
    """Who asks for whom, and the households that may be meant."""
    words = HomeWords(house.library.phrases, house.pack, SOURCE_LOCALE, masked=False)
    meant = await _meant(connection, request)
    lines = [
        words.say(
            "request",
            village=area_of(house.pack, request.area_id).name,
            head=request.head or "",
            said=request.said or "",
        )
    ]
    if name:
        lines.append(words.say("request_name", name=name[:_LONGEST_NAME]))
    lines.append(words.say("request_check" if meant else "request_nobody"))
    rows = [
        [
            (
                words.say("request_yes", home=head_and_place(house, household, words)),
                keyboards.packed(DECIDE, request.id, household.id),
            )
        ]
        for household in meant
    ]
    refuse = (words.say("request_no"), keyboards.packed(DECIDE, request.id, REFUSE))
    return Shown("\n".join(lines), [*rows, [refuse]])


async def _meant(connection: Connection, request: BindingRequest) -> list[Household]:
    """The village's households whose heads are called so, or nearly so."""
    known = await households.list_households(connection, request.area_id)
    places = find_names(request.head or "", [household.head for household in known], _OFFERED)
    return [known[place] for place in places]


async def pressed(update: Update, context: Context) -> None:
    """同意 or 不同意; the first of the clerks decides."""
    query = update.callback_query
    assert query is not None
    request_id, household_id = (number_in(part) for part in ([*keyboards.unpacked(query.data), "", ""])[:2])
    toast = await _decide(query, request_id, household_id, context)
    await answered(query, toast)


async def _decide(query: CallbackQuery, request_id: int, household_id: int, context: Context) -> str | None:
    user_id = query.from_user.id
    async with context.transaction() as connection:
        request = await binding_requests.find_request(connection, request_id)
        role = await role_in(connection, context.house, user_id)
        if request is None or not role.may(request.area_id) or not in_private(query):
            return await context.say("button.not_yours")
        if request.state is not RequestState.OPEN:
            return await context.say("home.request_settled")
        if household_id == REFUSE:
            await binding_requests.refuse_request(connection, request_id, user_id, context.now)
            await _tell_refused(connection, request, context)
            outcome = await context.say("home.request_refused")
        else:
            household = await _household(connection, request, household_id)
            if household is None:
                return await context.say("button.stale")
            await _approve(connection, request, household, user_id, context)
            words = HomeWords(context.house.library.phrases, context.house.pack, masked=False)
            home = head_and_place(context.house, household, words)
            outcome = await context.say("home.request_approved", home=home)
        await _settle_cards(connection, query, request, outcome, context)
    return None


async def _household(connection: Connection, request: BindingRequest, household_id: int) -> Household | None:
    """The household that was chosen, if it is one of the request's village."""
    for household in await households.list_households(connection, request.area_id):
        if household.id == household_id:
            return household
    return None


async def _approve(
    connection: Connection, request: BindingRequest, household: Household, by: int, context: Context
) -> None:
    await binding_requests.approve_request(connection, request.id, household.id, by, context.now)
    await audit.record_look(
        connection, by, "bind", context.now, household_id=household.id, area_id=household.area_id
    )
    shown = await bound_message(connection, context.house, household, request.user_id)
    await _tell(connection, request, shown, context)
    await tell_others(connection, context.house, household, request.user_id, update_id(context))


async def _tell_refused(connection: Connection, request: BindingRequest, context: Context) -> None:
    locale = await chats.find_locale(connection, request.user_id) or SOURCE_LOCALE
    village = area_of(context.house.pack, request.area_id).name
    text = context.house.library.phrases.say("home.refused", locale, village=village)
    await _tell(connection, request, Shown(text), context)


async def _tell(connection: Connection, request: BindingRequest, shown: Shown, context: Context) -> None:
    row = Outgoing(f"bindask:{request.id}:answer", request.user_id, shown.payload())
    await outbox.add_message(connection, row, context.now)


async def _settle_cards(
    connection: Connection, query: CallbackQuery, request: BindingRequest, outcome: str, context: Context
) -> None:
    """Every clerk's card says what was decided, that under the pressed button included."""
    cards = {(query.message.chat.id, query.message.message_id)} if query.message else set()
    for chat_id in await _deciders(connection, context.house, request.area_id):
        key = _key(request.id, chat_id)
        if await outbox.cancel_keys(connection, [key]):
            continue
        message_id = await outbox.find_sent_message_id(connection, key)
        if message_id is not None:
            cards.add((chat_id, message_id))
    for chat_id, message_id in sorted(cards):
        payload = {"text": outcome, "message_id": message_id}
        key = f"bindask:{request.id}:{chat_id}:{message_id}:settled"
        await outbox.add_message(
            connection, Outgoing(key, chat_id, payload, "edit_message_text"), context.now
        )
