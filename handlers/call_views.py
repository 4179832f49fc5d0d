"""The call list as messages with buttons: a village's groups, a group's households, one household."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from telegram import InlineKeyboardMarkup

from handlers import keyboards
from handlers.areas import area_of
from handlers.context import House
from knowledge.phrasebook import moment
from knowledge.reminding.due import free_categories, owing_in
from knowledge.reminding.values import Household
from storage import calls
from storage.calls import Outcome, Reach, ToCall
from storage.database import Connection

CALLS = "call"
AREA, GROUP, HOUSE, DONE, CONTACT = "area", "group", "house", "done", "contact"
PAGE = 8
_A_ROW = 4


@dataclass(frozen=True, slots=True)
class View:
    """A message with buttons."""

    text: str
    buttons: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The call list in one language."""

    house: House
    locale: str

    def say(self, key: str, **blanks: Any) -> str:
        """A sentence about calls."""
        return self.house.library.phrases.say(f"calls.{key}", self.locale, **blanks)

    async def groups(self, connection: Connection, area_id: str) -> View:
        """A village's groups with households to call."""
        pack = self.house.pack
        found = await calls.count_by_group(connection, pack.year, free_categories(pack), area_id)
        area = area_of(pack, area_id).name
        if not found:
            return View(self.say("none", area=area))
        place = place_of(self.house, area_id)
        buttons = [
            (
                self.say("group", group=self.group(group), count=count),
                keyboards.packed(CALLS, GROUP, place, number, 0),
            )
            for number, (group, count) in enumerate(found.items())
        ]
        rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
        return View(self.say("groups", area=area, count=sum(found.values())), keyboards.inline(rows))

    def group(self, group: str | None) -> str:
        """A group's name: 3组."""
        if group is None:
            return self.say("no_group")
        return f"{group}组" if group.isdecimal() else group

    async def page(self, connection: Connection, area_id: str, number: int, page: int) -> View:
        """A page of a group's households; the last column of buttons leads to each."""
        pack = self.house.pack
        free = free_categories(pack)
        found = await calls.count_by_group(connection, pack.year, free, area_id)
        if number >= len(found):
            return await self.groups(connection, area_id)
        group, count = list(found.items())[number]
        listed = await calls.list_to_call(connection, pack.year, free, area_id, group, PAGE, page * PAGE)
        first = page * PAGE + 1
        lines = [
            self.say("list_head", area=area_of(pack, area_id).name, group=self.group(group), count=count)
        ]
        lines += [self._row(row, place) for place, row in enumerate(listed, first)]
        buttons = [
            (str(place), keyboards.packed(CALLS, HOUSE, row.household_id))
            for place, row in enumerate(listed, first)
        ]
        rows = [buttons[start : start + _A_ROW] for start in range(0, len(buttons), _A_ROW)]
        if count > first - 1 + len(listed):
            place = place_of(self.house, area_id)
            rows.append([(self.say("more"), keyboards.packed(CALLS, GROUP, place, number, page + 1))])
        return View("\n".join([*lines, self.say("pick")]), keyboards.inline(rows))

    def _row(self, row: ToCall, number: int) -> str:
        if row.outcome is None or row.called_at is None:
            return self.say("row", number=number, head=row.head)
        called = moment(row.called_at.astimezone(self.house.zone), self.locale)
        outcome = self.say(f"outcome.{row.outcome}")
        return self.say("row_called", number=number, head=row.head, moment=called, outcome=outcome)

    async def card(self, connection: Connection, household: Household) -> View:
        """A household: who owes what, whom to call, and what may come of it."""
        area = area_of(self.house.pack, household.area_id).name
        lines = [
            self.say("household", area=area, group=self.group(household.group_name), head=household.head),
            self._owes(household),
            *await self._numbers(connection, household),
        ]
        outcomes = [
            (self.say(f"outcome.{outcome}"), keyboards.packed(CALLS, DONE, household.id, outcome))
            for outcome in Outcome
        ]
        contact = (self.say("name_contact"), keyboards.packed(CALLS, CONTACT, household.id))
        back = (self.say("back"), keyboards.packed(CALLS, AREA, place_of(self.house, household.area_id)))
        return View("\n".join(lines), keyboards.inline([outcomes[:2], outcomes[2:], [contact], [back]]))

    def _owes(self, household: Household) -> str:
        owing = owing_in(self.house.pack, household, self.house.now().date())
        if not owing:
            return self.say("settled")
        names = "、".join(one.member.name for one in owing)
        amounts = [one.terms.amount for one in owing]
        if any(amount is None for amount in amounts):
            return self.say("owes", names=names)
        total = sum((amount for amount in amounts if amount is not None), Decimal(0))
        return self.say("owes_sum", names=names, amount=total)

    async def _numbers(self, connection: Connection, household: Household) -> list[str]:
        keys = self.house.keys
        phones = await calls.list_phones(connection, keys, household.id)
        lines = [self.say("phone", name=name, phone=phone.reveal()) for name, phone in phones]
        contact = await calls.find_contact(connection, keys, household.id)
        if contact:
            key = "contact" if contact.relation else "contact_plain"
            number = contact.phone.reveal()
            lines.append(self.say(key, name=contact.name, relation=contact.relation, phone=number))
        return lines or [self.say("no_phone")]


def reach_words(villages: Iterable[Reach], house: House, locale: str) -> list[str]:
    """How the households that owe were reached, as a line of a progress; nothing where nobody owes."""
    ways = Counter[str]()
    for reach in villages:
        ways.update(bot=reach.bot, clerk=reach.clerk, nobody=reach.nobody)
    if not ways.total():
        return []
    blanks = {"count": ways.total(), **ways}
    return [house.library.phrases.say("calls.reach", locale, **blanks)]


def place_of(house: House, area_id: str) -> int:
    """A village's place in the pack: callback data stay short."""
    return [area.id for area in house.pack.reporting_areas].index(area_id)
