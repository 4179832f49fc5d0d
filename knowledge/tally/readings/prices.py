"""Figures that are what one head pays: 320的 names a group, 都是320的 says it of those counted."""

from __future__ import annotations

from dataclasses import replace

from knowledge.tally.readings.place import Place
from knowledge.tally.roles import Role, Unit


def _is_price_of_group(place: Place) -> bool:
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


def price(place: Place) -> Role | None:
    """320的 and 按160收的 name those who pay so much."""
    if place.token.role is Role.PER and place.after is not None:
        group = _is_price_of_group(replace(place, position=place.position + 1))
        return Role.FILLER if group else None  # 按160收的4个
    if not _is_price_of_group(place):
        return None
    return Role.ORDINARY if place.token.value == place.fees.ordinary else Role.PART


def what_each_pays(place: Place) -> Role | None:
    """14个，都是320的: what each of those counted pays."""
    if not place.token.is_count or place.token.value not in place.fees.amounts or place.before is None:
        return None
    counted = any(t.is_count for t in place.tokens[: place.start])
    return Role.NOISE if counted and place.before.role is Role.EACH and place.token.value else None


def pays_nothing(place: Place) -> Role | None:
    """不交钱的2个是五保: a group that owes nothing, not people who will not pay."""
    if place.token.role is not Role.SHORTFALL or place.token.text not in ("不交", "不缴"):
        return None
    counts = [i for i, t in enumerate(place.later) if t.is_count]
    if not counts or not any(t.text.startswith("的") for t in place.later[: counts[0]]):
        return None
    return Role.FILLER if any(t.role is Role.CATEGORY for t in place.later) else None
