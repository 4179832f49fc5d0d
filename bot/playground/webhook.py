"""Webhooks: each update is posted to the bot, in order within a chat, again and again until it is taken."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
from httpx_aiohttp import AiohttpTransport

from bot.playground.errors import bad_request
from bot.playground.world import World

Json = dict[str, Any]
Execute = Callable[[str, Json], Json]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_LONGEST_PAUSE = 60.0


def checked_url(url: str) -> str:
    """Telegram wants HTTPS; plain HTTP passes here for this machine only. Raises ApiError 400."""
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in ("http", "https"):
        raise bad_request("invalid webhook URL specified")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    return url


def checked_secret(secret: str) -> str:
    """Raises ApiError 400."""
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


@dataclass
class Webhook:
    """One set webhook. `execute` carries out a method that the bot answers with; `pause` is the first wait
    in seconds after a failure, doubled each time."""

    world: World
    execute: Execute
    url: str
    secret: str = ""
    connections: int = 40
    pause: float = 1.0
    last_error: str = ""
    last_error_at: int = 0
    failures: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _busy: set[Any] = field(default_factory=set)  # chats with an update on its way
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to deliver."""
        self._loop = asyncio.create_task(self._deliver_all())

    async def stop(self) -> None:
        """Ends deliveries; what was not taken stays in the queue."""
        tasks = [task for task in (self._loop, *self._tasks) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def info(self) -> Json:
        """For getWebhookInfo."""
        shown: Json = {"url": self.url, "max_connections": self.connections}
        if self.last_error:
            shown |= {"last_error_message": self.last_error, "last_error_date": self.last_error_at}
        return shown

    async def _deliver_all(self) -> None:
        transport = AiohttpTransport(limits=httpx.Limits(max_connections=self.connections))
        stop_listening = self.world.updates.on_change(self._wake.set)
        try:
            async with httpx.AsyncClient(transport=transport, timeout=20) as client:
                while True:
                    self._wake.clear()
                    self._begin(client)
                    await self._wake.wait()
        finally:
            stop_listening()

    def _begin(self, client: httpx.AsyncClient) -> None:
        updates = self.world.updates
        for update in updates.take_again(self.connections):
            self._spawn(client, update, object())  # out of turn, as a repetition is
        for update in updates.first(self.connections + len(self._tasks)):
            place = _place_of(update)
            if len(self._tasks) < self.connections and place not in self._busy:
                self._spawn(client, update, place)

    def _spawn(self, client: httpx.AsyncClient, update: Json, place: Any) -> None:
        self._busy.add(place)
        task = asyncio.create_task(self._deliver(client, update, place))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, client: httpx.AsyncClient, update: Json, place: Any) -> None:
        pause = self.pause
        while not await self._posted(client, update):
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        self._busy.discard(place)
        self.world.updates.remove(update)
        # the task itself still counts until it has ended
        asyncio.get_running_loop().call_soon(self._wake.set)

    async def _posted(self, client: httpx.AsyncClient, update: Json) -> bool:
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        try:
            answer = await client.post(self.url, json=update, headers=headers)
        except httpx.HTTPError as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return False
        if not answer.is_success:
            self._failed(f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}")
            return False
        self._carry_out(answer)
        return True

    def _failed(self, reason: str) -> None:
        self.failures += 1
        self.last_error, self.last_error_at = reason, self.world.now()

    def _carry_out(self, answer: httpx.Response) -> None:
        """A bot may answer an update with a method to call."""
        try:
            body = answer.json()
        except ValueError:
            return
        if isinstance(body, dict) and isinstance(body.get("method"), str):
            self.execute(body.pop("method"), body)


def _place_of(update: Json) -> Any:
    """What has to stay in order: the chat, else whoever acts."""
    content = next(value for key, value in update.items() if key != "update_id")
    about = content.get("message", content)
    return about.get("chat", content.get("from", {})).get("id")
