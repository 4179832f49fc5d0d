"""What a question tells about the asker's case: how many people, of which categories, born or paid when.

Only what is said is taken; what is not said stays empty and the caller asks or leaves it open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.categories import is_denied, levels_in, words_in
from knowledge.members import born_in, elapsed_in, event_in
from knowledge.numerals import spoken_number
from knowledge.pack import Pack
from knowledge.rules.person import DayRange, Elapsed
from knowledge.schema.people import Category, OpenWords
from knowledge.spoken_dates import find_days
from knowledge.text import normalise

_N = r"(?P<n>\d{1,2}|[一二两俩仨三四五六七八九十]{1,3})"
_TOTAL = [
    re.compile(_N + r"\s?口(?:人|之家|子)?(?!子?井)"),
    re.compile(r"(?:家里?|全家|一家|屋里|户|总共|一共|我们|咱们)[^,，。;；\d]{0,4}?" + _N + r"\s?个?人"),
    re.compile(_N + r"\s?个?人(?=[^,，。]{0,6}(?:一共|总共|交多少|要多少|多少钱))"),
]
_COUNT_BEFORE = re.compile(_N + r"\s?(?:个|名|位|人)?\s?(?:都)?(?:是|有|吃)?\s?$")
_ALL = re.compile(r"(?:全家|一家人|家里人?)(?:人)?(?:都|全)(?:是|吃)?\s?$|都(?:是|吃)\s?$")
_KIN = {
    "父母": 2, "爸妈": 2, "老两口": 2, "两口子": 2, "夫妻": 2, "俩老": 2, "爷爷奶奶": 2, "公婆": 2, "岳父母": 2,
    "老婆": 1, "老公": 1, "爱人": 1, "媳妇": 1, "丈夫": 1, "妻子": 1, "爸爸": 1, "妈妈": 1, "父亲": 1, "母亲": 1,
    "老爸": 1, "老妈": 1, "爸": 1, "妈": 1, "爷爷": 1, "奶奶": 1, "公公": 1, "婆婆": 1, "外公": 1, "外婆": 1,
    "儿子": 1, "女儿": 1, "孙子": 1, "孙女": 1, "崽": 1, "娃": 1, "孩子": 1, "小孩": 1, "老人": 1, "大人": 1,
    "哥哥": 1, "弟弟": 1, "姐姐": 1, "妹妹": 1, "本人": 1, "我自己": 1, "婆娘": 1, "老妈子": 1, "老汉": 1, "堂客": 1,
    "叔公": 1, "叔叔": 1, "伯伯": 1, "伯父": 1, "伯母": 1, "婶婶": 1, "姑姑": 1, "姑妈": 1, "姨妈": 1, "舅舅": 1,
    "嫂子": 1, "弟媳": 1, "儿媳": 1, "女婿": 1, "岳父": 1, "岳母": 1, "丈母娘": 1, "老丈人": 1, "baby": 1, "宝宝": 1,
    "毛毛": 1, "婴儿": 1,
}  # fmt: skip
_KIN_WORD = re.compile(
    rf"(?:{_N}\s?(?:个|名|位)?\s?)?(?P<kin>" + "|".join(sorted(_KIN, key=len, reverse=True)) + ")"
)
_ME = re.compile(
    r"(?:^|[,，。;；、 ])我(?:和|跟|与|、|加|,|，)|(?:和|跟|加上?|还有|、)我(?![家们屋村妈爸爷奶老儿女孙娃崽姐哥弟妹媳公婆])"
)
_PAY = r"(?:交|缴|付|补|办|参保|参加)"
_NOW = r"(?:今天|今日|今儿|现在|这会儿?|眼下|目前)"
# 今天交, 现在去补还行吗
_PAYS_NOW = re.compile(rf"{_NOW}[^,，。;；?？!！]{{0,8}}{_PAY}|{_PAY}[^,，。;；?？!！]{{0,6}}{_NOW}")
_STILL = re.compile(
    rf"还(?:能|可以|可不可以|能不能|得|来得及|赶得上)[^,，。]{{0,4}}{_PAY}?|来得及|赶得上|{_PAY}得?(?:成|进)"
)
# a time of its own, so that "still" is not about today
_OTHER_TIME = re.compile(r"月|元旦|过年|春节|年底|年初|年后|明年|后年|去年|腊|等|下个|下周|放假|以后")
_MISSED = re.compile(r"错过|没赶上|没赶到|忘|过期|过了|逾期")
_LONG_TALE = 45


@dataclass(frozen=True, slots=True)
class Group:
    """Members of one kind: the pack's word for them as said, what it means, and how many."""

    word: str
    meaning: Category | OpenWords
    count: int


