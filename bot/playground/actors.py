"""Who talks and where: users, chats and their members."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.playground.schema import fields_of

Json = dict[str, Any]
ChatType = Literal["private", "group", "supergroup"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

RIGHTS = tuple(fields_of("ChatAdministratorRights"))
PERMISSIONS = tuple(fields_of("ChatPermissions"))
# what Telegram's apps tick when somebody makes an administrator
USUAL_RIGHTS = (
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_manage_video_chats",
)
# required in ChatMemberAdministrator; the others there are optional
_ALWAYS_SHOWN = (
    "is_anonymous",
    "can_promote_members",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    *USUAL_RIGHTS,
)
_PRESENT = ("creator", "administrator", "member", "restricted")


@dataclass(slots=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False
    deactivated: bool = False

    def as_json(self) -> Json:
        """The Bot API's User."""
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        shown: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        return shown | {key: value for key, value in optional.items() if value}


@dataclass(slots=True)
class Member:
    """Somebody's place in a group; `rights` of administrators or `permissions` of restricted members."""

    user: User
    status: Status
    rights: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    custom_title: str = ""
    until: int = 0

    @property
    def present(self) -> bool:
        """In the group now?"""
        return self.status in _PRESENT

    @property
    def is_admin(self) -> bool:
        """Owner or administrator?"""
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        """Has this administrator's right?"""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def as_json(self, *, editable: bool = False) -> Json:
        """The Bot API's ChatMember; `editable` for administrators whom the bot has promoted."""
        shown: Json = {"user": self.user.as_json(), "status": self.status}
        if self.custom_title and self.is_admin:
            shown["custom_title"] = self.custom_title
        if self.status == "creator":
            shown["is_anonymous"] = "is_anonymous" in self.rights
        elif self.status == "administrator":
            shown["can_be_edited"] = editable
            shown |= {right: right in self.rights for right in _ALWAYS_SHOWN}
            shown |= dict.fromkeys(self.rights, True)
        elif self.status == "restricted":
            shown["is_member"] = True
            shown["until_date"] = self.until
            shown |= {name: name in self.permissions for name in PERMISSIONS}
        elif self.status == "kicked":
            shown["until_date"] = self.until
        return shown


@dataclass(slots=True)
class Chat:
    """A private chat with the bot (its id is the person's) or a group.

    `messages` maps ids to the Bot API's Message in the order of sending. `keyboards` maps a person's id (0:
    everybody) to the reply keyboard shown there.
    """

    id: int
    type: ChatType
    title: str = ""
    username: str = ""
    person: User | None = None
    description: str = ""
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    keyboards: dict[int, Json] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    permissions: frozenset[str] = frozenset(PERMISSIONS)
    menu_button: Json | None = None
    migrated_to: int | None = None
    started: bool = False  # private: the person has written first
    blocked: bool = False  # private: the person has blocked the bot
    last_message_id: int = 0  # supergroups count for themselves
    promoted_by_bot: set[int] = field(default_factory=set)
    uneditable: set[int] = field(default_factory=set)  # messages that came with a reply keyboard
    _shown: Json = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        """A group or a supergroup?"""
        return self.type != "private"

    def as_json(self) -> Json:
        """The Bot API's Chat. One shared value: messages refer to it, and a new title shows in all of them."""
        if not self._shown:
            self._shown.update({"id": self.id, "type": self.type})
            self.refresh()
        return self._shown

    def refresh(self) -> None:
        """Takes names and titles over into the shared value."""
        person = self.person
        names: dict[str, str] = (
            {"title": self.title, "username": self.username}
            if person is None
            else {
                "first_name": person.first_name,
                "last_name": person.last_name,
                "username": person.username,
            }
        )
        self._shown.update({key: value for key, value in names.items() if value})

    def member(self, user: User) -> Member:
        """Somebody's place; `left` for whoever has never been here."""
        return self.members.get(user.id) or Member(user, "left")

    def has(self, user_id: int) -> bool:
        """Does this user see the chat now?"""
        if self.person is not None:
            return self.person.id == user_id
        member = self.members.get(user_id)
        return member is not None and member.present
