"""What people do in Telegram's apps: write, send photos, press buttons, join, leave, block.

Pure state changes on a World; whatever the app would not let them do raises PeopleError.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.playground.actors import RIGHTS, USUAL_RIGHTS, Chat, ChatType, User
from bot.playground.entities import found, utf16_length
from bot.playground.errors import PeopleError
from bot.playground.files import Kind, media_json
from bot.playground.methods.chats import rename as rename_chat
from bot.playground.methods.forwarding import forward as forward_message
from bot.playground.schema import Upload
from bot.playground.world import CallbackQuery, World

Json = dict[str, Any]

MAX_TEXT = 4096


def user(world: World, user_id: int) -> User:
    """A person by id."""
    if user_id not in world.users:
        raise PeopleError(f"there is no user {user_id}")
    return world.users[user_id]


def chat_for(world: World, chat_id: int, person: User) -> Chat:
    """A chat that this person is in."""
    chat = world.chats.get(chat_id)
    if chat is None or not chat.has(person.id):
        raise PeopleError(f"user {person.id} is in no chat {chat_id}")
    return chat


def _writable(chat: Chat, person: User) -> Chat:
    if person.deactivated:
        raise PeopleError(f"user {person.id} is deactivated")
    if chat.migrated_to is not None:
        raise PeopleError(f"chat {chat.id} has become the supergroup {chat.migrated_to}")
    if chat.blocked:
        raise PeopleError("the bot is blocked: unblock it first")
    place = chat.members.get(person.id)
    permissions = place.permissions if place and place.status == "restricted" else chat.permissions
    if place and not place.is_admin and "can_send_messages" not in permissions:
        raise PeopleError(f"user {person.id} may not write in chat {chat.id}")
    chat.started = True
    return chat


def _message(chat: Chat, message_id: int) -> Json:
    if message_id not in chat.messages:
        raise PeopleError(f"there is no message {message_id} in chat {chat.id}")
    return chat.messages[message_id]


def _replied(chat: Chat, reply_to: int | None) -> Json | None:
    return None if reply_to is None else _message(chat, reply_to)


# messages


def say(world: World, chat: Chat, person: User, text: str, *, reply_to: int | None = None) -> list[Json]:
    """Writes a text; a long one goes out in several messages, as the apps cut it."""
    _writable(chat, person)
    if not text.strip():
        raise PeopleError("a text must not be empty")
    replied = _replied(chat, reply_to)
    if (keyboard_for(chat, person) or {}).get("force_reply"):
        _put_keyboard_away(world, chat, person)
    return [
        world.post(chat, person, _text(piece), reply_to=replied) for piece in _pieces(text.strip(), MAX_TEXT)
    ]


def _text(text: str) -> Json:
    entities = found(text)
    return {"text": text, "entities": entities} if entities else {"text": text}


def _pieces(text: str, units: int) -> list[str]:
    if utf16_length(text) <= units:
        return [text]
    pieces = [""]
    room = units
    for sign in text:
        length = utf16_length(sign)
        if length > room:
            pieces.append("")
            room = units
        pieces[-1] += sign
        room -= length
    return pieces


def edit(world: World, chat: Chat, person: User, message_id: int, text: str) -> Json:
    """Changes one's own text or caption."""
    message = _message(chat, message_id)
    if message["from"]["id"] != person.id:
        raise PeopleError("only one's own messages can be edited")
    entities = found(text) or None
    content: Json = (
        {"text": text, "entities": entities}
        if "text" in message
        else {"caption": text or None, "caption_entities": entities}
    )
    return world.edit(chat, person, message, content)


def delete(world: World, chat: Chat, person: User, message_id: int) -> None:
    """Takes away one's own message, or anybody's as an administrator or in a private chat."""
    message = _message(chat, message_id)
    privileged = not chat.is_group or chat.member(person).may("can_delete_messages")
    if message["from"]["id"] != person.id and not privileged:
        raise PeopleError("only administrators delete other people's messages")
    world.delete(chat, [message_id])


