"""A season of clerks' messages as they come in: reports, running totals, deposits, edits, corrections, undos, replays.

Only what people type and press is here. What it adds up to is told by tests/support/recount.py, which shares no
code with the bot.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Kind = Literal["say", "edit", "again", "undo"]
DIGITS = "零一二三四五六七八九"
FEE, HALF_FEE = 320, 160


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody types, edits or presses; `confirms` is what the clerk answers if a card asks."""

    kind: Kind
    message: int
    village: str
    sent_on: date
    text: str = ""
    confirms: bool = True


def spoken(number: int) -> str:
    """A number below 100 in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


class Season:
    """Messages of villages over days; the same seed gives the same season."""

    def __init__(self, seed: int, villages: Sequence[str], starts_on: date, days: int, a_day: int) -> None:
        self._random = random.Random(seed)
        self._villages = villages
        self._days = [starts_on + timedelta(days=number) for number in range(days)]
        self._a_day = a_day
        self._number = 0
        self._told: dict[str, int] = {}  # what a village has roughly reported, for its running totals
        self._recent: list[Event] = []

    def events(self) -> Iterator[Event]:
        """All of them, in the order in which they come in."""
        for day in self._days:
            self._recent = []
            for _ in range(self._a_day):
                yield from self._one(day)

    def _one(self, day: date) -> Iterator[Event]:
        dice = self._random.random()
        said = self._random.choice(self._recent) if self._recent else None
        if said is None or dice < 0.80:
            event = self._fresh(day)
            yield event
            if self._random.random() < 0.03:
                yield replace(event, kind="undo")
        elif dice < 0.86:
            yield self._kept(
                replace(said, kind="edit", text=self._text(said.village, day), confirms=self._nods())
            )
        elif dice < 0.90:
            yield replace(said, kind="edit", text=said.text + "。辛苦了")
        elif dice < 0.95:
            yield self._correction(said.village, day)
        else:
            yield replace(said, kind="again")

    def _fresh(self, day: date) -> Event:
        village = self._random.choice(self._villages)
        return self._said(village, day, self._text(village, day))

    def _correction(self, village: str, day: date) -> Event:
        meant = day - timedelta(days=self._random.choice((0, 0, 0, 1)))
        persons = self._random.randint(1, 9)
        amount = f" {persons * FEE}元" if self._random.random() < 0.7 else ""
        return self._said(village, day, f"更正 {village}{meant.month}月{meant.day}号应为{persons}人{amount}")

    def _said(self, village: str, day: date, text: str) -> Event:
        self._number += 1
        return self._kept(Event("say", self._number, village, day, text, self._nods()))

    def _kept(self, event: Event) -> Event:
        others = [one for one in self._recent if one.message != event.message]
        self._recent = [*others[-60:], event]
        return event

    def _nods(self) -> bool:
        return self._random.random() < 0.8

    def _text(self, village: str, day: date) -> str:
        """A report in one of the ways in which clerks put it."""
        persons, special = self._random.randint(0, 9), self._random.randint(0, 3)
        persons = max(persons, special)
        amount, banked = persons * FEE, self._random.randint(1, 40) * 100
        before = day - timedelta(days=self._random.randint(2, 9))
        self._told[village] = self._told.get(village, 0) + persons
        running = self._told[village] + self._random.randint(0, 3)
        name = self._random.choice((village, ""))
        return self._random.choice(
            (
                f"{name}今天{persons}人{amount}元",
                f"{name}今天收了{max(1, persons // 3)}户{persons}人，{amount}元",
                f"今天{persons}人，其中低保{special}人，{amount - special * HALF_FEE}元"
                if special
                else "今天没有收到",
                f"昨天{persons}人{amount}元",
                f"{before.month}月{before.day}号收了{persons}人{amount}元",
                f"今天{persons}人{amount}元，存了{banked}元",
                f"存了{banked}元",
                f"今天收了{spoken(persons)}个人",
                f"今天{persons}人{amount}元",
                f"到今天累计{running}人{running * FEE}元",
            )
        )
