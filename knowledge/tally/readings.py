"""Words whose part depends on their neighbours: 没有 alone is a zero report, 320的 names a group, 到昨天 a limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from knowledge.tally.cutting import NAMES_A_PART
from knowledge.tally.roles import Role, Token, Unit
from knowledge.tally.spans import ENDS_CLAUSE, clauses, first_with

_LIMITS = ("截", "为止", "到目前", "到现在", "目前为止", "止")
_DEADLINES = ("前", "之前", "以前", "内", "以内", "前要", "前必须")
_STARTS = ("以来", "起", "开始", "至今")
_TOTALS_OF_A_DAY = ("总数", "总人数", "总户数", "总收")
_JOINS = ("和", "、", "也", "的")
_NEW_FIGURES = frozenset({Role.CORRECT, Role.MAYBE_CORRECT, Role.TOTAL, Role.ADDED})
_SECOND_THOUGHTS = ("不对", "错了", "不不", "啊不")
_VISITS = ("走了", "跑了", "走访", "上门", "上户", "入户")
_UNPAID = frozenset(
    {Role.SHORTFALL, Role.FORECAST, Role.WISH, Role.NEGATION, Role.NONE, Role.FIGURE, Role.QUESTION}
)
_PLACES = frozenset({Role.VILLAGE, Role.DAY})
_SPOKEN_OF_NOTHING = frozenset({Role.FILLER, Role.ACK, Role.NOISE})
_BEHIND_NONE = frozenset({Role.FILLER, Role.NOISE, Role.NONE, Role.EACH})
_BESIDE_NONE = frozenset({
    Role.VILLAGE, Role.DAY, Role.OWN, Role.REPORT, Role.INSURANCE, Role.FILLER, Role.COLON, Role.EACH, Role.COLLECT,
    Role.NOISE, Role.NONE, Role.CUMULATIVE,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fees:
    """What one may pay, and what the ordinary person pays, yuan."""

    amounts: frozenset[Decimal]
    ordinary: Decimal


@dataclass(frozen=True, slots=True)
class _Place:
    """A piece in its clause (`start` to `end`). `alone`: the message has no other clause."""

    tokens: Sequence[Token]
    position: int
    start: int
    end: int
    alone: bool
    fees: Fees
    sent_on: date

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    @property
    def before(self) -> Token | None:
        """The piece before it, in the clause."""
        return self.tokens[self.position - 1] if self.position > self.start else None

    @property
    def after(self) -> Token | None:
        """The piece behind it, in the clause."""
        return self.tokens[self.position + 1] if self.position + 1 < self.end else None

    @property
    def earlier(self) -> Sequence[Token]:
        return self.tokens[self.start : self.position]

    @property
    def later(self) -> Sequence[Token]:
        return self.tokens[self.position + 1 : self.end]


def _is_denied_list(tokens: Sequence[Token]) -> bool:
    """低保、特困 with nothing else between."""
    return all(t.role is Role.CATEGORY or t.text in _JOINS for t in tokens)


def _denied_category(place: _Place) -> Role | None:
    """没有低保特困: named only to say that there were none."""
    if place.token.role is not Role.CATEGORY:
        return None
    nones = [i for i, t in enumerate(place.earlier) if t.role is Role.NONE]
    return Role.NOISE if nones and _is_denied_list(place.earlier[nones[-1] + 1 :]) else None


def _none(place: _Place) -> Role | None:
    if place.token.role is not Role.NONE:
        return None
    after = place.after
    if after is not None and after.role is Role.CATEGORY:
        return Role.NOISE
    if after is not None and after.is_count:
        return Role.NEGATION  # 昨天没有52人，只有50人
    return Role.ZERO if _is_zero_report(place) else Role.FILLER


def _is_zero_report(place: _Place) -> bool:
    """落水没有, 今天无, 花桥（无）: nothing but the village or the day stands beside it, back to the last figure."""
    counts = [i for i, t in enumerate(place.earlier) if t.is_count or t.role is Role.ZERO]
    since = place.start + (counts[-1] + 1 if counts else 0)
    until = first_with(place.tokens, _PLACES | {Role.CUMULATIVE}, place.position + 1, place.end)
    beside = place.tokens[since:until]
    if any(t.role not in _BESIDE_NONE for t in beside):
        return False
    if any(t.role not in _BEHIND_NONE for t in place.tokens[place.position + 1 : until]):
        return False
    named = any(t.role in _PLACES | {Role.OWN} for t in beside)
    return named or place.alone or _is_in_brackets_of_place(place)


def _is_in_brackets_of_place(place: _Place) -> bool:
    tokens, start = place.tokens, place.start
    return start >= 2 and tokens[start - 1].role is Role.OPENING and tokens[start - 2].role in _PLACES


def _zero_of_people(place: _Place) -> Role | None:
    """587人未缴费 says who has not paid, 重度残疾2人没收钱 that they need not."""
    if place.token.role is not Role.ZERO:
        return None
    for token in reversed(place.earlier):
        if token.role in _PLACES | {Role.CHANNEL, Role.PART}:
            return None
        if token.is_count and token.value:
            named = any(t.role is Role.CATEGORY for t in (*place.earlier, *place.later))
            return Role.NOISE if named else Role.SHORTFALL
    return None


def _is_price_of_group(place: _Place) -> bool:
    """320的收了22个: the figure is a fee, 的 follows, and people are counted behind it."""
    token = place.token
    if not (token.is_count and token.value in place.fees.amounts and token.unit in (Unit.BARE, Unit.YUAN)):
        return False
    later = list(place.later)
    if later and later[0].role is Role.COLLECT:
        later = later[1:]
    if not later or later[0].text[:1] not in ("的", "档"):
        return False
    return any(t.is_count and t.unit in (Unit.PERSONS, Unit.BARE) for t in later)


def _price(place: _Place) -> Role | None:
    if place.token.role is Role.PER and place.after is not None:
        group = _is_price_of_group(replace(place, position=place.position + 1))
        return Role.FILLER if group else None  # 按160收的4个
    if not _is_price_of_group(place):
        return None
    return Role.ORDINARY if place.token.value == place.fees.ordinary else Role.PART


def _what_each_pays(place: _Place) -> Role | None:
    """14个，都是320的: what each of those counted pays."""
    if not place.token.is_count or place.token.value not in place.fees.amounts or place.before is None:
        return None
    counted = any(t.is_count for t in place.tokens[: place.start])
    return Role.NOISE if counted and place.before.role is Role.EACH and place.token.value else None


def _all_but(place: _Place) -> Role | None:
    """35人，除了1个特困，其他都是普通居民: the one is among them."""
    if place.token.role is not Role.EXCLUDE or not place.token.text.startswith("除"):
        return None
    named = any(t.role is Role.CATEGORY for t in place.later)
    following = place.tokens[place.end + 1 : place.end + 2]
    return Role.INCLUDED if named and following and following[0].role is Role.REST else None


def _hour_of_today(place: _Place) -> Role | None:
    """截至下午5点今天收了38人: until that hour, of today's."""
    token = place.token
    if token.role is not Role.CUMULATIVE or not token.text.startswith(_LIMITS):
        return None
    if place.start and place.tokens[place.start - 1].role is Role.OPENING:
        said = {t.role for t in place.tokens[place.start : place.end]}
        return Role.FILLER if said <= {Role.CUMULATIVE, Role.IDENTIFIER, Role.FILLER} else None
    today = [i for i, t in enumerate(place.later) if t.role is Role.DAY and t.day == place.sent_on]
    return Role.FILLER if today and (today[0] or token.text in ("止", "为止")) else None


