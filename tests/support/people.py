"""People and groups of the local Bot API server, for tests; see bot_api.py."""

from __future__ import annotations

import contextlib
import io
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PIL import Image

from bot.playground import people
from bot.playground.actors import Chat, User
from bot.playground.files import Kind
from bot.playground.schema import Upload
from bot.playground.world import World

if TYPE_CHECKING:
    from tests.support.bot_api import LocalBotApi

Json = dict[str, Any]

WITHIN = 15.0  # only a failure waits that long; a busy machine may need some of it
QUIET = 0.3


@dataclass(frozen=True)
class Heard:
    """A message of the bot as a person sees it; `raw` is the Bot API's Message."""

    raw: Json
    place: Place

    @property
    def id(self) -> int:
        """Its number in the chat."""
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """Its text, or the caption of a photo or file."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def buttons(self) -> list[list[str]]:
        """Labels of its inline buttons, row by row."""
        rows = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return [[button["text"] for button in row] for row in rows]

    @property
    def labels(self) -> list[str]:
        """Labels of its inline buttons in one list."""
        return [label for row in self.buttons for label in row]

    @property
    def reply_to(self) -> int | None:
        """Which message it replies to."""
        replied = self.raw.get("reply_to_message")
        return replied["message_id"] if replied else None

    @property
    def file_name(self) -> str:
        """Name of a document, "" for anything else."""
        return str(self.raw.get("document", {}).get("file_name", ""))

    def file(self) -> bytes:
        """The bytes of its photo (largest size) or document."""
        kinds = ("document", "video", "audio", "voice")
        shown = (
            self.raw["photo"][-1]
            if "photo" in self.raw
            else next(self.raw[k] for k in kinds if k in self.raw)
        )
        return self.place.api.playground.world.files.by_id(shown["file_id"]).content


@dataclass(frozen=True)
class Toast:
    """What an answered press shows: a short note above the chat, or an alert."""

    text: str
    show_alert: bool


class Place:
    """A chat in which the bot is heard."""

    def __init__(self, api: LocalBotApi, chat: Chat, name: str) -> None:
        self.api = api
        self.chat = chat
        self.name = name
        self.typing = 0
        self._new: deque[Heard] = deque()
        self._edited: deque[Heard] = deque()
        self._all: list[Heard] = []

    @property
    def id(self) -> int:
        """The chat's id; a private chat has its person's."""
        return self.chat.id

    @property
    def history(self) -> list[Json]:
        """All messages that are there now, oldest first, as the Bot API's Message."""
        return list(self.chat.messages.values())

    async def hears(self, containing: str = "", *, within: float = WITHIN) -> Heard:
        """The bot's next new message here; fails if it does not contain the text."""
        return self._checked(await self._next("a message", (self._new,), within), containing)

    async def sees_edit(self, containing: str = "", *, within: float = WITHIN) -> Heard:
        """The next message that the bot edits here."""
        return self._checked(await self._next("an edit", (self._edited,), within), containing)

    async def gets(self, containing: str = "", *, within: float = WITHIN) -> Heard:
        """The bot's next new or edited message, whichever comes first."""
        return self._checked(await self._next("an answer", (self._new, self._edited), within), containing)

    async def hears_nothing(self, *, within: float = QUIET) -> None:
        """The bot stays silent here: nothing unheard, nothing new for so many seconds."""
        with contextlib.suppress(TimeoutError):
            await self.api.happens(lambda: self._new, within)
        assert not self._new, f"{self.name} hears: {self._new[0].text!r}"

    @property
    def is_told(self) -> bool:
        """Whether the bot has written or edited something here that was not heard yet."""
        return bool(self._new or self._edited)

    def forgets(self) -> None:
        """What was said so far does not count any more."""
        self._new.clear()
        self._edited.clear()

    def everything(self) -> list[Heard]:
        """What is new here or was edited, messages first; it counts as heard."""
        heard = [*self._new, *self._edited]
        self.forgets()
        return heard

    def take(self, kind: str, message: Json) -> None:
        """An event of the server: a message here."""
        if message["from"]["id"] != self.api.playground.world.bot.id:
            return
        heard = Heard(message, self)
        self._all.append(heard)
        (self._new if kind == "message" else self._edited).append(heard)

    async def _next(self, what: str, queues: tuple[deque[Heard], ...], within: float) -> Heard:
        try:
            await self.api.happens(lambda: any(queues), within)
        except TimeoutError:
            raise AssertionError(
                f"{self.name} waits {within} s for {what}; heard so far:"
                f" {[heard.text for heard in self._all[-3:]]}; {self.api.report()}"
            ) from None
        return next(queue for queue in queues if queue).popleft()

    def _checked(self, heard: Heard, containing: str) -> Heard:
        assert containing in heard.text, f"{self.name} expects {containing!r} and hears {heard.text!r}"
        return heard


