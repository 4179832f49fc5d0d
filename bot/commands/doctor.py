"""`canbao doctor`: says in plain words what is missing or wrong, and what to do about it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from pathlib import Path

import httpx
import typer
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.errors import BotError
from bot.settings import Settings, read_settings
from bot.transport import request
from knowledge.errors import KnowledgeError
from knowledge.library import load_library
from storage.database import file_of, masked_url, open_database
from storage.errors import StorageError

app = typer.Typer(add_completion=False)

# Telegram refuses nothing over a wrong clock, but deadlines would be told wrongly
CLOCK_MAY_DIFFER_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: good, worth knowing, or wrong."""

    state: str  # 好, 注意, 不行
    what: str
    text: str


async def _token(settings: Settings) -> Finding:
    if settings.token is None:
        return Finding(
            "注意",
            "令牌",
            "没有设 CANBAO_TOKEN：只能用演示（canbao demo）和离线命令。向 @BotFather 要一个令牌即可上 Telegram",
        )
    bot = Bot(
        settings.token.get_secret_value(),
        base_url=f"{settings.api_url}/bot",
        request=request(2),
        get_updates_request=request(2),
    )
    try:
        async with bot:
            me = bot.bot
            note = (
                ""
                if me.can_read_all_group_messages
                else "；群里只看得到点名的话（BotFather 的 /setprivacy 可改）"
            )
            return Finding("好", "令牌", f"机器人是 @{me.username}{note}")
    except InvalidToken:
        return Finding("不行", "令牌", "Telegram 不认这个 CANBAO_TOKEN，请向 @BotFather 重新复制")
    except TelegramError as error:
        return Finding(
            "不行", "网络", f"连不上 {settings.api_url}（{error.message}）：请检查网络和 CANBAO_API_URL"
        )


async def _database(settings: Settings) -> Finding:
    path = file_of(settings.database)
    if path and not path.exists():
        return Finding("好", "数据库", f"{path} 还没有，第一次运行时会建好")
    try:
        database = await open_database(settings.database)
        await database.close()
    except StorageError as error:
        return Finding("不行", "数据库", str(error))
    return Finding("好", "数据库", f"{masked_url(settings.database)} 能用")


async def _pack(settings: Settings) -> Finding:
    try:
        pack = load_library().pack(settings.pack)
    except KnowledgeError as error:
        return Finding("不行", "政策包", str(error))
    today = Clock(settings.zone, settings.now)().date()
    if not pack.covers(today):
        return Finding(
            "注意",
            "政策包",
            f"{pack.place}{pack.year}年度的政策包，今天（{today}）不在它管的时间里，每次回答都会先说明",
        )
    return Finding("好", "政策包", f"{pack.place}{pack.year}年度（{pack.id}）")


async def _font(_settings: Settings) -> Finding:
    spec = find_spec("zhplot")
    folder = Path(spec.origin).parent / "fonts" if spec and spec.origin else None
    if folder and any(folder.glob("*.ttf")):
        return Finding("好", "字体", "中文字体在")
    return Finding("不行", "字体", "没有中文字体：重新执行 make run，或安装软件包 zhplot")


async def _clock(settings: Settings) -> Finding:
    if settings.now is not None:
        return Finding("注意", "时钟", f"时钟被 CANBAO_NOW 设成了 {settings.now}，正式运行要去掉")
    if settings.token is None:  # nothing is meant to be reached then
        return _told(Clock(settings.zone)())
    with contextlib.suppress(httpx.HTTPError, KeyError, ValueError):
        async with httpx.AsyncClient(timeout=5) as client:
            there = parsedate_to_datetime((await client.head(settings.api_url)).headers["date"])
        apart = abs((datetime.now(UTC) - there).total_seconds())
        if apart > CLOCK_MAY_DIFFER_SECONDS:
            return Finding("不行", "时钟", f"本机时间和服务器差 {apart:.0f} 秒：请校准，否则截止日期会说错")
    return _told(Clock(settings.zone)())


def _told(now: datetime) -> Finding:
    return Finding("好", "时钟", f"现在是 {now:%Y-%m-%d %H:%M}（{now.tzinfo}）")


CHECKS: tuple[Callable[[Settings], Awaitable[Finding]], ...] = (_token, _database, _pack, _font, _clock)


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """The findings, one after the other."""
    for check in CHECKS:
        yield await check(settings)


async def _report(settings: Settings) -> bool:
    healthy = True
    async for finding in examine(settings):
        typer.echo(f"[{finding.state}] {finding.what}：{finding.text}")
        healthy = healthy and finding.state != "不行"
    return healthy


@app.command()
def doctor() -> None:
    """Say what is missing or wrong; exit code 2 if something must be mended."""
    try:
        settings = read_settings()
    except BotError as error:
        typer.echo(f"[不行] 设置：{error}")
        raise typer.Exit(2) from None
    if not asyncio.run(_report(settings)):
        raise typer.Exit(2)
