"""A message cut into pieces with a role each; every character belongs to one piece or is a blank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from knowledge.numerals import CHINESE, find_numbers
from knowledge.spoken_dates import SpokenDay, find_days
from knowledge.tally.figures import find_figures, labelled
from knowledge.tally.roles import Role, Token
from knowledge.tally.villages import VillageIndex, find_villages
from knowledge.tally.vocabulary import Vocabulary

_DAY_BEFORE = re.compile(r"(?<![\d.])(3[01]|[12]\d|[1-9])\s?[、,和]\s?$")
_YEAR = re.compile(r"(20\d\d)年")
_MONTH_OF_NEW_SEASON = 7
_PRICE = re.compile(r"每(?:人|户|家|口|个人|月|亩|头|车|桌|年|组|村)")
_PUNCTUATION = {
    ",": Role.COMMA, "、": Role.COMMA, ";": Role.COMMA, "/": Role.COMMA,
    "+": Role.COMMA, "…": Role.COMMA, "。": Role.STOP, "!": Role.STOP, "?": Role.QUESTION_MARK, "\n": Role.LINE,
    ":": Role.COLON, "(": Role.OPENING, "[": Role.OPENING, "{": Role.OPENING, ")": Role.CLOSING,
    "]": Role.CLOSING, "}": Role.CLOSING, "=": Role.TOTAL, "→": Role.CORRECT,
}  # fmt: skip
_IGNORED = frozenset(" |~-—–_·`'\"“”‘’「」『』《》<>【】^#@&.•=*\\")


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading a message depends on besides the message."""

    villages: VillageIndex
    words: Vocabulary
    fees: frozenset[Decimal]
    sent_on: date


class _Blanked:
    """A text in which what has been understood is blanked, so that nothing is read twice."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []

    def is_free(self, start: int, end: int) -> bool:
        return "\0" not in self.text[start:end] and "\u9fff" not in self.text[start:end]

    def take(self, token: Token, blank: str = "\0") -> None:
        if self.is_free(token.start, token.end):
            self.tokens.append(token)
            self.text = self.text[: token.start] + blank * (token.end - token.start) + self.text[token.end :]


def _is_day(day: SpokenDay, text: str) -> bool:
    """Numbers such as 11-20 or 1120 are days only where a day may stand: before the figures of a clause."""
    if day.precision == "month":
        return False
    if day.form not in ("dotted", "packed"):
        return True
    before = re.split(r"[,。;；，\n]", text[: day.start])[-1]
    if day.form == "packed":
        rest = re.split(r"[,。;；，\n]", text[day.end :])[0]
        return not re.search(r"\d|[收款额元块人户个累共数已]", before) and bool(find_numbers(rest))
    return not re.search(r"\d\s*[-/.]?$", before)


def _days(text: str, setting: Setting) -> Iterator[Token]:
    for day in find_days(text, setting.sent_on, "past"):
        if not _is_day(day, text):
            continue
        yield Token(Role.DAY, text[day.start : day.end], day.start, day.end, day=day.day)
        if day.form == "day" and (before := _DAY_BEFORE.search(text, 0, day.start)):  # 20、21号
            shift = timedelta(days=int(before[1]) - day.day.day)
            yield Token(Role.DAY, before[1], before.start(1), before.end(1), day=day.day + shift)


def _listed_words(text: str, words: Vocabulary) -> Iterator[Token]:
    """The words of the list from left to right, the longest at each place."""
    position = 0
    while position < len(text):
        word = words.word_at(text, position)
        if word is None:
            position += 1
            continue
        end = position + len(word.text)
        yield Token(word.role, word.text, position, end, key=word.key)
        position = end


def _is_other_price(text: str, fees: frozenset[Decimal]) -> bool:
    """每人0.9元, 每户60元: a price that is nobody's fee, so other money is spoken of."""
    numbers = find_numbers(text) if _PRICE.search(text) else []
    return bool(numbers) and numbers[-1].value not in fees


def _is_past_year(text: str, sent_on: date) -> bool:
    """2021年度 in the autumn of 2021: the year that was collected for before."""
    match = _YEAR.match(text)
    coming = sent_on.year + (sent_on.month >= _MONTH_OF_NEW_SEASON)
    return match is not None and int(match[1]) < coming


def _with_numbers(tokens: Iterable[Token]) -> Iterator[Token]:
    return (token for token in tokens if any(c in CHINESE or c.isdigit() for c in token.text))


def _rest(text: str) -> Iterator[Token]:
    """Punctuation, and unknown text in runs."""
    position = 0
    while position < len(text):
        char = text[position]
        end = position + 1
        if char in _PUNCTUATION:
            yield Token(_PUNCTUATION[char], char, position, end)
        elif char not in _IGNORED and char not in "\0\u9fff":
            while end < len(text) and _is_unknown(text[end]):
                end += 1
            yield Token(Role.UNKNOWN, text[position:end], position, end)
        position = end


def _is_unknown(char: str) -> bool:
    return char not in _PUNCTUATION and char not in _IGNORED and char not in "\0\u9fff"


def tokenise(text: str, setting: Setting) -> list[Token]:
    """The pieces of a text spelled by `spelled`, from left to right."""
    blanked = _Blanked(text)
    shapes = list(setting.words.shapes_in(text))
    for role, start, end in shapes:
        if role in (Role.IDENTIFIER, Role.EXAMPLE, Role.COMPARE, Role.PERIOD):
            said = text[start:end]
            if role is Role.IDENTIFIER and _is_other_price(said, setting.fees):
                role = Role.FEE
            elif role is Role.IDENTIFIER and _is_past_year(said, setting.sent_on):
                role = Role.ACTIVITY
            blanked.take(Token(role, said, start, end))
    for day in _days(blanked.text, setting):
        blanked.take(day)
    for mention in find_villages(blanked.text, setting.villages, setting.words.words):
        span = text[mention.start : mention.end]
        blanked.take(Token(Role.VILLAGE, span, mention.start, mention.end, names=mention.names), "\u9fff")
    for role, start, end in shapes:
        blanked.take(Token(role, text[start:end], start, end))
    for word in _with_numbers(_listed_words(blanked.text, setting.words)):
        blanked.take(word)
    for figure in find_figures(blanked.text, setting.words):
        blanked.take(figure)
    for word in _listed_words(blanked.text, setting.words):
        blanked.take(word)
    for token in _rest(blanked.text):
        blanked.take(token)
    return labelled(sorted(blanked.tokens, key=lambda token: token.start))
