"""getUpdates: order, confirmation, redelivery, waking at once, one poller; webhooks with their secret."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.playground.conftest import BotCalls
from tests.support.bot_api import LocalBotApi
from tests.support.web import serving

Json = dict[str, Any]
ODD = "1+1=2 & 100% 的 %41 😀\n'\"<>;"


def texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def said(api: LocalBotApi, *words: str) -> None:
    anna = await api.user("李大妈")
    for word in words:
        await anna.says(word)


async def test_given_again_until_confirmed(api: LocalBotApi, bot: BotCalls) -> None:
    await said(api, "一", "二", "三")
    first = await bot.updates()
    assert texts(first) == ["一", "二", "三"]
    assert await bot.updates() == first
    assert texts(await bot.updates(offset=first[1]["update_id"])) == ["二", "三"]
    assert texts(await bot.updates()) == ["二", "三"]
    assert await bot.updates(offset=first[2]["update_id"] + 1) == []


async def test_ids_rise_by_one(api: LocalBotApi, bot: BotCalls) -> None:
    await said(api, *"一二三四")
    numbers = [update["update_id"] for update in await bot.updates()]
    assert numbers == list(range(numbers[0], numbers[0] + 4))


@pytest.mark.parametrize(("limit", "given"), [(2, 2), (0, 1), (-3, 1), (500, 100)])
async def test_limit(api: LocalBotApi, bot: BotCalls, limit: int, given: int) -> None:
    await said(api, *[str(number) for number in range(120)])
    assert len(await bot.updates(limit=limit)) == given


async def test_negative_offset_keeps_the_last(api: LocalBotApi, bot: BotCalls) -> None:
    await said(api, "一", "二", "三")
    assert texts(await bot.updates(offset=-1)) == ["三"]
    assert texts(await bot.updates()) == ["三"]


async def test_a_waiting_poller_wakes_at_once(api: LocalBotApi, bot: BotCalls) -> None:
    polling = asyncio.create_task(bot.updates(timeout=30))
    await api.polls()
    started = time.perf_counter()
    await said(api, "一")
    assert texts(await polling) == ["一"]
    assert time.perf_counter() - started < 0.5


async def test_a_poll_without_news_ends(bot: BotCalls) -> None:
    assert await bot.updates(timeout=1) == []


async def test_a_poller_that_is_gone_swallows_nothing(api: LocalBotApi, bot: BotCalls) -> None:
    await said(api, "一")
    (update,) = await bot.updates()
    await bot.updates(offset=update["update_id"] + 1)
    polling = asyncio.create_task(bot.updates(timeout=30))
    await api.polls()
    polling.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await polling
    while api.playground.bot_api.polling.waits:
        await asyncio.sleep(0.001)
    api.redelivers(update["update_id"])
    assert texts(await bot.updates()) == ["一"]


async def test_redelivery_has_the_same_number_and_comes_once(api: LocalBotApi, bot: BotCalls) -> None:
    await said(api, "一")
    (update,) = await bot.updates()
    assert await bot.updates(offset=update["update_id"] + 1) == []
    api.redelivers(update["update_id"])
    assert await bot.updates(offset=update["update_id"] + 1) == [update]
    assert await bot.updates() == []


async def test_only_what_is_asked_for(api: LocalBotApi, bot: BotCalls) -> None:
    anna = await api.user("李大妈")
    await bot.updates(allowed_updates=["edited_message"])
    number = await anna.says("一")
    await anna.edits(number, "二")
    assert ["edited_message" in update for update in await bot.updates()] == [True]
    await bot.updates(allowed_updates=[])
    await anna.says("三")
    assert texts([update for update in await bot.updates() if "message" in update]) == ["三"]


# webhooks

Hook = Callable[[Json, str | None], Json | int]


@contextlib.asynccontextmanager
async def hook(answer: Hook) -> AsyncIterator[tuple[str, list[Json]]]:
    """A bot's web server; what it was sent. `answer` gets (update, secret) and gives a body or a status."""
    received: list[Json] = []

    async def endpoint(request: Request) -> Response:
        update = await request.json()
        received.append(update)
        given = answer(update, request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return Response(status_code=given) if isinstance(given, int) else JSONResponse(given)

    async with serving(Starlette(routes=[Route("/hook", endpoint, methods=["POST"])])) as root:
        yield f"{root}/hook", received


async def test_webhook_brings_the_secret(api: LocalBotApi, bot: BotCalls) -> None:
    secrets: list[str | None] = []
    async with hook(lambda _, secret: secrets.append(secret) or 200) as (url, received):
        await bot("setWebhook", url=url, secret_token="tok_en-1")
        await said(api, "一")
        await api.settled()
        assert (texts(received), secrets) == (["一"], ["tok_en-1"])


async def test_webhook_tries_again_and_keeps_the_order(api: LocalBotApi, bot: BotCalls) -> None:
    answers = iter([500, 503, 200, 200, 200])
    async with hook(lambda *_: next(answers)) as (url, received):
        await bot("setWebhook", url=url)
        await said(api, "一", "二", "三")
        await api.settled()
        assert texts(received) == ["一", "一", "一", "二", "三"]
        info = await bot("getWebhookInfo")
        assert (info["pending_update_count"], "503" in info["last_error_message"]) == (0, True)


async def test_webhook_that_fails_holds_up_nobody_else(api: LocalBotApi, bot: BotCalls) -> None:
    anna, uncle = await api.user("李大妈"), await api.user("王大爷")
    async with hook(lambda update, _: 500 if update["message"]["from"]["id"] == anna.id else 200) as (
        url,
        received,
    ):
        await bot("setWebhook", url=url)
        await anna.says("卡住")
        await uncle.says("通过")
        await api.happens(lambda: len(api.playground.world.updates) == 1)
        assert "通过" in texts(received)


async def test_webhook_may_answer_with_a_method(api: LocalBotApi, bot: BotCalls) -> None:
    anna = await api.user("李大妈")
    async with hook(lambda *_: {"method": "sendMessage", "chat_id": anna.id, "text": "收到"}) as (url, _):
        await bot("setWebhook", url=url)
        await anna.says("一")
        await anna.hears("收到")


async def test_webhook_and_polling_exclude_each_other(api: LocalBotApi, bot: BotCalls) -> None:
    polling = asyncio.create_task(bot.answer("getUpdates", timeout=30))
    await api.polls()
    async with hook(lambda *_: 200) as (url, _):
        await bot("setWebhook", url=url)
        assert (await polling)["description"] == "Conflict: terminated by setWebhook request"
        answer = await bot.answer("getUpdates")
        assert (answer["error_code"], answer["description"][:54]) == (
            409,
            "Conflict: can't use getUpdates method while webhook is",
        )
        await bot("deleteWebhook")
        assert await bot.updates() == []


async def test_pending_updates_can_be_dropped(api: LocalBotApi, bot: BotCalls) -> None:
    await said(api, "一")
    await bot("deleteWebhook", drop_pending_updates=True)
    assert await bot.updates() == []


async def test_webhook_redelivery(api: LocalBotApi, bot: BotCalls) -> None:
    async with hook(lambda *_: 200) as (url, received):
        await bot("setWebhook", url=url)
        await said(api, "一")
        await api.settled()
        api.redelivers(received[0]["update_id"])
        await api.happens(lambda: len(received) == 2, 2)
        assert received[0] == received[1]


@pytest.mark.parametrize("body", ["form", "query", "multipart"])
async def test_every_way_of_giving_parameters(api: LocalBotApi, client: httpx.AsyncClient, body: str) -> None:
    anna = await api.user("李大妈")
    params: Any = {"chat_id": str(anna.id), "text": ODD}
    url = f"{api.url}/bot{api.token}/sendMessage"
    if body == "form":
        await client.post(url, data=params)
    elif body == "query":
        await client.get(url, params=params)
    else:
        await client.post(url, files={name: (None, value) for name, value in params.items()})
    assert (await anna.hears()).text == ODD


async def test_a_form_that_is_no_utf8(api: LocalBotApi, client: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    url = f"{api.url}/bot{api.token}/sendMessage"
    answer = await client.post(url, content=b"chat_id=1&text=%ff%fe", headers=headers)
    assert (answer.status_code, answer.json()["description"]) == (
        400,
        "Bad Request: strings must be encoded in UTF-8",
    )
