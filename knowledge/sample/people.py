"""Invented households: names by chance, ID numbers whose region nobody has, telephone numbers nobody can have.

The numbers pass GB 11643's check digit, but their region begins with 99, which no province has; telephone numbers
begin with 100, which no network gives out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from knowledge.model import Area
from knowledge.roster.id_numbers import check_character
from knowledge.roster.roster_rows import HEAD
from knowledge.roster.values import IdNumber, PersonState, Phone
from knowledge.sample.plan import SamplePlan
from knowledge.yaml_files import read_yaml

_GROUPS_IN_VILLAGE = 9
_HOUSEHOLDS_IN_GROUP = 40
_DAYS_IN_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class SampleMember:
    """An invented person; `category` is the pack's category id."""

    name: str
    id_number: IdNumber
    relation: str
    category: str
    phone: Phone | None
    state: PersonState


@dataclass(frozen=True, slots=True)
class SampleHousehold:
    """An invented household, its head first."""

    area: Area
    group: str
    number: str
    members: tuple[SampleMember, ...]


@cache
def _stuff() -> dict[str, Any]:
    content: dict[str, Any] = read_yaml(Path(__file__).with_name("people.yaml"))
    return content


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in a household: relation to the head, age, whether a man."""

    relation: str
    age: float
    is_man: bool


@dataclass(slots=True)
class _Maker:
    plan: SamplePlan
    random: Random
    _given_out: dict[str, int] = field(default_factory=dict)  # sequences by region and birth date
    _phones: int = 0

    def household(self, area: Area, region: str, group: str, number: str, size: int) -> SampleHousehold:
        places = self._places(size)
        category = self._household_category(len(places))
        family = self._surname()
        members = []
        for place in places:
            is_kin = place.relation in (HEAD, "子", "女", "父亲", "孙子", "孙女")
            name = (family if is_kin else self._surname()) + self._given_name(place.is_man)
            members.append(
                SampleMember(
                    name,
                    self._id_number(region, place),
                    place.relation,
                    category or self._own_category(),
                    self._phone(place),
                    self._state(area, place),
                )
            )
        return SampleHousehold(area, group, number, tuple(members))

    def _places(self, size: int) -> list[_Place]:
        """Head, spouse, children, parents, grandchildren: as many as asked for."""
        chance = self.random.random
        head_age = 24 + 60 * self.random.betavariate(1.8, 2.0)
        head_is_man = chance() < 0.8
        places = [_Place(HEAD, head_age, head_is_man)]
        if size > 1:
            places.append(_Place("配偶", max(22, head_age + self.random.gauss(-2, 3)), not head_is_man))
        while len(places) < size:
            is_man = chance() < 0.52
            if head_age < 55 and chance() < 0.3:
                places.append(
                    _Place("父亲" if is_man else "母亲", min(98, head_age + 22 + 8 * chance()), is_man)
                )
            elif head_age > 52 and chance() < 0.4:
                places.append(
                    _Place("孙子" if is_man else "孙女", max(0, head_age - 45 - 10 * chance()), is_man)
                )
            else:
                places.append(_Place("子" if is_man else "女", max(0, head_age - 22 - 12 * chance()), is_man))
        return places

    def _surname(self) -> str:
        surnames: str = _stuff()["surnames"]
        return surnames[int(len(surnames) * self.random.random() ** 2)]

    def _given_name(self, is_man: bool) -> str:
        given = _stuff()["given"]
        signs = given["male" if is_man else "female"] + given["either"]
        return "".join(self.random.choice(signs) for _ in range(2 if self.random.random() < 0.78 else 1))

    def _id_number(self, region: str, place: _Place) -> IdNumber:
        born = self.plan.on - timedelta(days=1 + int(place.age * _DAYS_IN_YEAR + 365 * self.random.random()))
        while True:
            start = f"{region}{born:%Y%m%d}"
            order = self._given_out.get(start, 0)
            if order < 500:
                break
            born -= timedelta(days=1)
        self._given_out[start] = order + 1
        first_seventeen = f"{start}{2 * order + place.is_man:03}"  # odd for men
        return IdNumber(first_seventeen + check_character(first_seventeen))

    def _household_category(self, size: int) -> str | None:
        shares = _stuff()["categories"]
        if size == 1 and (category := self._drawn(shares["single_person"], 4)):
            return category
        return self._drawn(shares["whole_household"], 1)

    def _own_category(self) -> str:
        return self._drawn(_stuff()["categories"]["anybody"], 1) or self.plan.ordinary

    def _drawn(self, shares: dict[str, int], times: int) -> str | None:
        """One of the categories by its share (per mille, so many times as often); None for most."""
        draw = 1000 * self.random.random()
        for word, share in shares.items():
            draw -= share * times
            if draw < 0:
                return self.plan.categories.get(word)
        return None

    def _phone(self, place: _Place) -> Phone | None:
        if place.age < 16 or place.age > 75 or self.random.random() < 0.35:
            return None
        self._phones += 1
        return Phone(f"100{(self._phones * 7919) % 100_000_000:08}")

    def _state(self, area: Area, place: _Place) -> PersonState:
        elsewhere = _stuff()["elsewhere"] / 1000
        if area.headcount and area.enrolled_elsewhere:
            elsewhere = area.enrolled_elsewhere / area.headcount
        draw = self.random.random()
        if draw < elsewhere:
            return PersonState.ELSEWHERE
        is_working = 20 < place.age < 60
        return (
            PersonState.EMPLOYEE
            if is_working and draw > 1 - 2 * _stuff()["employee"] / 1000
            else PersonState.HERE
        )


_HOUSEHOLD_SIZES = (1, 2, 3, 4, 5, 6, 7)
_SIZE_SHARES = tuple(accumulate((12, 20, 22, 22, 14, 7, 3)))


def sample_households(plan: SamplePlan) -> Iterator[SampleHousehold]:
    """The plan's households, village by village; the same plan gives the same ones."""
    random = Random(plan.seed)
    maker = _Maker(plan, random)
    for place, (area, people) in enumerate(plan.sizes.items()):
        region = f"9999{place % 100:02}"
        left, count = people, 0
        while left > 0:
            count += 1
            size = min(left, random.choices(_HOUSEHOLD_SIZES, cum_weights=_SIZE_SHARES)[0])
            group = str(1 + count // _HOUSEHOLDS_IN_GROUP % _GROUPS_IN_VILLAGE)
            yield maker.household(area, region, group, f"{place + 1:03}{count:05}", size)
            left -= size
