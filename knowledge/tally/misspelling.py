"""Misspelt names of villages: by sound (莲塘), by look (大塘), a character short; what could be several is not guessed."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from knowledge.pinyin import sound_alike
from knowledge.tally.sounds import close_sound, same_look
from knowledge.tally.village_names import SUFFIXES, Mention, VillageIndex
from knowledge.yaml_files import read_yaml

HERE = Path(__file__).parent
_HAN = r"[\u4e00-\u9fff]"
# What may stand between a name without 村 or 社区 and the rest, for it to be looked at as a misspelt one.
_BEFORE = r"(?:^|(?<=[\0\s,，。;；:：、!！?？\[【(（]))"
_AFTER = r"(?=[\0\s:：,，今昨前本收交缴共累没无截]|\d|[一二三四五六七八九十两零]+[个户人万千百十])"
_NAMED = re.compile(
    rf"(?P<name>{_HAN}{{1,4}}?)(?P<suffix>{'|'.join(SUFFIXES)}|农场)(?!民|住|然|民小组|里|上|干|支|长|主|级|医)"
)
_BARE = re.compile(rf"{_BEFORE}(?P<name>{_HAN}{{2,4}}?){_AFTER}")
# Characters before 村 that make no name: 我村, 各村, 农村 ...
_NO_NAME = frozenset(
    "我本全各该贵每外邻农新乡老旧几多个的在到是们帮替代报咱俺敝行山此两下进驻返离出整自同别某那这其他余剩"
)
_SAME_SOUND, _SWAPPED, _SHORTER, _CARELESS_SOUND, _SAME_LOOK = 100.0, 92.0, 90.0, 88.0, 95.0
_ONE_DIFFERS = 0.9  # of the likeness of the characters that differ
_NAMED_AT_LEAST, _ALONE_AT_LEAST, _APART = 76, 83, 12


@lru_cache(maxsize=1)
def _odd_words() -> frozenset[str]:
    return frozenset(read_yaml(HERE / "odd_words.yaml"))


def _is_within(short: str, long: str) -> bool:
    return any("".join(kept) == short for kept in combinations(long, len(short)))


def _likeness(written: str, stem: str) -> float:
    """How well a written name fits a village's, 0 to 100."""
    if sound_alike(written, stem):
        return _SAME_SOUND
    if len(written) != len(stem):
        shorter = len(stem) - len(written) == 1 and len(written) >= 3 and _is_within(written, stem)
        return _SHORTER if shorter else 0
    if sorted(written) == sorted(stem):
        return _SWAPPED
    different = [(a, b) for a, b in zip(written, stem, strict=True) if a != b]
    if len(different) > max(1, len(stem) - 2):
        return _CARELESS_SOUND if close_sound(written, stem) >= _SAME_SOUND else 0
    return _ONE_DIFFERS * min(
        max(_SAME_LOOK if same_look(a, b) else 0, close_sound(a, b)) for a, b in different
    )


def _guess(written: str, index: VillageIndex, at_least: float) -> tuple[str, ...]:
    """The village that a misspelt name means, several if it could be more than one, none if none is near."""
    rows = sorted(((_likeness(written, stem), name) for stem, name in index.stems.items()), reverse=True)
    best = rows[0][0] if rows else 0
    if best < at_least:
        return ()
    return tuple(dict.fromkeys(name for score, name in rows if score > max(best - _APART, at_least - 1)))


def _unknown(match: re.Match[str], index: VillageIndex, text: str) -> Mention | None:
    """联村 may be three villages; 桃花村 is none of them; 我村 is no name."""
    name, followed = match["name"], text[match.end() : match.end() + 1]
    inside = match.start() > 0 and re.match(_HAN, text[match.start() - 1])
    if name[-1] in _NO_NAME or inside or match["suffix"] == "农场":
        return None
    if len(name) == 1:
        sharing = tuple(official for stem, official in index.stems.items() if name in stem)
        return Mention(match.start(), match.end(), sharing) if len(sharing) > 1 else None
    if any(char in _NO_NAME for char in name) or not (followed in ":： \t,，" or followed.isdigit()):
        return None
    return Mention(match.start(), match.end(), ())


def _guessed(match: re.Match[str], index: VillageIndex) -> Mention | None:
    name = match["name"]
    for length in (3, 2, 4):
        written = name[-length:]
        if len(written) == length and (names := _guess(written, index, _NAMED_AT_LEAST)):
            return Mention(match.end("name") - length, match.end(), names)
    return None


def misspelt_with_suffix(text: str, index: VillageIndex) -> Iterator[Mention]:
    """太糖村, 金时社区; also names that stand for several villages or for none."""
    for match in _NAMED.finditer(text):
        mention = _guessed(match, index) or _unknown(match, index, text)
        if mention is not None:
            yield mention


def misspelt_alone(text: str, index: VillageIndex, known: Container[str]) -> Iterator[Mention]:
    """A name without 村 or 社区 at the start of a clause: only if it sounds or looks just like one village."""
    for match in _BARE.finditer(text):
        written = match["name"]
        if written in _odd_words() or written in known:
            continue
        names = _guess(written, index, _ALONE_AT_LEAST)
        if len(names) == 1:
            yield Mention(match.start("name"), match.end("name"), names)