@dataclass(frozen=True, slots=True)
class Situation:
    """The case behind a question. `total` people are stated or counted; `groups` are those with a category.

    `day` is the day of a payment where the question names one or speaks of today.
    """

    total: int | None = None
    groups: tuple[Group, ...] = ()
    born: DayRange | None = None
    event: DayRange | None = None
    elapsed: Elapsed | None = None
    day: date | None = None
    renewed: bool | None = None

    @property
    def category(self) -> Category | None:
        """The only category that the question names, if it is one."""
        known = [group.meaning for group in self.groups if isinstance(group.meaning, Category)]
        return known[0] if len(known) == 1 else None


def _count(word: str) -> int | None:
    value = int(word) if word.isdigit() else spoken_number(word)
    return int(value) if value is not None and 0 < value <= 20 else None


def _stated_total(text: str) -> int | None:
    for pattern in _TOTAL:
        if (match := pattern.search(text)) and (count := _count(match["n"])):
            return count
    return None


def _counted_kin(text: str) -> int:
    """People who are named by how they are related: 我和老婆, 两个娃."""
    total = 1 if _ME.search(text) else 0
    for match in _KIN_WORD.finditer(text):
        size = _KIN[match["kin"]]
        total += (_count(match["n"]) or 1) if match["n"] and size == 1 else size
    return total


def _group_count(text: str, start: int) -> int | None:
    """How many a category's word stands for; None for all of the household."""
    before = text[:start]
    if _ALL.search(before):
        return None
    match = _COUNT_BEFORE.search(before)
    return (_count(match["n"]) or 1) if match else 1


def _graded(
    pack: Pack, text: str, word: str, end: int, meaning: Category | OpenWords
) -> Category | OpenWords:
    """The meaning with the grade that stands beside a disability: 残疾…二级."""
    if "残" not in word or not (levels := levels_in(text[end : end + 8]) or levels_in(word)):
        return meaning
    found = [m for start, stop, m in words_in(pack, f"残疾{levels[0]}") if start == 0 and stop > len("残疾")]
    return found[0] if found else meaning


def _groups(pack: Pack, text: str, total: int | None) -> Iterator[Group]:
    for start, end, meaning in words_in(pack, text):
        word = text[start:end]
        if is_denied(text, start) or _is_ordinary_kin(pack, word, meaning):
            continue
        if meaning is pack.ordinary and not _COUNT_BEFORE.search(text[:start]):
            continue  # 居民医保, 群众: only counted people are members
        count = _group_count(text, start)
        graded = _graded(pack, text, word, end, meaning)
        yield Group(word, graded, count if count is not None else (total or 1))


def _is_ordinary_kin(pack: Pack, word: str, meaning: Category | OpenWords) -> bool:
    """老人, 小孩 and the like are counted as kin, not as a category."""
    return meaning is pack.ordinary and word in _KIN


def _paid_day(pack: Pack, text: str, on: date) -> date | None:
    """The day on which somebody pays or paid: today where the question says so, or named beside the paying."""
    if _PAYS_NOW.search(text):
        return on
    for found in find_days(text, on, "near"):
        near = text[max(found.start - 6, 0) : found.start] + text[found.end : found.end + 8]
        if found.precision == "day" and re.search(_PAY, near) and not _is_other_day(text, found.end):
            return found.day
    missed_but_open = _MISSED.search(text) and on <= pack.main_window.until
    if _STILL.search(text) and not _OTHER_TIME.search(text) and not missed_but_open:
        return on
    return None


def _is_other_day(text: str, end: int) -> bool:
    """Whether the day that ends there is a birthday, a lapse or a printed deadline rather than a payment's."""
    return bool(re.match(r"\s*(?:生|出生|断|停|离|退|毕业|之?前|截止|以前|忘|没)", text[end:]))


def _renewed(text: str) -> bool | None:
    if re.search(r"(?:去年|上年|以前)(?:都)?(?:没|未|没有)(?:交|参|买)|第一次|首次|头一次|新参保", text):
        return False
    return (
        True
        if re.search(r"(?:去年|上年)(?:也|都)?(?:交|参|买)|年年(?:都)?交|续保|一直(?:都)?(?:在)?交", text)
        else None
    )


def situation_in(pack: Pack, question: str, on: date) -> Situation:
    """What a question says about the asker's case, under the words of a pack."""
    text = normalise(question)
    stated = _stated_total(text)
    groups = tuple(_groups(pack, text, stated))
    named = sum(group.count for group in groups)
    # in a long tale people are named twice; only a short list can be counted
    kin = _counted_kin(text) if len(text) <= _LONG_TALE else 0
    total = stated or (max(kin, named) if kin > 1 or named > 1 else None)
    return Situation(
        total=total,
        groups=groups,
        born=born_in(text, on),
        event=event_in(text, on),
        elapsed=elapsed_in(text),
        day=_paid_day(pack, text, on),
        renewed=_renewed(text),
    )