def _total_of_day(place: _Place) -> Role | None:
    """今天总数是四十个, 今日累计38总累计1241: the day's, not the running total."""
    text = place.token.text
    if text.startswith("累计") and place.before is not None and place.before.role is Role.DAY:
        again = any(t.text.startswith("总累") for t in place.tokens[place.position :])
        return Role.TOTAL if again else None
    if place.token.role is not Role.CUMULATIVE or not text.startswith(_TOTALS_OF_A_DAY):
        return None
    kept = any(t.role is Role.UNCHANGED for t in place.later)  # 今天：低保不是2人是3人，总人数25人不变
    named = any(t.role is Role.DAY for t in (place.tokens[: place.position] if kept else place.earlier))
    return Role.TOTAL if named and not any(t.is_count for t in place.earlier) else None


def _share(place: _Place) -> Role | None:
    """累计1241/1828: the second figure is the target."""
    tokens, position = place.tokens, place.position
    if position < 2 or not place.token.is_count or tokens[position - 1].text != "/":
        return None
    first = tokens[position - 2]
    running = any(t.role is Role.CUMULATIVE for t in tokens[max(place.start - 4, 0) : position])
    smaller = first.is_count and first.value <= place.token.value and place.token.unit is not Unit.YUAN
    return Role.NOISE if running and smaller else None


