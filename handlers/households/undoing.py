"""撤销 under a payment that was noted: within ten minutes, by the one who noted it, and before the tax system has it."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import CallbackQuery

from handlers.access import Role
from handlers.context import Context
from handlers.households.marks import UNDO_WITHIN
from handlers.households.pressing import Shown, edit_row
from handlers.households.seeing import words_of
from storage import audit, outbox, payments, persons
from storage.database import Connection
from storage.payments import Payment


async def undo(query: CallbackQuery, role: Role, payment_id: int, context: Context) -> str | None:
    """Takes back everything that was noted in that step; the note to show."""
    async with context.transaction() as connection:
        noted = await payments.list_marked_together(connection, payment_id)
        refusal = _refusal(noted, role, context)
        if refusal is not None:
            return await context.say(refusal)
        for payment in noted:
            await payments.void_payment(connection, payment.id, role.user_id, context.now, "undone")
        await outbox.cancel_beginning(connection, f"paidnote:{payment_id}:")
        names = await _note(connection, role, noted, context)
        shown = Shown(await context.say("home.undone", names=names))
        await outbox.add_message(connection, edit_row(context, query, shown), context.now)
    return None


def _refusal(noted: Sequence[Payment], role: Role, context: Context) -> str | None:
    """Why nothing is taken back, as a phrase's key."""
    if not noted or noted[0].recorded_by != role.user_id:
        return "home.undo_not_yours"
    if all(payment.is_void for payment in noted):
        return "home.undo_done"
    if context.now - noted[0].recorded_at > UNDO_WITHIN:
        return "home.undo_late"
    if any(payment.reference for payment in noted):
        return "home.undo_in_system"
    return None


async def _note(connection: Connection, role: Role, noted: Sequence[Payment], context: Context) -> str:
    """Writes the audit log; the names for the line."""
    found = [await persons.get_person(connection, payment.person_id) for payment in noted]
    for household_id, area_id in {(person.household_id, person.area_id) for person in found}:
        await audit.record_look(
            connection, role.user_id, "paid undone", context.now, household_id=household_id, area_id=area_id
        )
    words = await words_of(context, masked=False)
    return "、".join(words.name(person.name) for person in found)
