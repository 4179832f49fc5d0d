"""The staff's buttons below the input line do what their commands do.

officer: 看进度
bot:     西岩镇，到今天：……
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, MessageHandler, filters

from handlers import ask, broadcast, bulletin, calls, desk, progress
from handlers.access import speaker
from handlers.cases import listing
from handlers.context import Context
from handlers.households import unpaid
from handlers.menu import MenuLabel

Command = Callable[[Update, Context], Coroutine[Any, Any, None]]

COMMANDS: dict[str, Command] = {
    "menu.today": progress.today,
    "menu.progress": progress.progress,
    "menu.unpaid": unpaid.command,
    "menu.calls": calls.command,
    "menu.cases": listing.command,
    "menu.broadcast": broadcast.command,
    "menu.bulletin": bulletin.command,
    "menu.desk": desk.desk,
}


def _for_staff(command: Command) -> Command:
    """The same words from a resident are a question."""

    async def said(update: Update, context: Context) -> None:
        act = command if (await speaker(update, context)).is_staff else ask.question
        await act(update, context)

    return said


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """A handler for each label, in private."""
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    return [
        MessageHandler(private & MenuLabel(key), _for_staff(command)) for key, command in COMMANDS.items()
    ]
