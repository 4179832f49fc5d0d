"""The page that people see, and the few requests of its own: its scene, its clock, newcomers."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.playground.actors import User
from bot.playground.errors import PeopleError
from bot.playground.page_files import INDEX, page_file, page_files
from bot.playground.scene import Scene, Screen, Speaker
from bot.playground.world import World

Json = dict[str, Any]

LONGEST_MOVE_DAYS = 400
# nothing but this server: the page works without a network and sends nothing anywhere
_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; frame-ancestors 'none'"
    ),
    "cache-control": "no-cache",
    "referrer-policy": "no-referrer",
}


class Page:
    """The page over one World. `live_until` moves the common clock to the morning of a later day.

    The scene is set once the people are there: `page.scene = Scene(…)`.
    """

    def __init__(self, live_until: Callable[[date], Awaitable[None]], zone: ZoneInfo) -> None:
        self.scene: Scene | None = None
        self._live_until = live_until
        self._zone = zone
        self.renew()

    def renew(self) -> None:
        """Every open page starts over: it talks to another start of the program."""
        self._run = secrets.token_hex(8)

    def tells_time(self, world: World) -> Callable[[datetime], None]:
        """Tells every open page that the clock has been moved."""
        return lambda now: world.events.publish("clock", now=now.isoformat())

    def routes(self, world: World) -> list[BaseRoute]:
        """The page's files under / and its requests under /demo."""
        table = [
            ("GET", "/demo/scene", self._show_scene),
            ("POST", "/demo/clock", self._move_clock),
            ("POST", "/demo/personas", self._add_persona),
        ]
        return [
            *(_route(world, method, path, action) for method, path, action in table),
            Route("/", _index),
            Route("/page/{path:path}", page_file),
        ]

    async def _show_scene(self, world: World, _fields: Json) -> Json:
        bot = world.bot
        return {
            **self._known_scene().as_json(),
            "run": self._run,
            "bot": {"id": bot.id, "name": bot.first_name, "username": bot.username},
            "now": world.clock().isoformat(),
            "zone": self._zone.key,
            "last_event": world.events.last,
        }

    async def _move_clock(self, world: World, fields: Json) -> Json:
        today = world.clock().date()
        day = _target(today, fields)
        if not today < day <= today + timedelta(days=LONGEST_MOVE_DAYS):
            raise PeopleError("日期只能往前走，一次最多走一年")
        await self._live_until(day)
        return {"now": world.clock().isoformat()}

    async def _add_persona(self, world: World, fields: Json) -> Json:
        name = str(fields.get("name", "")).strip()[:32]
        if not name:
            raise PeopleError("名字不能是空的")
        user = world.add_user(name, language_code="zh-hans")
        screen = _newcomer(user)
        self.scene = self._known_scene().with_screen(screen)
        world.events.publish("scene")
        return {"id": screen.id, "user_id": user.id}

    def _known_scene(self) -> Scene:
        if self.scene is None:
            raise PeopleError("演示还在准备，请稍等一下再刷新")
        return self.scene


def _newcomer(user: User) -> Screen:
    return Screen(
        f"newcomer-{user.id}",
        user.id,
        user.first_name,
        "新来的",
        "刚打开机器人",
        (Speaker(user.id, user.first_name),),
    )


def _target(today: date, fields: Json) -> date:
    """The day that a request to move the clock names."""
    try:
        if "days" in fields:
            return today + timedelta(days=int(fields["days"]))
        return date.fromisoformat(fields["to"])
    except (KeyError, TypeError, ValueError, OverflowError):
        raise PeopleError("要写 days（走几天）或 to（走到哪天）") from None


def _route(world: World, method: str, path: str, action: Callable[[World, Json], Awaitable[Json]]) -> Route:
    async def endpoint(request: Request) -> JSONResponse:
        try:
            fields = await request.json() if method == "POST" else {}
            if not isinstance(fields, dict):
                raise PeopleError("the body must be a JSON object")
            return JSONResponse(await action(world, fields))
        except PeopleError as error:
            return JSONResponse({"error": str(error)}, 400)
        except ValueError:
            return JSONResponse({"error": "the body is no JSON"}, 400)

    return Route(path, endpoint, methods=[method])


async def _index(_request: Request) -> Response:
    return HTMLResponse(page_files()[INDEX].content, headers=_HEADERS)
