"""Those among the counted, those left over, those who are missing."""

from __future__ import annotations

from knowledge.tally.cutting import NAMES_A_PART
from knowledge.tally.readings.place import Place
from knowledge.tally.roles import Role, Unit
from knowledge.tally.spans import ENDS_CLAUSE, first_with

_VISITS = ("走了", "跑了", "走访", "上门", "上户", "入户")
_UNPAID = frozenset(
    {Role.SHORTFALL, Role.FORECAST, Role.WISH, Role.NEGATION, Role.NONE, Role.FIGURE, Role.QUESTION}
)


def all_but(place: Place) -> Role | None:
    """35人，除了1个特困，其他都是普通居民: the one is among them."""
    if place.token.role is not Role.EXCLUDE or not place.token.text.startswith("除"):
        return None
    named = any(t.role is Role.CATEGORY for t in place.later)
    following = place.tokens[place.end + 1 : place.end + 2]
    return Role.INCLUDED if named and following and following[0].role is Role.REST else None


def share(place: Place) -> Role | None:
    """累计1241/1828: the second figure is the target."""
    tokens, position = place.tokens, place.position
    if position < 2 or not place.token.is_count or tokens[position - 1].text != "/":
        return None
    first = tokens[position - 2]
    running = any(t.role is Role.CUMULATIVE for t in tokens[max(place.start - 4, 0) : position])
    smaller = first.is_count and first.value <= place.token.value and place.token.unit is not Unit.YUAN
    return Role.NOISE if running and smaller else None


def rest_of_the_counted(place: Place) -> Role | None:
    """10个人，三个全额，剩下七个低保: the others of those who paid."""
    if place.token.role is not Role.SHORTFALL or not place.token.text.startswith(("剩", "余")):
        return None
    behind = {t.role for t in place.later}
    counted = any(t.is_count for t in place.tokens[: place.start])
    named = bool(behind & {Role.CATEGORY, Role.ORDINARY}) and Role.SHORTFALL not in behind
    return Role.FILLER if counted and named else None


def leaves_them_out(place: Place) -> Role | None:
    """除去他们实收20人: what was left out was said before."""
    if place.token.role is not Role.EXCLUDE:
        return None
    upto = next((i for i, t in enumerate(place.later) if t.is_count), 0)
    really = any(t.role is Role.COLLECT and t.text.startswith(("实", "净")) for t in place.later[:upto])
    return Role.FILLER if really else None


def among_the_counted(place: Place) -> Role | None:
    """28人里低保占5个: of those just counted."""
    token, after = place.token, place.after
    if token.text in ("里", "中", "里面", "当中") and place.before is not None and place.before.is_count:
        return Role.INCLUDED if after is not None and after.role is Role.CATEGORY else None
    if token.text == "占" and after is not None and after.is_count:
        return Role.FILLER if any(t.role is Role.CATEGORY for t in place.earlier) else None
    return None


def of_whom_some_are_missing(place: Place) -> Role | None:
    """我们组34户还有9户没交: the first figure is all there are."""
    after = place.after
    if not place.token.is_count or after is None or after.text not in ("还有", "有"):
        return None
    paid = any(t.role in (Role.COLLECT, Role.DAY) for t in place.earlier)
    unpaid = any(t.role is Role.SHORTFALL for t in place.later) and any(t.is_count for t in place.later)
    return Role.NOISE if unpaid and not paid else None


def of_target(place: Place) -> Role | None:
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


def visit_that_paid(place: Place) -> Role | None:
    """上门7户，都收齐了: everybody who was visited paid."""
    if place.token.role is not Role.ACTIVITY or not place.token.text.startswith(_VISITS):
        return None
    visited = next((i for i, t in enumerate(place.later) if t.is_count), len(place.later))
    next_clause = place.tokens[place.end + 1 : first_with(place.tokens, ENDS_CLAUSE, place.end + 1)]
    following = [*place.later[visited + 1 :], *next_clause]
    everybody = any(t.role is Role.EACH or t.text.startswith("全") for t in following)
    paid = any(t.role is Role.COLLECT or t.text in ("都收", "各收") for t in following)
    return Role.FILLER if everybody and paid and not any(t.role in _UNPAID for t in following) else None
