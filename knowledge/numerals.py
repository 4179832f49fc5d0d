"""Numbers as villagers write them: 38, 1.12万, 一万一千二, 壹万贰仟捌佰, 三百二, 6k4, 两百五, 十七.

Pure functions over normalised text (see text.py). A number word that is part of another word (一起, 三合村) is
the caller's business: it knows the names that stand in the text. Rough numbers (三四十, 二十多, 几百) are told
apart: they count nothing exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_DIGITS |= {c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")}
_DIGITS |= {"两": 2, "俩": 2, "仨": 3, "幺": 1, "貳": 2, "陸": 6}
_TENS = {"廿": 20, "卅": 30}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000, "萬": 10_000}
_SCALES = {"百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000, "亿": 100_000_000}

CHINESE = "".join(_DIGITS) + "".join(_UNITS) + "".join(_TENS)
_COUNTED = "个户人元块万千百岁名位口家天年月"
_ARABIC = re.compile(
    r"(?P<sign>(?<![\d.a-z\u4e00-\u9fff])-)?(?P<body>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s?(?P<scale>[百千万亿]|[kw](?![a-z]))(?P<middle>(?:\d[百千])*)"
    r"(?P<tail>\d{1,4}(?!\s?[\d.人户个名口位家万]))?)?"
)
_SPOKEN = re.compile(f"[{CHINESE}]+(?:点[{''.join(_DIGITS)}]+(?:[万千百](?!{'|'.join(_DIGITS)}))?)?")
_VAGUE_HEAD = re.compile(rf"几(?:[十百千万]+|(?=[{_COUNTED}]))|[十百千万]几|(?<=\d)几|(?<=[{CHINESE}])几")
_VAGUE_TAIL = re.compile(
    rf"(?:\s?几[万千百]?|\s?多(?![少报收缴交出了存])[万千百]?|余(?![\d:])[万千百]?|[来把](?=[{_COUNTED}])[万千百]?)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number found in a text: its value and the half-open span of characters that spell it.

    `rough` is True for 三四十, 二十多, 300来: the value is then the lowest that is meant.
    """

    value: Decimal
    start: int
    end: int
    rough: bool = False


def _digits_of(word: str) -> Decimal:
    return Decimal("".join(str(_DIGITS[c]) for c in word))


def _leading_digits(word: str) -> int:
    return next((i for i, c in enumerate(word) if c not in _DIGITS), len(word))


@dataclass(slots=True)
class _Reading:
    """A number in the making. Units must fall (千 before 百 before 十), once below and once above 万."""

    above: int = 0  # what stands above 万
    section: int = 0
    ceiling: int = 10_000  # the next unit of this section must be smaller
    pending: int | None = None  # a digit that waits for its unit
    shorthand: bool = False  # the pending digit follows a unit: 三百二

    def take(self, char: str, *, first: bool) -> bool:
        """Whether the character goes on with the number."""
        if char in _DIGITS:
            return self._digit(_DIGITS[char], first=first)
        if char in _TENS:
            return self._tens(_TENS[char])
        unit = _UNITS[char]
        return self._wan(first=first) if unit == 10_000 else self._unit(unit)

    @property
    def value(self) -> int:
        """A last digit counts in the next lower unit: 三百二 is 320, 一万二 is 12000, 三百零二 is 302."""
        digit = self.pending or 0
        if self.shorthand and self.ceiling >= 100:
            digit *= self.ceiling // 10
        return self.above + self.section + digit

    def _digit(self, digit: int, *, first: bool) -> bool:
        if self.pending:
            return False
        self.shorthand = not first and self.pending is None
        self.pending = digit
        return True

    def _tens(self, value: int) -> bool:
        if self.pending is not None or self.ceiling <= 10:
            return False
        self.section += value
        self.ceiling = 10
        return True

    def _wan(self, *, first: bool) -> bool:
        if self.above or (not (self.section or self.pending) and not first):
            return False
        self.above = (self.section + (self.pending or 0) or 1) * 10_000
        self.section, self.pending, self.ceiling = 0, None, 10_000
        return True

    def _unit(self, unit: int) -> bool:
        if unit >= self.ceiling or (self.pending is None and unit != 10):
            return False
        self.section += (1 if self.pending is None else self.pending) * unit
        self.ceiling, self.pending = unit, None
        return True


def _read_units(word: str) -> tuple[int, int]:
    """The longest number at the start of `word`, written with units: its value and length (0: none)."""
    reading = _Reading()
    length = 0
    for char in word:
        if not reading.take(char, first=length == 0):
            break
        length += 1
    stopped_by_unit = length < len(word) and word[length] not in _DIGITS
    if stopped_by_unit and reading.pending is not None and length > 1:
        # the digit before a unit that does not fit starts the next number: 三百|五百
        return _read_units(word[: length - 1])
    return reading.value, length


def spoken_number(word: str) -> Decimal | None:
    """The value of a word in Chinese number characters, None where they make no number.

    A last digit after 百, 千 or 万 counts in the next lower unit: 三百二 is 320, 一万一千二 is 11200.
    Digits in a row are read one by one: 二零二一 is 2021.
    """
    if "点" in word:
        return _with_fraction(word)
    if not word or any(c not in CHINESE for c in word):
        return None
    if _leading_digits(word) == len(word):
        return _digits_of(word)
    value, length = _read_units(word)
    return Decimal(value) if length == len(word) else None


def _with_fraction(word: str) -> Decimal | None:
    whole, _, rest = word.partition("点")
    scale = Decimal(_UNITS.get(rest[-1:], 1))
    digits = rest.rstrip("万千百")
    head = spoken_number(whole)
    if head is None or not digits:
        return None
    return (head + _digits_of(digits).scaleb(-len(digits))) * scale


