"""The keyboard below the input line: large plain labels for what each role does most, in every language."""

from __future__ import annotations

from telegram import Message, ReplyKeyboardMarkup
from telegram.ext import filters

from handlers import keyboards
from handlers.access import Role
from handlers.context import Context
from knowledge.library import load_library
from knowledge.phrasebook import LOCALES

RESIDENT = ("menu.how_much", "menu.how", "menu.when", "menu.status", "menu.problem", "menu.person")
CLERK = ("menu.today", "menu.progress", "menu.unpaid", "menu.calls", "menu.status", "menu.problem")
TOWNSHIP = ("menu.progress", "menu.unpaid", "menu.cases", "menu.broadcast", "menu.bulletin", "menu.desk")


async def menu_for(role: Role, context: Context) -> ReplyKeyboardMarkup:
    """A person's keyboard, in their language."""
    keys = TOWNSHIP if role.is_township else CLERK if role.is_staff else RESIDENT
    return keyboards.menu([await context.say(key) for key in keys])


class MenuLabel(filters.MessageFilter):
    """A text that is the label of one of the menu's buttons."""

    def __init__(self, key: str) -> None:
        super().__init__()
        phrases = load_library().phrases
        self._labels = frozenset(phrases.say(key, locale) for locale in LOCALES)

    def filter(self, message: Message) -> bool:
        """Whether the text is the button's label."""
        return message.text in self._labels
