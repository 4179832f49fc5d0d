"""May a clerk note that a member has paid, and how much: held against what the notice asks for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from knowledge.household.status import MemberStatus, Standing


@dataclass(frozen=True, slots=True)
class Take:
    """To be noted, yuan."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class Ask:
    """The sum is not what the notice asks for (`due`, None where it does not say): the clerk decides."""

    stated: Decimal
    due: Decimal | None


@dataclass(frozen=True, slots=True)
class Refuse:
    """Nothing to note; `reason` is a phrase's key after home.mark_."""

    reason: str


Verdict = Take | Ask | Refuse

_REFUSED = {
    Standing.PAID: "paid",
    Standing.FREE: "free",
    Standing.ELSEWHERE: "elsewhere",
    Standing.EMPLOYEE: "employee",
    Standing.EARLY: "early",
}


def verdict_on(member: MemberStatus, stated: Decimal | None, *, sure: bool = False) -> Verdict:
    """Whether `stated` yuan (None: what is due) may be noted; `sure`: the clerk was asked and meant it."""
    if member.standing in _REFUSED:
        return Refuse(_REFUSED[member.standing])
    due = member.due if member.standing in (Standing.OWES, Standing.SHORT) else None
    if stated is None:
        return Refuse("amount_needed") if due is None else Take(due)
    if stated == due or sure:
        return Take(stated)
    return Ask(stated, due)
