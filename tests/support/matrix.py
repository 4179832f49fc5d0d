"""One village with everybody in it, as it was before, whenever a cell of the matrix (tests/handlers/test_matrix.py) acts.

The town keeps running from cell to cell; its database is put back to a copy. What a cell's button needs (a household,
a payment, a case …) is there, and its ids fill the blanks of the YAML.
"""

from __future__ import annotations

import asyncio
import io
import re
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import load_workbook
from sqlalchemy import Table
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from storage import tables
from tests.support.homes import Home
from tests.support.matrix_village import MASKED_NAMES, NAMES, VILLAGE, furnish, furnish_talks, join, settle
from tests.support.people import Heard, Person, Place, Toast
from tests.support.running import Town, running_town

ROLES = ("resident", "neighbour", "stranger", "clerk", "other_clerk", "township")
CHATS = ("private", "village_group", "staff_group")

MORNING = datetime(2021, 11, 22, 9)
# what says nothing about people, money or staff
_BOOKKEEPING = {
    "handled_updates",
    "kept_updates",
    "outbox",
    "outbox_contents",
    "answers",
    "users",
    "audit",
    "dialogues",
    "marks",
    "chats",
    "binding_tries",
    "gaps",
    "case_posts",
}
_ITS_BOARD = {"board_message_id", "board_text"}
_WAITING = "SELECT count(*) FROM outbox WHERE state = 'sending' OR state = 'waiting' AND due_at <= ?"


@dataclass(frozen=True)
class Deed:
    """Words that are said, or the data of a button that is pressed; with blanks such as {home}."""

    say: str | None = None
    press: str | None = None

    @property
    def text(self) -> str:
        """The words or the data."""
        return self.say or self.press or ""

    @property
    def is_about_talk(self) -> bool:
        """Whether it is a button of an open talk."""
        return "{talk_" in self.text


@dataclass(frozen=True)
class Shown:
    """What somebody was shown: notes, texts, labels, spreadsheets, in the chat itself and in private.

    `openly` is what the whole chat saw; `said` were the words, or the button's data.
    """

    text: str
    openly: str
    said: str

    @property
    def full_names(self) -> bool:
        """Whether somebody of the village is named."""
        return self._tells(NAMES, self.text)

    @property
    def masked_names(self) -> bool:
        """Whether somebody is named as residents see it."""
        return self._tells(MASKED_NAMES, self.text)

    @property
    def tells_a_group(self) -> bool:
        """Whether everybody in the chat could read somebody's name."""
        return self._tells((*NAMES, *MASKED_NAMES), self.openly)

    def _tells(self, names: Sequence[str], text: str) -> bool:
        """A name that is only repeated, “in quotes”, tells nothing."""
        return any(
            re.search(("(?<!“)" if name in self.said else "") + re.escape(name), text) for name in names
        )


