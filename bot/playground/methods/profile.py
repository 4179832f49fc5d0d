"""What the bot says about itself: name, descriptions, commands by scope and language, the menu button."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from bot.playground.actors import RIGHTS
from bot.playground.call import Call, Method
from bot.playground.checks import chat_of
from bot.playground.errors import bad_request

Json = dict[str, Any]

MAX_COMMANDS = 100
_LENGTHS = {"name": 64, "description": 512, "short_description": 120}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
# who sees which commands: the first scope of these that has some
SCOPES_IN_PRIVATE = ("chat", "all_private_chats", "default")
SCOPES_OF_ADMINS = (
    "chat_member",
    "chat_administrators",
    "chat",
    "all_chat_administrators",
    "all_group_chats",
    "default",
)
SCOPES_OF_MEMBERS = ("chat_member", "chat", "all_group_chats", "default")


def get_me(call: Call) -> Json:
    """getMe."""
    profile = call.world.profile
    return {
        **call.world.bot.as_json(),
        "can_join_groups": profile.can_join_groups,
        "can_read_all_group_messages": profile.reads_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_guest_queries": False,
    }


def scope_key(kind: str, chat_id: int | None = None, user_id: int | None = None) -> str:
    """How commands of a scope are filed, e.g. `chat:1000001`."""
    return ":".join(str(part) for part in (kind, chat_id, user_id) if part is not None)


def _commands_place(call: Call) -> tuple[str, str]:
    scope: Json = call.get("scope", {"type": "default"})
    chat_id = scope.get("chat_id")
    if chat_id is not None:
        inner = Call(call.world, call.method, {"chat_id": chat_id})
        chat_id = chat_of(inner, access="read").id
    return scope_key(scope["type"], chat_id, scope.get("user_id")), _language(call)


def _language(call: Call) -> str:
    code: str = call.get("language_code", "")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def set_my_commands(call: Call) -> bool:
    """setMyCommands."""
    commands: list[Json] = call.params["commands"]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = [_checked_command(command) for command in commands]
    place = _commands_place(call)
    call.world.profile.commands[place] = kept
    call.world.events.publish("commands", scope=place[0], language_code=place[1])
    return True


def _checked_command(command: Json) -> Json:
    name, description = command["command"].removeprefix("/"), command["description"].strip()
    if not name:
        raise bad_request("command must be non-empty")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def get_my_commands(call: Call) -> list[Json]:
    """getMyCommands."""
    return call.world.profile.commands.get(_commands_place(call), [])


def delete_my_commands(call: Call) -> bool:
    """deleteMyCommands."""
    place = _commands_place(call)
    call.world.profile.commands.pop(place, None)
    call.world.events.publish("commands", scope=place[0], language_code=place[1])
    return True


def _set_text(kind: str, call: Call) -> bool:
    text: str = call.get(kind, "")
    if len(text) > _LENGTHS[kind]:
        raise bad_request(f"bot {kind.replace('_', ' ')} is too long")
    call.world.profile.texts[kind, _language(call)] = text
    return True


def _get_text(kind: str, call: Call) -> Json:
    texts = call.world.profile.texts
    fallback = call.world.bot.first_name if kind == "name" else ""
    return {kind: texts.get((kind, _language(call))) or texts.get((kind, ""), fallback)}


def set_chat_menu_button(call: Call) -> bool:
    """setChatMenuButton: for one private chat, or for all."""
    button = call.get("menu_button", {"type": "default"})
    if "chat_id" not in call.params:
        call.world.profile.menu_button = button
        return True
    chat = chat_of(call, access="read")
    if chat.is_group:
        raise bad_request("chat not found")
    chat.menu_button = button
    return True


def get_chat_menu_button(call: Call) -> Json:
    """getChatMenuButton."""
    if "chat_id" in call.params:
        return chat_of(call, access="read").menu_button or call.world.profile.menu_button
    return call.world.profile.menu_button


def set_my_default_administrator_rights(call: Call) -> bool:
    """setMyDefaultAdministratorRights."""
    call.world.profile.default_rights[call.get("for_channels", False)] = call.get("rights", {})
    return True


def get_my_default_administrator_rights(call: Call) -> Json:
    """getMyDefaultAdministratorRights."""
    rights = call.world.profile.default_rights.get(call.get("for_channels", False), {})
    return {right: bool(rights.get(right)) for right in RIGHTS}


def get_user_profile_photos(call: Call) -> Json:
    """getUserProfilePhotos: nobody here has one."""
    if call.params["user_id"] not in call.world.users:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


def _yes(_call: Call) -> bool:
    return True


METHODS: dict[str, Method] = {
    "getme": get_me,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmyname": partial(_set_text, "name"),
    "getmyname": partial(_get_text, "name"),
    "setmydescription": partial(_set_text, "description"),
    "getmydescription": partial(_get_text, "description"),
    "setmyshortdescription": partial(_set_text, "short_description"),
    "getmyshortdescription": partial(_get_text, "short_description"),
    "setchatmenubutton": set_chat_menu_button,
    "getchatmenubutton": get_chat_menu_button,
    "setmydefaultadministratorrights": set_my_default_administrator_rights,
    "getmydefaultadministratorrights": get_my_default_administrator_rights,
    "getuserprofilephotos": get_user_profile_photos,
    "logout": _yes,
    "close": _yes,
}
