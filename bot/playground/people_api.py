"""The face for people: JSON endpoints under /people and a stream of events; README.md lists them all."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.playground import people, views
from bot.playground.asked import Asked, route
from bot.playground.errors import ApiError, PeopleError
from bot.playground.files import Kind
from bot.playground.world import World

Json = dict[str, Any]

HISTORY = 50
MANY_USERS = 100_000
_HEARTBEAT_SECONDS = 20.0


def routes(world: World, closing: asyncio.Event) -> list[BaseRoute]:
    """Everything under /people that people do; `closing` ends the streams."""
    table = [
        ("GET", "/state", _state),
        ("POST", "/users", _add_users),
        ("PATCH", "/users/{user_id}", _change_user),
        ("GET", "/users/{by}/chats", lambda asked: views.chat_list(world, asked.user())),
        ("POST", "/users/{by}/start", lambda a: people.start(world, a.user(), a.get("payload", ""))),
        ("POST", "/users/{by}/block", lambda asked: _block(asked, blocked=True)),
        ("POST", "/users/{by}/unblock", lambda asked: _block(asked, blocked=False)),
        ("POST", "/groups", _add_group),
        ("PATCH", "/chats/{chat_id}", _rename),
        ("GET", "/chats/{chat_id}/history", _history),
        ("POST", "/chats/{chat_id}/messages", _say),
        ("PATCH", "/chats/{chat_id}/messages/{message_id}", _edit),
        ("DELETE", "/chats/{chat_id}/messages/{message_id}", _delete),
        ("POST", "/chats/{chat_id}/files", _send_files),
        ("POST", "/chats/{chat_id}/contacts", _share_contact),
        ("POST", "/chats/{chat_id}/forwards", _forward),
        ("POST", "/chats/{chat_id}/reactions", _react),
        ("POST", "/chats/{chat_id}/presses", _press),
        ("POST", "/chats/{chat_id}/taps", lambda a: people.tap(world, a.chat(), a.user(), a.text("label"))),
        ("POST", "/chats/{chat_id}/members", _add_member),
        ("DELETE", "/chats/{chat_id}/members/{user_id}", _remove_member),
        ("PUT", "/chats/{chat_id}/members/{user_id}/rights", _set_rights),
        ("POST", "/chats/{chat_id}/migration", _migrate),
    ]
    return [
        *(route(world, method, path, action) for method, path, action in table),
        Route("/files/{file_id}", _download(world)),
        Route("/events", _events(world, closing)),
    ]


def _state(asked: Asked) -> Json:
    world = asked.world
    shown = list(world.users.values())[: int(asked.get("limit", 200))]
    return {
        "bot": world.bot.as_json(),
        "users": [views.user_json(user) for user in shown],
        "groups": [views.chat_json(world, chat) for chat in world.groups.values() if not chat.migrated_to],
        "now": world.clock().isoformat(),
        "last_event": world.events.last,
    }


def _add_users(asked: Asked) -> Json:
    """One person, or with `count` so many at once, each having pressed Start without an update."""
    world = asked.world
    if asked.get("count") is None:
        names = ("last_name", "username", "language_code", "is_bot")
        details = {name: asked[name] for name in names if name in asked.fields}
        user = world.add_user(asked.text("first_name"), user_id=asked.optional("id"), **details)
        world.events.publish("user", user=views.user_json(user))
        return views.user_json(user)
    count = asked.number("count")
    if not 0 < count <= MANY_USERS:
        raise PeopleError(f"count must be 1 to {MANY_USERS}")
    return {"ids": people.crowd(world, asked.get("first_name", "村民"), count)}


def _change_user(asked: Asked) -> Json:
    user = asked.user("user_id")
    for name in ("first_name", "last_name", "username", "language_code", "deactivated"):
        if name in asked.fields:
            setattr(user, name, asked[name])
    if user.id in asked.world.chats:
        asked.world.chats[user.id].refresh()
    asked.world.events.publish("user", user=views.user_json(user))
    return views.user_json(user)


def _block(asked: Asked, *, blocked: bool) -> Json:
    people.block(asked.world, asked.user(), blocked=blocked)
    return {"blocked": blocked}


def _add_group(asked: Asked) -> Json:
    world, owner = asked.world, asked.user()
    kind = "supergroup" if asked.get("type") == "supergroup" else "group"
    others = [people.user(world, int(number)) for number in asked.get("member_ids", [])]
    username = asked.get("username", "")
    chat = people.create_group(world, asked.text("title"), owner, others, kind, username)  # type: ignore[arg-type]
    return views.chat_json(world, chat)


def _rename(asked: Asked) -> Json:
    chat = asked.chat()
    people.rename(asked.world, chat, asked.user(), asked.text("title"))
    return views.chat_json(asked.world, chat)


def _history(asked: Asked) -> Json:
    limit = asked.optional("limit") or HISTORY
    return views.history(asked.world, asked.chat(), asked.user(), limit, asked.optional("before"))


def _say(asked: Asked) -> list[Json]:
    reply_to = asked.optional("reply_to")
    return people.say(asked.world, asked.chat(), asked.user(), asked.text("text"), reply_to=reply_to)


def _edit(asked: Asked) -> Json:
    number = asked.number("message_id")
    return people.edit(asked.world, asked.chat(), asked.user(), number, asked.text("text"))


def _delete(asked: Asked) -> Json:
    people.delete(asked.world, asked.chat(), asked.user(), asked.number("message_id"))
    return {"deleted": True}


def _send_files(asked: Asked) -> list[Json]:
    kind = cast(Kind, asked.get("kind", "photo"))
    return people.send_files(
        asked.world,
        asked.chat(),
        asked.user(),
        kind,
        asked.files,
        caption=asked.get("caption", ""),
        reply_to=asked.optional("reply_to"),
    )


def _share_contact(asked: Asked) -> Json:
    return people.share_contact(asked.world, asked.chat(), asked.user(), asked.text("phone_number"))


def _forward(asked: Asked) -> Json:
    number = asked.number("message_id")
    return people.forward(asked.world, asked.chat(), asked.user(), asked.chat("from_chat_id"), number)


def _react(asked: Asked) -> Json:
    people.react(asked.world, asked.chat(), asked.user(), asked.number("message_id"), asked["emojis"])
    return {"emojis": asked["emojis"]}


def _press(asked: Asked) -> Json:
    number = asked.number("message_id")
    query = people.press(asked.world, asked.chat(), asked.user(), number, asked.text("data"))
    return {"callback_query_id": query.id}


def _add_member(asked: Asked) -> Json:
    world, newcomer = asked.world, asked.user("user_id")
    chat = world.chats.get(asked.number("chat_id"))
    if chat is None or not chat.is_group:
        raise PeopleError(f"there is no group {asked['chat_id']}")
    people.add_member(world, chat, asked.user(), newcomer)
    return views.chat_json(world, chat)


def _remove_member(asked: Asked) -> Json:
    chat = asked.chat()
    people.remove_member(asked.world, chat, asked.user(), asked.user("user_id"))
    return views.chat_json(asked.world, chat)


def _set_rights(asked: Asked) -> Json:
    chat, rights = asked.chat(), asked.get("rights")
    people.set_rights(asked.world, chat, asked.user(), asked.user("user_id"), rights, asked.get("title", ""))
    return views.chat_json(asked.world, chat)


def _migrate(asked: Asked) -> Json:
    return views.chat_json(asked.world, people.migrate(asked.world, asked.chat(), asked.user()))


def _download(world: World) -> Any:
    async def endpoint(request: Request) -> Response:
        try:
            file = world.files.by_id(request.path_params["file_id"])
        except ApiError as error:
            return JSONResponse({"error": error.description}, 404)
        # whatever people upload must never run in the page
        disposition = "inline" if file.kind == "photo" else "attachment"
        headers = {"content-disposition": disposition, "x-content-type-options": "nosniff"}
        return Response(file.content, media_type=file.media_type, headers=headers)

    return endpoint


def _events(world: World, closing: asyncio.Event) -> Any:
    async def endpoint(request: Request) -> StreamingResponse:
        person = int(request.query_params["by"]) if "by" in request.query_params else None
        after = request.headers.get("last-event-id") or request.query_params.get("after")
        stream = _stream(world, closing, person, int(after) if after else world.events.last)
        return StreamingResponse(
            stream, media_type="text/event-stream", headers={"cache-control": "no-store"}
        )

    return endpoint


async def _stream(world: World, closing: asyncio.Event, person: int | None, after: int) -> AsyncIterator[str]:
    """Server-sent events: what was missed, then what happens, with a sign of life in between."""
    queue: asyncio.Queue[Json] = asyncio.Queue()
    for event in world.events.since(after):
        queue.put_nowait(event)
    unsubscribe = world.events.subscribe(queue.put_nowait)
    try:
        yield ": hello\n\n"
        while not closing.is_set():
            try:
                async with asyncio.timeout(_HEARTBEAT_SECONDS):
                    event = await queue.get()
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if person is None or views.concerns(world, event, person):
                yield f"id: {event['id']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"
    finally:
        unsubscribe()
