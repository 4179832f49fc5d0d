"""Buttons: what Telegram refuses in an inline keyboard or a reply keyboard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.playground.actors import Chat
from bot.playground.errors import ApiError, bad_request

Json = dict[str, Any]

MAX_CALLBACK_BYTES = 64
MAX_MARKUP_BYTES = 10_000
MAX_INLINE_BUTTONS = 100
MAX_REPLY_BUTTONS = 300
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_STYLES = ("primary", "success", "danger", "default")
_URL = re.compile(r"(?:(?:https?|tg|ton|tonsite)://)?[^\s/?#.]+(?:[.:?][^\s]*)?", re.IGNORECASE)
_ONLY_PRIVATE = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_poll": "poll can be requested in private chats only",
    "web_app": "Web App buttons can be used in private chats only",
    "request_users": "users can be requested in private chats only",
    "request_chat": "chats can be requested in private chats only",
}


@dataclass(frozen=True, slots=True)
class Markup:
    """`inline` stays with the message; `keyboard` changes what people see below: a keyboard, a removal, a
    forced reply."""

    inline: Json | None = None
    keyboard: Json | None = None


def checked_markup(markup: Json | None, chat: Chat) -> Markup:
    """Sorts a reply_markup that fits the schema; raises ApiError 400."""
    if not markup:
        return Markup()
    if "inline_keyboard" in markup:
        return Markup(inline=checked_inline(markup))
    if "keyboard" in markup:
        _check_reply_keyboard(markup["keyboard"], chat)
        if not any(markup["keyboard"]):
            return Markup()
    return Markup(keyboard=markup)


def checked_inline(markup: Json | None) -> Json | None:
    """For methods that take nothing but an inline keyboard; None where it has no buttons."""
    if not markup:
        return None
    rows = [[_checked_button(button) for button in row] for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > MAX_INLINE_BUTTONS or len(str(rows).encode()) > MAX_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _checked_button(button: Json) -> Json:
    actions = [name for name in _ACTIONS if name in button and button[name] != ""]
    if not actions:
        raise _unfit("inline keyboard button", "Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unfit("inline keyboard button", f"only one of {' and '.join(actions)} may be used")
    _check_label(button, "inline keyboard button")
    if len(button.get("callback_data", "").encode()) > MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if actions == ["url"] and not _URL.fullmatch(button["url"]):
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL specified"
        )
    return button


def _check_label(button: Json, part: str) -> None:
    if not button["text"].strip():
        raise bad_request(f"{part} text must be non-empty")
    if button.get("style", "default") not in _STYLES:
        raise _unfit(part, "invalid button style specified")


def _check_reply_keyboard(rows: list[list[Json]], chat: Chat) -> None:
    if sum(map(len, rows)) > MAX_REPLY_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        _check_label(button, "keyboard button")
        for request, refusal in _ONLY_PRIVATE.items():
            if chat.is_group and button.get(request):
                raise bad_request(refusal)


def _unfit(part: str, reason: str) -> ApiError:
    return bad_request(f"can't parse {part}: {reason}")


def show_keyboard(chat: Chat, keyboard: Json, message: Json) -> list[int]:
    """Puts a reply keyboard (or its removal) before the people whom it is for; their ids, 0 for everybody."""
    people = _addressed(message) if keyboard.get("selective") and chat.is_group else []
    for person in people or [0]:
        if keyboard.get("remove_keyboard"):
            chat.keyboards.pop(person, None)
            if person == 0:
                chat.keyboards.clear()
        else:
            chat.keyboards[person] = keyboard
    return people or [0]


def _addressed(message: Json) -> list[int]:
    """Whom a selective keyboard is for: who is mentioned by name, and who is replied to."""
    people = [
        entity["user"]["id"] for entity in message.get("entities", ()) if entity["type"] == "text_mention"
    ]
    replied = message.get("reply_to_message", {}).get("from")
    if replied and not replied["is_bot"]:
        people.append(replied["id"])
    return people