def _is_until_now(place: _Place) -> bool:
    """到今天收了1310人; 昨天到今天早上 is a time of its own."""
    hour = place.later[1].role in (Role.PART, Role.IDENTIFIER) if len(place.later) > 1 else True
    return not hour and not any(t.role is Role.DAY or t.text == "从" for t in place.earlier)


def _limit(place: _Place) -> Role | None:
    """到昨天总共688人: up to a day."""
    if place.token.text not in ("到", "至") or place.after is None or place.after.role is not Role.DAY:
        return None
    if place.after.day == place.sent_on and _is_until_now(place):
        return Role.CUMULATIVE
    summed = (t.role in (Role.TOTAL, Role.CUMULATIVE) or t.text.startswith("已") for t in place.later)
    return Role.CUMULATIVE if any(summed) else None


def _deadline(place: _Place) -> Role | None:
    """11月25日前: what follows is to be done by then, or was (已)."""
    if place.before is None or place.before.role is not Role.DAY or place.token.text not in _DEADLINES:
        return None
    clause = place.tokens[place.start : place.end]
    done = any(t.text.startswith("已") or t.role in (Role.CUMULATIVE, Role.TOTAL) for t in clause)
    return Role.CUMULATIVE if done else Role.FORECAST


def _start_of_period(place: _Place) -> Role | None:
    """从9月1号到现在, 9月1日以来: the day on which counting began."""
    if place.token.role is not Role.DAY:
        return None
    if place.after is not None and place.after.text.startswith(_STARTS):
        return Role.CUMULATIVE
    if place.before is None or place.before.text not in ("从", "自"):
        return None
    until = any(t.role is Role.CUMULATIVE or t.text in ("到", "至") for t in place.later)
    return Role.CUMULATIVE if until else None


def _left_out_before(place: _Place) -> Role | None:
    """昨天五保漏了2个，加上是18人: a difference where the new figure follows; alone it is a late report."""
    if not place.token.text.startswith("漏") or place.token.role is not Role.REPORT:
        return None
    behind = place.tokens[place.end :]
    turned = first_with(behind, _NEW_FIGURES, 0)
    counted = any(t.is_count for t in behind[turned:])
    return Role.DELTA if counted and any(t.is_count for t in place.later) else None


def _left_out_of_the_old(place: _Place) -> Role | None:
    """更正为10人，漏了两个: why the old figure was too small."""
    if not place.token.text.startswith("漏") or place.token.role is not Role.REPORT:
        return None
    corrected = any(t.role is Role.CORRECT for t in place.tokens[: place.start])
    return Role.DELTA if corrected and any(t.is_count for t in place.later) else None


def _that_day(place: _Place) -> Role | None:
    """12月19日进度：三水村当日缴费44人: the day that was named."""
    if place.token.role is not Role.DAY or place.token.text not in ("当日", "当天"):
        return None
    named = any(t.role is Role.DAY and t.text not in ("当日", "当天") for t in place.tokens[: place.position])
    return Role.FILLER if named else None