def _is_pair(word: str, position: int) -> bool:
    """Neighbouring digits that mean "about": 三四, 七八, 三五."""
    pair = word[position : position + 2]
    if pair == "三五":
        return True
    values = [_DIGITS[c] for c in pair if c in _DIGITS]
    return len(values) == 2 and 0 < values[0] == values[1] - 1


def _vague_pair(rest: str, following: str) -> tuple[int, int] | None:
    """三四十, 七八个: value and length of two neighbouring digits that mean "about"."""
    after = rest[2:3] or following
    if _leading_digits(rest) != 2 or not _is_pair(rest, 0) or not after or after not in _COUNTED + "十百千万":
        return None
    return _DIGITS[rest[0]] * _UNITS.get(rest[2:3], 1), 2 + (rest[2:3] in _UNITS)


def _split_run(word: str, following: str) -> Iterator[tuple[Decimal, int, int, bool]]:
    """The numbers of a run of number characters: (value, start, end, rough). 三十五|一万一千二."""
    position = 0
    while position < len(word):
        rest = word[position:]
        digits = _leading_digits(rest)
        if pair := _vague_pair(rest, following):
            value, length, rough = Decimal(pair[0]), pair[1], True
        elif digits >= 2:
            # 二零二一 alone; before a unit the last digit belongs to the next number: 八|两千五
            length = digits if digits == len(rest) else digits - 1
            value, rough = _digits_of(rest[:length]), False
        else:
            units, length = _read_units(rest)
            more = _vague_length(word, position + max(length, 1), following)
            if not length or (rest[0] in "万萬" and units < 20_000):
                position += max(length, 1) + more
                continue
            value, length, rough = Decimal(units), length + more, more > 0
        yield value, position, position + length, rough
        position += length


def _vague_length(word: str, end: int, following: str) -> int:
    """How many characters after `end` make the number rough: 十二|三 个, 一百二|三十."""
    if not _is_pair(word, end - 1):
        return 0
    before, after = _UNITS.get(word[end - 2 : end - 1]), _UNITS.get(word[end + 1 : end + 2] or following)
    if after is None:
        return 1
    return 2 if before == after * 10 else 0


def _arabic_value(match: re.Match[str]) -> Decimal:
    value = Decimal(match["body"].replace(",", ""))
    if scale := match["scale"]:
        unit = _SCALES[scale]
        value *= unit
        for digit, name in re.findall(r"(\d)([百千])", match["middle"]):
            unit = _SCALES[name]
            value += int(digit) * unit
        if tail := match["tail"]:
            # 6k4 is 6400, 1万2 is 12000, 1万2000 is 12000
            value += Decimal(tail) * (unit // 10) if len(tail) == 1 else Decimal(tail)
    return -value if match["sign"] else value


def _arabic_end(match: re.Match[str], text: str) -> tuple[Decimal, int]:
    """Value and end of a number in digits; 1.12万35 is two numbers, 1万二 is one."""
    if match["tail"] and "." in match["body"]:
        return _arabic_value(re.fullmatch(_ARABIC, match[0][: -len(match["tail"])]) or match), match.start(
            "tail"
        )
    value, end = _arabic_value(match), match.end()
    if match["scale"] and not match["tail"] and _DIGITS.get(text[end : end + 1]):
        following = text[end + 1 : end + 2]
        if following not in CHINESE + "人户个名口位家" or not following:
            unit = _SCALES[re.findall("[百千万亿kw]", match[0])[-1]]
            return value + _DIGITS[text[end]] * (unit // 10), end + 1
    return value, end


def _signed(number: Number, text: str) -> Number:
    if number.start and text[number.start - 1] == "负":
        return Number(-abs(number.value), number.start - 1, number.end, number.rough)
    return number


def _all_numbers(text: str) -> Iterator[Number]:
    if "负" in text:
        yield from (_signed(number, text) for number in _unsigned_numbers(text))
    else:
        yield from _unsigned_numbers(text)


def _unsigned_numbers(text: str) -> Iterator[Number]:
    arabic = []
    match = _ARABIC.search(text)
    while match:
        value, end = _arabic_end(match, text)
        arabic.append(Number(value, match.start(), end))
        match = _ARABIC.search(text, end)
    yield from arabic
    for number in arabic:
        text = text[: number.start] + " " * (number.end - number.start) + text[number.end :]
    for match in _SPOKEN.finditer(text):
        if "点" in match[0] and (value_with_fraction := _with_fraction(match[0])) is not None:
            yield Number(value_with_fraction, match.start(), match.end())
            continue
        for value, start, end, rough in _split_run(
            match[0].partition("点")[0], text[match.end() : match.end() + 1]
        ):
            yield Number(value, match.start() + start, match.start() + end, rough)


def _roughened(number: Number, text: str) -> Number:
    tail = None if number.rough else _VAGUE_TAIL.match(text, number.end)
    return Number(number.value, number.start, tail.end(), True) if tail else number


def find_numbers(text: str, *, rough: bool = False) -> list[Number]:
    """All numbers of a normalised text from left to right, in digits or in characters.

    With `rough` also those that are only about a number (三四十, 二十多, 几百), marked so; without it 二十多 is 20,
    and what names two numbers at once (三四十) is left out.
    """
    if not rough:
        return sorted((n for n in _all_numbers(text) if not n.rough), key=lambda n: n.start)
    found = [_roughened(number, text) for number in _all_numbers(text)]
    vague = [Number(Decimal(0), m.start(), m.end(), True) for m in _VAGUE_HEAD.finditer(text)]
    vague = [v for v in vague if not any(n.start <= v.start < n.end for n in found)]
    found = [n for n in found if not any(v.start <= n.start < v.end for v in vague)]
    return sorted(found + vague, key=lambda n: n.start)
