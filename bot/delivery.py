"""Outbox to Telegram: what is due goes out, lane by lane, chat by chat in order; errors are decided by a table.

The broadcast lane is quiet by night, rests as a whole when it was told to slow down, and is fed: when it runs low,
the next slice of a broadcast is written. The other lanes know nothing of all that.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram import InputFile, Message, MessageId
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.pace import AS_IT_IS, Pace, seconds_of
from knowledge.reminding.quiet import QuietHours
from storage import chats, outbox
from storage.database import Database
from storage.outbox import Lane, Waiting

log = structlog.get_logger("canbao.delivery")

BATCH = 64
IN_FLIGHT = 8
MAX_ATTEMPTS = 8
BASE_DELAY = timedelta(seconds=2)
MAX_DELAY = timedelta(minutes=15)
LONGEST_REST = 30.0
REST_AFTER_FAILURE = 1.0
# makes no sound: goes out by night too
SILENT = ("delete_message",)

# writes more messages into the outbox; False where there are none
Feed = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Again:
    """Try again after a while."""

    after: timedelta


@dataclass(frozen=True, slots=True)
class GiveUp:
    """It can never arrive; `chat_gone` where no message to this chat can."""

    chat_gone: bool


@dataclass(frozen=True, slots=True)
class Follow:
    """The group became a supergroup: send it there."""

    chat_id: int


Decision = Again | GiveUp | Follow

_GONE = (
    "chat not found",
    "user is deactivated",
    "bot was blocked",
    "bot was kicked",
    "group chat was deleted",
)


def decide(error: TelegramError, attempts: int, jitter: float) -> Decision:
    """What an error of the n-th attempt means; `jitter` in 0–1 spreads the retries."""
    if isinstance(error, ChatMigrated):
        return Follow(error.new_chat_id)
    if isinstance(error, RetryAfter):
        return Again(timedelta(seconds=seconds_of(error)))
    if isinstance(error, Forbidden):
        return GiveUp(chat_gone=True)
    if isinstance(error, BadRequest | InvalidToken):
        return GiveUp(chat_gone=any(words in error.message.lower() for words in _GONE))
    if attempts >= MAX_ATTEMPTS:
        return GiveUp(chat_gone=False)
    return Again(min(BASE_DELAY * 2 ** (attempts - 1), MAX_DELAY) * (0.5 + jitter / 2))


class _LaneRunner:
    """Sends one lane's messages: up to `IN_FLIGHT` at once, one of a chat's at a time and in their order."""

    def __init__(self, delivery: Delivery, lane: Lane) -> None:
        self._delivery = delivery
        self._lane = lane
        self._woken = asyncio.Event()
        self._places = asyncio.Semaphore(IN_FLIGHT)
        self._in_hand: dict[int, asyncio.Task[None]] = {}  # by chat
        self._waiting: set[asyncio.Task[None]] = set()
        self._held_until: datetime | None = None

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        """What only waits for its turn stays in the outbox."""
        for task in self._waiting:
            task.cancel()
        self.wake()

    def hold(self, seconds: float) -> None:
        """The server told this lane to slow down."""
        until = self._delivery.now() + timedelta(seconds=seconds)
        self._held_until = max(self._held_until or until, until)

    async def run(self) -> None:
        while not self._delivery.stopping:
            self._woken.clear()
            try:
                pause = 0.0 if await self._start_due() else await self._pause()
            except Exception as error:
                log.error("outbox not read", lane=self._lane.value, exc_info=error)
                pause = REST_AFTER_FAILURE
            await self._rest(pause)
        # what is in the air is let land: a stop sends nothing twice
        await asyncio.gather(*self._in_hand.values(), return_exceptions=True)

    async def _start_due(self) -> bool:
        """Takes what is due into hand, the first of each chat; False where there is nothing more for now."""
        delivery = self._delivery
        if self._held_for() or len(self._in_hand) > BATCH // 2:
            return False
        methods = SILENT if delivery.is_quiet(self._lane) else ()
        async with delivery.database.reading() as connection:
            due = await outbox.list_due(connection, self._lane, delivery.now(), BATCH, self._in_hand, methods)
        fed = len(due) < BATCH and await delivery.fed(self._lane)
        if delivery.stopping:
            return False
        for row in due:
            if row.chat_id not in self._in_hand:
                task = asyncio.create_task(self._send_in_turn(row))
                self._in_hand[row.chat_id] = task
                task.add_done_callback(functools.partial(self._done, row))
        return bool(due) or fed

    def _done(self, row: Waiting, task: asyncio.Task[None]) -> None:
        del self._in_hand[row.chat_id]
        self._woken.set()
        if not task.cancelled() and (error := task.exception()):
            log.error("delivery failed", row=row.id, exc_info=error)

    async def _send_in_turn(self, row: Waiting) -> None:
        delivery = self._delivery
        if delivery.stopping:
            return
        is_silent = row.method in SILENT
        if not is_silent:
            with self._interruptible():
                await delivery.pace.wait_for_chat(row.chat_id)
        async with self._places:
            if not is_silent and not delivery.stopping:
                with self._interruptible():
                    await delivery.pace.wait_for_place()
            # what is left here is listed again, in its order
            is_quiet = delivery.is_quiet(self._lane) and not is_silent
            if not (is_quiet or delivery.stopping or self._held_for()):
                await delivery.send(row)

    @contextlib.contextmanager
    def _interruptible(self) -> Iterator[None]:
        """For waiting: nothing is in the air, and a stop ends it."""
        task = asyncio.current_task()
        assert task is not None
        self._waiting.add(task)
        try:
            yield
        finally:
            self._waiting.discard(task)

    def _held_for(self) -> float:
        """Seconds that the lane still rests."""
        if self._held_until is None:
            return 0.0
        return max(0.0, (self._held_until - self._delivery.now()).total_seconds())

    async def _rest(self, seconds: float) -> None:
        if self._delivery.stopping or not seconds:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)

    async def _pause(self) -> float:
        """Seconds until something may be due."""
        if held := self._held_for():
            return held
        if self._delivery.is_quiet(self._lane) or len(self._in_hand) > BATCH // 2:
            return LONGEST_REST
        async with self._delivery.database.reading() as connection:
            next_at = await outbox.find_next_due(connection, self._lane, self._in_hand)
        if next_at is None:
            return LONGEST_REST
        return min(LONGEST_REST, max(0.02, (next_at - self._delivery.now()).total_seconds()))


class Delivery:
    """Empties the outbox at the bot's `pace`, each lane for itself. `quiet` and `feed` are the broadcast lane's."""

    def __init__(
        self,
        bot: ExtBot[Any],
        database: Database,
        now: Callable[[], datetime],
        pace: Pace,
        *,
        quiet: QuietHours | None = None,
        feed: Feed | None = None,
    ) -> None:
        self.bot = bot
        self.database = database
        self.now = now
        self.pace = pace
        self.quiet = quiet
        self.feed = feed
        self.stopping = False
        self._runners = {lane: _LaneRunner(self, lane) for lane in Lane}

    def wake(self) -> None:
        """Something may be due."""
        for runner in self._runners.values():
            runner.wake()

    def is_quiet(self, lane: Lane) -> bool:
        """Whether a lane may not disturb anybody now."""
        return lane is Lane.BROADCAST and self.quiet is not None and self.quiet.covers(self.now())

    async def fed(self, lane: Lane) -> bool:
        """Has more written for a lane that runs low; False where there is nothing."""
        if lane is not Lane.BROADCAST or self.feed is None:
            return False
        try:
            return await self.feed()
        except Exception as error:
            log.error("no next slice", exc_info=error)
            return False

    def stop(self) -> None:
        """Nothing new is begun; `run` returns when what is in the air has landed."""
        self.stopping = True
        for runner in self._runners.values():
            runner.stop()

    async def run(self) -> None:
        """Sends what is due until it is stopped."""
        async with self.database.transaction() as connection:
            await outbox.put_back_interrupted(connection)
        await asyncio.gather(*(runner.run() for runner in self._runners.values()))

    async def send(self, row: Waiting) -> None:
        """Sends a row, unless it was cancelled meanwhile, and writes down how that went."""
        async with self.database.transaction() as connection:
            if not await outbox.claim(connection, row.id, self.now()):
                return
        try:
            result = await _called(self.bot, row)
        except TelegramError as error:
            await self._settle(row, error)
            return
        except Exception as error:  # a row that nobody can send must not be tried at every start
            log.error("not sendable", row=row.id, exc_info=error)
            async with self.database.transaction() as connection:
                await outbox.mark_failed(connection, row.id, repr(error), self.now())
            return
        message_id = result.message_id if isinstance(result, Message | MessageId) else None
        async with self.database.transaction() as connection:
            await outbox.mark_sent(connection, row.id, message_id, self.now())

    async def _settle(self, row: Waiting, error: TelegramError) -> None:
        """Writes down what is decided about a failed attempt."""
        decision = decide(error, row.attempts + 1, random.random())
        if isinstance(error, RetryAfter):
            if row.lane is Lane.BROADCAST and row.chat_id > 0:
                # one stranger a chat: who is refused here is refused for the sum, not for the chat
                self._runners[row.lane].hold(seconds_of(error))
            else:
                self.pace.hold(row.chat_id, seconds_of(error))
        kind = type(error).__name__
        log.warning("not sent", row=row.id, kind=kind, attempt=row.attempts + 1)
        async with self.database.transaction() as connection:
            match decision:
                case Again(after):
                    await outbox.put_back(connection, row, self.now() + after, kind)
                case Follow(chat_id):
                    await chats.migrate_group(connection, row.chat_id, chat_id, self.now())
                    await outbox.redirect(connection, row.id, chat_id, self.now())
                case GiveUp(chat_gone):
                    await outbox.mark_failed(connection, row.id, str(error), self.now(), is_gone=chat_gone)
                    if chat_gone:
                        await chats.mark_unreachable(connection, row.chat_id, self.now())
        self.wake()  # what was put off has a new time


async def _called(bot: ExtBot[Any], row: Waiting) -> object:
    """Calls the row's method; what is an object of the Bot API goes through as it is."""
    plain = {name: value for name, value in row.payload.items() if not isinstance(value, dict | list)}
    objects = {name: value for name, value in row.payload.items() if isinstance(value, dict | list)}
    if row.attachment:
        plain[row.attachment.parameter] = InputFile(row.attachment.content, row.attachment.name)
    method = getattr(bot, row.method)
    return await method(chat_id=row.chat_id, **plain, api_kwargs=objects, rate_limit_args=AS_IT_IS)
