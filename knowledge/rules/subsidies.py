"""What a category pays of the individual fee (资助): one function a kind of subsidy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from knowledge.pack import Pack
from knowledge.rules.person import Person, Remark
from knowledge.schema import people
from knowledge.schema.people import Category

FEN = Decimal("0.01")
NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Charge:
    """What a person pays and gets back, in yuan; None where the notice gives no figure."""

    amount: Decimal | None
    refund: Decimal | None
    remarks: tuple[Remark, ...]
    clauses: tuple[str, ...]


def _full_fee(pack: Pack, category: Category, rule: people.NoSubsidy, person: Person | None) -> Charge:
    clauses = (pack.fee_clause,) if category is pack.ordinary else (pack.fee_clause, category.clause)
    return Charge(pack.fee, NOTHING, (Remark("fees.full", {"fee": pack.fee}),), clauses)


def _share(pack: Pack, category: Category, rule: people.Share, person: Person | None) -> Charge:
    if rule.confirmed_until and person is not None and person.confirmed is False:
        late = Remark("fees.confirmed_too_late", {"name": category.name, "day": rule.confirmed_until})
        full = Remark("fees.full", {"fee": pack.fee})
        return Charge(pack.fee, NOTHING, (late, full), (pack.fee_clause, category.clause))
    helped = (pack.fee * rule.percent / 100).quantize(FEN, ROUND_HALF_UP)
    amount = pack.fee - helped
    blanks = {"name": category.name, "fee": pack.fee, "percent": rule.percent, "amount": amount}
    key = "fees.share" if amount else "fees.free"
    return Charge(amount, NOTHING, (Remark(key, blanks),), (pack.fee_clause, category.clause))


def _department_pays(
    pack: Pack, category: Category, rule: people.DepartmentPays, person: Person | None
) -> Charge:
    blanks = {"name": category.name, "department": rule.department}
    return Charge(NOTHING, NOTHING, (Remark("fees.department", blanks),), (category.clause,))


def _pay_first(pack: Pack, category: Category, rule: people.PayFirst, person: Person | None) -> Charge:
    refund = pack.fee if rule.refund == "all" else None
    key = "fees.refunded" if rule.refund == "all" else "fees.refunded_unstated"
    return Charge(
        pack.fee, refund, (Remark(key, {"name": category.name, "fee": pack.fee}),), (category.clause,)
    )


def _full_if_confirmed(
    pack: Pack, category: Category, rule: people.FullIfConfirmed, person: Person | None
) -> Charge:
    blanks = {"name": category.name, "fee": pack.fee, "day": rule.confirmed_by}
    if person is not None and person.confirmed is False:
        return Charge(pack.fee, pack.fee, (Remark("fees.confirmed_late", blanks),), (rule.refund_clause,))
    return Charge(NOTHING, NOTHING, (Remark("fees.confirmed", blanks),), (category.clause,))


def _left_to_others(
    pack: Pack, category: Category, rule: people.LeftToOthers, person: Person | None
) -> Charge:
    blanks = {"name": category.name, "whose": rule.whose}
    refund = NOTHING if rule.refund == "none" else None
    return Charge(None, refund, (Remark("fees.left_to_others", blanks),), (category.clause,))


def _not_enrolled(pack: Pack, category: Category, rule: people.NotEnrolled, person: Person | None) -> Charge:
    return Charge(
        NOTHING, NOTHING, (Remark("fees.not_enrolled", {"name": category.name}),), (category.clause,)
    )


_KINDS: dict[str, Callable[[Pack, Category, Any, Person | None], Charge]] = {
    "none": _full_fee,
    "share": _share,
    "department_pays": _department_pays,
    "pay_first": _pay_first,
    "full_if_confirmed": _full_if_confirmed,
    "left_to_others": _left_to_others,
    "not_enrolled": _not_enrolled,
}


def charge_of(pack: Pack, category: Category, person: Person | None = None) -> Charge:
    """The individual fee less the category's subsidy; `person` for rules that look at more than the category."""
    return _KINDS[category.subsidy.kind](pack, category, category.subsidy, person)


def pays(pack: Pack, category: Category) -> Decimal | None:
    """What a category pays in the usual case, before refunds; None where the notice gives no figure."""
    return charge_of(pack, category).amount
