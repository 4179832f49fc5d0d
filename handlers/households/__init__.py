"""Households in the chat: who has paid, for the family, the clerk and the township, and for nobody else.

Residents: status.py shows the own household, binding.py and own.py bind and let go, asking.py asks the clerk for it.
Staff: unpaid.py and card.py show who has not paid, paying.py and marks.py note who has, undoing.py takes it back;
binding_desk.py and codes.py hand out codes, deciding.py answers requests, importing.py takes lists.
"""

from __future__ import annotations

from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from handlers import keyboards
from handlers.context import Context
from handlers.households import (
    binding,
    binding_desk,
    card,
    codes,
    deciding,
    importing,
    own,
    paying,
    status,
    unpaid,
    ways,
)
from handlers.households.asking import Asking
from handlers.households.importing import Importing
from handlers.menu import MenuLabel
from handlers.talks import Talk

TALKS: tuple[Talk, ...] = (Asking(), Importing())
_LISTS = (
    filters.Document.FileExtension("xlsx")
    | filters.Document.FileExtension("xls")
    | filters.Document.FileExtension("et")
    | filters.Document.FileExtension("csv")
)


def is_link(payload: str) -> bool:
    """Whether /start opened a link of ours: a code, the own status, the own bindings."""
    return payload.startswith(binding.LINK) or payload in (status.LINK, binding.OWN_LINK)


async def linked(context: Context, user_id: int, payload: str) -> None:
    """Answers /start with a link of ours in private."""
    if payload == status.LINK:
        await status.answer(context)
    elif payload == binding.OWN_LINK:
        await binding.own(context, user_id)
    else:
        await binding.by_code(context, user_id, payload.removeprefix(binding.LINK))


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """Commands, the menu's button, buttons, and lists sent in private."""
    fresh = filters.UpdateType.MESSAGE
    private = filters.ChatType.PRIVATE & fresh
    return [
        CommandHandler("status", status.command, filters=fresh),
        CommandHandler("bind", binding.command, filters=fresh),
        CommandHandler("unpaid", unpaid.command, filters=fresh),
        CommandHandler("paid", paying.command, filters=fresh),
        CommandHandler("bindings", binding_desk.command, filters=fresh),
        MessageHandler(private & MenuLabel("menu.status"), status.command),
        MessageHandler(private & _LISTS, importing.received),
        CallbackQueryHandler(own.pressed, keyboards.pattern(ways.HOME)),
        CallbackQueryHandler(deciding.pressed, keyboards.pattern(deciding.DECIDE)),
        CallbackQueryHandler(card.pressed, keyboards.pattern(card.CARD)),
        CallbackQueryHandler(unpaid.pressed, keyboards.pattern(unpaid.LIST)),
        CallbackQueryHandler(paying.pressed, keyboards.pattern(card.PAY)),
        CallbackQueryHandler(binding_desk.pressed, keyboards.pattern(binding_desk.DESK)),
        CallbackQueryHandler(binding_desk.sheet_pressed, keyboards.pattern(codes.SHEET)),
    ]
