"""A clerk's message in one spelling: what is drawn, listed, multiplied or abbreviated, written out."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from knowledge.tally.bare_figures import is_round_money
from knowledge.tally.mishearing import as_meant
from knowledge.text import normalise, simplified

_HAN = r"[\u4e00-\u9fff]"
_COUNTED = "人户个名位口元块万千家"
_KEYCAP = r"[0-9]\ufe0f?\u20e3"
_CIRCLED = "[\u2460-\u2473\u2474-\u2487\u2488-\u249b\u2776-\u2793\u3220-\u3229]"
_BULLET = re.compile(rf"(?:{_KEYCAP}|{_CIRCLED})\s*(?={_HAN})(?![{_COUNTED}])")
_KEY = re.compile("\ufe0f?\u20e3")
_MENTION = re.compile(r"@[^\s,，:：。]{1,12}(?=[\s,，:：。]|$)\s?")
_ARROW = re.compile("—?—>|-+>|=>|➡️?|⇒|➜")
_STAR = re.compile(
    rf"(?:^|(?<=[\s,，:：]))[*＊](?={_HAN}|\d)"
)  # *花桥36人, as one corrects oneself in a chat
_DASH = re.compile(rf"{_HAN}(?<![天日收数额是为计共人户元块个名位钱])-\d")
_DASH_BETWEEN = re.compile(r"(?<!\d)-(?=\d)")
_DASH_BEHIND_WORD = re.compile(rf"(?<={_HAN})-(?=\d)")
_LABEL_DASH = re.compile(r"(?<![\u4e00-\u9fff\d])([户人]数?|[元钱款]|金额)[-–—](?=\d)")
_SUM = re.compile(r"(\d+)((?:元|块)?)(?:[+加](\d+)(?:元|块)?)+(?:=|等于|一共|共|是)(\d+)(?!\d)")
_CHAIN = re.compile(r"(\d+)\s?[×x*✖✕]\s?(\d+)(?:\s?\+\s?\d+\s?[×x*✖✕]\s?\d+)+\s?=\s?(\d+)(?!\d)元?")
_COMMA_BETWEEN = re.compile(
    r"((?:人|户|家|个)数)?([:：]?\s?)(?<![\d.,，])(\d{1,3})([，,])(\d{3})(?!\d|[，,]\d{3}(?!\d))(\s?[元块])?"
)
_SLASHES = re.compile(r"(?<![\d/.])(\d{1,3})/(\d{1,4})/(\d{2,6}0)(?![\d/])")
_GIVEN_BACK = re.compile("退费|退款|退保|退了|退掉|退回|冲减|冲销|红冲|扣回")
_NUMERAL = "[\\d一二三四五六七八九十百千万两]+"
_STUTTER = re.compile(rf"{_NUMERAL}(?:\.{{3,}}|…+|不)(?={_NUMERAL}[{_COUNTED}])")
_LIST_NUMBER = re.compile(
    r"(?m)(?:^|(?<=[:;。\s]))[^\S\n]*[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
    rf"(?:[)）]|[.、]|[)）][、.])\s*(?={_HAN})"
)
_NUMBER = re.compile(r"[\d一二三四五六七八九十]+")
_FIRST = ("1", "01", "一")
_PRODUCT = re.compile(
    r"(\d+)\s?(人|个|户|元|块)?\s?[×x*✖✕]\s?(\d+)\s?(元|块|人|个)?(?!\d)"
    r"(?:\s?=\s?(\d+(?:\.\d+)?)(?![\d+×x*])元?)?"
)
_PAIR = re.compile(r"(?<![\d./])(\d{1,4})\s?(?:→|=|/|:|~)\s?(\d{2,7})(?![\d./])")
_DENIED = re.compile("[冒冇](?=[得有人交缴收来去存报钱])|冇")
_DONE_SIGN = re.compile("(?<=[收交缴存来到])哒")
_PAID_MINUS = re.compile(r"[费費缴繳交收]-\d+[人个]")
_PAID_SIGN = re.compile(rf"较(?=了{_NUMERAL})")
_NEW_YEAR = re.compile("元旦(?=那天|当天|这天|当日)")
_MINUS = re.compile(r"[,，;；]\s?-\d")
_DAY_SIGN = re.compile(r"(?<=[昨今前本当\d])曰")
_ABBREVIATIONS = {"普": "普通", "低": "低保", "特": "特困", "残": "残疾", "监": "监测户", "孤": "孤儿"}
_ABBREVIATED = re.compile(rf"(?<!{_HAN})[普低特残监孤](?=[:(]?\s?\d)|(?<=[人户个])[普低特残监孤](?=\d)")


def _without_dashes(message: str) -> str:
    """花桥-10户 -29人, 户-9: dashes between the figures, no minus signs; who tells of money given back, or
    writes 缴费-3人（，-960元）, means minus."""
    lone = len(re.findall(r"\d+", message)) == 1 and _PAID_MINUS.search(message)
    if _GIVEN_BACK.search(simplified(message)) or _MINUS.search(message) or lone:
        return _DASH_BEHIND_WORD.sub(":-", message)
    message = _LABEL_DASH.sub(r"\1:", message)
    return _DASH_BETWEEN.sub(" ", message) if _DASH.search(message) else message


def _without_list_numbers(text: str) -> str:
    """Numbers that only count the lines: 1. 花桥 … 2. 太塘 …; a lone 38、 is a figure."""
    marks = _LIST_NUMBER.findall(text)
    first = _NUMBER.search(marks[0]) if marks else None
    starts = first is not None and first[0] in _FIRST
    return _LIST_NUMBER.sub(";", text) if starts or len(marks) > 2 else text


def _with_full_categories(text: str) -> str:
    """普18低4特1: one character for each category, if there are several."""
    if len(_ABBREVIATED.findall(text)) < 2:
        return text
    return _ABBREVIATED.sub(lambda match: _ABBREVIATIONS[match[0]], text)


def _parted_at_comma(match: re.Match[str], fees: frozenset[Decimal]) -> str:
    """人数3，960元 is two figures, 12，160元 one: a wide comma parts thousands only where the whole is a fitting sum."""
    label, between, first, comma, group, yuan = (part or "" for part in match.groups())
    if comma == ",":
        apart = bool(label and yuan)
    else:
        whole = is_round_money(Decimal(first + group), fees)
        apart = bool(label) or (not whole and is_round_money(Decimal(group), fees))
    return f"{label}{between}{first}、{group}{yuan}" if apart else match[0]


def _result_of_sum(match: re.Match[str]) -> str:
    """640加2880等于3520 is 3520, where it adds up."""
    *summands, total = (int(number) for number in re.findall(r"\d+", match[0]))
    return f"{total}{match[2]}" if sum(summands) == total else match[0]


def _result_of_chain(match: re.Match[str], fees: frozenset[Decimal]) -> str:
    """9×320+4×160=3520 are 13人 3520元, where it adds up."""
    pairs = [(int(one), int(other)) for one, other in re.findall(r"(\d+)\s?[×x*✖✕]\s?(\d+)", match[0])]
    if sum(one * other for one, other in pairs) != int(match[3]):
        return match[0]
    return f" {sum(other if one in fees else one for one, other in pairs)}人 {match[3]}元 "


def _figures_between_slashes(match: re.Match[str]) -> str:
    """4/13/4160 are households, people and their money."""
    households, persons, amount = (int(number) for number in match.groups())
    if not households <= persons < amount // 50:
        return match[0]
    return f" {households}户 {persons}人 {amount}元"


def _people_and_money(match: re.Match[str], fees: frozenset[Decimal]) -> str:
    """31→9920, 31/9920, 31=9920 are people and their money, where it fits."""
    persons, amount = (int(number) for number in match.groups())
    fits = any(fee > 0 and persons * fee == amount for fee in fees)
    return f"{persons}人 {amount}元 " if fits else match[0]


def _count_of_product(match: re.Match[str], fees: frozenset[Decimal]) -> str:
    """38×320 and 320×38 are 38人; the price is one of the fees, or has its unit."""
    first, first_unit, second, second_unit, amount = match.groups()
    price_first = first_unit in ("元", "块") or second_unit in ("人", "个")
    if not price_first and first_unit is None:
        price_first = Decimal(first) in fees and Decimal(second) not in fees
    return f" {second if price_first else first}人 " + (f"{amount}元 " if amount else "")


def spelled(message: str, fees: frozenset[Decimal], names: Collection[str] = ()) -> str:
    """The message normalised: 2️⃣3️⃣ is 23, ① before a name begins a line, 38×320=12160 is 38人 12160元,
    冒得 is 没得, 金鹅 is 金额.

    `names` of villages stay as they are. Columns of a pasted table are parted by `|`, lines by newlines.
    """
    message = _COMMA_BETWEEN.sub(lambda match: _parted_at_comma(match, fees), message)
    message = _KEY.sub("", _BULLET.sub("\n", message))
    message = message.replace("【", " ").replace("】", " ").replace("\t", " | ")
    message = _ARROW.sub("→", _without_dashes(_MENTION.sub(" ", message)))
    text = _without_list_numbers(normalise(_STAR.sub("更正 ", message)))
    text = _SUM.sub(_result_of_sum, _CHAIN.sub(lambda match: _result_of_chain(match, fees), text))
    text = _SLASHES.sub(_figures_between_slashes, _STUTTER.sub("", text))
    text = _PAIR.sub(lambda match: _people_and_money(match, fees), text)
    text = _DENIED.sub("没", _DONE_SIGN.sub("了", _NEW_YEAR.sub("1月1日", _DAY_SIGN.sub("日", text))))
    text = as_meant(_PAID_SIGN.sub("交", text), names)
    text = _with_full_categories(text.replace("丨", "|").replace("│", "|"))
    return _PRODUCT.sub(lambda match: _count_of_product(match, fees), text)
