"""The commands that Telegram shows, by scope and language."""

from __future__ import annotations

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from handlers.access import Role
from knowledge.phrasebook import Phrasebook

ANYONE = ("start", "help", "status", "bind", "case", "verify", "lang", "privacy", "stop", "forget", "cancel")
IN_GROUPS = ("ask", "help")
CLERK = ("tally", "today", "progress", "unpaid", "paid", "deposit", "receipt", "bindings", "calls")
TOWNSHIP = (*CLERK, "cases", "broadcast", "remind", "bulletin", "invite", "export", "assess", "desk", "gaps")

# Telegram's language codes and the locale whose sentences they show; None is for everybody else
LANGUAGES = ((None, "zh_Hans"), ("en", "en"))


def _commands(names: tuple[str, ...], phrases: Phrasebook, locale: str) -> list[BotCommand]:
    return [BotCommand(name, phrases.say(f"command.{name}", locale)) for name in names]


async def set_for_everybody(bot: Bot, phrases: Phrasebook) -> None:
    """The commands of residents in private and in groups."""
    for code, locale in LANGUAGES:
        await bot.set_my_commands(
            _commands(ANYONE, phrases, locale), BotCommandScopeAllPrivateChats(), language_code=code
        )
        await bot.set_my_commands(
            _commands(IN_GROUPS, phrases, locale), BotCommandScopeAllGroupChats(), language_code=code
        )


async def set_for_staff(bot: Bot, role: Role, phrases: Phrasebook) -> None:
    """A staff member's own commands in their private chat."""
    names = TOWNSHIP if role.is_township else CLERK
    for code, locale in LANGUAGES:
        await bot.set_my_commands(
            _commands((*names, *ANYONE), phrases, locale),
            BotCommandScopeChat(role.user_id),
            language_code=code,
        )
