"""Forwarding and copying, one message or many."""

from __future__ import annotations

from typing import Any

from bot.playground.actors import Chat, User
from bot.playground.call import Call, Method
from bot.playground.checks import caption_of, chat_of, check_may_send, message_of
from bot.playground.errors import bad_request
from bot.playground.methods.sending import deliver
from bot.playground.privacy import is_service
from bot.playground.world import World

Json = dict[str, Any]

MANY = 100
# what belongs to one message and not to its content
_OWN = frozenset(
    {
        "message_id",
        "from",
        "chat",
        "date",
        "edit_date",
        "reply_to_message",
        "reply_markup",
        "forward_origin",
        "media_group_id",
        "has_protected_content",
        "link_preview_options",
    }
)


def content_of(message: Json) -> Json:
    """Text, media, caption: what a copy has too."""
    return {key: value for key, value in message.items() if key not in _OWN}


def origin_of(message: Json) -> Json:
    """Where a forwarded message comes from, first sender and first date."""
    if "forward_origin" in message:
        known: Json = message["forward_origin"]
        return known
    return {"type": "user", "sender_user": message["from"], "date": message["date"]}


def forward(world: World, chat: Chat, sender: User, message: Json) -> Json:
    """Posts a message again with its origin."""
    return world.post(chat, sender, content_of(message), forward_origin=origin_of(message))


def forward_message(call: Call) -> Json:
    """forwardMessage."""
    chat, source = _places(call)
    message = message_of(source, call.params["message_id"], "message to forward")
    if not _movable(message):
        raise bad_request("message can't be forwarded")
    return forward(call.world, chat, call.world.bot, message)


def forward_messages(call: Call) -> list[Json]:
    """forwardMessages: skips what is gone or cannot be forwarded."""
    chat, source = _places(call)
    return [
        {"message_id": forward(call.world, chat, call.world.bot, message)["message_id"]}
        for message in _many(call, source, "forward")
    ]


def copy_message(call: Call) -> Json:
    """copyMessage: a caption given replaces the old one."""
    chat, source = _places(call)
    message = message_of(source, call.params["message_id"], "message to copy")
    if not _movable(message):
        raise bad_request("message can't be copied")
    content = content_of(message)
    if "caption" in call.params and "text" not in content:
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= caption_of(call.params)
    return {"message_id": deliver(call, chat, content)["message_id"]}


def copy_messages(call: Call) -> list[Json]:
    """copyMessages: skips what is gone or cannot be copied."""
    chat, source = _places(call)
    copies = (
        call.world.post(chat, call.world.bot, content_of(message)) for message in _many(call, source, "copy")
    )
    return [{"message_id": copy["message_id"]} for copy in copies]


def _places(call: Call) -> tuple[Chat, Chat]:
    chat = chat_of(call)
    check_may_send(call, chat)
    return chat, chat_of(call, "from_chat_id", access="read")


def _movable(message: Json) -> bool:
    return not is_service(message) and not message.get("has_protected_content")


def _many(call: Call, source: Chat, doing: str) -> list[Json]:
    numbers: list[int] = call.params["message_ids"]
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MANY:
        raise bad_request("too many message identifiers specified")
    if sorted(set(numbers)) != numbers:
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = [source.messages[n] for n in numbers if n in source.messages and _movable(source.messages[n])]
    if not found:
        raise bad_request(f"there are no messages to {doing}")
    return found


METHODS: dict[str, Method] = {
    "forwardmessage": forward_message,
    "forwardmessages": forward_messages,
    "copymessage": copy_message,
    "copymessages": copy_messages,
}
