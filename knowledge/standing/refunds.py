"""Who paid first and is still owed a refund (先缴后返), and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.pack import Pack
from knowledge.schema.people import FullIfConfirmed, PayFirst


@dataclass(frozen=True, slots=True)
class Owed:
    """People who wait for their refund and the yuan owed; `open_people` where the notice names no sum."""

    people: int = 0
    amount: Decimal = Decimal(0)
    since: date = date.max
    open_people: int = 0
    open_since: date = date.max


def pay_first_categories(pack: Pack) -> list[str]:
    """The ids of the categories that pay first, always or when they were confirmed late."""
    kinds = (PayFirst, FullIfConfirmed)
    return [category.id for category in pack.categories if isinstance(category.subsidy, kinds)]


def refund_of(pack: Pack, category_id: str, paid: Decimal) -> Decimal | None:
    """What somebody of a category gets back of what was paid; None where the notice names no sum."""
    subsidy = pack.category(category_id).subsidy
    if isinstance(subsidy, PayFirst) and subsidy.refund == "unstated":
        return None
    return paid if isinstance(subsidy, PayFirst | FullIfConfirmed) else Decimal(0)


def owed_refunds(pack: Pack, paid_first: Iterable[tuple[str, Decimal, Decimal, date]]) -> Owed:
    """What is owed by (category, paid, refunded, paid since)."""
    owed = Owed()
    for category_id, paid, refunded, since in paid_first:
        refund = refund_of(pack, category_id, paid)
        if refund is None:
            if not refunded:
                owed = Owed(
                    owed.people, owed.amount, owed.since, owed.open_people + 1, min(owed.open_since, since)
                )
        elif refund > refunded:
            owed = Owed(
                owed.people + 1,
                owed.amount + refund - refunded,
                min(owed.since, since),
                owed.open_people,
                owed.open_since,
            )
    return owed
