"""The state of the small Telegram: users, chats, messages, files, and the one bot that is connected.

Pure: no network, no real time (the clock is passed in). What happens is told to `events` (for people) and to
`updates` (for the bot).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.playground.actors import USUAL_RIGHTS, Chat, ChatType, Member, Status, User
from bot.playground.counters import Counters
from bot.playground.events import Events
from bot.playground.files import Files
from bot.playground.privacy import reaches_bot
from bot.playground.updates import Updates

Json = dict[str, Any]

QUERY_SECONDS = 60  # a callback query can be answered for so long
_FIRST_USER = 1_000_001
_FIRST_GROUP = -4_000_001
_FIRST_SUPERGROUP = -1_002_000_000_001


@dataclass(slots=True)
class CallbackQuery:
    """A pressed inline button that waits for its answer."""

    id: str
    user: User
    chat: Chat
    asked_at: datetime
    answered: bool = False


@dataclass(slots=True)
class Profile:
    """What the bot has set about itself; texts by language, commands by scope and language."""

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})
    default_rights: dict[bool, Json] = field(default_factory=dict)
    can_join_groups: bool = True
    reads_all: bool = False  # BotFather's /setprivacy: Disable


class World:
    """Everything there is. `clock` gives the present moment, aware."""

    def __init__(self, bot: User, clock: Callable[[], datetime]) -> None:
        self.bot = bot
        self.clock = clock
        self.profile = Profile()
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.groups: dict[int, Chat] = {}  # of these chats the groups
        self.files = Files()
        self.updates = Updates()
        self.events = Events()
        self.counters = Counters()
        self.queries: dict[str, CallbackQuery] = {}
        self._chats_by_name: dict[str, Chat] = {}
        self._last_message_id = 0
        self._ids: dict[str, int] = {}

    # ids and look-ups

    def next_id(self, kind: str, first: int, step: int = 1) -> int:
        """Counts up (or down) for each kind of thing."""
        number = self._ids.get(kind, first - step) + step
        self._ids[kind] = number
        return number

    def now(self) -> int:
        """The present moment as the Bot API writes it."""
        return int(self.clock().timestamp())

    def chat_named(self, name: str) -> Chat | None:
        """The public group with that @name."""
        return self._chats_by_name.get(name.lstrip("@").lower())

    def chats_of(self, user_id: int) -> list[Chat]:
        """What one person sees in the list of chats."""
        private = self.chats.get(user_id)
        groups = [chat for chat in self.groups.values() if chat.has(user_id) and not chat.migrated_to]
        return ([private] if private else []) + groups

    # people and places

    def add_user(self, first_name: str, *, user_id: int | None = None, **details: Any) -> User:
        """A new person (or another bot) with a private chat that nobody has written in yet."""
        new_id = self.next_id("user", _FIRST_USER) if user_id is None else user_id
        user = User(new_id, first_name, **details)
        self.users[user.id] = user
        if not user.is_bot:
            self.chats[user.id] = Chat(user.id, "private", person=user)
        return user

    def add_group(self, title: str, owner: User, kind: ChatType = "group", username: str = "") -> Chat:
        """A new group with its owner alone."""
        first = _FIRST_GROUP if kind == "group" else _FIRST_SUPERGROUP
        chat = Chat(self.next_id(kind, first, -1), kind, title, username)
        chat.members[owner.id] = Member(owner, "creator")
        self._keep_group(chat)
        self.events.publish("chat", chat.id, chat=chat.as_json())
        return chat

    def _keep_group(self, chat: Chat) -> None:
        self.chats[chat.id] = self.groups[chat.id] = chat
        if chat.username:
            self._chats_by_name[chat.username.lower()] = chat

    # messages

    def post(
        self,
        chat: Chat,
        sender: User,
        content: Json,
        *,
        reply_to: Json | None = None,
        **more: Any,
    ) -> Json:
        """Puts a message into a chat and tells everybody; `content` has text, photo … as the Bot API has them."""
        message: Json = {
            "message_id": self._next_message_id(chat),
            "from": sender.as_json(),
            "chat": chat.as_json(),
            "date": self.now(),
        }
        if reply_to is not None:
            message["reply_to_message"] = {k: v for k, v in reply_to.items() if k != "reply_to_message"}
        message.update(content)
        message.update((key, value) for key, value in more.items() if value)
        chat.messages[message["message_id"]] = message
        if sender is self.bot:
            self.counters.deliveries[chat.id] += 1
        self.events.publish("message", chat.id, message=message)
        self.tell_bot("message", chat, sender, message)
        return message

    def edit(self, chat: Chat, editor: User, message: Json, content: Json) -> Json:
        """Replaces content; keys with None go. Messages already given to the bot stay as they were."""
        changed = {**message, **content, "edit_date": self.now()}
        changed = {key: value for key, value in changed.items() if value is not None}
        chat.messages[message["message_id"]] = changed
        self.events.publish("edited_message", chat.id, message=changed)
        self.tell_bot("edited_message", chat, editor, changed)
        return changed

    def delete(self, chat: Chat, message_ids: Iterable[int]) -> None:
        """Takes messages away; the bot is not told, as on Telegram."""
        gone = [number for number in message_ids if chat.messages.pop(number, None)]
        chat.pinned = [number for number in chat.pinned if number not in gone]
        self.events.publish("deleted_messages", chat.id, message_ids=gone)

    def tell_bot(self, kind: str, chat: Chat, sender: User, message: Json) -> None:
        """An update about somebody else's message, where the bot may see it."""
        if sender is self.bot or chat.blocked:
            return
        if reaches_bot(chat, message, self.bot, reads_all=self.profile.reads_all):
            self.updates.add(kind, message)

    def _next_message_id(self, chat: Chat) -> int:
        if chat.type == "supergroup":
            chat.last_message_id += 1
            return chat.last_message_id
        self._last_message_id += 1
        return self._last_message_id

    # members

    def set_status(
        self,
        chat: Chat,
        user: User,
        status: Status,
        by: User,
        *,
        rights: Iterable[str] = USUAL_RIGHTS,
        **more: Any,
    ) -> None:
        """Changes somebody's place in a group and tells the bot (my_chat_member, chat_member)."""
        before = chat.member(user)
        kept = frozenset(rights) if status == "administrator" else frozenset()
        after = Member(user, status, rights=kept, **more)
        chat.members[user.id] = after
        self.events.publish("chat_member", chat.id, user_id=user.id, status=status)
        change: Json = {
            "chat": chat.as_json(),
            "from": by.as_json(),
            "date": self.now(),
            "old_chat_member": before.as_json(editable=user.id in chat.promoted_by_bot),
            "new_chat_member": after.as_json(editable=user.id in chat.promoted_by_bot),
        }
        if user is self.bot:
            self.updates.add("my_chat_member", change)
        elif chat.member(self.bot).is_admin:
            self.updates.add("chat_member", change)

    def set_blocked(self, chat: Chat, blocked: bool) -> None:
        """The person of a private chat blocks the bot or takes it back."""
        if chat.blocked == blocked or chat.person is None:
            return
        chat.blocked = blocked
        states = [Member(self.bot, "member"), Member(self.bot, "kicked")]
        before, after = states if blocked else states[::-1]
        self.events.publish("blocked" if blocked else "unblocked", chat.id)
        self.updates.add(
            "my_chat_member",
            {
                "chat": chat.as_json(),
                "from": chat.person.as_json(),
                "date": self.now(),
                "old_chat_member": before.as_json(),
                "new_chat_member": after.as_json(),
            },
        )

    def migrate(self, old: Chat, by: User) -> Chat:
        """Makes a supergroup of a group; both get Telegram's service message."""
        new = Chat(
            self.next_id("supergroup", _FIRST_SUPERGROUP, -1),
            "supergroup",
            old.title,
            description=old.description,
            members=dict(old.members),
            permissions=old.permissions,
        )
        self._keep_group(new)
        self.post(old, by, {"migrate_to_chat_id": new.id})
        old.migrated_to = new.id
        self.post(new, by, {"migrate_from_chat_id": old.id})
        self.events.publish("migrated", old.id, to=new.id)
        return new
