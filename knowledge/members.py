"""From the words that describe a household's member to the person whom the rules look at."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from knowledge.categories import Match, match_word, plain, said_in_remark, split_remark
from knowledge.numerals import find_numbers
from knowledge.pack import Pack
from knowledge.rules.person import DayRange, Elapsed, Person, Remark, months_later
from knowledge.rules.subsidies import pays
from knowledge.schema.people import Category, FullIfConfirmed, Share
from knowledge.spoken_dates import SpokenDay, find_days
from knowledge.text import normalise

_SPAN_UNIT = re.compile(r"\s*(?:个)?(天|日|月|周岁|岁)")
_WITHIN_BEFORE = re.compile(r"(?:不满|没满|不到|未满|没到|未超过|没超过|不超过)$")
_BEYOND_BEFORE = re.compile(r"(?:超过|已超|超出|超|过了|满了|年满|已满)$")
_WITHIN_AFTER = re.compile(r"(?:以内|之内|内)")
_BEYOND_AFTER = re.compile(r"(?:以上|以后|之后|以外|开外|多|外|后)")
_MISSED = re.compile(r"(?:未|没|没有|不)(?:能)?在?$")
_UNRECOGNISED = re.compile(
    r"正在申请|在申请|申请中|还没批|没批下来|未批准|待审批|审批中|还没评上|没评上|准备申请"
)
_NOT_CONFIRMED = re.compile(
    r"(?:未|没|没有|尚未|还没|不能|待|不)(?:能|有|被)?(?:及时)?(?:确定|认定|确认|批|评|纳入|录入)"
)
_CONFIRMED = re.compile(r"确定|认定|确认|批|评上|纳入|新增|新评|新办")
_LATELY = re.compile(r"新增|新评|新办|新认定|刚|缴费期|征缴期|集中期")
_EVENT = re.compile(
    r"断保|断缴|断了|断的|停保|停了|停的|离职|辞职|失业|解除|终止|退伍|退役|转业|复员|释放|出狱|毕业|退学|休学|迁入|迁来"
)
_RENEWED = re.compile(r"续保|续缴|去年(?:也)?(?:交|参)|上年(?:已)?参|连续参保|老参保")
_FIRST_TIME = re.compile(r"新参保|首次|第一次|新增参保|去年(?:没|未)|上年(?:没|未)")


@dataclass(frozen=True, slots=True)
class Member:
    """A member as given: the category's word, maybe a birthday, maybe the day or the sum of a payment."""

    category: str
    born: date | None = None
    paid: date | bool | Decimal | None = None


def _sense(text: str, start: int, end: int) -> Elapsed | None:
    """How the span of time between the positions is meant; the count and unit are filled in by the caller."""
    before, after = text[:start], text[end:]
    within = bool(_WITHIN_AFTER.match(after))
    if within and _MISSED.search(before):
        return Elapsed(0, "day", "beyond")
    if within or _WITHIN_BEFORE.search(before):
        return Elapsed(0, "day", "within")
    if _BEYOND_BEFORE.search(before) or _BEYOND_AFTER.match(after):
        return Elapsed(0, "day", "beyond")
    return Elapsed(0, "day", "exact")


def elapsed_in(text: str) -> Elapsed | None:
    """A span of time since birth or an event: 90天内, 超过三个月, 60天, 满月; an age in years counts as months."""
    text = normalise(text)
    for number in find_numbers(text):
        unit = _SPAN_UNIT.match(text, number.end)
        calendar = unit and unit[1] in "日月" and "个" not in unit[0]
        if unit is None or (calendar and not re.match(r"内|以内|之内|以上|后", text[unit.end() :])):
            continue
        if unit[1] == "月" and "个" not in unit[0]:
            continue
        sense = _sense(text, number.start, unit.end())
        count = int(number.value)
        if sense is None or count < 0:
            continue
        if unit[1] in ("岁", "周岁"):
            return Elapsed(count * 12, "month", sense.sense if sense.sense != "exact" else "beyond")
        return Elapsed(count, "month" if unit[1] == "月" else "day", sense.sense)
    if re.search(r"满月", text):
        return Elapsed(30, "day", "exact")
    if re.search(r"刚出生|刚生|昨天生|今天生", text):
        return Elapsed(3, "day", "within")
    return None


def _age_in(text: str, on: date) -> DayRange | None:
    """The birthdays that an age in years allows: 65岁."""
    text = normalise(text)
    for number in find_numbers(text):
        unit = _SPAN_UNIT.match(text, number.end)
        if unit and unit[1] in ("岁", "周岁") and 1 <= number.value < 120:
            years = int(number.value)
            if _BEYOND_BEFORE.search(text[: number.start]) or _BEYOND_AFTER.match(text[unit.end() :]):
                return DayRange(months_later(on, -12 * 120), months_later(on, -12 * years))
            if _WITHIN_BEFORE.search(text[: number.start]) or _WITHIN_AFTER.match(text[unit.end() :]):
                return DayRange(months_later(on, -12 * years) + timedelta(days=1), on)
            return DayRange(
                months_later(on, -12 * (years + 1)) + timedelta(days=1), months_later(on, -12 * years)
            )
    return None


