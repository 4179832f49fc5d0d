"""Answers that are computed from the question: a household's sum, a person's amount, a day's consequence.

Each comes with its working line by line and its clauses. None where the question holds nothing to compute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from knowledge.computed_days import day_case
from knowledge.library import Library
from knowledge.members import Member, confirmed_by, person_of
from knowledge.pack import Pack
from knowledge.render import Computed, said
from knowledge.rules.fees import FeeLine, HouseholdFee, household_fee
from knowledge.rules.person import Person
from knowledge.schema.people import Category
from knowledge.situation import Group, Situation, situation_in


@dataclass(frozen=True, slots=True)
class Asked:
    """What all computations look at."""

    library: Library
    pack: Pack
    on: date
    question: str
    case: Situation
    locale: str

    def say(self, key: str, **blanks: object) -> str:
        return self.library.phrases.say(key, self.locale, **blanks)


def _person(asked: Asked, word: str, category: Category | None) -> Person:
    person = person_of(asked.pack, Member(word), asked.on)
    if category is None or person.category is None:
        return person
    confirmed = confirmed_by(category, asked.question, asked.on)
    if person.situation is None:
        return replace(person, confirmed=confirmed)
    case = asked.case
    return replace(person, confirmed=confirmed, born=case.born, event=case.event, elapsed=case.elapsed)


def _of_group(asked: Asked, group: Group) -> list[Person]:
    category = group.meaning if isinstance(group.meaning, Category) else None
    word = category.key if category else group.word
    return [_person(asked, word, category)] * group.count


def _household(asked: Asked) -> list[Person]:
    """The members that the question names; who has no category is ordinary."""
    people = [person for group in asked.case.groups for person in _of_group(asked, group)]
    rest = (asked.case.total or 0) - len(people)
    ordinary = asked.pack.ordinary
    return [_person(asked, ordinary.key, ordinary)] * max(rest, 0) + people


def _alike(lines: tuple[FeeLine, ...]) -> Iterator[tuple[FeeLine, int]]:
    """Lines that say the same, with how many they are; like ones stand together."""
    for _, run in groupby(lines, key=lambda line: (line.word, line.amount, line.remarks)):
        same = list(run)
        yield same[0], len(same)


def _reasons(asked: Asked, line: FeeLine) -> str:
    return "；".join(said(asked.library.phrases, remark, asked.locale) for remark in line.remarks)


def _group_line(asked: Asked, line: FeeLine, count: int) -> str:
    name = line.category.key if line.category else line.word
    if line.amount is None:
        return asked.say("computed.group_unknown", count=count, name=name, reason=_reasons(asked, line))
    if not line.amount:
        return asked.say("computed.group_free", count=count, name=name)
    blanks = {"count": count, "name": name, "amount": line.amount, "sum": line.amount * count}
    if line.category is asked.pack.ordinary:
        return asked.say("computed.group", **blanks)
    return asked.say("computed.group_why", reason=_reasons(asked, line), **blanks)


def _sum_line(asked: Asked, fee: HouseholdFee) -> str:
    people = len(fee.lines)
    if fee.total is None:
        unknown = sum(line.amount is None for line in fee.lines)
        return asked.say("computed.household_unknown", people=people, unknown=unknown)
    return asked.say("computed.household", people=people, total=fee.total)


def _refund_line(asked: Asked, fee: HouseholdFee) -> str | None:
    if fee.total is None or (fee.refund_later is not None and not fee.refund_later):
        return None
    if fee.refund_later is None:
        return asked.say("computed.refund_unknown")
    return asked.say("computed.refund", refund=fee.refund_later)


def _day_line(asked: Asked, priced_on: date) -> str | None:
    """What to say where the household cannot pay today."""
    if priced_on != asked.on and asked.on <= asked.pack.dates.covers_until:
        return asked.say("computed.priced_in_window", day=asked.on)
    return None


def _priced(asked: Asked, people: list[Person]) -> tuple[HouseholdFee, date]:
    """The fee on the day; where the window is over, as it was on its last day."""
    fee = household_fee(asked.pack, people, asked.on)
    last = asked.pack.main_window.until
    if fee.total is None and asked.on > last:
        in_window = household_fee(asked.pack, people, last)
        if in_window.total is not None or asked.on > asked.pack.dates.covers_until:
            return in_window, last
    return fee, asked.on


def household_case(asked: Asked) -> Computed | None:
    """我家五口人，有个低保，一共交多少."""
    if asked.case.total is None:
        return category_case(asked) if len(asked.case.groups) == 1 else None
    people = _household(asked)
    fee, priced_on = _priced(asked, people)
    lines = (
        _sum_line(asked, fee),
        _day_line(asked, priced_on),
        *(_group_line(asked, line, count) for line, count in _alike(fee.lines)),
        _refund_line(asked, fee),
        asked.say("computed.whole_household") if asked.pack.people.whole_household else None,
    )
    clauses = tuple(clause for line in fee.lines for clause in line.clauses)
    if asked.pack.people.whole_household:
        clauses = (*clauses, asked.pack.people.whole_household.clause)
    settled = fee.total is not None
    return Computed(tuple(line for line in lines if line), clauses, complete=True, settled=settled)


def category_case(asked: Asked) -> Computed | None:
    """我爸是五保户要交多少: the amount of the one category that the question names."""
    groups = [group for group in asked.case.groups if group.meaning is not asked.pack.ordinary]
    if len(groups) != 1:
        return household_case(asked) if len(groups) > 1 and asked.case.total else None
    person = _of_group(asked, groups[0])[0]
    fee, priced_on = _priced(asked, [person])
    line = fee.lines[0]
    name = line.category.key if line.category else line.word
    if line.amount is None:
        first = asked.say("computed.person_unknown", name=name)
    elif line.amount:
        first = asked.say("computed.person", name=name, amount=line.amount)
    else:
        first = asked.say("computed.person_free", name=name)
    lines = (first, _day_line(asked, priced_on), _reasons(asked, line))
    return Computed(tuple(part for part in lines if part), line.clauses, settled=line.amount is not None)


def _days(asked: Asked, topic: str) -> Computed | None:
    return day_case(asked.library, asked.pack, topic, asked.case, asked.on, asked.locale)


_BY_TOPIC: dict[str, Callable[[Asked], Computed | None]] = {
    "fee_calculation": household_case,
    "fee_amount": category_case,
    "fee_subsidized": category_case,
}
_DAY_TOPICS = frozenset(
    {"newborn", "benefit_start", "pay_late", "pay_window", "employee_insurance", "midyear_entry"}
)


def computed(
    library: Library, pack: Pack, topic: str, on: date, question: str, locale: str
) -> Computed | None:
    """What the question lets us compute for a topic, None where there is nothing."""
    asked = Asked(library, pack, on, question, situation_in(pack, question, on), locale)
    if topic in _DAY_TOPICS:
        return _days(asked, topic)
    compute = _BY_TOPIC.get(topic)
    return compute(asked) if compute else None
