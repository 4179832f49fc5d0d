"""What changed since last year, and why: inside one notice, or between two years' packs of a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.pack import Pack
from knowledge.rules.subsidies import pays

Value = Decimal | date | int | None


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after; `reason` in our words where the notice gives one."""

    what: str
    before: Value
    after: Value
    clause: str
    reason: str | None = None


def fee_change(pack: Pack) -> Change | None:
    """The change of the fee that the notice itself prints; None where it does not name last year's."""
    before = pack.fees.individual.amount_of(pack.year - 1)
    if before is None:
        return None
    now = pack.fees.individual.values[pack.year]
    return Change("fee", before, pack.fee, pack.fees.individual.values[pack.year - 1].clause, now.reason)


def _values(pack: Pack) -> Iterator[tuple[str, Value, str]]:
    yield "fee", pack.fee, pack.fee_clause
    for window in pack.windows:
        yield f"window.{window.id}.from", window.from_, window.clause
        yield f"window.{window.id}.until", window.until, window.clause
    for category in pack.categories:
        yield f"pays.{category.id}", pays(pack, category), category.clause
    for rate in pack.staff.rates:
        yield f"rate.{rate.id}", rate.percent, rate.clause


def changes(before: Pack, after: Pack) -> tuple[Change, ...]:
    """What differs between two packs, by the later one's order; what only one of them has counts as None."""
    old = {what: value for what, value, _ in _values(before)}
    new = {what: (value, clause) for what, value, clause in _values(after)}
    found = [
        Change(what, old.get(what), value, clause)
        for what, (value, clause) in new.items()
        if what not in old or old[what] != value
    ]
    gone = [Change(what, value, None, after.fee_clause) for what, value in old.items() if what not in new]
    return (*found, *gone)
