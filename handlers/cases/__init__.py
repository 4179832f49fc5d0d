"""Cases: from "I paid the wrong county" to "solved", without anyone getting lost.

entry.py → opening.py → submitting.py is the resident's way in; cards.py, pressing.py, writing.py and listing.py are
the staff's desk; replying.py the thread between them; own.py what a resident sees afterwards; batch.py the county's
list; stats.py the figures. Whatever happens to a case goes through changes.py.
"""

from __future__ import annotations

from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from handlers import keyboards
from handlers.cases import cards, entry, listing, own, pressing
from handlers.cases.batch import Batch
from handlers.cases.loose_files import Offer, loose_file
from handlers.cases.notices import OWN
from handlers.cases.opening import Opening
from handlers.cases.replying import Reply, corrected, replied
from handlers.cases.writing import Writing
from handlers.menu import MenuLabel
from handlers.talks import Talk

TALKS: tuple[Talk, ...] = (Opening(), Reply(), Writing(), Batch(), Offer())
LISTENERS = (replied,)
EDITORS = (corrected,)


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """Commands, the menu, buttons, and photos that belong to no talk."""
    fresh = filters.UpdateType.MESSAGE
    private = filters.ChatType.PRIVATE & fresh
    papers = filters.PHOTO | filters.Document.IMAGE | filters.Document.PDF
    return [
        CommandHandler("case", entry.command, filters=fresh),
        CommandHandler("cases", listing.command, filters=fresh),
        MessageHandler(private & MenuLabel("menu.problem"), entry.from_menu),
        CallbackQueryHandler(entry.start_pressed, keyboards.pattern(entry.START)),
        CallbackQueryHandler(entry.for_whom_pressed, keyboards.pattern(entry.FOR_WHOM)),
        CallbackQueryHandler(pressing.pressed, keyboards.pattern(cards.CARD)),
        CallbackQueryHandler(listing.pressed, keyboards.pattern(listing.LIST)),
        CallbackQueryHandler(own.pressed, keyboards.pattern(OWN)),
        MessageHandler(private & papers, loose_file),
    ]