class Stage:
    """The town and who plays in it."""

    def __init__(
        self, town: Town, people: Mapping[str, Person], groups: Mapping[str, Place], file: Path
    ) -> None:
        self.town = town
        self.people = people
        self.groups = groups
        self.home = self.unreached = Home(0, ())
        self.blanks: dict[str, object] = {}
        self._file = file
        self._bare = sqlite3.connect(":memory:", check_same_thread=False)
        self._with_talks = sqlite3.connect(":memory:", check_same_thread=False)

    def place(self, chat: str, role: str) -> Place:
        """Where a cell plays."""
        return self.people[role] if chat == "private" else self.groups[chat]

    async def furnish(self) -> None:
        """Puts everything into the village, and keeps copies of it: without open talks, and with them."""
        self.home, self.unreached = await settle(self)
        database, now = self.town.bot.database, self.town.bot.clock()
        async with database.transaction() as connection:
            await join(connection, self)
            self.blanks = await furnish(connection, self)
        with closing(sqlite3.connect(self._file)) as live:
            live.backup(self._bare)
        async with database.transaction() as connection:
            self.blanks |= await furnish_talks(connection, self, now)
        with closing(sqlite3.connect(self._file)) as live:
            live.backup(self._with_talks)

    async def set_up(self, *, talks: bool = False) -> None:
        """Everything as it is before a cell; with open talks only where the cell is about them."""
        # in a thread: the bot may be about to finish a transaction
        await asyncio.to_thread(self._put_back, self._with_talks if talks else self._bare)
        self.town.set_now(MORNING)
        self.town.bot.house.secret_words.clear()
        for place in (*self.people.values(), *self.groups.values()):
            place.forgets()

    async def does(self, deed: Deed, chat: str, *roles: str) -> dict[str, Shown]:
        """Everybody of these roles does the same in a chat, without waiting for one another; what each is shown.

        Every button gets its answer, also where it hangs in a chat that it was not made for.
        """
        before, text = self._last_update, self.filled(deed.text)
        if deed.say is not None:
            for role in roles:
                await self.people[role].says(text, self.place(chat, role))
            notes = dict.fromkeys(roles, "")
        else:
            toasts = await asyncio.gather(*(self._presses(role, chat, text) for role in roles))
            notes = {role: toast.text for role, toast in zip(roles, toasts, strict=True)}
        await self._rests(before)
        heard = {id(place): _told(place) for place in (*self.people.values(), *self.groups.values())}
        return {
            role: Shown(
                "\n".join([note, *(heard[id(place)] for place in self._ears(role, chat))]),
                "" if chat == "private" else heard[id(self.place(chat, role))],
                text,
            )
            for role, note in notes.items()
        }

    async def _presses(self, role: str, chat: str, data: str) -> Toast:
        """Presses a button that hangs in this chat."""
        place = self.place(chat, role)
        button = InlineKeyboardMarkup([[InlineKeyboardButton("按钮", callback_data=data)]])
        sent = await self.town.bot.application.bot.send_message(place.id, "按钮在这里", reply_markup=button)
        message = Heard({"message_id": sent.message_id}, place)
        toast = await self.people[role].presses_data(message, data, within=20)
        assert toast is not None
        return toast

    def _ears(self, role: str, chat: str) -> list[Place]:
        return list({id(place): place for place in (self.place(chat, role), self.people[role])}.values())

    def filled(self, text: str) -> str:
        """The text with the cell's ids in its blanks."""
        return re.sub(r"\{(\w+)\}", lambda match: str(self.blanks[match[1]]), text)

    def _put_back(self, copy: sqlite3.Connection) -> None:
        with closing(sqlite3.connect(self._file)) as live:
            copy.backup(live, sleep=0.005)

    def state(self, *, talks: bool = False) -> dict[str, int]:
        """A fingerprint of every table that says something about people, money or staff, maybe of talks too."""
        with closing(sqlite3.connect(self._file)) as live:
            return {
                table.name: hash(tuple(live.execute(f"SELECT {_columns(table)} FROM {table.name}")))
                for table in tables.metadata.sorted_tables
                if table.name not in _BOOKKEEPING or (talks and table.name == "dialogues")
            }

    def looks(self, role: str) -> int:
        """How many looks of this person are in the audit log."""
        with closing(sqlite3.connect(self._file)) as live:
            found = live.execute("SELECT count(*) FROM audit WHERE user_id = ?", [self.people[role].id])
            return int(found.fetchone()[0])

    @property
    def _last_update(self) -> int:
        return self.town.api.playground.world.updates._next_id

    async def _rests(self, since: int) -> None:
        """Every update is done with and everything that is due has been sent."""
        async with asyncio.timeout(20):
            while not self._is_at_rest(since):
                await asyncio.sleep(0.005)

    def _is_at_rest(self, since: int) -> bool:
        if len(self.town.api.playground.world.updates):
            return False
        now = self.town.bot.clock().astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        with closing(sqlite3.connect(self._file)) as live:
            [handled] = live.execute(
                "SELECT count(*) FROM handled_updates WHERE update_id >= ?", [since]
            ).fetchone()
            [kept] = live.execute("SELECT count(*) FROM kept_updates").fetchone()
            [waiting] = live.execute(_WAITING, [now]).fetchone()
        return handled == self._last_update - since and not kept and not waiting


def _told(place: Place) -> str:
    """Everything new in a chat; labels of buttons and spreadsheets may tell something too."""
    return "\n".join(
        "\n".join([heard.text, heard.file_name, *heard.labels, *_cells(heard)])
        for heard in place.everything()
    )


def _cells(heard: Heard) -> list[str]:
    """The texts of a spreadsheet that was sent."""
    if not heard.file_name.endswith(".xlsx"):
        return []
    sheets = load_workbook(io.BytesIO(heard.file()), read_only=True).worksheets
    return [str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]


def _columns(table: Table) -> str:
    return ", ".join(column.name for column in table.c if column.name not in _ITS_BOARD)


@asynccontextmanager
async def staged(folder: Path) -> AsyncIterator[Stage]:
    """The town with its six people and two groups."""
    async with running_town(folder, now=MORNING) as town:
        people = {role: await town.api.user(role) for role in ROLES}
        members = list(people.values())
        groups = {
            "village_group": await town.api.group(f"{VILLAGE}群", town.officer, *members),
            "staff_group": await town.api.group("西岩镇医保收缴工作群", town.officer, *members),
        }
        for group in groups.values():
            await group.hears("大家好", within=30)
        stage = Stage(town, people, groups, folder / "town.sqlite3")
        await stage.furnish()
        yield stage