def _heads_days(place: _Place) -> Role | None:
    """补报三天的：11.20 8人，11.21 …: the days themselves follow."""
    if place.token.role is not Role.PERIOD:
        return None
    colon = next((i for i, t in enumerate(place.later) if t.role is Role.COLON), None)
    dated = colon is not None and any(t.role is Role.DAY for t in place.later[colon:])
    return Role.FILLER if dated and not any(t.is_count for t in place.later[:colon]) else None


def _rest_of_the_counted(place: _Place) -> Role | None:
    """10个人，三个全额，剩下七个低保: the others of those who paid."""
    if place.token.role is not Role.SHORTFALL or not place.token.text.startswith(("剩", "余")):
        return None
    behind = {t.role for t in place.later}
    counted = any(t.is_count for t in place.tokens[: place.start])
    named = bool(behind & {Role.CATEGORY, Role.ORDINARY}) and Role.SHORTFALL not in behind
    return Role.FILLER if counted and named else None


def _hesitation(place: _Place) -> Role | None:
    """嗯那个今天收了: no pointing back."""
    if place.token.text not in ("那个", "那") or place.token.role is not Role.REPORTED:
        return None
    after = place.after
    begins = all(t.role is Role.FILLER for t in place.earlier) or (after and after.role is Role.COLLECT)
    fresh = after is not None and after.role in (Role.DAY, Role.OWN, Role.COLLECT)
    asked = any(t.role in (Role.CORRECT, Role.WRONG) for t in place.tokens if t.text not in _SECOND_THOUGHTS)
    return Role.FILLER if begins and fresh and not asked else None


def _leaves_them_out(place: _Place) -> Role | None:
    """除去他们实收20人: what was left out was said before."""
    if place.token.role is not Role.EXCLUDE:
        return None
    upto = next((i for i, t in enumerate(place.later) if t.is_count), 0)
    really = any(t.role is Role.COLLECT and t.text.startswith(("实", "净")) for t in place.later[:upto])
    return Role.FILLER if really else None


def _among_the_counted(place: _Place) -> Role | None:
    """28人里低保占5个: of those just counted."""
    token, after = place.token, place.after
    if token.text in ("里", "中", "里面", "当中") and place.before is not None and place.before.is_count:
        return Role.INCLUDED if after is not None and after.role is Role.CATEGORY else None
    if token.text == "占" and after is not None and after.is_count:
        return Role.FILLER if any(t.role is Role.CATEGORY for t in place.earlier) else None
    return None


def _of_whom_some_are_missing(place: _Place) -> Role | None:
    """我们组34户还有9户没交: the first figure is all there are."""
    after = place.after
    if not place.token.is_count or after is None or after.text not in ("还有", "有"):
        return None
    paid = any(t.role in (Role.COLLECT, Role.DAY) for t in place.earlier)
    unpaid = any(t.role is Role.SHORTFALL for t in place.later) and any(t.is_count for t in place.later)
    return Role.NOISE if unpaid and not paid else None


def _said_of_reporting(place: _Place) -> Role | None:
    """领导让我每天报：今天17人: how often one reports is no rate."""
    daily = place.token.role is Role.PER and place.after is not None and place.after.role is Role.REPORT
    return Role.FILLER if daily else None


def _ought_to_be(place: _Place) -> Role | None:
    """昨天的累计应该是1310: a new figure for a day that was reported."""
    if place.token.text not in ("应该是", "应该为") or place.token.role is not Role.MAYBE_CORRECT:
        return None
    past = any(t.day is not None and t.day < place.sent_on for t in place.earlier)
    counted = any(t.is_count for t in place.later) and not any(t.is_count for t in place.earlier)
    return Role.CORRECT if past and counted else None


def _spoken_pause(place: _Place) -> Role | None:
    """十三个吧哦十四个: the second number is meant."""
    if place.token.text not in ("哦", "噢", "呃") or place.after is None or not place.after.is_count:
        return None
    said = [t for t in place.earlier if t.role is not Role.FILLER]
    again = bool(said) and said[-1].is_count and said[-1].unit is place.after.unit is not Unit.BARE
    return Role.REPAIR if again else None


