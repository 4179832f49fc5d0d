"""Cutting a message into segments: where one group of figures ends and the next begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.tally.roles import Role, Token, Unit
from knowledge.tally.segments import Segment
from knowledge.tally.spans import ENDS_CLAUSE, ENDS_SENTENCE, first_with

# These begin a new segment when the current one has its figures.
_OPENERS = frozenset({
    Role.VILLAGE, Role.DAY, Role.OWN, Role.TOWNSHIP, Role.PERIOD, Role.CUMULATIVE, Role.TOTAL, Role.DEPOSIT,
    Role.UNDEPOSITED, Role.TARGET, Role.SHORTFALL, Role.FORECAST, Role.WISH, Role.COMPARE, Role.REPORTED, Role.EXCLUDE,
    Role.PER, Role.INCLUDED, Role.ADDED, Role.CATEGORY, Role.ORDINARY, Role.REST, Role.CHANNEL, Role.PART,
    Role.FEE, Role.INSURANCE, Role.REFUND, Role.COLLECT, Role.CAME, Role.NEGATION, Role.CORRECT, Role.IDENTIFIER,
})  # fmt: skip
# Of these, those that may also stand behind their figures: 4个低保, 3200已存, 8人没交.
MAY_FOLLOW = frozenset({
    Role.CATEGORY, Role.ORDINARY, Role.CHANNEL, Role.PART, Role.DEPOSIT, Role.UNDEPOSITED, Role.SHORTFALL,
    Role.EXCLUDE, Role.FEE, Role.INSURANCE, Role.REFUND, Role.COLLECT, Role.CAME, Role.IDENTIFIER, Role.WISH,
})  # fmt: skip
NAMES_A_PART = frozenset({Role.CATEGORY, Role.ORDINARY, Role.CHANNEL, Role.PART})
_NEW_QUESTIONS = ("什么", "怎", "咋", "哪", "谁", "请问", "为", "何时", "问", "想问", "几时", "如何")
_TO_COME = ("明天", "明日", "明早", "明晚", "后天", "后日", "下周", "下星期")
_ENDS_PARTS = frozenset({Role.TOTAL, Role.CUMULATIVE, Role.DEPOSIT, Role.VILLAGE, Role.DAY})
_BEGINS_PARTS = _ENDS_PARTS | {Role.INCLUDED}
_OTHER_MATTER = _OPENERS - {Role.COLLECT, Role.INSURANCE, Role.OWN, Role.TOTAL}
_TRANSPARENT = frozenset({
    Role.FILLER, Role.COLON, Role.COLLECT, Role.MAYBE_CORRECT, Role.LABEL_PERSONS, Role.LABEL_HOUSEHOLDS, Role.NOISE,
    Role.LABEL_YUAN, Role.EACH, Role.TOTAL, Role.INSURANCE, Role.REPORT, Role.OWN,
})  # fmt: skip


def _next_solid(tokens: Sequence[Token], position: int, end: int) -> Token | None:
    """The next piece that is neither filling nor of the same kind (离任务还差)."""
    own = tokens[position].role
    return next(
        (t for t in tokens[position + 1 : end] if t.role not in _TRANSPARENT and t.role is not own), None
    )


def _is_money(token: Token) -> bool:
    return token.unit is Unit.YUAN or (token.unit is Unit.BARE and token.value >= 160)


def _parts_follow(tokens: Sequence[Token], start: int, position: int, end: int) -> bool:
    """22个手机8个现金: what is told begins with a figure and ends with the name of a part."""
    stop = first_with(tokens, _ENDS_PARTS, position, end)
    start = max((i + 1 for i in range(start, position) if tokens[i].role in _BEGINS_PARTS), default=start)
    solid = [t for t in tokens[start:stop] if t.role in NAMES_A_PART or (t.is_count and not _is_money(t))]
    return len(solid) > 1 and solid[0].is_count and solid[-1].role in NAMES_A_PART


def _is_label(tokens: Sequence[Token], position: int) -> bool:
    """未缴存：640."""
    return position + 1 < len(tokens) and tokens[position + 1].role is Role.COLON


def _is_said_of_figure(tokens: Sequence[Token], position: int) -> bool:
    """其中三个是低保户的两个是五保: what 是 says of a figure is its name; 二十个人是低保的五个 names the five."""
    is_told = position > 1 and tokens[position - 1].text in ("是", "都是", "全是")
    if not is_told or not tokens[position - 2].is_count or tokens[position - 2].unit is not Unit.PERSONS:
        return False
    behind = tokens[position + 1 : first_with(tokens, ENDS_CLAUSE | _ENDS_PARTS | {Role.ADDED}, position)]
    solid = [t for t in behind if t.role in NAMES_A_PART or t.role is Role.MAYBE_CORRECT or t.is_count]
    return not solid or not solid[-1].is_count or _is_money(solid[-1])


def _follows(tokens: Sequence[Token], position: int, group: Sequence[Token], clause_start: int) -> bool:
    """Whether the token belongs to the figures before it, not to those behind it."""
    token = tokens[position]
    if token.role is Role.TARGET:
        described = position > 1 and tokens[position - 1].text == "的" and tokens[position - 2].is_count
        directly = tokens[position - 1].is_count and tokens[position - 1].end == token.start
        return described or directly  # 1310人的花名册, 618个任务
    if token.role is Role.FEE and tokens[position - 1].text == "是":
        return True  # 2人交的是意外险
    if token.role is Role.DAY and token.text.startswith(_TO_COME):  # 2口人640明天来交
        return first_with(tokens, ENDS_CLAUSE | {Role.FIGURE}, position) == first_with(
            tokens, ENDS_CLAUSE, position
        )
    if token.role not in MAY_FOLLOW or _is_label(tokens, position):
        return False
    end = first_with(tokens, ENDS_CLAUSE, position)
    if token.role in NAMES_A_PART and _is_said_of_figure(tokens, position):
        return True
    if token.role in NAMES_A_PART and _parts_follow(tokens, clause_start, position, end):
        return True
    if token.role in NAMES_A_PART:
        solid = next((t for t in tokens[position + 1 : end] if t.is_count or t.role in _OTHER_MATTER), None)
    else:
        solid = _next_solid(tokens, position, end)
    if token.role is Role.DEPOSIT and not any(t.is_count for t in group):
        return False
    if solid is None or solid.role is not Role.FIGURE:
        return True
    last = next((t for t in reversed(group) if t.is_count), token)
    if token.role in (Role.CATEGORY, Role.ORDINARY):
        return _is_money(solid) and last.unit is Unit.PERSONS
    if token.role is Role.DEPOSIT:
        return _is_money(last) and not _is_money(solid)  # 12160元已存，共38人
    if token.role is Role.SHORTFALL:
        return last.unit is Unit.PERSONS and _is_money(solid)  # 1人欠着320
    return token.role is Role.COLLECT and _is_money(solid)


def _is_household_of(group: Sequence[Token], token: Token) -> bool:
    """一家普通的3口: the household is one of that category."""
    last = group[-1]
    return token.role in NAMES_A_PART and last.unit is Unit.HOUSEHOLDS and last.end == token.start


def _belongs(tokens: Sequence[Token], position: int, group: Sequence[Token], clause_start: int) -> bool:
    """Whether a piece that could begin a new group goes on with this one."""
    return _is_household_of(group, tokens[position]) or _follows(tokens, position, group, clause_start)


def _opens(token: Token) -> bool:
    if token.role is Role.QUESTION:  # 38人12160元什么时候给发票
        return token.text.startswith(_NEW_QUESTIONS)
    return token.role in _OPENERS and token.text not in ("把", "由", "从")


def _is_next_part(group: Sequence[Token], figure: Token) -> bool:
    """3个低保|1个监测: the name that followed its figure ends the part. 38人12160|12人3840: a second count does."""
    counts = [t for t in group if t.is_count]
    if figure.unit in {t.unit for t in counts} - {Unit.BARE, Unit.YUAN}:
        return True
    solid = [t for t in group if t.role in NAMES_A_PART or t.is_count]
    return solid[0].is_count and solid[-1].role in NAMES_A_PART and not _is_money(figure)


def _is_replaced(group: Sequence[Token], token: Token) -> bool:
    """三十四个人不作数，两个是别个村的改成三十二个: why the old figure is wrong says nothing of the new one."""
    return token.role is Role.CORRECT and {Role.OLD, Role.TOWNSHIP} <= {t.role for t in group}


def _groups(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], Token | None]]:
    """The segments' tokens, each with the cut that ended it."""
    group: list[Token] = []
    clause_start = 0
    for position, token in enumerate(tokens):
        if token.role in ENDS_CLAUSE:
            yield group, token
            group, clause_start = [], position + 1
            continue
        counts = any(t.is_count for t in group)
        is_full = counts or any(t.role is Role.ZERO for t in group) or _is_replaced(group, token)
        if (counts and token.is_count and _is_next_part(group, token)) or (
            is_full and _opens(token) and not _belongs(tokens, position, group, clause_start)
        ):
            yield group, None
            group = []
        group.append(token)
    yield group, None


def cut(tokens: Sequence[Token]) -> list[Segment]:
    """The segments of a message, from left to right; those without figures are kept, they say what follows."""
    segments: list[Segment] = []
    clause = sentence = depth = 0
    for group, ended_by in _groups(tokens):
        if group or (ended_by and ended_by.role is Role.QUESTION_MARK):
            tail = (ended_by,) if ended_by and ended_by.role is Role.QUESTION_MARK else ()
            segments.append(Segment((*group, *tail), clause, sentence, depth))
        if ended_by is not None:
            clause += 1
            sentence += ended_by.role in ENDS_SENTENCE
            depth = _depth(depth, ended_by.role)
    return segments


def _depth(depth: int, role: Role) -> int:
    if role is Role.OPENING:
        return depth + 1
    return max(depth - 1, 0) if role is Role.CLOSING else depth
