"""What a person sees on the screen, as JSON for the page."""

from __future__ import annotations

from itertools import islice
from typing import Any

from bot.playground.actors import Chat, User
from bot.playground.methods.profile import (
    SCOPES_IN_PRIVATE,
    SCOPES_OF_ADMINS,
    SCOPES_OF_MEMBERS,
    scope_key,
)
from bot.playground.people import keyboard_for
from bot.playground.world import World

Json = dict[str, Any]


def user_json(user: User) -> Json:
    """A persona: the Bot API's User and whether the account is gone."""
    return {**user.as_json(), "deactivated": user.deactivated}


def chat_json(world: World, chat: Chat) -> Json:
    """A chat without its messages."""
    shown: Json = {**chat.as_json(), "bot_present": chat.person is not None or chat.has(world.bot.id)}
    if chat.person is not None:
        shown |= {"started": chat.started, "blocked": chat.blocked}
    else:
        shown["migrated_to"] = chat.migrated_to
        shown["members"] = [member_json(chat, user_id) for user_id in chat.members if chat.has(user_id)]
    return shown


def member_json(chat: Chat, user_id: int) -> Json:
    """Somebody's place in a group, short."""
    member = chat.members[user_id]
    return {"user": member.user.as_json(), "status": member.status, "rights": sorted(member.rights)}


def chat_list(world: World, person: User) -> list[Json]:
    """The list of chats, each with its last message."""
    shown = []
    for chat in world.chats_of(person.id):
        last = next(reversed(chat.messages.values()), None)
        shown.append({**chat_json(world, chat), "last_message": last})
    return shown


def history(world: World, chat: Chat, person: User, limit: int, before: int | None) -> Json:
    """The newest messages of a chat, oldest first, and what stands around them on the screen."""
    newest = (m for m in reversed(chat.messages.values()) if before is None or m["message_id"] < before)
    messages = list(islice(newest, limit))[::-1]
    return {
        "chat": chat_json(world, chat),
        "messages": messages,
        "keyboard": keyboard_for(chat, person),
        "pinned": [chat.messages[number] for number in chat.pinned if number in chat.messages],
        "commands": commands_for(world, chat, person),
        "last_event": world.events.last,
    }


def commands_for(world: World, chat: Chat, person: User) -> list[Json]:
    """The bot's commands that the app offers here: the narrowest scope that has some, own language first."""
    scopes: tuple[str, ...] = SCOPES_IN_PRIVATE
    if chat.is_group:
        scopes = SCOPES_OF_ADMINS if chat.member(person).is_admin else SCOPES_OF_MEMBERS
    language = person.language_code[:2]
    for scope in scopes:
        key = _key(scope, chat, person)
        for code in (language, ""):
            if commands := world.profile.commands.get((key, code)):
                return commands
    return []


def _key(scope: str, chat: Chat, person: User) -> str:
    if scope == "chat_member":
        return scope_key(scope, chat.id, person.id)
    if scope in ("chat", "chat_administrators"):
        return scope_key(scope, chat.id)
    return scope_key(scope)


def concerns(world: World, event: Json, person_id: int) -> bool:
    """Does an event belong on this person's screen?"""
    chat_id = event.get("chat_id")
    if chat_id is None:
        return True
    chat = world.chats.get(chat_id)
    if event["type"] == "chat_member" and event["user_id"] == person_id:
        return True
    if event["type"] == "callback_answer" and event["user_id"] != person_id:
        return False
    return chat is not None and chat.has(person_id)