def _of_target(place: _Place) -> Role | None:
    """任务1828，已经交1323，还有505个: what was reached, and what is missing."""
    token, behind = place.token, {t.role for t in place.later}
    reached = token.text in ("已", "已经") or token.text.startswith(("已收", "已交", "已缴"))
    missing = token.role is Role.ADDED and token.text == "还有"
    if not (reached or missing) or not any(t.is_count for t in place.later):
        return None
    before = place.tokens[: place.position]
    if missing and not any(t.is_count or t.role is Role.ZERO for t in before):
        return None if behind & (NAMES_A_PART | {Role.COLLECT, Role.DONE}) else Role.SHORTFALL
    if not any(t.role is Role.TARGET for t in place.tokens[: place.start]):
        return None
    if missing:
        return None if behind & (NAMES_A_PART | {Role.COLLECT}) else Role.SHORTFALL
    dated = any(t.role is Role.DAY for t in place.tokens[place.start : place.end])
    paid = Role.COLLECT in behind or token.role is Role.COLLECT
    return Role.CUMULATIVE if paid and not dated and not behind & NAMES_A_PART else None


def _pays_nothing(place: _Place) -> Role | None:
    """不交钱的2个是五保: a group that owes nothing, not people who will not pay."""
    if place.token.role is not Role.SHORTFALL or place.token.text not in ("不交", "不缴"):
        return None
    counts = [i for i, t in enumerate(place.later) if t.is_count]
    if not counts or not any(t.text.startswith("的") for t in place.later[: counts[0]]):
        return None
    return Role.FILLER if any(t.role is Role.CATEGORY for t in place.later) else None


def _visit_that_paid(place: _Place) -> Role | None:
    """上门7户，都收齐了: everybody who was visited paid."""
    if place.token.role is not Role.ACTIVITY or not place.token.text.startswith(_VISITS):
        return None
    visited = next((i for i, t in enumerate(place.later) if t.is_count), len(place.later))
    next_clause = place.tokens[place.end + 1 : first_with(place.tokens, ENDS_CLAUSE, place.end + 1)]
    following = [*place.later[visited + 1 :], *next_clause]
    everybody = any(t.role is Role.EACH or t.text.startswith("全") for t in following)
    paid = any(t.role is Role.COLLECT or t.text in ("都收", "各收") for t in following)
    return Role.FILLER if everybody and paid and not any(t.role in _UNPAID for t in following) else None


# The first that knows the piece decides.
_RULES: tuple[Callable[[_Place], Role | None], ...] = (
    _denied_category,
    _none,
    _zero_of_people,
    _price,
    _what_each_pays,
    _all_but,
    _hour_of_today,
    _total_of_day,
    _share,
    _limit,
    _deadline,
    _start_of_period,
    _left_out_before,
    _left_out_of_the_old,
    _that_day,
    _heads_days,
    _rest_of_the_counted,
    _hesitation,
    _spoken_pause,
    _of_target,
    _of_whom_some_are_missing,
    _said_of_reporting,
    _ought_to_be,
    _leaves_them_out,
    _among_the_counted,
    _pays_nothing,
    _visit_that_paid,
)


def _places(tokens: Sequence[Token], fees: Fees, sent_on: date) -> Iterator[_Place]:
    ranges = clauses(tokens)
    spoken = sum(any(t.role not in _SPOKEN_OF_NOTHING for t in tokens[a:b]) for a, b in ranges)
    for start, end in ranges:
        for position in range(start, end):
            yield _Place(tokens, position, start, end, spoken == 1, fees, sent_on)


def settled(tokens: Sequence[Token], fees: Fees, sent_on: date) -> list[Token]:
    """The tokens with such words given their part."""
    result = list(tokens)
    for place in _places(tokens, fees, sent_on):
        role = next((role for rule in _RULES if (role := rule(place)) is not None), None)
        if role is not None:
            result[place.position] = replace(place.token, role=role)
    return result
