"""Texts, places, contacts, chat actions; and `deliver`, the last step of whatever is sent."""

from __future__ import annotations

from typing import Any

from bot.playground.actors import Chat
from bot.playground.call import Call, Method
from bot.playground.checks import chat_of, check_may_send, replied_message, text_of
from bot.playground.errors import bad_request
from bot.playground.markup import checked_markup, show_keyboard

Json = dict[str, Any]

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def deliver(call: Call, chat: Chat, content: Json, **more: Any) -> Json:
    """Posts checked content as the bot, with the call's reply, buttons and protection."""
    markup = checked_markup(call.get("reply_markup"), chat)
    message = call.world.post(
        chat,
        call.world.bot,
        content,
        reply_to=replied_message(call, chat),
        reply_markup=markup.inline,
        has_protected_content=call.get("protect_content"),
        **more,
    )
    if markup.keyboard is not None:
        chat.uneditable.add(message["message_id"])
        people = show_keyboard(chat, markup.keyboard, message)
        shown = None if markup.keyboard.get("remove_keyboard") else markup.keyboard
        call.world.events.publish("keyboard", chat.id, keyboard=shown, people=people)
    return message


def send_message(call: Call) -> Json:
    """sendMessage."""
    content = text_of(call)
    chat = chat_of(call)
    check_may_send(call, chat)
    return deliver(call, chat, content, link_preview_options=call.get("link_preview_options"))


def send_location(call: Call) -> Json:
    """sendLocation: a fixed place; live ones are taken for fixed."""
    latitude, longitude = call.params["latitude"], call.params["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location coordinates specified")
    chat = chat_of(call)
    check_may_send(call, chat)
    return deliver(call, chat, {"location": {"latitude": latitude, "longitude": longitude}})


def send_venue(call: Call) -> Json:
    """sendVenue."""
    chat = chat_of(call)
    check_may_send(call, chat)
    place = {key: call.params[key] for key in ("latitude", "longitude")}
    venue = {"location": place, "title": call.params["title"], "address": call.params["address"]}
    return deliver(call, chat, {"venue": venue, "location": place})


def send_contact(call: Call) -> Json:
    """sendContact."""
    chat = chat_of(call)
    check_may_send(call, chat)
    fields = ("phone_number", "first_name", "last_name", "vcard")
    return deliver(call, chat, {"contact": {key: call.params[key] for key in fields if key in call.params}})


def send_chat_action(call: Call) -> bool:
    """sendChatAction: people see "is typing …"."""
    action = call.params["action"]
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = chat_of(call)
    call.world.events.publish("chat_action", chat.id, action=action)
    return True


METHODS: dict[str, Method] = {
    "sendmessage": send_message,
    "sendlocation": send_location,
    "sendvenue": send_venue,
    "sendcontact": send_contact,
    "sendchataction": send_chat_action,
}
