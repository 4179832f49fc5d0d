"""The face for bots: /bot<token>/METHOD and /file/bot<token>/PATH, answering as Telegram does."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground import http
from bot.playground.call import Call
from bot.playground.errors import ApiError, bad_request, conflict, too_many_requests
from bot.playground.faults import Fault, Faults
from bot.playground.methods import COUNTED, METHODS
from bot.playground.polling import Polling
from bot.playground.rates import Rates
from bot.playground.schema import Upload, methods
from bot.playground.webhook import Webhook, checked_secret, checked_url
from bot.playground.world import World

Json = dict[str, Any]

_PATH = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>[^/]+)/?")
_FILE_PATH = re.compile(r"/file/bot(?P<token>[^/]+)/(?P<path>.+)")
_TOKEN = re.compile(r"\d+:[\w-]+")


class BotApi:
    """An ASGI application. `token` is the one that counts; `monotonic` gives seconds for the rates."""

    def __init__(
        self,
        world: World,
        token: str,
        *,
        rates: Rates,
        faults: Faults,
        monotonic: Callable[[], float] = time.monotonic,
        webhook_pause: float = 1.0,
    ) -> None:
        self.world = world
        self.token = token
        self.rates = rates
        self.faults = faults
        self.polling = Polling(world.updates, lambda: world.events.publish("polling"))
        self.webhook: Webhook | None = None
        self.closing = asyncio.Event()
        self._monotonic = monotonic
        self._webhook_pause = webhook_pause
        self._slow: dict[str, Callable[[Call], Awaitable[Any]]] = {
            "getupdates": self._get_updates,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._get_webhook_info,
        }

    async def __call__(self, scope: http.Scope, receive: http.Receive, send: http.Send) -> None:
        """One request."""
        try:
            if found := _PATH.fullmatch(scope["path"]):
                await self._answer_call(found, scope, receive, send)
            elif found := _FILE_PATH.fullmatch(scope["path"]):
                await self._answer_download(found, send)
            else:
                raise ApiError(404, "Not Found")
        except ApiError as error:
            await http.answer(send, error.code, error.as_json())

    async def stop(self) -> None:
        """Lets go of everybody who waits."""
        self.closing.set()
        self.polling.end_wait(ApiError(500, "Internal Server Error: restart"))
        if self.webhook is not None:
            await self.webhook.stop()

    def execute(self, name: str, given: Json) -> Json:
        """Carries a call out; the body of the answer, `ok` or not. Not for the methods that wait."""
        method = name
        try:
            call = self._checked(name, given)
            method = call.method
            self._check_rate(call)
            action = METHODS.get(name.lower())
            if action is None:
                raise bad_request(f"the playground does not imitate the method {method}")
            body = {"ok": True, "result": action(call)}
            self.world.counters.called(method, "ok")
        except ApiError as error:
            self.world.counters.called(method, str(error.code))
            body = error.as_json()
        return body

    # requests

    async def _answer_call(
        self, path: re.Match[str], scope: http.Scope, receive: http.Receive, send: http.Send
    ) -> None:
        self._check_token(path["token"])
        name = path["method"]
        given = await http.parameters(scope, receive)
        fault = self.faults.strike(name, given.get("chat_id")) if self.faults.orders else None
        if fault is not None and not fault.done:
            await self._fail(fault, name, receive, send)
            return
        if name.lower() in self._slow:
            body = await self._executed_slowly(name, given, receive)
        else:
            body = self.execute(name, given)
        if fault is not None:
            await self._fail(fault, name, receive, send)
            return
        await http.answer(send, 200 if body["ok"] else body["error_code"], body)

    async def _answer_download(self, path: re.Match[str], send: http.Send) -> None:
        self._check_token(path["token"])
        file = self.world.files.by_path(path["path"])
        if file is None:
            raise ApiError(404, "Not Found")
        await http.answer_file(send, file.content, file.media_type)

    def _check_token(self, token: str) -> None:
        if token == self.token:
            return
        if _TOKEN.fullmatch(token):
            raise ApiError(401, "Unauthorized")
        raise ApiError(404, "Not Found")

    def _checked(self, name: str, given: Json) -> Call:
        method = methods().get(name.lower())
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        uploads = {key: value for key, value in given.items() if isinstance(value, Upload)}
        return Call(self.world, method.name, method.params(given), uploads)

    def _check_rate(self, call: Call) -> None:
        if self.rates.limits is None or call.method.lower() not in COUNTED:
            return
        chat_id = call.params["chat_id"]
        chat = self.world.chat_named(chat_id) if isinstance(chat_id, str) else self.world.chats.get(chat_id)
        if chat is None:
            return
        messages = len(call.get("media") or call.get("message_ids") or (1,))
        if wait := self.rates.take(chat.id, messages, group=chat.is_group, now=self._monotonic()):
            raise too_many_requests(wait)

    async def _fail(self, fault: Fault, name: str, receive: http.Receive, send: http.Send) -> None:
        """The answer that a fault on order gives instead."""
        self.world.counters.called(name, f"fault {fault.kind}")
        if error := fault.error():
            raise error
        if fault.kind == "timeout":
            await _first_of(asyncio.sleep(fault.seconds), self.closing.wait(), http.disconnected(receive))
        await http.drop(send)

    # methods that wait

    async def _executed_slowly(self, name: str, given: Json, receive: http.Receive) -> Json:
        try:
            call = self._checked(name, given)
            waits = name.lower() == "getupdates"
            if waits and not len(self.world.updates) and call.get("timeout"):
                # a poller that is gone must not swallow what comes next
                result = await _first_of(self._get_updates(call), http.disconnected(receive))
            else:
                result = await self._slow[name.lower()](call)
            self.world.counters.called(call.method, "ok")
        except ApiError as error:
            self.world.counters.called(name, str(error.code))
            return error.as_json()
        return {"ok": True, "result": result}

    async def _get_updates(self, call: Call) -> list[Json]:
        if self.webhook is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active;"
                " use deleteWebhook to delete the webhook first"
            )
        return await self.polling.get_updates(call.params)

    async def _set_webhook(self, call: Call) -> bool:
        if not call.get("url"):
            return await self._delete_webhook(call)
        webhook = Webhook(
            self.world,
            self.execute,
            checked_url(call.params["url"]),
            checked_secret(call.get("secret_token", "")),
            min(max(call.get("max_connections", 40), 1), 100),
            self._webhook_pause,
        )
        await self._delete_webhook(call)
        if "allowed_updates" in call.params:
            self.world.updates.allow(call.params["allowed_updates"])
        self.polling.end_wait(conflict("terminated by setWebhook request"))
        self.webhook = webhook
        webhook.start()
        return True

    async def _delete_webhook(self, call: Call) -> bool:
        if self.webhook is not None:
            await self.webhook.stop()
            self.webhook = None
        if call.get("drop_pending_updates"):
            self.world.updates.clear()
        return True

    async def _get_webhook_info(self, _call: Call) -> Json:
        info: Json = self.webhook.info() if self.webhook else {"url": ""}
        info |= {"has_custom_certificate": False, "pending_update_count": len(self.world.updates)}
        allowed = self.world.updates.allowed
        return info | ({"allowed_updates": allowed} if allowed else {})


async def _first_of(*things: Any) -> Any:
    """The result of whichever ends first; the others are cancelled."""
    tasks = [asyncio.ensure_future(thing) for thing in things]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
    first = done.pop()
    return first.result()
