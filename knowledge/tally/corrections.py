"""Figures that were sent before and are replaced: 不是38是36, 昨天报的38人有误, 38改成36. They become OLD."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.tally.roles import Role, Token
from knowledge.tally.spans import clause_around, counts_in, first_with, sentence_around
from knowledge.tally.taking_back import WEAK_POINTERS, give_role, partners, points_back, take_back, take_unit

_NO_REPORT = frozenset({
    Role.FORECAST, Role.TARGET, Role.SHORTFALL, Role.COMPARE, Role.CAME, Role.ACTIVITY, Role.PER, Role.FEE, Role.EXCLUDE,
    Role.REFUND, Role.WISH,
})  # fmt: skip
_BEFORE_NEGATED = frozenset({
    Role.FIGURE, Role.LABEL_PERSONS, Role.LABEL_YUAN, Role.LABEL_HOUSEHOLDS, Role.FILLER, Role.COLLECT, Role.DEPOSIT,
})  # fmt: skip
_TURNS = frozenset({Role.MAYBE_CORRECT, Role.CORRECT})
_STRONG_MAYBE = (
    "应该",
    "实际",
    "其实",
    "核实",
    "核对",
    "最后",
    "最终",
    "准确",
    "确实",
    "真正",
    "重新",
    "复核",
)
_MISWRITING = ("成", "成了", "误报", "误写", "误记", "错报", "为")
_NOT_TO_BE_BOOKED = ("先", "别", "不要", "暂")


@dataclass(slots=True)
class _Message:
    """The tokens under work. `corrective`: the message says somewhere that a figure is wrong."""

    tokens: list[Token]
    sent_on: date
    corrective: bool


def _is_miswriting(token: Token) -> bool:
    """打成, 误报为: names the wrong figure and says that it is wrong."""
    return token.role is Role.REPORTED and token.text.endswith(_MISWRITING)


def _is_strong(token: Token) -> bool:
    """应该是, 实际: a new figure where an old one was named."""
    return token.role is Role.MAYBE_CORRECT and token.text.startswith(_STRONG_MAYBE)


def _negated(message: _Message, position: int) -> None:
    """不是38人是36人: the figures (or the day) right after the negation are the wrong ones."""
    tokens = message.tokens
    _, end = clause_around(tokens, position)
    stop = first_with(tokens, _TURNS, position + 1, end)
    figures = [i for i in range(position + 1, stop) if tokens[i].role is Role.FIGURE]
    following = tokens[position + 1].role if position + 1 < len(tokens) else Role.STOP
    if figures and following in _BEFORE_NEGATED:
        take_back(tokens, figures, Role.OLD)
    elif position + 1 < stop and following is Role.DAY:
        take_back(tokens, [position + 1], Role.SLIP)
    elif not figures:
        give_role(tokens, position, Role.FILLER)


def _figures_pointed_at(tokens: Sequence[Token], position: int) -> list[int]:
    figures: list[int] = []
    for i in range(position + 1, clause_around(tokens, position)[1]):
        role = tokens[i].role
        if role in (Role.WRONG, Role.CORRECT) or (figures and role in _TURNS | {Role.NEGATION}):
            break
        if role is Role.FIGURE:
            figures.append(i)
    return figures


def _pointed_at(message: _Message, position: int) -> None:
    """原报38人, 上面那个13: old where the message corrects; 由, 从, 把 only with 改为 behind the figure."""
    tokens = message.tokens
    figures = _figures_pointed_at(tokens, position)
    if not figures:
        if _is_miswriting(tokens[position]):
            give_role(tokens, position, Role.WRONG)  # 户数报成人数了
        return
    old = message.corrective
    if tokens[position].text in WEAK_POINTERS:
        _, end = clause_around(tokens, position)
        old = any(t.role is Role.CORRECT for t in tokens[figures[-1] : min(figures[-1] + 3, end)])
    if old:
        take_back(tokens, figures, Role.OLD)


def _is_report(tokens: Sequence[Token], position: int) -> bool:
    """False for planned, missing and other figures: 原计划40人，实际38人 corrects nothing."""
    start, end = clause_around(tokens, position)
    among = any(token.role is Role.INCLUDED for token in tokens[start:position])
    return not among and not any(token.role in _NO_REPORT for token in tokens[start:end])


def _supersede(tokens: list[Token], position: int, role: Role) -> None:
    """38改成36, 昨天38人，实际36人: the earlier figures of the same kind in the sentence."""
    _, end = clause_around(tokens, position)
    if position + 1 < len(tokens) and tokens[position + 1].role in (Role.COMMA, Role.COLON):
        _, end = clause_around(tokens, position + 2)  # 今天36，更正，38
    start, _ = sentence_around(tokens, position)
    take_back(tokens, [i for i in range(start, position) if tokens[i].role is Role.ZERO], role)
    after = counts_in(tokens, range(position + 1, end))
    if not after or not _is_report(tokens, after[0]):
        return
    places = [i for i in range(start, position) if tokens[i].role in (Role.VILLAGE, Role.DAY)]
    since = places[-1] if places else start
    said = [i for i in counts_in(tokens, range(start, position)) if _is_report(tokens, i)]
    before = [i for i in said if i >= since] or said
    for old, new in partners(tokens, before, after):
        take_back(tokens, [old], role)
        take_unit(tokens, new, old)


def _corrected(message: _Message, position: int) -> None:
    _supersede(message.tokens, position, Role.OLD)


def _stands_between(tokens: Sequence[Token], position: int) -> bool:
    """96000是9600: between two figures of a kind."""
    if not 0 < position < len(tokens) - 1:
        return False
    before, after = tokens[position - 1], tokens[position + 1]
    return before.is_count and after.is_count and before.unit is after.unit


def _maybe_corrected(message: _Message, position: int) -> None:
    """实际36人: a correction where the sentence points back, else the speaker's second thought."""
    tokens = message.tokens
    if message.corrective and _stands_between(tokens, position):
        _supersede(tokens, position, Role.OLD)
    elif _is_strong(tokens[position]):
        clause_before = max(clause_around(tokens, position)[0] - 2, 0)
        back = any(points_back(tokens, i, message.sent_on) for i in (position, clause_before))
        _supersede(tokens, position, Role.OLD if back else Role.SLIP)


