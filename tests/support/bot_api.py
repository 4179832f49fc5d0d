"""People who talk to the bot through a real local Bot API server, for tests of whole conversations.

    async with local_bot_api(now=datetime(2021, 10, 1, 9)) as api:
        # start the bot under test with CANBAO_API_URL=api.url and CANBAO_TOKEN=api.token
        anna = await api.user("李大妈")
        await anna.says("我家四口人要交多少")
        reply = await anna.hears("1280")            # the next message; fails unless it contains 1280
        assert reply.buttons == [["怎么交"], ["转人工"]]
        await anna.presses("怎么交")                # waits until the bot has answered the press
        await anna.sees_edit("手机")                # the bot has edited a message

        village = await api.group("上村群", owner=anna, with_bot=True)
        await anna.says("@canbao_bot 截止到几号", village)
        await village.hears("12月")
        await anna.says("今天赶集吗", village)
        await village.hears_nothing()

What people do: says, edits, deletes, forwards, presses (inline or keyboard below), sends_photo, sends_document,
sends_album, shares_contact, starts (deep link), blocks, unblocks, reacts, joins, leaves, adds, removes,
promotes, migrates. Where it may happen in a group, the group is the last positional argument.
What a place (a person's private chat, or a group) hears: hears, sees_edit, gets (either), hears_nothing,
history, keyboard, typing.
What the test does besides: api.breaks (faults on order), api.redelivers, api.calls, api.polls, api.settled,
api.set_now, api.reads_all, api.crowd.

Waiting is driven by events and never polls; nobody waits longer than `within` seconds (15), and a failure tells
what was heard instead and which calls the bot made. The clock is the test's, so nothing depends on the real day.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.playground import people
from bot.playground.actors import Chat
from bot.playground.faults import Fault, FaultKind
from bot.playground.rates import Limits
from bot.playground.server import TOKEN, Playground
from tests.support.people import WITHIN, Group, Heard, Person, Place, Toast, picture

__all__ = ["Group", "Heard", "LocalBotApi", "Person", "Toast", "local_bot_api", "picture"]

Json = dict[str, Any]

SHANGHAI = ZoneInfo("Asia/Shanghai")


class LocalBotApi:
    """A running server and everybody in it."""

    def __init__(self, playground: Playground, url: str) -> None:
        self.playground = playground
        self.url = url
        self.token = playground.token
        self._places: dict[int, Place] = {}
        self._toasts: dict[str, Toast] = {}
        self._waiters: set[asyncio.Future[None]] = set()
        playground.world.events.subscribe(self._on_event)
        playground.world.updates.on_change(self._wake)

    # people and groups

    async def user(self, name: str, *, started: bool = True, **details: Any) -> Person:
        """A new person; `started` False for one who has never opened the bot. Details as User has them."""
        user = self.playground.world.add_user(
            name, language_code=details.pop("language_code", "zh-hans"), **details
        )
        person = Person(self, user)
        person.chat.started = started
        self._places[user.id] = person
        return person

    async def group(
        self,
        title: str,
        owner: Person,
        *members: Person,
        with_bot: bool = True,
        supergroup: bool = False,
        username: str = "",
    ) -> Group:
        """A new group; the owner adds the members, and the bot where `with_bot`."""
        others = [member.user for member in members]
        if with_bot:
            others.append(self.playground.world.bot)
        kind = "supergroup" if supergroup else "group"
        world = self.playground.world
        chat = world.add_group(title, owner.user, kind, username)  # type: ignore[arg-type]
        group = self.group_of(chat)
        for other in others:
            people.add_member(world, chat, owner.user, other)
        return group

    def group_of(self, chat: Chat) -> Group:
        """The Group of a chat that came about some other way."""
        group = Group(self, chat, chat.title)
        self._places[chat.id] = group
        return group

    def crowd(self, count: int) -> list[int]:
        """Ids of so many people who have started the bot; for broadcasts."""
        return people.crowd(self.playground.world, "村民", count)

    # the server itself

    def breaks(self, method: str, kind: FaultKind, *, seed: int | None = None, **details: Any) -> Fault:
        """Faults on order: see bot.playground.faults.Fault. `method` "*" for all."""
        fault = Fault(kind, method, **details)
        self.playground.faults.order(fault, seed)
        return fault

    def redelivers(self, update_id: int) -> None:
        """Gives the bot an update once more."""
        assert self.playground.world.updates.redeliver(update_id), f"update {update_id} is not known"

    def set_now(self, moment: datetime) -> None:
        """Sets the server's clock; without a zone it is Shanghai's time."""
        self.playground.clock.set(moment)

    def reads_all(self, switched_on: bool = True) -> None:
        """Privacy mode off, as with BotFather."""
        self.playground.world.profile.reads_all = switched_on

    def calls(self, method: str, outcome: str = "ok") -> int:
        """How often the bot has called a method with that outcome ("ok", "400", "fault drop" …)."""
        return self.playground.world.counters.calls.get(method, Counter())[outcome]

    def delivered(self, chat_id: int) -> int:
        """How many messages of the bot have reached a chat."""
        return self.playground.world.counters.deliveries[chat_id]

    async def settled(self, *, within: float = WITHIN) -> None:
        """The bot has confirmed every update. (It may still be working on the last ones.)"""
        try:
            await self.happens(lambda: not len(self.playground.world.updates), within)
        except TimeoutError:
            raise AssertionError(f"the bot leaves updates unconfirmed; {self.report()}") from None

    async def polls(self, *, within: float = WITHIN) -> None:
        """The bot is up: it waits for updates, or takes them by webhook."""
        bots = self.playground.bot_api
        try:
            await self.happens(lambda: bots.polling.waits or bots.webhook, within)
        except TimeoutError:
            raise AssertionError(f"no bot asks for updates; {self.report()}") from None

    # waiting

    async def happens(self, condition: Callable[[], Any], within: float = WITHIN) -> None:
        """Returns as soon as the condition is true; it is looked at after every event. Raises TimeoutError."""
        async with asyncio.timeout(within):
            while not condition():
                waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiters.add(waiter)
                try:
                    await waiter
                finally:
                    self._waiters.discard(waiter)

    async def answer_to(self, query_id: str, name: str, within: float) -> Toast:
        """The answer to a press."""
        try:
            await self.happens(lambda: query_id in self._toasts, within)
        except TimeoutError:
            raise AssertionError(f"{name}'s press stays unanswered; {self.report()}") from None
        return self._toasts.pop(query_id)

    def report(self) -> str:
        """For failures: what the bot has called, and what waits for it."""
        counters = self.playground.world.counters
        calls = {method: dict(outcomes) for method, outcomes in counters.calls.items()}
        return f"calls: {calls}; unconfirmed updates: {len(self.playground.world.updates)}"

    def _on_event(self, event: Json) -> None:
        place = self._places.get(event.get("chat_id", 0))
        if event["type"] in ("message", "edited_message") and place is not None:
            place.take(event["type"], event["message"])
        elif event["type"] == "callback_answer":
            self._toasts[event["callback_query_id"]] = Toast(event["text"], event["show_alert"])
        elif event["type"] == "chat_action" and place is not None:
            place.typing += 1
        self._wake()

    def _wake(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)


@contextlib.asynccontextmanager
async def local_bot_api(
    *,
    now: datetime | None = None,
    limits: Limits | None = None,
    token: str = TOKEN,
    username: str = "canbao_bot",
    reads_all: bool = False,
    port: int = 0,
) -> AsyncIterator[LocalBotApi]:
    """A server on a free port for the length of the block; no rates unless `limits` are given."""
    clock = Clock(SHANGHAI, now)
    playground = Playground(token=token, username=username, clock=clock, limits=limits, webhook_pause=0.02)
    playground.world.profile.reads_all = reads_all
    async with playground.serving(port) as url:
        yield LocalBotApi(playground, url)
