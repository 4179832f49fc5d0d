"""Chats themselves: what they are, titles, pins, links, leaving."""

from __future__ import annotations

from typing import Any

from bot.playground.actors import PERMISSIONS, Chat, User
from bot.playground.call import Call, Method
from bot.playground.checks import chat_of, check_right, group_of, message_of
from bot.playground.errors import bad_request
from bot.playground.privacy import is_service
from bot.playground.world import World

Json = dict[str, Any]

MAX_TITLE = 128
MAX_DESCRIPTION = 255
_NO_PIN_RIGHT = "not enough rights to manage pinned messages in the chat"


def get_chat(call: Call) -> Json:
    """getChat."""
    chat = chat_of(call, access="read")
    shown: Json = {**chat.as_json(), "accent_color_id": 0, "max_reaction_count": 11}
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    shown["accepted_gift_types"] = dict.fromkeys(gifts, False)
    if chat.is_group:
        shown["permissions"] = {name: name in chat.permissions for name in PERMISSIONS}
    if chat.description:
        shown["description"] = chat.description
    if chat.pinned:
        shown["pinned_message"] = chat.messages[chat.pinned[-1]]
    return shown


def leave_chat(call: Call) -> bool:
    """leaveChat."""
    chat = chat_of(call, access="read")
    if not chat.is_group:
        raise bad_request("chat is not a group")
    if not chat.member(call.world.bot).present:
        raise bad_request("USER_NOT_PARTICIPANT")
    bot = call.world.bot
    call.world.set_status(chat, bot, "left", bot)
    call.world.post(chat, bot, {"left_chat_member": bot.as_json()})
    return True


def set_chat_title(call: Call) -> bool:
    """setChatTitle."""
    title = call.params["title"].strip()
    if not title or len(title) > MAX_TITLE:
        raise bad_request("CHAT_TITLE_EMPTY" if not title else "chat title is too long")
    chat = group_of(call)
    check_right(call, chat, "can_change_info", "not enough rights to change chat title")
    if chat.title == title:
        raise bad_request("chat title is not modified")
    rename(call.world, chat, call.world.bot, title)
    return True


def rename(world: World, chat: Chat, by: User, title: str) -> None:
    """A new title, with its service message."""
    chat.title = title
    chat.refresh()
    world.post(chat, by, {"new_chat_title": title})
    world.events.publish("chat", chat.id, chat=chat.as_json())


def set_chat_description(call: Call) -> bool:
    """setChatDescription."""
    description = call.get("description", "")
    if len(description) > MAX_DESCRIPTION:
        raise bad_request("chat description is too long")
    chat = group_of(call)
    check_right(call, chat, "can_change_info", "not enough rights to set chat description")
    if chat.description == description:
        raise bad_request("chat description is not modified")
    chat.description = description
    return True


def set_chat_permissions(call: Call) -> bool:
    """setChatPermissions."""
    chat = group_of(call)
    check_right(call, chat, "can_restrict_members", "not enough rights to change chat permissions")
    granted: Json = call.params["permissions"]
    chat.permissions = frozenset(name for name, allowed in granted.items() if allowed)
    return True


def export_chat_invite_link(call: Call) -> str:
    """exportChatInviteLink."""
    link: str = create_chat_invite_link(call)["invite_link"]
    return link


def create_chat_invite_link(call: Call) -> Json:
    """createChatInviteLink: a link that nobody can open, but that looks like one."""
    chat = group_of(call)
    check_right(call, chat, "can_invite_users", "not enough rights to manage chat invite link")
    number = call.world.next_id("link", 1)
    return {
        "invite_link": f"https://t.me/+playground{-chat.id}x{number}",
        "creator": call.world.bot.as_json(),
        "creates_join_request": call.get("creates_join_request", False),
        "is_primary": False,
        "is_revoked": False,
    }


def pin_chat_message(call: Call) -> bool:
    """pinChatMessage."""
    chat = chat_of(call)
    _check_may_pin(call, chat)
    message = message_of(chat, call.params["message_id"], "message to pin")
    if is_service(message):
        raise bad_request("service message can't be pinned")
    if message["message_id"] in chat.pinned:
        chat.pinned.remove(message["message_id"])
    chat.pinned.append(message["message_id"])
    call.world.post(chat, call.world.bot, {"pinned_message": message})
    return True


def unpin_chat_message(call: Call) -> bool:
    """unpinChatMessage: the latest without a message_id."""
    chat = chat_of(call)
    _check_may_pin(call, chat)
    number = call.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    call.world.events.publish("unpinned", chat.id, message_ids=[number])
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    """unpinAllChatMessages."""
    chat = chat_of(call)
    _check_may_pin(call, chat)
    call.world.events.publish("unpinned", chat.id, message_ids=chat.pinned)
    chat.pinned = []
    return True


def _check_may_pin(call: Call, chat: Chat) -> None:
    if chat.is_group:
        check_right(call, chat, "can_pin_messages", _NO_PIN_RIGHT)


METHODS: dict[str, Method] = {
    "getchat": get_chat,
    "leavechat": leave_chat,
    "setchattitle": set_chat_title,
    "setchatdescription": set_chat_description,
    "setchatpermissions": set_chat_permissions,
    "exportchatinvitelink": export_chat_invite_link,
    "createchatinvitelink": create_chat_invite_link,
    "pinchatmessage": pin_chat_message,
    "unpinchatmessage": unpin_chat_message,
    "unpinallchatmessages": unpin_all_chat_messages,
}
