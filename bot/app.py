"""Builds the Application: the only place where all rooms meet."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

import structlog
from telegram import Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot

from bot.boards import Boards
from bot.clock import Clock
from bot.delivery import Delivery
from bot.errors import BadSettings, BotError
from bot.inbox import Inbox
from bot.pace import Pace, PacedRequests
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.signing import SigningBot
from bot.transport import request
from bot.updates import OrderedUpdates
from handlers import commands, routes
from handlers.access import role_of
from handlers.broadcast.feeding import feed
from handlers.context import Context, House, Outage
from handlers.failures import failed
from knowledge.library import load_library
from knowledge.understand import load_understander
from storage import gaps, marks, secret_words, staff
from storage.database import Database, open_database
from storage.keys import open_keys

log = structlog.get_logger("canbao.app")
App = Application[Any, Any, Any, Any, Any, Any]

WANTED = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.CHAT_MEMBER,
]
# an interruption shorter than this is no outage: its questions are simply answered
OUTAGE_AFTER = timedelta(minutes=30)
STOP_WITHIN_SECONDS = 10


@dataclass(slots=True)
class Bot:
    """A bot that is set up: its Application and what runs beside it."""

    application: App
    database: Database
    house: House
    clock: Clock
    delivery: Delivery
    scheduler: Scheduler
    boards: Boards


@asynccontextmanager
async def set_up(
    settings: Settings, clock: Clock | None = None, pace: Pace | None = None
) -> AsyncIterator[Bot]:
    """Opens the database, loads the knowledge and connects; `BotError` in one line where that fails."""
    if settings.token is None:
        raise BadSettings("CANBAO_TOKEN is not set: get a token from @BotFather, or start `canbao demo`")
    library = load_library()
    pack = library.pack(settings.pack)
    clock, pace = clock or Clock(settings.zone, settings.now), pace or Pace()
    database = await open_database(settings.database)
    try:
        async with database.reading() as connection:
            words = await secret_words.list_words(connection)
            rulings = await gaps.list_rulings(connection, pack.id, settings.zone)
        keys = await open_keys(database, settings.data_folder)
        api = SigningBot(words, library.phrases, **_api(settings, pace))
        application = _application(database, clock, api)
        delivery = Delivery(application.bot, database, clock, pace, quiet=settings.plan.quiet)
        house = House(
            library,
            pack,
            load_understander(),
            database,
            keys,
            clock,
            frozenset(settings.admins),
            settings.contact,
            delivery.wake,
            case_files_kept=timedelta(days=settings.case_files_days),
            secret_words=words,
            rulings=rulings,
            plan=settings.plan,
            caution=settings.caution,
        )
        delivery.feed = functools.partial(feed, house)
        # ContextTypes made an empty stand-in; see _application
        application.bot_data = house
        async with _connected(application, settings):
            house.outage = await _outage(database, clock())
            house.username = application.bot.username
            boards = Boards(house, application.bot)
            yield Bot(application, database, house, clock, delivery, Scheduler(house), boards)
    finally:
        await database.close()


def _api(settings: Settings, pace: Pace) -> dict[str, Any]:
    """How the Bot API is reached."""
    assert settings.token is not None
    return {
        "token": settings.token.get_secret_value(),
        "base_url": f"{settings.api_url}/bot",
        "base_file_url": f"{settings.api_url}/file/bot",
        "request": request(),
        "get_updates_request": request(4, read_timeout=40),
        "rate_limiter": PacedRequests(pace),
    }


def _application(database: Database, clock: Clock, bot: SigningBot) -> App:
    builder = (
        ApplicationBuilder()
        .bot(bot)
        .update_queue(Inbox(database, clock))
        .concurrent_updates(OrderedUpdates(database, clock))
        .context_types(ContextTypes(context=Context, bot_data=dict))
        .job_queue(None)
    )
    application = cast(App, builder.build())
    application.add_handlers(routes())
    application.add_error_handler(failed)
    return application


@asynccontextmanager
async def _connected(application: App, settings: Settings) -> AsyncIterator[None]:
    try:
        await application.initialize()
    except InvalidToken:
        await _shut(application)
        raise BadSettings(
            f"CANBAO_TOKEN is refused by {settings.api_url}: copy it again from @BotFather"
        ) from None
    except NetworkError as error:
        await _shut(application)
        raise BotError(
            f"the Bot API at {settings.api_url} cannot be reached ({_reason(error)}): check CANBAO_API_URL and the network"
        ) from None
    try:
        yield
    finally:
        await application.shutdown()


def _reason(error: TelegramError) -> str:
    """What the system said at the bottom of it: the libraries between call every failure a time-out."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return str(cause.strerror)
        if isinstance(cause, ConnectionError) and cause.errno:
            return os.strerror(cause.errno)
        cause = cause.__cause__ or cause.__context__
    return error.message


