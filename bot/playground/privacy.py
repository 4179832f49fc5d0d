"""Which messages of a group the bot gets: privacy mode, as Telegram describes it."""

from __future__ import annotations

from typing import Any

from bot.playground.actors import Chat, User
from bot.playground.entities import part

Json = dict[str, Any]

SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
    }
)


def is_service(message: Json) -> bool:
    """Somebody joined, a new title, …: no content of a person's."""
    return not SERVICE.isdisjoint(message)


def reaches_bot(chat: Chat, message: Json, bot: User, *, reads_all: bool) -> bool:
    """Does the bot get this message of somebody else's?"""
    if not chat.is_group:
        return True
    if not chat.has(bot.id) or message.get("from", {}).get("is_bot"):
        return False
    if reads_all or chat.member(bot).is_admin or is_service(message):
        return True
    return _is_reply_to(message, bot) or _calls(message, bot)


def _is_reply_to(message: Json, bot: User) -> bool:
    replied: Json = message.get("reply_to_message", {})
    return bool(replied) and replied["from"]["id"] == bot.id


def _calls(message: Json, bot: User) -> bool:
    """A command for this bot or for nobody in particular, or a mention."""
    text = message.get("text") or message.get("caption") or ""
    name = f"@{bot.username}".lower()
    for entity in message.get("entities") or message.get("caption_entities") or ():
        marked = part(text, entity).lower()
        if entity["type"] == "bot_command" and ("@" not in marked or marked.endswith(name)):
            return True
        if entity["type"] == "mention" and marked == name:
            return True
        if entity["type"] == "text_mention" and entity["user"]["id"] == bot.id:
            return True
    return False