def forward(world: World, chat: Chat, person: User, source: Chat, message_id: int) -> Json:
    """Forwards a message from a chat that the person sees."""
    message = _message(source, message_id)
    if message.get("has_protected_content"):
        raise PeopleError("this message is protected from forwarding")
    return forward_message(world, _writable(chat, person), person, message)


def send_files(
    world: World,
    chat: Chat,
    person: User,
    kind: Kind,
    uploads: Sequence[Upload],
    *,
    caption: str = "",
    reply_to: int | None = None,
) -> list[Json]:
    """Sends a photo or another file; several become an album, the caption goes to the first."""
    if not uploads:
        raise PeopleError("there is no file")
    _writable(chat, person)
    replied = _replied(chat, reply_to)
    album = str(world.next_id("album", 13_000_000_000_001)) if len(uploads) > 1 else None
    sent = []
    for number, upload in enumerate(uploads):
        content = media_json(world.files.add(kind, upload.name, upload.content, upload.media_type))
        if caption and number == 0:
            entities = found(caption)
            content |= {"caption": caption, **({"caption_entities": entities} if entities else {})}
        sent.append(world.post(chat, person, content, reply_to=replied, media_group_id=album))
    return sent


def share_contact(world: World, chat: Chat, person: User, phone_number: str) -> Json:
    """What a request_contact button sends."""
    contact = {"phone_number": phone_number, "first_name": person.first_name, "user_id": person.id}
    return world.post(_writable(chat, person), person, {"contact": contact})


def react(world: World, chat: Chat, person: User, message_id: int, emojis: Sequence[str]) -> None:
    """Puts reactions under a message; none takes them away."""
    _message(chat, message_id)
    world.events.publish("reaction", chat.id, message_id=message_id, user_id=person.id, emojis=list(emojis))
    if chat.is_group and not chat.member(world.bot).is_admin:
        return
    world.updates.add(
        "message_reaction",
        {
            "chat": chat.as_json(),
            "message_id": message_id,
            "user": person.as_json(),
            "date": world.now(),
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in emojis],
        },
    )


# buttons


