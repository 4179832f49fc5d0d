"""Does a tally add up? Pure checks that return what is doubtful; what is done about it is decided in the chat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from knowledge.model import Area, TallyEntry

AMOUNT_MISMATCH = "amount_mismatch"
IMPLAUSIBLE = "implausible"


def expected_amount(entry: TallyEntry, fees: Mapping[str | None, Decimal | None]) -> Decimal | None:
    """What the people of an entry owe: those of a category its fee, the others the ordinary one.

    None where the entry counts nobody or the notice leaves a fee open.
    """
    if entry.persons is None:
        return None
    total = Decimal(0)
    for key, number in entry.by_category.items():
        fee = fees.get(key)
        if fee is None:
            return None
        total += fee * number
    ordinary = fees[None]
    return None if ordinary is None else total + ordinary * (entry.persons - sum(entry.by_category.values()))


def amount_fits(entry: TallyEntry, fees: Mapping[str | None, Decimal | None]) -> bool:
    """Whether the yuan fit the people; without people, whether any people could owe that much."""
    if entry.amount is None:
        return True
    expected = expected_amount(entry, fees)
    if expected is not None:
        return entry.amount == expected
    if entry.persons is not None:
        return True
    steps = [fee for fee in fees.values() if fee]
    return not steps or any(entry.amount % fee == 0 for fee in steps)


def is_plausible(entry: TallyEntry, area: Area | None, sent_on: date) -> bool:
    """No negative figure, not more people than the area has, no day to come."""
    figures = (entry.persons, entry.households, entry.amount, entry.deposit)
    if any(figure is not None and figure < 0 for figure in figures) or entry.date > sent_on:
        return False
    most = area.headcount if area else None
    return most is None or entry.persons is None or entry.persons <= most


def warnings_about(
    entries: Sequence[TallyEntry],
    villages: Sequence[Area],
    fees: Mapping[str | None, Decimal | None],
    sent_on: date,
) -> Iterator[str]:
    """The warnings that need nothing but the message and the notice."""
    areas = {area.name: area for area in villages}
    for entry in entries:
        if not amount_fits(entry, fees):
            yield AMOUNT_MISMATCH
        if not is_plausible(entry, areas.get(entry.village), sent_on):
            yield IMPLAUSIBLE
