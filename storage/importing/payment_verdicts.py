"""Whether a matched row of an export is new, known, the confirmation of a clerk's mark, or for somebody to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.roster.values import PaymentRow, Reason
from storage.payments import Payment


@dataclass(frozen=True, slots=True)
class New:
    """To be recorded. `remark` is what to know about it."""

    remark: Reason | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Recorded already, or taken back by a clerk: nothing changes."""


@dataclass(frozen=True, slots=True)
class Confirms:
    """A clerk marked it before the export came."""

    payment_id: int


Verdict = New | Known | Confirms | Reason


def reference_of(row: PaymentRow) -> str:
    """By what a payment is recognised when it comes again: its order number, else its day."""
    return row.order_number or f"day:{row.paid_on.isoformat()}"


def verdict_on(row: PaymentRow, recorded: Sequence[Payment]) -> Verdict:
    """The verdict; `recorded` are the person's payments for the row's year, void ones too."""
    is_refund = row.amount < 0
    reference = reference_of(row)
    same = [
        payment
        for payment in recorded
        if payment.reference == reference and (payment.amount < 0) == is_refund
    ]
    if any(payment.amount == row.amount for payment in same):
        return Known()
    if same and row.order_number:
        return Reason("payments.order_conflict", {"amount": same[0].amount})
    counting = [payment for payment in recorded if not payment.is_void]
    paid = sum((payment.amount for payment in counting), Decimal(0))
    if is_refund:
        return New() if paid + row.amount >= 0 else Reason("payments.refund_of_nothing")
    for payment in counting:
        if payment.reference is None and payment.amount == row.amount:
            return Confirms(payment.id)
    return New(Reason("payments.twice", {"amount": paid}) if paid > 0 else None)