def _called_wrong(message: _Message, position: int) -> None:
    """昨天报的38人有误: the figures before in the clause; 38人，打错了，36人: those of the sentence."""
    tokens = message.tokens
    start, _ = clause_around(tokens, position)
    if any(token.role is Role.OLD for token in tokens[start:position]):
        return  # 96000是9600，手抖: which one is wrong has been said
    later = counts_in(tokens, range(position, len(tokens)))
    slip = bool(later) and not points_back(tokens, position, message.sent_on)
    inside = counts_in(tokens, range(start, position))
    if inside:
        take_back(tokens, inside, Role.SLIP if slip else Role.OLD)
    elif slip:
        since, _ = sentence_around(tokens, position)
        inside = counts_in(tokens, range(since, position))
        take_back(tokens, [old for old, _ in partners(tokens, inside, later)], Role.SLIP)
    if slip and inside:
        give_role(tokens, position, Role.FILLER)


def _differences(message: _Message, position: int) -> None:
    """少报了2人: a difference, no figure of its own."""
    tokens = message.tokens
    start, end = clause_around(tokens, position)
    after = counts_in(tokens, range(position, end))
    stop = first_with(tokens, _TURNS, position, end)
    figures = [i for i in after if i < stop] or ([] if after else counts_in(tokens, range(start, position)))
    take_back(tokens, figures, Role.OLD)


def _cancelled(message: _Message, position: int) -> None:
    """作废, 先别录: all figures so far; those of a new clause stand, and 前面的作废 means
    other messages."""
    tokens = message.tokens
    before = next((t for t in reversed(tokens[:position]) if t.role is not Role.FILLER), None)
    after = next((t for t in tokens[position + 1 :] if t.role is not Role.FILLER), None)
    if any(t is not None and t.role is Role.REPORTED for t in (before, after)):
        return
    start, _ = clause_around(tokens, position)
    if any(t.role is Role.REPORTED for t in tokens[start:position]):  # 今天14个，中午报的15划掉
        take_back(tokens, counts_in(tokens, range(start, position)), Role.OLD)
        return
    forbids = tokens[position].text.startswith(_NOT_TO_BE_BOOKED)
    until = clause_around(tokens, position)[1] if forbids else position
    take_back(tokens, [i for i in range(until) if tokens[i].role is Role.FIGURE], Role.OLD)


def _confirmed(message: _Message, position: int) -> None:
    """昨天的38人是对的: nothing new, unless the message corrects something else."""
    start, _ = clause_around(message.tokens, position)
    if not message.corrective:
        take_back(message.tokens, counts_in(message.tokens, range(start, position)), Role.SLIP)


def _asked_about(message: _Message, position: int) -> None:
    """前天报的25人没错吧: what was sent is only asked about."""
    start, _ = clause_around(message.tokens, position)
    if any(t.role is Role.REPORTED for t in message.tokens[start:position]):
        take_back(message.tokens, counts_in(message.tokens, range(start, position)), Role.SLIP)


def _left_out(message: _Message, position: int) -> None:
    """上午报的20人不算: what was reported is wrong."""
    tokens = message.tokens
    start, _ = clause_around(tokens, position)
    reported = any(t.role is Role.REPORTED and t.text.endswith("的") for t in tokens[start:position])
    if reported and tokens[position].text.startswith("不"):
        _called_wrong(message, position)
        give_role(tokens, position, Role.WRONG)


_BY_ROLE: Mapping[Role, Callable[[_Message, int], None]] = {
    Role.NEGATION: _negated,
    Role.DELTA: _differences,
    Role.EXCLUDE: _left_out,
    Role.CANCEL: _cancelled,
    Role.UNCHANGED: _confirmed,
    Role.ACK: _asked_about,
    Role.REPORTED: _pointed_at,
    Role.WRONG: _called_wrong,
    Role.CORRECT: _corrected,
    Role.MAYBE_CORRECT: _maybe_corrected,
}
_SAYS_WRONG = frozenset({Role.CORRECT, Role.WRONG, Role.NEGATION, Role.DELTA})


def without_old_figures(tokens: Sequence[Token], sent_on: date) -> list[Token]:
    """The tokens with figures that were sent before and are replaced marked OLD."""
    corrective = any(t.role in _SAYS_WRONG or _is_strong(t) or _is_miswriting(t) for t in tokens)
    message = _Message(list(tokens), sent_on, corrective)
    for position in range(len(message.tokens)):
        work = _BY_ROLE.get(message.tokens[position].role)
        if work is not None:
            work(message, position)
            if work is _pointed_at and message.tokens[position].role is Role.WRONG:
                _called_wrong(message, position)
    return message.tokens
