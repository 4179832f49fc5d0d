"""Who may press what: a resident their own, staff of the village theirs, and both only in private."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import CallbackQuery, Update

from handlers import keyboards
from handlers.access import Role, role_of, speaker
from handlers.context import Context
from handlers.talks import Rows
from handlers.toasts import in_private, replacement
from storage.outbox import Lane, Outgoing


@dataclass(frozen=True, slots=True)
class Shown:
    """A message's text and buttons."""

    text: str
    rows: Rows = ()

    def payload(self) -> dict[str, object]:
        """The parameters of send_message and edit_message_text."""
        payload: dict[str, object] = {"text": self.text}
        if self.rows:
            payload["reply_markup"] = keyboards.inline(self.rows).to_dict()
        return payload


async def staff_pressing(query: CallbackQuery, context: Context) -> Role | None:
    """The role of a staff member who presses in private, None for anybody else."""
    if not in_private(query):
        return None
    role = await role_of(context, query.from_user.id)
    return role if role.is_staff else None


async def staff_speaking(update: Update, context: Context) -> Role | None:
    """The role of a staff member who speaks in private; None where it was refused in words."""
    role = await speaker(update, context)
    if not role.is_staff:
        await context.reply(await context.say("staff.not_allowed"))
        return None
    if update.effective_chat is None or update.effective_chat.type != "private":
        await context.reply(await context.say("staff.private_only"))
        return None
    return role


def update_id(context: Context) -> int:
    """The number of the update that is being handled: what tells its messages from those of others."""
    return context.origin.update_id if context.origin else 0


def reply_row(context: Context, chat_id: int, shown: Shown, suffix: str = "") -> Outgoing:
    """A reply as a row of the outbox."""
    key = f"home:{update_id(context)}:{chat_id}:{suffix}"
    return Outgoing(key, chat_id, shown.payload(), lane=Lane.REPLY)


def edit_row(context: Context, query: CallbackQuery, shown: Shown, suffix: str = "edit") -> Outgoing:
    """Another text in the place of the message whose button was pressed, as a row of the outbox."""
    assert query.message is not None, "buttons of ours hang on messages"
    method, which = replacement(query)
    key = f"home:{update_id(context)}:{query.message.chat.id}:{suffix}"
    return Outgoing(key, query.message.chat.id, {**shown.payload(), **which}, method, Lane.REPLY)
