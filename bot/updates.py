"""Updates in order within a chat, at the same time across chats, and each one once.

Telegram delivers an update again when the bot went down before confirming it. A handler that changes state
marks the update in its own transaction (Context.transaction), so that the change and the mark stand or fall
together; any other update is marked when it is done.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.clock import Clock
from bot.turns import Turns
from storage import updates
from storage.database import Database

AT_ONCE = 256


class OrderedUpdates(BaseUpdateProcessor):
    """The Application's update processor."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(AT_ONCE)
        self._database = database
        self._clock = clock
        self._turns = Turns()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Waits for the chat's turn, skips what was handled before."""
        if not isinstance(update, Update):
            await coroutine
            return
        async with self._turns.turn(_queue_of(update)):
            async with self._database.reading() as connection:
                handled = await updates.is_handled(connection, update.update_id)
            if handled:
                coroutine.close()  # type: ignore[attr-defined]
            else:
                await coroutine
            async with self._database.transaction() as connection:
                await updates.mark_handled(connection, update.update_id, self._clock())
                await updates.let_go(connection, update.update_id)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""


def _queue_of(update: Update) -> int:
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else 0
