"""A season of a made-up township, day by day: who lives there, pays, binds, stops; and, worked out from those facts
alone by the plain words of 西岩's notice, who has to be reminded when. Shares nothing with the code under test.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

FIRST, LAST = date(2021, 11, 20), date(2022, 5, 10)
WINDOW_END = date(2021, 12, 31)
DAY = timedelta(days=1)

FREE = ("destitute", "disabled", "orphan", "unsupported_child", "employee")
HALF = ("minimum_living", "monitored", "returned_to_poverty")
AFTER_WINDOW = (
    "left_employee_insurance",
    "moved_in",
    "demobilised",
    "released",
    "graduate",
    "new_employment",
)
ORDINARY = ("ordinary", "student", "worker_away")
KINDS = (*ORDINARY * 6, *HALF * 2, *FREE, "welfare_child", *AFTER_WINDOW)
BEFORE_DAYS = (30, 14, 7, 3, 1, 0)
LATE_DAYS = (3, 14, 30)


@dataclass
class Somebody:
    """A person. The day of payment counts from the evening on; `employed_until` ends an employer's insurance."""

    category: str
    born_on: date
    paid_on: date | None
    employed_until: date | None = None
    id: int = 0

    def owes_at(self, day: date) -> bool:
        """On the morning of a day."""
        return (
            day >= self.arrives_on()
            and self.category not in FREE
            and (self.paid_on is None or self.paid_on >= day)
        )

    def arrives_on(self) -> date:
        """From when on this township has to do with the person: a birth, or the end of a job."""
        return self.employed_until or self.born_on

    def own_end(self) -> date | None:
        """90 days from birth, or from the end of an employer's insurance."""
        if self.born_on.year >= 2021:
            return self.born_on + 90 * DAY
        return self.employed_until + 90 * DAY if self.employed_until else None

    def deadline(self, day: date) -> date | None:
        """Until when the present terms hold."""
        own = self.own_end()
        if own and day <= own:
            return own
        return WINDOW_END if day <= WINDOW_END else None

    def ended(self, day: date) -> date | None:
        """The last deadline that was missed, once the window is over."""
        own = self.own_end()
        if day <= WINDOW_END or (own and day <= own):
            return None
        return max(WINDOW_END, own) if own else WINDOW_END

    def has_no_way(self, day: date) -> bool:
        """After the window only some may still pay."""
        special = self.own_end() or self.category in (*AFTER_WINDOW, "welfare_child", "monitored")
        return self.ended(day) is not None and not special

    def marks(self, day: date) -> set[str]:
        """What falls due for this person on exactly this day."""
        found = set()
        deadline, ended = self.deadline(day), self.ended(day)
        if deadline and (deadline - day).days in BEFORE_DAYS:
            found.add(f"before:{(deadline - day).days}")
        if ended:
            since = (day - ended).days
            if since in (LATE_DAYS[:1] if self.has_no_way(day) else LATE_DAYS):
                found.add(f"late:{since}")
        return found

    def price(self, day: date) -> int | None:
        """Yuan on a day; None where the notice gives no figure or no way."""
        if self.ended(day) and self.category not in ("monitored", "welfare_child"):
            return None
        return 160 if self.category in HALF else 320


@dataclass
class Reader:
    """A user of a household: bound, stopping and coming back on the mornings of these days."""

    user_id: int
    bound_on: date
    stops_on: date | None
    resumes_on: date | None

    def reads(self, day: date) -> bool:
        """Whether this person wants reminders on a day."""
        stopped = self.stops_on is not None and day >= self.stops_on
        back = self.resumes_on is not None and day >= self.resumes_on
        return day >= self.bound_on and (not stopped or back)


@dataclass
class House:
    """A household with its people and readers."""

    area_id: str
    people: list[Somebody]
    readers: list[Reader]
    id: int = 0


@dataclass
class Season:
    """Everybody, and the days on which the bot is up."""

    houses: list[House] = field(default_factory=list)
    down: set[date] = field(default_factory=set)

    def days(self) -> Iterator[date]:
        """From first to last, in order."""
        day = FIRST
        while day <= LAST:
            yield day
            day += DAY

    def expected(self) -> set[tuple[int, int, date, str, int | None]]:
        """(household, user, day, stage, sum of yuan) of every reminder that has to go out."""
        return {one for house in self.houses for one in self._of(house)}

    def _of(self, house: House) -> Iterator[tuple[int, int, date, str, int | None]]:
        last: date | None = None
        looked = FIRST - DAY
        for day in self.days():
            if day in self.down:
                continue
            since, looked = looked, day
            readers = [reader for reader in house.readers if reader.reads(day)]
            if not readers or (last and (day - last).days < 3):
                continue
            owing = [one for one in house.people if one.owes_at(day)]
            marks = {mark for one in owing for mark in one.marks(day)} or self._missed(owing, since, day)
            if not marks:
                continue
            last = day
            stage = min(marks, key=lambda mark: (not mark.startswith("before"), int(mark.split(":")[1])))
            for reader in readers:
                yield house.id, reader.user_id, day, stage, self._sum(owing, day)

    def _missed(self, owing: list[Somebody], since: date, day: date) -> set[str]:
        """Marks of the days before, if nobody looked then and the terms are the same; three days back at most."""
        found = set()
        for back in range(1, 3):
            earlier = day - back * DAY
            if earlier <= since:
                break
            for one in owing:
                same = one.deadline(earlier) == one.deadline(day) and one.ended(earlier) == one.ended(day)
                if same:
                    found |= one.marks(earlier)
        return found

    def _sum(self, owing: list[Somebody], day: date) -> int | None:
        prices = [one.price(day) for one in owing if not one.has_no_way(day)]
        known = [price for price in prices if price is not None]
        return sum(known) if known and len(known) == len(prices) else None


def _somebody(dice: random.Random) -> Somebody:
    category = dice.choice(KINDS)
    born_on = date(dice.randrange(1935, 2015), 6, 15)
    employed_until = None
    if dice.random() < 0.08:
        category, born_on = "newborn", FIRST - 70 * DAY + dice.randrange(120) * DAY
    elif dice.random() < 0.06:
        category, employed_until = "ordinary", FIRST + dice.randrange(60) * DAY
    pays = dice.random() < 0.6
    paid_on = FIRST + dice.randrange(100) * DAY if pays else None
    return Somebody(category, born_on, paid_on, employed_until)


def season_of(households: int, villages: list[str], seed: int) -> Season:
    """So many households at random; the bot is down on some days, once for four in a row."""
    dice = random.Random(seed)
    season = Season(down={day for day in Season().days() if dice.random() < 0.06})
    season.down |= {date(2021, 12, 22) + n * DAY for n in range(4)} if seed % 2 else set()
    for number in range(households):
        people = [_somebody(dice) for _ in range(dice.randint(1, 5))]
        readers = []
        for place in range(dice.choice((0, 1, 1, 1, 2))):
            bound_on = FIRST + dice.choice((0, 0, 0, dice.randrange(60))) * DAY
            stops_on = bound_on + dice.randrange(1, 60) * DAY if dice.random() < 0.2 else None
            resumes_on = stops_on + dice.randrange(1, 20) * DAY if stops_on and dice.random() < 0.5 else None
            readers.append(Reader(1_000_000 + number * 10 + place, bound_on, stops_on, resumes_on))
        season.houses.append(House(dice.choice(villages), people, readers))
    return season
