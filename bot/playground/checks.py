"""What a call of the bot is about: the chat, the message, the text, each found or refused in Telegram's words."""

from __future__ import annotations

from typing import Any, Literal

from bot.playground.actors import Chat, Member, User
from bot.playground.call import Call
from bot.playground.entities import trimmed, utf16_length, with_found
from bot.playground.errors import ApiError, bad_request, forbidden
from bot.playground.html_format import parse_html
from bot.playground.markdown_format import parse_markdown, parse_markdown_v2
from bot.playground.privacy import is_service
from bot.playground.world import World

Json = dict[str, Any]
Access = Literal["read", "write"]

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_SOURCE_BYTES = 1 << 15
_PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}
_SENDING_RIGHTS = {
    "text": ("can_send_messages", "text messages"),
    "photo": ("can_send_photos", "photos"),
    "document": ("can_send_documents", "documents"),
    "video": ("can_send_videos", "videos"),
    "audio": ("can_send_audios", "music"),
    "voice": ("can_send_voice_notes", "voice notes"),
    "animation": ("can_send_other_messages", "animations"),
}


def chat_of(call: Call, name: str = "chat_id", *, access: Access = "write") -> Chat:
    """The chat that a parameter names, with the bot allowed in; raises ApiError 400 or 403."""
    return _accessible(call.world, _known_chat(call.world, call.params[name]), access)


def _known_chat(world: World, chat_id: int | str) -> Chat:
    found = world.chat_named(chat_id) if isinstance(chat_id, str) else world.chats.get(chat_id)
    if found is None or (found.person is not None and not _has_met(world, found)):
        user = world.users.get(chat_id) if isinstance(chat_id, int) else None
        if user is not None and user.is_bot and user is not world.bot:
            raise forbidden("bot can't send messages to bots")
        raise bad_request("chat not found")
    return found


def _has_met(world: World, private: Chat) -> bool:
    """The bot knows whoever has written to it or shares a group with it."""
    return private.started or any(
        group.has(private.id) and world.bot.id in group.members for group in world.groups.values()
    )


def _accessible(world: World, chat: Chat, access: Access) -> Chat:
    if chat.person is not None:
        if access == "write":
            _check_private(chat, chat.person)
        return chat
    if chat.migrated_to is not None and access == "write":
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    place = chat.member(world.bot)
    if not place.present and (access == "write" or chat.type == "supergroup"):
        was = "kicked from" if place.status == "kicked" else "not a member of"
        raise forbidden(f"bot {'was' if 'kicked' in was else 'is'} {was} the {chat.type} chat")
    return chat


def _check_private(chat: Chat, person: User) -> None:
    if person.deactivated:
        raise forbidden("user is deactivated")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")


def check_may_send(call: Call, chat: Chat, kind: str = "text") -> None:
    """Restricted groups: raises ApiError 400 where the bot may not send this kind of message."""
    if not chat.is_group:
        return
    place = chat.member(call.world.bot)
    if place.is_admin:
        return
    right, things = _SENDING_RIGHTS.get(kind, ("can_send_other_messages", "messages"))
    allowed = chat.permissions & place.permissions if place.status == "restricted" else chat.permissions
    if right not in allowed:
        raise bad_request(f"not enough rights to send {things} to the chat")


def group_of(call: Call) -> Chat:
    """The chat, which has to be a group; raises ApiError 400 or 403."""
    chat = chat_of(call)
    if not chat.is_group:
        raise bad_request("method is available only for groups and supergroups")
    return chat


def member_of(call: Call, chat: Chat) -> Member:
    """The place of `user_id` in a group, `left` for a known stranger; raises ApiError 400."""
    user = call.world.users.get(call.params["user_id"])
    if user is None:
        raise bad_request("invalid user_id specified" if call.params["user_id"] <= 0 else "member not found")
    return chat.member(user)


def check_right(call: Call, chat: Chat, right: str, refusal: str) -> None:
    """Raises ApiError 400 where the bot is no administrator with that right."""
    if not chat.member(call.world.bot).may(right):
        raise bad_request(refusal)


def message_of(chat: Chat, message_id: int, doing: str) -> Json:
    """A message of the chat; `doing` is Telegram's word for the error, e.g. "message to edit"."""
    found = chat.messages.get(message_id)
    if found is None:
        raise bad_request(f"{doing} not found")
    return found


def replied_message(call: Call, chat: Chat) -> Json | None:
    """The message that `reply_parameters` point to; raises ApiError 400 where it is gone."""
    reply: Json | None = call.get("reply_parameters")
    if not reply:
        return None
    elsewhere = reply.get("chat_id")
    place = chat if elsewhere in (None, chat.id) else _known_chat(call.world, elsewhere)
    found = place.messages.get(reply["message_id"])
    if found is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return found


def text_of(call: Call) -> Json:
    """`text` and its entities, ready for a Message; raises ApiError 400."""
    text, entities = formatted(call.params["text"], call.get("parse_mode"), call.get("entities"))
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return {"text": text, **({"entities": entities} if entities else {})}


def caption_of(params: Json) -> Json:
    """`caption` and its entities, ready for a Message; empty without one; raises ApiError 400."""
    caption, entities = formatted(
        params.get("caption", ""), params.get("parse_mode"), params.get("caption_entities")
    )
    if utf16_length(caption) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    content: Json = {"caption": caption} if caption else {}
    return content | ({"caption_entities": entities} if entities else {})


def formatted(source: str, mode: str | None, given: list[Json] | None) -> tuple[str, list[Json]]:
    """Plain text, trimmed as Telegram does, with all its entities; raises ApiError 400."""
    if len(source) > MAX_SOURCE_BYTES // 4 and len(source.encode()) > MAX_SOURCE_BYTES:
        raise bad_request("text is too long")
    text, entities = source, list(given or ())
    if mode and mode.lower() != "none":
        parser = _PARSERS.get(mode.lower())
        if parser is None:
            raise bad_request("unsupported parse_mode")
        text, entities = parser(source)
    else:
        for entity in entities:
            _check_place(entity, text)
    text, entities = trimmed(text, entities)
    return text, with_found(text, entities)


def _check_place(entity: Json, text: str) -> None:
    total = utf16_length(text)
    if entity["offset"] < 0 or entity["offset"] > total:
        raise bad_request(f"Entity begins after the end of the text at UTF-16 offset {entity['offset']}")
    if entity["length"] <= 0 or entity["offset"] + entity["length"] > total:
        raise bad_request(
            f"Entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text"
            f" at UTF-16 offset {entity['offset'] + entity['length']}"
        )


def own_message(call: Call, chat: Chat) -> Json:
    """The bot's own message that is to be edited; raises ApiError 400."""
    if "message_id" not in call.params:
        raise bad_request("message identifier is not specified")
    message = message_of(chat, call.params["message_id"], "message to edit")
    own = message["from"]["id"] == call.world.bot.id and not is_service(message)
    if not own or "forward_origin" in message or message["message_id"] in chat.uneditable:
        raise bad_request("message can't be edited")
    return message


def not_modified() -> ApiError:
    """400 for an edit that changes nothing."""
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same"
        " as a current content and reply markup of the message"
    )
