"""Names of villages in clerks' messages: official names, short forms, typos; an ambiguous one is not guessed."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from knowledge.numerals import CHINESE, spoken_number
from knowledge.tally.misspelling import misspelt_alone, misspelt_with_suffix
from knowledge.tally.village_names import SUFFIXES, Mention, VillageIndex, village_index

__all__ = ["Mention", "VillageIndex", "find_villages", "village_index"]

_PEOPLE = ("居民", "居住", "村民", "村里", "村上")
_NO_VILLAGE_BEHIND = ("镇", "乡", "县", "国", "开展", "起来", "国家")
_COUNTED_VILLAGES = frozenset("其他这那全共哪几第" + CHINESE)  # 其他三村 are three, 杨家三村 is one


def _end_with_suffix(text: str, end: int) -> int:
    if text.startswith(_PEOPLE, end):
        return end
    return next((end + len(s) for s in (*SUFFIXES, "农场") if text.startswith(s, end)), end)


def _is_part_of_number(text: str, start: int) -> bool:
    """二十三合计: the 三 belongs to the number before it; 十五三合 is a number and a village."""
    run = start
    while run and text[run - 1] in CHINESE:
        run -= 1
    return run < start and spoken_number(text[run : start + 1]) is not None


def _is_digit_of_number(text: str, start: int) -> bool:
    """12.3合: the 3 is no village's."""
    before = text[max(start - 2, 0) : start]
    return before[-1:].isdigit() or before.endswith((".", "/")) or before[:-1].isdigit()


def _is_other_word(text: str, start: int, end: int, spelling: str) -> bool:
    first, last = spelling[0], spelling[-1]
    if first in CHINESE and (_is_part_of_number(text, start) or text.startswith("合计", end - 1)):
        return True
    if last in CHINESE and text[end : end + 1] in tuple(CHINESE):  # 杨家三十八个
        return True
    if first.isdigit() and _is_digit_of_number(text, start):
        return True
    if spelling in ("三村", "3村") and text[start - 1 : start] in _COUNTED_VILLAGES:
        return True
    return text.startswith(_NO_VILLAGE_BEHIND, end)


def _mention_at(text: str, position: int, index: VillageIndex) -> Mention | None:
    for spelling in index.by_first.get(text[position], ()):
        end = position + len(spelling)
        if not text.startswith(spelling, position) or _is_other_word(text, position, end, spelling):
            continue
        inner = end - 1 if spelling.endswith("村") else end
        longer = max(_end_with_suffix(text, end), _end_with_suffix(text, inner))
        official = index.official.get(text[position:longer])
        return Mention(position, longer, (official,) if official else index.spellings[spelling])
    return None


def _exact(text: str, index: VillageIndex) -> Iterator[Mention]:
    position = 0
    while position < len(text):
        mention = _mention_at(text, position, index)
        if mention is not None:
            yield mention
        position = mention.end if mention else position + 1


def find_villages(text: str, index: VillageIndex, known: Container[str] = ()) -> list[Mention]:
    """The villages that a normalised text names, from left to right.

    `known` are words that are no names; days may be blanked with \\0, so that names are seen to start there.
    """
    found = list(_exact(text, index))
    masked = _masked(text, found)
    for search in (misspelt_with_suffix(masked, index), misspelt_alone(masked, index, known)):
        for mention in search:
            if not any(m.start < mention.end and mention.start < m.end for m in found):
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _masked(text: str, mentions: Iterable[Mention]) -> str:
    """The text with the found names blanked, of the same length."""
    for mention in mentions:
        text = text[: mention.start] + "\0" * (mention.end - mention.start) + text[mention.end :]
    return text
