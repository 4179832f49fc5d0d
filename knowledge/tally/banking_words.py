"""The order in which people speak of money taken to the bank: 12800今天存了, 昨天收的8000存了, 上缴12160元38人."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from knowledge.tally.roles import Role, Token, Unit
from knowledge.tally.spans import clause_around, clauses, sentence_around

AFTERWARDS = "afterwards"  # the key of a deposit that was said behind its money
_JOINS = ("和", "跟", "与", "及", "连", "至", "到")
_BOOKED = ("入账", "进账", "入库", "已入库", "到账", "已到账")
_NEW_GROUP = frozenset({Role.VILLAGE, Role.DAY, Role.CUMULATIVE, Role.LINE})
_NAMES_A_SHARE = frozenset({
    Role.INCLUDED, Role.ADDED, Role.CHANNEL, Role.PART, Role.CATEGORY, Role.ORDINARY, Role.REST, Role.TOTAL,
})  # fmt: skip
_MONEY_FROM = 100  # a bare figure from here on may be money
_TURNED_IN = ("上缴", "上交", "已上缴", "已上交")


def _without_past_collecting(clause: Sequence[Token], sent_on: date) -> list[Token]:
    """昨天收的8000存了, 昨日所收: the collecting was reported on its day."""
    result = list(clause)
    for i in range(len(clause) - 2):
        past = clause[i].role is Role.DAY and (clause[i].day or sent_on) < sent_on
        collected = clause[i + 1].text
        described = (
            collected.endswith("的") or collected.startswith("所") or clause[i + 2].text.startswith("的")
        )
        if past and clause[i + 1].role is Role.COLLECT and described:
            result[i + 1] = replace(clause[i + 1], role=Role.FILLER, text="的")
    return result


def _is_only_money(tokens: Sequence[Token]) -> bool:
    return all(t.unit in (Unit.YUAN, Unit.BARE) for t in tokens if t.is_count)


def _deposit_last(clause: Sequence[Token]) -> int | None:
    """Where a deposit stands behind money of which nothing else is said."""
    position = next((i for i, t in enumerate(clause) if t.role is Role.DEPOSIT), None)
    if position is None or not any(t.is_count for t in clause[:position]):
        return None
    if any(t.is_count or t.role is Role.UNDEPOSITED for t in clause[position:]):
        return None
    if any(t.role is Role.COLLECT for t in clause) or not _is_only_money(clause):
        return None
    return position


def _reordered(clause: Sequence[Token], sent_on: date) -> list[Token]:
    """上周五的12800今天存进去了: what is said of the money is moved before it; 上周五的 only describes it."""
    if not _deposits(clause):
        return list(clause)
    kept = _without_past_collecting(clause, sent_on)
    position = _deposit_last(kept)
    if position is None:
        return kept
    money = [i for i, t in enumerate(kept[:position]) if t.is_count]
    first, last = money[0], money[-1] + 1
    described = False  # from right to left: 前天跟昨天的
    for i in reversed(range(first)):
        if kept[i].role is Role.DAY:
            described = kept[i + 1].text.startswith("的") or (described and kept[i + 1].text in _JOINS)
            kept[i] = replace(kept[i], role=Role.FILLER) if described else kept[i]
    kept[position] = replace(kept[position], key=AFTERWARDS)
    return [*kept[:first], *kept[last : position + 1], *kept[first:last], *kept[position + 1 :]]


def _is_collecting(tokens: Sequence[Token], position: int) -> bool:
    """上缴医保费12160元，38人: money turned in with the people counted is money collected."""
    token = tokens[position]
    if token.role is not Role.DEPOSIT or token.text not in _TURNED_IN:
        return False
    start, end = sentence_around(tokens, position)
    if any(t.is_count for t in tokens[start:position]):
        return False
    sentence = tokens[start:end]
    counted = any(t.is_count and t.unit is Unit.PERSONS for t in sentence)
    return counted and not any(t.role is Role.COLLECT for t in sentence)


def _is_money(token: Token) -> bool:
    bare_money = token.unit is Unit.BARE and token.value >= _MONEY_FROM
    return token.is_count and (token.unit is Unit.YUAN or bare_money)


def _is_booked_by_bank(tokens: Sequence[Token], position: int) -> bool:
    """33人10560，入账10000: beside the money collected the other money was taken to the bank."""
    if tokens[position].role is not Role.COLLECT or tokens[position].text not in _BOOKED:
        return False
    start, end = clause_around(tokens, position)
    behind = [t for t in tokens[position:end] if t.is_count]
    if not behind or not all(_is_money(t) for t in behind):
        return False
    since = max((i + 1 for i in range(position) if tokens[i].role in _NEW_GROUP), default=0)
    group = tokens[since:position]
    counted = any(t.is_count and t.unit is Unit.PERSONS for t in group)
    shared = any(t.role in _NAMES_A_SHARE for t in tokens[start:end])
    return counted and any(_is_money(t) for t in group) and not shared


def _with_days_joined(tokens: Sequence[Token]) -> list[Token]:
    """11月19、20日所收的9600元存入专户: the days describe the money together."""
    result = list(tokens)
    for i in range(1, len(tokens) - 1):
        if tokens[i].text == "、" and tokens[i - 1].role is tokens[i + 1].role is Role.DAY:
            clause = tokens[slice(*clause_around(tokens, i + 1))]
            if len(clause) > 1 and clause[1].text.startswith(("的", "所")) and _deposits(clause):
                result[i] = replace(tokens[i], role=Role.FILLER, text="和")
    return result


def _deposits(clause: Sequence[Token]) -> bool:
    return any(token.role is Role.DEPOSIT for token in clause)


def _with_plans(tokens: Sequence[Token], sent_on: date) -> list[Token]:
    """8960等明天存: money that is still to be taken to the bank."""
    result = list(tokens)
    for start, end in clauses(tokens):
        planned: int | None = None  # where the day to come stands
        for i in range(start, end):
            token = tokens[i]
            if token.is_count:
                planned = None
            elif token.day is not None and token.day > sent_on:
                planned = i
            elif token.role is Role.DEPOSIT and planned is not None:
                result[planned] = replace(tokens[planned], role=Role.FILLER)
                result[i] = replace(token, role=Role.UNDEPOSITED)
    return result


def with_deposits_first(tokens: Sequence[Token], sent_on: date) -> list[Token]:
    """The tokens with each deposit in front of its money, and 上缴 told apart from collecting."""
    tokens = _with_plans(_with_days_joined(tokens), sent_on)
    tokens = [
        replace(token, role=Role.DEPOSIT) if _is_booked_by_bank(tokens, position) else token
        for position, token in enumerate(tokens)
    ]
    result = list(tokens)
    for start, end in clauses(tokens):
        result[start:end] = _reordered(tokens[start:end], sent_on)
    return [
        replace(token, role=Role.COLLECT) if _is_collecting(result, position) else token
        for position, token in enumerate(result)
    ]