def inline_buttons(message: Json) -> list[Json]:
    """All buttons under a message, row by row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def press(world: World, chat: Chat, person: User, message_id: int, data: str) -> CallbackQuery:
    """Presses an inline button; its answer comes as an event `callback_answer`."""
    message = _message(chat, message_id)
    if not any(button.get("callback_data") == data for button in inline_buttons(message)):
        raise PeopleError(f"message {message_id} has no button with the data {data!r}")
    number = world.next_id("query", 4_000_000_000_000_001)
    query = CallbackQuery(str(number), person, chat, world.clock())
    world.queries[query.id] = query
    world.updates.add(
        "callback_query",
        {
            "id": query.id,
            "from": person.as_json(),
            "message": message,
            "chat_instance": str(chat.id * 7919),
            "data": data,
        },
    )
    return query


def keyboard_for(chat: Chat, person: User) -> Json | None:
    """The reply keyboard (or forced reply) that this person sees."""
    return chat.keyboards.get(person.id) or chat.keyboards.get(0)


def tap(world: World, chat: Chat, person: User, label: str) -> Json:
    """Taps a button of the reply keyboard, which writes its label."""
    keyboard = keyboard_for(chat, person) or {}
    labels = [button["text"] for row in keyboard.get("keyboard", []) for button in row]
    if label not in labels:
        raise PeopleError(f"no button {label!r} below; there are {labels}")
    if keyboard.get("one_time_keyboard"):
        _put_keyboard_away(world, chat, person)
    return say(world, chat, person, label)[0]


def _put_keyboard_away(world: World, chat: Chat, person: User) -> None:
    chat.keyboards.pop(person.id, None)
    chat.keyboards.pop(0, None)
    world.events.publish("keyboard", chat.id, keyboard=None, people=[person.id])


def start(world: World, person: User, payload: str = "") -> Json:
    """Opens the bot by its link or its Start button."""
    chat = world.chats[person.id]
    world.set_blocked(chat, blocked=False)
    return say(world, chat, person, f"/start {payload}".strip())[0]


def block(world: World, person: User, *, blocked: bool) -> None:
    """Blocks the bot, or takes that back."""
    world.set_blocked(world.chats[person.id], blocked)


# groups


def add_member(world: World, chat: Chat, by: User, newcomer: User) -> None:
    """Adds somebody (or joins, when both are the same); bots are told who brought them."""
    if newcomer.id != by.id and not chat.has(by.id):
        raise PeopleError(f"user {by.id} is not in chat {chat.id}")
    if chat.has(newcomer.id):
        raise PeopleError(f"user {newcomer.id} is in chat {chat.id} already")
    if newcomer is world.bot and not world.profile.can_join_groups:
        raise PeopleError("the bot may not be added to groups")
    world.set_status(chat, newcomer, "member", by)
    shown = newcomer.as_json()
    world.post(
        chat,
        by,
        {"new_chat_participant": shown, "new_chat_member": shown, "new_chat_members": [shown]},
    )


def remove_member(world: World, chat: Chat, by: User, member: User) -> None:
    """Leaves, or throws somebody out."""
    if not chat.has(member.id):
        raise PeopleError(f"user {member.id} is not in chat {chat.id}")
    if by.id != member.id and not chat.member(by).may("can_restrict_members"):
        raise PeopleError(f"user {by.id} may not remove members of chat {chat.id}")
    world.set_status(chat, member, "left" if by.id == member.id else "kicked", by)
    world.post(chat, by, {"left_chat_member": member.as_json(), "left_chat_participant": member.as_json()})


def set_rights(
    world: World, chat: Chat, by: User, member: User, rights: Sequence[str] | None, title: str = ""
) -> None:
    """Makes an administrator with these rights (None: the usual ones), or with [] an ordinary member."""
    if not chat.has(member.id):
        raise PeopleError(f"user {member.id} is not in chat {chat.id}")
    if not chat.member(by).may("can_promote_members"):
        raise PeopleError(f"user {by.id} may not make administrators in chat {chat.id}")
    chosen = USUAL_RIGHTS if rights is None else tuple(rights)
    if unknown := set(chosen).difference(RIGHTS):
        raise PeopleError(f"unknown rights {sorted(unknown)}; there are {list(RIGHTS)}")
    status = "administrator" if chosen else "member"
    chat.promoted_by_bot.discard(member.id)
    world.set_status(chat, member, status, by, rights=chosen, custom_title=title)  # type: ignore[arg-type]


def rename(world: World, chat: Chat, by: User, title: str) -> None:
    """Gives a group another title."""
    if not chat.member(by).may("can_change_info"):
        raise PeopleError(f"user {by.id} may not rename chat {chat.id}")
    rename_chat(world, chat, by, title)


def migrate(world: World, chat: Chat, by: User) -> Chat:
    """Makes a supergroup of a group."""
    if chat.type != "group" or chat.migrated_to is not None:
        raise PeopleError(f"chat {chat.id} is no group")
    if chat.member(by).status != "creator":
        raise PeopleError("only the owner can make a supergroup of a group")
    return world.migrate(chat, by)


def create_group(
    world: World,
    title: str,
    owner: User,
    others: Sequence[User],
    kind: ChatType = "group",
    username: str = "",
) -> Chat:
    """A new group of its owner and others; the bot, if among them, is told who brought it."""
    chat = world.add_group(title, owner, kind, username)
    key = "group_chat_created" if kind == "group" else "supergroup_chat_created"
    world.post(chat, owner, {key: True})
    for other in others:
        add_member(world, chat, owner, other)
    return chat


def crowd(world: World, first_name: str, count: int) -> list[int]:
    """So many people who have all started the bot some time ago; their ids."""
    ids = []
    for number in range(1, count + 1):
        person = world.add_user(f"{first_name}{number}")
        world.chats[person.id].started = True
        ids.append(person.id)
    return ids
