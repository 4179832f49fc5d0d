"""Must the whole household pay together?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.pack import Pack


@dataclass(frozen=True, slots=True)
class HouseholdUnity:
    """`required` is None where the notice says nothing; `held_up` is how many members hold the others up."""

    required: bool | None
    held_up: int
    clause: str | None


def household_unity(pack: Pack, paid: Sequence[bool]) -> HouseholdUnity:
    """Whether a household whose members paid (or not) is enrolled as the notice wants it.

    Where the whole household has to pay, one unpaid member keeps everybody from being enrolled.
    """
    rule = pack.people.whole_household
    if rule is None:
        return HouseholdUnity(None, 0, None)
    return HouseholdUnity(True, sum(not one for one in paid), rule.clause)
