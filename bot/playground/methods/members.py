"""Who is in a chat and with which rights."""

from __future__ import annotations

from typing import Any

from bot.playground.actors import RIGHTS, Chat, Member
from bot.playground.call import Call, Method
from bot.playground.checks import chat_of, check_right, group_of, member_of
from bot.playground.errors import bad_request

Json = dict[str, Any]

_NO_RESTRICT_RIGHT = "not enough rights to restrict/unrestrict chat member"


def get_chat_member(call: Call) -> Json:
    """getChatMember."""
    chat = chat_of(call, access="read")
    place = member_of(call, chat)
    if chat.person is not None:
        if place.user.id not in (chat.person.id, call.world.bot.id):
            raise bad_request("member not found")
        return Member(place.user, "member").as_json()
    return place.as_json(editable=place.user.id in chat.promoted_by_bot)


def get_chat_administrators(call: Call) -> list[Json]:
    """getChatAdministrators: people and this bot, no other bots."""
    chat = chat_of(call, access="read")
    if not chat.is_group:
        raise bad_request("there are no administrators in the private chat")
    return [
        member.as_json(editable=member.user.id in chat.promoted_by_bot)
        for member in chat.members.values()
        if member.is_admin and (not member.user.is_bot or member.user is call.world.bot)
    ]


def get_chat_member_count(call: Call) -> int:
    """getChatMemberCount."""
    chat = chat_of(call, access="read")
    return sum(member.present for member in chat.members.values()) if chat.is_group else 2


def promote_chat_member(call: Call) -> bool:
    """promoteChatMember: supergroups only; with no right at all it takes the rights away."""
    chat = chat_of(call)
    if chat.type != "supergroup":
        raise bad_request("method is available for supergroup and channel chats only")
    check_right(call, chat, "can_promote_members", "not enough rights")
    place = _changeable(call, chat)
    rights = [right for right in RIGHTS if call.get(right)]
    own = chat.member(call.world.bot)
    if any(not own.may(right) for right in rights):
        raise bad_request("RIGHT_FORBIDDEN")
    if rights:
        chat.promoted_by_bot.add(place.user.id)
        call.world.set_status(chat, place.user, "administrator", call.world.bot, rights=rights)
    else:
        chat.promoted_by_bot.discard(place.user.id)
        call.world.set_status(chat, place.user, "member", call.world.bot)
    return True


def ban_chat_member(call: Call) -> bool:
    """banChatMember."""
    chat = group_of(call)
    check_right(call, chat, "can_restrict_members", _NO_RESTRICT_RIGHT)
    place = _changeable(call, chat)
    until = call.get("until_date", 0)
    call.world.set_status(chat, place.user, "kicked", call.world.bot, until=until)
    call.world.post(chat, call.world.bot, {"left_chat_member": place.user.as_json()})
    return True


def unban_chat_member(call: Call) -> bool:
    """unbanChatMember: without only_if_banned it also removes a present member."""
    chat = chat_of(call)
    if chat.type != "supergroup":
        raise bad_request("method is available for supergroup and channel chats only")
    check_right(call, chat, "can_restrict_members", _NO_RESTRICT_RIGHT)
    place = member_of(call, chat)
    if place.status == "kicked" or (place.present and not call.get("only_if_banned")):
        call.world.set_status(chat, place.user, "left", call.world.bot)
    return True


def restrict_chat_member(call: Call) -> bool:
    """restrictChatMember: supergroups only."""
    chat = chat_of(call)
    if chat.type != "supergroup":
        raise bad_request("method is available only for supergroups")
    check_right(call, chat, "can_restrict_members", _NO_RESTRICT_RIGHT)
    place = _changeable(call, chat)
    granted = frozenset(name for name, allowed in call.params["permissions"].items() if allowed)
    until = call.get("until_date", 0)
    call.world.set_status(chat, place.user, "restricted", call.world.bot, permissions=granted, until=until)
    return True


def set_chat_administrator_custom_title(call: Call) -> bool:
    """setChatAdministratorCustomTitle: of administrators whom the bot has promoted."""
    chat = group_of(call)
    place = member_of(call, chat)
    if place.status == "creator":
        raise bad_request("only the owner can edit their custom title")
    if place.status != "administrator":
        raise bad_request("user is not an administrator")
    if place.user.id not in chat.promoted_by_bot:
        raise bad_request("not enough rights to change custom title of the user")
    place.custom_title = call.params["custom_title"]
    return True


def _changeable(call: Call, chat: Chat) -> Member:
    place = member_of(call, chat)
    if place.user is call.world.bot:
        raise bad_request("can't restrict self")
    if place.status == "creator":
        raise bad_request("can't remove chat owner")
    if place.status == "administrator" and place.user.id not in chat.promoted_by_bot:
        raise bad_request("CHAT_ADMIN_REQUIRED")
    return place


METHODS: dict[str, Method] = {
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "getchatmembercount": get_chat_member_count,
    "promotechatmember": promote_chat_member,
    "banchatmember": ban_chat_member,
    "unbanchatmember": unban_chat_member,
    "restrictchatmember": restrict_chat_member,
    "setchatadministratorcustomtitle": set_chat_administrator_custom_title,
}