async def _shut(application: App) -> None:
    with contextlib.suppress(Exception):
        await application.bot.shutdown()


async def _outage(database: Database, now: datetime) -> Outage | None:
    """The time since the bot was last alive, if it was long."""
    async with database.reading() as connection:
        alive_at = await marks.find_mark(connection, Scheduler.ALIVE)
    since = datetime.fromisoformat(alive_at) if alive_at else now
    return Outage(since, now) if now - since > OUTAGE_AFTER else None


async def _register_commands(bot: Bot) -> None:
    """Shows the commands in Telegram; a server that does not know the method stops nobody."""
    phrases = bot.house.library.phrases
    api: ExtBot[Any] = bot.application.bot
    try:
        await commands.set_for_everybody(api, phrases)
        async with bot.database.reading() as connection:
            people = set(await staff.list_staff(connection)) | bot.house.admins
        context = Context(bot.application)
        for user_id in people:
            with contextlib.suppress(TelegramError):
                await commands.set_for_staff(api, await role_of(context, user_id), phrases)
    except TelegramError as error:
        log.warning("commands not registered", kind=type(error).__name__)


@asynccontextmanager
async def running(
    settings: Settings, clock: Clock | None = None, pace: Pace | None = None
) -> AsyncIterator[Bot]:
    """A bot that receives and answers until the block is left; then it finishes what it has begun.

    `clock` is given where somebody else moves it: the playground, a test. `pace` is Telegram's unless given.
    """
    async with set_up(settings, clock, pace) as bot:
        application = bot.application
        assert application.updater is not None
        tasks = [asyncio.create_task(bot.delivery.run(), name="delivery")]
        await application.start()
        try:
            await cast(Inbox, application.update_queue).recall(application.bot)
            await _listen(bot, settings)
            tasks.append(asyncio.create_task(bot.scheduler.run(), name="scheduler"))
            tasks.append(asyncio.create_task(bot.boards.run(), name="boards"))
            tasks.append(asyncio.create_task(_register_commands(bot), name="commands"))
            log.info("running", bot=application.bot.username, pack=bot.house.pack.id)
            yield bot
        finally:
            if application.updater.running:
                await application.updater.stop()
            await application.stop()
            bot.delivery.stop()
            bot.scheduler.stop()
            bot.boards.stop()
            _, late = await asyncio.wait(tasks, timeout=STOP_WITHIN_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


async def _listen(bot: Bot, settings: Settings) -> None:
    updater = bot.application.updater
    assert updater is not None
    if settings.webhook_url is None:
        await updater.start_polling(timeout=25, allowed_updates=WANTED)
        return
    host, _, port = settings.listen.rpartition(":")
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
    try:
        await updater.start_webhook(
            listen=host or "127.0.0.1",
            port=int(port),
            url_path=urlsplit(settings.webhook_url).path.lstrip("/"),
            webhook_url=settings.webhook_url,
            secret_token=secret,
            allowed_updates=WANTED,
        )
    except (OSError, RuntimeError, ValueError) as error:
        raise BadSettings(f"CANBAO_LISTEN={settings.listen}: {error}") from error
