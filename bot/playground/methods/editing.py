"""Editing and deleting, answers to pressed buttons, reactions."""

from __future__ import annotations

from typing import Any

from bot.playground.actors import Chat
from bot.playground.call import Call, Method
from bot.playground.checks import caption_of, chat_of, message_of, not_modified, own_message, text_of
from bot.playground.errors import ApiError, bad_request
from bot.playground.markup import checked_inline
from bot.playground.methods.forwarding import MANY, content_of
from bot.playground.methods.media import media_content
from bot.playground.privacy import is_service
from bot.playground.schema import api
from bot.playground.world import QUERY_SECONDS

Json = dict[str, Any]

DELETABLE_SECONDS = 48 * 3600
MAX_CALLBACK_ANSWER = 200
_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities")


def edit_message_text(call: Call) -> Json:
    """editMessageText."""
    content = text_of(call)
    chat, message = _editable(call)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _edited(call, chat, message, dict.fromkeys(_TEXT) | content)


def edit_message_caption(call: Call) -> Json:
    """editMessageCaption; without a caption it is taken away."""
    content = caption_of(call.params)
    chat, message = _editable(call)
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    return _edited(call, chat, message, dict.fromkeys(_CAPTION) | content)


def edit_message_media(call: Call) -> Json:
    """editMessageMedia."""
    chat, message = _editable(call)
    before = dict.fromkeys(content_of(message))
    return _edited(call, chat, message, before | media_content(call, call.params["media"]))


def edit_message_reply_markup(call: Call) -> Json:
    """editMessageReplyMarkup."""
    chat, message = _editable(call)
    return _edited(call, chat, message, {})


def _editable(call: Call) -> tuple[Chat, Json]:
    if "inline_message_id" in call.params:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in call.params:
        raise bad_request("chat_id is empty")
    chat = chat_of(call)
    return chat, own_message(call, chat)


def _edited(call: Call, chat: Chat, message: Json, content: Json) -> Json:
    """Without `reply_markup` an edit takes the buttons away, as on Telegram."""
    content = content | {"reply_markup": checked_inline(call.get("reply_markup"))}
    if all(message.get(key) == value for key, value in content.items()):
        raise not_modified()
    return call.world.edit(chat, call.world.bot, message, content)


def delete_message(call: Call) -> bool:
    """deleteMessage."""
    chat = chat_of(call)
    message = message_of(chat, call.params["message_id"], "message to delete")
    _check_deletable(call, chat, message)
    call.world.delete(chat, [message["message_id"]])
    return True


def delete_messages(call: Call) -> bool:
    """deleteMessages: what is gone already is skipped."""
    numbers: list[int] = call.params["message_ids"]
    if len(numbers) > MANY:
        raise bad_request("too many message identifiers specified")
    chat = chat_of(call)
    present = [number for number in numbers if number in chat.messages]
    for number in present:
        _check_deletable(call, chat, chat.messages[number])
    call.world.delete(chat, present)
    return True


def _check_deletable(call: Call, chat: Chat, message: Json) -> None:
    own = message["from"]["id"] == call.world.bot.id and not is_service(message)
    privileged = chat.is_group and chat.member(call.world.bot).may("can_delete_messages")
    if not (own or privileged or not chat.is_group):
        raise bad_request("message can't be deleted")
    too_old = call.world.now() - message["date"] > DELETABLE_SECONDS
    if too_old and not (privileged and chat.type == "supergroup"):
        raise bad_request("message can't be deleted for everyone")


def answer_callback_query(call: Call) -> bool:
    """answerCallbackQuery: once, and soon."""
    text = call.get("text", "")
    if len(text) > MAX_CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query = call.world.queries.pop(call.params["callback_query_id"], None)
    if query is None or (call.world.clock() - query.asked_at).total_seconds() > QUERY_SECONDS:
        raise _too_old()
    call.world.events.publish(
        "callback_answer",
        query.chat.id,
        user_id=query.user.id,
        callback_query_id=query.id,
        text=text,
        show_alert=call.get("show_alert", False),
        url=call.get("url", ""),
    )
    return True


def _too_old() -> ApiError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")


def set_message_reaction(call: Call) -> bool:
    """setMessageReaction: at most one emoji of the list that Telegram documents."""
    emojis = [reaction.get("emoji", "") for reaction in call.get("reaction", [])]
    if len(emojis) > 1 or any(emoji not in api()["reactions"] for emoji in emojis):
        raise bad_request("REACTION_INVALID")
    chat = chat_of(call)
    message = message_of(chat, call.params["message_id"], "message to react")
    call.world.events.publish(
        "reaction",
        chat.id,
        message_id=message["message_id"],
        user_id=call.world.bot.id,
        emojis=emojis,
    )
    return True


METHODS: dict[str, Method] = {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagemedia": edit_message_media,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "answercallbackquery": answer_callback_query,
    "setmessagereaction": set_message_reaction,
}