def _range_of(found: SpokenDay) -> DayRange:
    if found.precision == "month":
        return DayRange(found.day, months_later(found.day, 1) - timedelta(days=1))
    return DayRange.exactly(found.day)


def _day_near(text: str, mark: re.Pattern[str], on: date) -> DayRange | None:
    """The day that a text gives for what `mark` finds."""
    if not mark.search(text):
        return None
    days = find_days(text, on, "past")
    return _range_of(days[0]) if days else None


_BIRTH = re.compile(r"生(?!育|活|效)")


def born_in(text: str, on: date) -> DayRange | None:
    """The birthday that a text names, or the range that an age leaves."""
    return _day_near(normalise(text), _BIRTH, on) or _age_in(text, on)


def event_in(text: str, on: date) -> DayRange | None:
    """The day of a lapse, a discharge and the like that a text names."""
    return _day_near(normalise(text), _EVENT, on)


def confirmed_by(category: Category, remark: str, on: date) -> bool | None:
    """Whether the category was confirmed by the pack's day, as far as the remark says."""
    rule = category.subsidy
    remark = normalise(remark)
    if not remark:
        return None
    if isinstance(rule, Share) and rule.confirmed_until and not _NOT_CONFIRMED.search(remark):
        days = find_days(remark, on, "near") if _CONFIRMED.search(remark) else []
        return days[0].day <= rule.confirmed_until if days else None
    if not isinstance(rule, FullIfConfirmed):
        return None
    if _NOT_CONFIRMED.search(remark):
        return False
    if not _CONFIRMED.search(remark):
        return None
    days = find_days(remark, on, "near")
    if not days:
        return False if _LATELY.search(remark) else None
    by = rule.confirmed_by
    after = re.search(r"(?:以后|之后|后)", remark[days[0].end :])
    return not (days[0].day > by or (after and days[0].day >= by))


def _better(pack: Pack, one: Category, other: Category) -> Category:
    """The category under which a person who is both pays less; an unknown sum loses only to nothing at all."""
    first, second = pays(pack, one), pays(pack, other)
    if second is None:
        return one
    if first is None:
        return other if second == 0 else one
    return other if second < first else one


def _matched(pack: Pack, word: str) -> tuple[Match, str]:
    """What a member's words mean and the remark beside them; a name may itself hold brackets."""
    base, remark = split_remark(word)
    whole = (word, remark + base, base + remark) if remark else (word,)
    for text in whole:
        match = match_word(pack, text)
        if match.category is not None:
            return match, remark
    return match_word(pack, base), remark


def _chosen(pack: Pack, match: Match, remark: str) -> tuple[Category | None, str | None, Match]:
    """Category and situation of a word with its remark; without a category the match that has to be asked about."""
    said = said_in_remark(pack, remark)
    category = match.category
    if category is None and said.denied and not said.affirmed:
        return pack.ordinary, None, match
    plainly_ordinary = category is not None and category.subsidy.kind == "none"
    if plainly_ordinary and said.open is not None and not said.affirmed:
        return None, None, Match(open=said.open)
    situation = category.situation if category else None
    for other in said.affirmed:
        situation = situation or other.situation
        if other.subsidy.kind == "none" and category is not None:
            continue
        category = _better(pack, category, other) if category is not None else other
    return category, situation, match


def _unknown(pack: Pack, word: str, match: Match) -> Remark:
    if match.open is not None:
        return Remark("fees.open_category", {"word": word, "reason": match.open.reason})
    return Remark("fees.unknown_category", {"word": word, "fee": pack.fee})


def _first_newborn_day(pack: Pack) -> date:
    return date(pack.year - 1, 1, 1)


def _with_payment(person: Person, paid: date | bool | Decimal | None) -> Person:
    if isinstance(paid, bool):
        return replace(person, paid=paid)
    if isinstance(paid, Decimal):
        return replace(person, paid_yuan=paid)
    return replace(person, paid_on=paid)


def _voided(category: Category, remark: str) -> bool:
    return any(plain(word) in plain(remark) for word in category.void_words)


def person_of(pack: Pack, member: Member, on: date) -> Person:
    """The person behind a member's words; without a category where the pack does not settle the word."""
    word = member.category
    match, remark = _matched(pack, word)
    category, situation, asked = _chosen(pack, match, remark)
    if category is None:
        near = (asked.open.clause,) if asked.open and asked.open.clause else ()
        return Person(word, None, _unknown(pack, word, asked), near)
    if _UNRECOGNISED.search(remark) and category.subsidy.kind != "none":
        return Person(word, None, Remark("fees.not_yet_recognised", {"word": word}), (category.clause,))
    text = normalise(word)
    born = DayRange.exactly(member.born) if member.born else born_in(text, on)
    if born is not None and born.latest >= _first_newborn_day(pack):
        situation = situation or "newborn"
    elif born is not None and situation == "newborn":
        situation = None
    renewed = True if _RENEWED.search(text) else False if _FIRST_TIME.search(text) else None
    person = Person(
        word=word,
        category=category,
        situation=situation,
        born=born,
        event=event_in(text, on) if situation != "newborn" else None,
        elapsed=elapsed_in(remark or word),
        confirmed=confirmed_by(category, remark, on),
        voided=_voided(category, remark),
        renewed=renewed,
    )
    return _with_payment(person, member.paid)
