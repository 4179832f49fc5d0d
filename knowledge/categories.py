"""Which category of a pack an everyday word means: matched per pack, asked back where it is open or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from knowledge.numerals import spoken_number
from knowledge.pack import Pack
from knowledge.schema.people import Category, OpenWords
from knowledge.text import normalise

Meaning = Category | OpenWords

_PUNCTUATION = re.compile(r"[\s“”\"'‘’「」、,，。.·:：;；]+")
_PREFIXES = re.compile(
    r"^(?:我家|家里|本村|农村|城乡|城镇|城市|乡镇|一个|一名|一位|1个|1名|我是|是|有|的|个|名|位|持|原)+"
)
_SUFFIXES = re.compile(
    r"(?:户|人员|对象|人口|家庭|群众|成员|居民|老人|老年人|老人家|老汉|妇女|儿童|小孩|孩子|娃娃|娃|学生|的|者|人|证)+$"
)
# an age says nothing of a subsidy: 60岁以上老人
_AGED = re.compile(
    r"(?:年满|满|超过)?[\d一二三四五六七八九十]+(?:周岁|岁)(?:以上|以下|以内|多)?的?(?:人|老人|老年人|小孩|儿童|孩子|娃|居民)?"
)
_DENIED = re.compile(
    r"(?:不是|不属于|不算|非|没有|没|未|无|不在)(?:在|被|有|能)?(?:纳入|列入|认定为|认定|评上|办|进)?(?:的)?$"
)


@dataclass(frozen=True, slots=True)
class Match:
    """What a word means in a pack: a category, an open word (the reason says what to ask), or neither."""

    category: Category | None = None
    open: OpenWords | None = None


def plain(word: str) -> str:
    """A word as it is compared: normalised, without spaces and punctuation."""
    return _PUNCTUATION.sub("", normalise(word))


def split_remark(text: str) -> tuple[str, str]:
    """A category word and its remark in brackets or after a comma: 新生儿(出生90天内)."""
    flat = normalise(text).replace(" ", "")
    remarks = re.findall(r"[(\[]([^()\[\]]*)[)\]]", flat)
    base = re.sub(r"[(\[][^()\[\]]*[)\]]", "", flat)
    head, comma, tail = re.sub("，", ",", base).partition(",")
    return head, ",".join([*remarks, *([tail] if comma else [])])


@lru_cache(maxsize=8)
def vocabulary(pack: Pack) -> Mapping[str, Meaning]:
    """Every word of a pack's people with its meaning."""
    meanings: dict[str, Meaning] = {}
    for category in pack.categories:
        for word in (category.name, category.key, *category.words):
            meanings.setdefault(plain(word), category)
    for group in pack.people.open_words:
        for word in group.words:
            meanings.setdefault(plain(word), group)
    return meanings


def _forms(word: str) -> Iterator[str]:
    """The word itself, then without the padding that people add."""
    yield word
    without_prefix = _PREFIXES.sub("", word)
    without_suffix = _SUFFIXES.sub("", word)
    both = _SUFFIXES.sub("", without_prefix)
    for form in (without_prefix, without_suffix, both):
        if form:
            yield form
            yield form + "户"


def _meaning(pack: Pack, word: str) -> Meaning | None:
    meanings = vocabulary(pack)
    return next((meanings[form] for form in _forms(word) if form in meanings), None)


def levels_in(text: str) -> tuple[str, ...]:
    """The grades of disability that a text names, as 一级 … 四级."""
    if not re.search(r"残|级", text):
        return ()
    found = re.findall(r"[一二三四1-4](?=[一二三四1-4、/和及到至-]*级)", text)
    ranks = sorted({int(n if n.isdigit() else spoken_number(n) or 0) for n in found})
    if len(ranks) == 2 and re.search(r"[到至-]", text):
        ranks = list(range(ranks[0], ranks[1] + 1))
    return tuple("零一二三四"[rank] + "级" for rank in ranks)


def _by_level(pack: Pack, text: str) -> Meaning | None:
    """The meaning of a disability with its grade; None where the grades named differ in it."""
    meanings = {id(m): m for level in levels_in(text) if (m := vocabulary(pack).get(f"残疾{level}"))}
    return next(iter(meanings.values())) if len(meanings) == 1 else None


@lru_cache(maxsize=8)
def _any_word(pack: Pack) -> re.Pattern[str]:
    """One pattern for all words of a pack, longer ones first."""
    words = sorted(vocabulary(pack), key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in words))


def words_in(pack: Pack, text: str) -> list[tuple[int, int, Meaning]]:
    """The pack's words that a text contains, the longest at each place, as (start, end, meaning)."""
    meanings = vocabulary(pack)
    return [(*match.span(), meanings[match[0]]) for match in _any_word(pack).finditer(text)]


def is_denied(text: str, start: int) -> bool:
    """Whether the word that starts there is denied: 不是低保, 未纳入监测."""
    return bool(_DENIED.search(text[:start]))


@dataclass(frozen=True, slots=True)
class Remarked:
    """What a remark says of categories: those it affirms, an open word among them, whether it denies one."""

    affirmed: tuple[Category, ...] = ()
    open: OpenWords | None = None
    denied: bool = False


def said_in_remark(pack: Pack, remark: str) -> Remarked:
    """The subsidised or situational categories that a remark names."""
    flat = plain(remark)
    by_level = _by_level(pack, remark)
    named: list[Meaning] = [by_level] if by_level is not None else []
    denied = False
    for start, _, meaning in words_in(pack, flat):
        if is_denied(flat, start):
            denied = True
        else:
            named.append(meaning)
    categories = [meaning for meaning in named if isinstance(meaning, Category)]
    affirmed = tuple(c for c in categories if c.subsidy.kind != "none" or c.situation or c is by_level)
    still_open = next((meaning for meaning in named if isinstance(meaning, OpenWords)), None)
    return Remarked(affirmed, None if by_level is not None else still_open, denied)


def _denied_base(pack: Pack, word: str) -> bool:
    match = re.match(r"(?:不是|非|不属于|没有)(.+)", word)
    return bool(match and isinstance(_meaning(pack, match[1]), Category))


def match_word(pack: Pack, word: str) -> Match:
    """The category of a word without its remark."""
    flat = plain(word)
    meaning = vocabulary(pack).get(flat)
    if meaning is None:
        graded = "残" in flat and levels_in(flat)
        meaning = _by_level(pack, flat) if graded else _meaning(pack, flat)
    if meaning is None and (_denied_base(pack, flat) or _AGED.fullmatch(flat)):
        return Match(pack.ordinary)
    if isinstance(meaning, Category):
        return Match(meaning)
    return Match(open=meaning)
