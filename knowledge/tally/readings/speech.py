"""How people talk: second thoughts, what was left out, how often one reports."""

from __future__ import annotations

from knowledge.tally.readings.place import Place
from knowledge.tally.roles import Role, Unit
from knowledge.tally.spans import first_with

_NEW_FIGURES = frozenset({Role.CORRECT, Role.MAYBE_CORRECT, Role.TOTAL, Role.ADDED})
_SECOND_THOUGHTS = ("不对", "错了", "不不", "啊不")


def left_out_before(place: Place) -> Role | None:
    """昨天五保漏了2个，加上是18人: a difference where the new figure follows; alone it is a late report."""
    if not place.token.text.startswith("漏") or place.token.role is not Role.REPORT:
        return None
    behind = place.tokens[place.end :]
    turned = first_with(behind, _NEW_FIGURES, 0)
    counted = any(t.is_count for t in behind[turned:])
    return Role.DELTA if counted and any(t.is_count for t in place.later) else None


def left_out_of_the_old(place: Place) -> Role | None:
    """更正为10人，漏了两个: why the old figure was too small."""
    if not place.token.text.startswith("漏") or place.token.role is not Role.REPORT:
        return None
    corrected = any(t.role is Role.CORRECT for t in place.tokens[: place.start])
    return Role.DELTA if corrected and any(t.is_count for t in place.later) else None


def left_out_when_reported(place: Place) -> Role | None:
    """刚才报的漏了现金的，今天应该是19人: what was sent is wrong."""
    if not place.token.text.startswith("漏") or place.token.role is not Role.REPORT:
        return None
    sent = any(t.role is Role.REPORTED and t.text.endswith("的") for t in place.earlier)
    return Role.WRONG if sent and not any(t.is_count for t in place.later) else None


def hesitation(place: Place) -> Role | None:
    """嗯那个今天收了: no pointing back."""
    if place.token.text not in ("那个", "那") or place.token.role is not Role.REPORTED:
        return None
    after = place.after
    begins = all(t.role is Role.FILLER for t in place.earlier) or (after and after.role is Role.COLLECT)
    fresh = after is not None and after.role in (Role.DAY, Role.OWN, Role.COLLECT)
    asked = any(t.role in (Role.CORRECT, Role.WRONG) for t in place.tokens if t.text not in _SECOND_THOUGHTS)
    return Role.FILLER if begins and fresh and not asked else None


def said_of_reporting(place: Place) -> Role | None:
    """领导让我每天报：今天17人: how often one reports is no rate."""
    daily = place.token.role is Role.PER and place.after is not None and place.after.role is Role.REPORT
    return Role.FILLER if daily else None


def spoken_pause(place: Place) -> Role | None:
    """十三个吧哦十四个: the second number is meant."""
    if place.token.text not in ("哦", "噢", "呃") or place.after is None or not place.after.is_count:
        return None
    said = [t for t in place.earlier if t.role is not Role.FILLER]
    again = bool(said) and said[-1].is_count and said[-1].unit is place.after.unit is not Unit.BARE
    return Role.REPAIR if again else None