class Group(Place):
    """A group or a supergroup."""

    @property
    def title(self) -> str:
        """Its name."""
        return self.chat.title


class Person(Place):
    """Somebody with the app in hand; as a Place it is the private chat with the bot."""

    def __init__(self, api: LocalBotApi, user: User) -> None:
        super().__init__(api, api.playground.world.chats[user.id], user.first_name)
        self.user = user

    @property
    def keyboard(self) -> list[list[str]]:
        """Labels of the keyboard below the private chat, row by row; [] without one."""
        shown = people.keyboard_for(self.chat, self.user) or {}
        return [[button["text"] for button in row] for row in shown.get("keyboard", [])]

    async def says(
        self, text: str, place: Place | None = None, *, reply_to: Heard | int | None = None
    ) -> int:
        """Writes; the number of the (last) message."""
        number = reply_to.id if isinstance(reply_to, Heard) else reply_to
        chat = (place or self).chat
        return int(people.say(self._world, chat, self.user, text, reply_to=number)[-1]["message_id"])

    async def starts(self, payload: str = "") -> None:
        """Opens the bot, maybe by a deep link with a payload."""
        people.start(self._world, self.user, payload)

    async def edits(self, message_id: int, text: str, place: Place | None = None) -> None:
        """Changes an own message."""
        people.edit(self._world, (place or self).chat, self.user, message_id, text)

    async def deletes(self, message_id: int, place: Place | None = None) -> None:
        """Takes an own message away."""
        people.delete(self._world, (place or self).chat, self.user, message_id)

    async def forwards(self, message: Heard | int, source: Place, place: Place | None = None) -> None:
        """Forwards a message from one place to another (the private chat by default)."""
        number = message.id if isinstance(message, Heard) else message
        people.forward(self._world, (place or self).chat, self.user, source.chat, number)

    async def sends_photo(
        self, content: bytes | None = None, place: Place | None = None, *, caption: str = ""
    ) -> int:
        """Sends a photo, by default a small blank one."""
        upload = Upload("photo.png", content or picture(), "image/png")
        return self._sends("photo", [upload], place, caption)

    async def sends_document(
        self, name: str, content: bytes, place: Place | None = None, *, caption: str = ""
    ) -> int:
        """Sends a file."""
        return self._sends("document", [Upload(name, content, "")], place, caption)

    async def sends_album(self, count: int, place: Place | None = None, *, caption: str = "") -> int:
        """Sends several photos at once."""
        uploads = [Upload(f"{n}.png", picture(40 + n), "image/png") for n in range(count)]
        return self._sends("photo", uploads, place, caption)

    async def shares_contact(self, phone_number: str) -> None:
        """What a button that asks for the phone number sends."""
        people.share_contact(self._world, self.chat, self.user, phone_number)

    async def presses(
        self, label: str, place: Place | None = None, *, answered: bool = True, within: float = WITHIN
    ) -> Toast | None:
        """Presses the newest button with that label (or one that contains it), inline or below.

        Waits until the bot has answered the press, unless `answered` is False; the note it shows. None for a
        button below, which only writes its label.
        """
        spot = place or self
        if found := self._inline(label, spot):
            query = people.press(self._world, spot.chat, self.user, *found)
            return await self.api.answer_to(query.id, self.name, within) if answered else None
        below = people.keyboard_for(spot.chat, self.user) or {}
        labels = [button["text"] for row in below.get("keyboard", []) for button in row]
        chosen = label if label in labels else next((one for one in labels if label in one), None)
        assert chosen, f"{self.name} finds no button {label!r} in {spot.name}; below are {labels}"
        people.tap(self._world, spot.chat, self.user, chosen)
        return None

    async def presses_data(
        self, message: Heard, data: str, *, answered: bool = True, within: float = WITHIN
    ) -> Toast | None:
        """Presses a button by its callback data on a certain, maybe old, message."""
        query = people.press(self._world, message.place.chat, self.user, message.id, data)
        return await self.api.answer_to(query.id, self.name, within) if answered else None

    async def reacts(self, message: Heard, *emojis: str) -> None:
        """Puts emojis under a message."""
        people.react(self._world, message.place.chat, self.user, message.id, emojis)

    async def blocks(self) -> None:
        """Blocks the bot."""
        people.block(self._world, self.user, blocked=True)

    async def unblocks(self) -> None:
        """Takes the block back, without writing."""
        people.block(self._world, self.user, blocked=False)

    async def joins(self, group: Group) -> None:
        """Enters a group."""
        people.add_member(self._world, group.chat, self.user, self.user)

    async def leaves(self, group: Group) -> None:
        """Leaves a group."""
        people.remove_member(self._world, group.chat, self.user, self.user)

    async def adds(self, who: Person | None, group: Group) -> None:
        """Adds somebody, or the bot (None), to a group."""
        people.add_member(self._world, group.chat, self.user, self._user_of(who))

    async def removes(self, who: Person | None, group: Group) -> None:
        """Throws somebody, or the bot (None), out of a group."""
        people.remove_member(self._world, group.chat, self.user, self._user_of(who))

    async def promotes(self, who: Person | None, group: Group, *rights: str) -> None:
        """Makes an administrator (None: the bot) with these rights, or the usual ones."""
        people.set_rights(self._world, group.chat, self.user, self._user_of(who), rights or None)

    async def demotes(self, who: Person | None, group: Group) -> None:
        """Makes an administrator an ordinary member again."""
        people.set_rights(self._world, group.chat, self.user, self._user_of(who), [])

    async def migrates(self, group: Group) -> Group:
        """Makes a supergroup of one's group; the new one."""
        return self.api.group_of(people.migrate(self._world, group.chat, self.user))

    @property
    def _world(self) -> World:
        return self.api.playground.world

    def _user_of(self, who: Person | None) -> User:
        return self.api.playground.world.bot if who is None else who.user

    def _sends(self, kind: Kind, uploads: list[Upload], place: Place | None, caption: str) -> int:
        chat = (place or self).chat
        sent = people.send_files(self._world, chat, self.user, kind, uploads, caption=caption)
        return int(sent[-1]["message_id"])

    def _inline(self, label: str, spot: Place) -> tuple[int, str] | None:
        """The newest message with such a button, and the button's data; an exact label wins."""
        candidates = [
            (message["message_id"], button)
            for message in reversed(spot.history)
            for button in people.inline_buttons(message)
            if "callback_data" in button and label in button["text"]
        ]
        exact = [(number, button) for number, button in candidates if button["text"] == label]
        if not candidates:
            return None
        number, button = (exact or candidates)[0]
        return number, button["callback_data"]


def picture(side: int = 64) -> bytes:
    """A small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), "white").save(out, "PNG")
    return out.getvalue()
